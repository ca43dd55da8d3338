"""Tables of what the program says of many projects, and what changed since the last time."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus_runs import Edge, Figures, Known

from coupling_lsp.model.edge_kinds import CHANNELS

_COLUMNS = (
    ("imports", ("import",)),
    ("relations", ("schema",)),
    ("reads", ("orm-read",)),
    ("writes", ("orm-write",)),
    ("names looked up", tuple(kind for kind in CHANNELS if kind != "join")),
)


def tables(now: Mapping[str, Figures], before: Mapping[str, Figures], known: Mapping[str, Known]) -> str:
    """The generated part of the page, in Markdown."""
    heads = [name for name, _ in _COLUMNS]
    lines = [
        _row(["project", "commit", "files", "apps", *heads, "inferred", "not resolved", "CPU", "memory", "last run"]),
        _row(["---", "---", *["---:"] * (len(heads) + 6), "---"]),
    ]
    for name, it in now.items():
        repository = known[name].repository if name in known else name
        if it["crash"]:
            lines.append(_row([repository, it["commit"][:7], "**CRASH**"]))
            continue
        counts = [f"{sum(_count(it, kind) for kind in kinds):,}" for _, kinds in _COLUMNS]
        cost = [f"{it['seconds']:.1f} s", f"{it['megabytes']:.0f} MB"]
        since = ", ".join(difference(before.get(name), it)) or "same"
        unsure = [f"{sum(number for sort, number in it['edges'].items() if 'inferred' in sort):,}", _lost(it)]
        lines.append(
            _row([repository, it["commit"][:7], f"{it['files']:,}", str(it["apps"]), *counts, *unsure, *cost, since])
        )
    good = {name: it for name, it in now.items() if not it["crash"]}
    return "\n".join([*lines, "", *_rates(good, known), "", *_reasons(good)]) + "\n"


def difference(before: Figures | None, now: Figures) -> list[str]:
    """In which counts a project differs from the last run."""
    if before is None:
        return ["new"]
    if before["commit"] != now["commit"]:
        return ["another commit"]
    found = []
    for kind in sorted({it.partition(",")[0] for it in (*before["edges"], *now["edges"])}):
        if more := _count(now, kind) - _count(before, kind):
            found.append(f"{more:+d} {kind}")
    if more := sum(now["reasons"].values()) - sum(before["reasons"].values()):
        found.append(f"{more:+d} not resolved")
    return found


def moved(kept: Path, edges: list[Edge], show: int) -> Iterator[str]:
    """Which edges came and went since those that were kept, which these replace."""
    now = Counter(_told(it) for it in edges)
    if kept.is_file():
        last = Counter(json.loads(kept.read_text(encoding="utf-8")))
        for sign, these in (("+", now - last), ("-", last - now)):
            rows = sorted(these.elements())
            yield from (f"{sign} {it}" for it in rows[:show])
            if len(rows) > show:
                yield f"{sign} … and {len(rows) - show:,} more"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(now), encoding="utf-8")


def _told(it: Edge) -> str:
    source, target = it["source"], it["target"]
    place = f"{source['path']}:{source['line']}:{source['column']}"
    return f"{place} {it['kind']} {it['mechanism']} -> {target['app']}.{target['symbol'] or target['module']}"


def _rates(projects: Mapping[str, Figures], known: Mapping[str, Known]) -> Iterator[str]:
    kinds = list(dict.fromkeys(kind for it in projects.values() for kind in it["places"]))
    yield _row(["project", *kinds, "all"])
    yield _row(["---", *["---:"] * (len(kinds) + 1)])
    for name, it in projects.items():
        cells = [_rate(*it["places"].get(kind, [0, 0])) for kind in kinds]
        whole = _rate(sum(total for total, _ in it["places"].values()), sum(it["reasons"].values()))
        yield _row([known[name].repository if name in known else name, *cells, whole])


def _rate(total: int, lost: int) -> str:
    return f"{100 * (total - min(lost, total)) / total:.1f} % of {total:,}" if total else "·"


def _reasons(projects: Mapping[str, Figures]) -> Iterator[str]:
    reasons: Counter[str] = Counter()
    for it in projects.values():
        reasons.update(it["reasons"])
    yield _row(["why not resolved", "places"])
    yield _row(["---", "---:"])
    for reason, number in reasons.most_common():
        yield _row([reason, f"{number:,}"])


def _count(it: Figures, kind: str) -> int:
    return sum(number for sort, number in it["edges"].items() if sort.partition(",")[0] == kind)


def _lost(it: Figures) -> str:
    return f"{sum(it['reasons'].values()):,}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
