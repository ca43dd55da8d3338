"""What is shown of random contracts on random projects is what import-linter says of them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.load import Options, load

from .samples import configuration, project

ORACLE = (sys.executable, "-P", str(Path(__file__).parent / "oracle.py"))
EXAMPLE = Path(__file__).parents[2] / "examples/boost_data_collector"
LAYOUT = Layout(settings=("settings",), today="2026-07-01")


def ask(cases):
    """What import-linter says of each (folder, configuration file)."""
    given = "".join(f"{folder}\t{config}\n" for folder, config in cases)
    done = subprocess.run(ORACLE, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]  # It prints, too.


def ours(texts, config):
    """The same of ours: refused or not, kept or not, and the imports that break a contract by themselves."""
    name, text = config
    snapshot = Snapshot.of_texts({**texts, name: text}, LAYOUT)
    told = [(path, it) for path in paths(snapshot) for it in diagnostics(snapshot, path)]
    refused = [
        it.message for path, it in told if path == name and it.severity == "error" and it.code == "invalid-rules"
    ]
    broken = [(path, it) for path, it in told if it.code == "contract-broken"]
    linted = snapshot.linted
    pairs = {
        (importer, linted.known.graph_name(imported))
        for path in texts
        for _, importer, imported, _ in linted.breaches(path)
    }
    shown = {(path, it.span) for path, it in broken if path != name}
    assert len(shown) >= (1 if pairs else 0)
    return snapshot, refused, not broken, pairs


SEED = """\
[importlinter]
root_packages =
    cppa_pinecone_sync
    clang_github_tracker
    cppa_slack_tracker
    discord_activity_tracker
    boost_library_tracker
    boost_library_docs_tracker
    boost_collector_runner
    boost_usage_tracker
    github_activity_tracker
    cppa_user_tracker

[importlinter:contract:no-lateral-leaf-imports]
name = No lateral imports between leaf tracker apps
type = {type}
{options}
"""
CONTRACTS = {
    "forbidden": """\
source_modules =
    cppa_slack_tracker
    boost_library_docs_tracker
    boost_collector_runner
    clang_github_tracker
forbidden_modules =
    cppa_pinecone_sync
    boost_library_tracker
    cppa_user_tracker
ignore_imports =
    cppa_slack_tracker.management.commands.run_cppa_slack_tracker -> cppa_pinecone_sync.*
""",
    "independence": """\
modules =
    boost_library_tracker
    boost_usage_tracker
    clang_github_tracker
    github_activity_tracker
""",
    "layers": """\
layers =
    cppa_user_tracker
    github_activity_tracker
    boost_library_tracker
    boost_library_docs_tracker : boost_usage_tracker
    (boost_library_usage_dashboard)
""",
    "protected": """\
protected_modules =
    *.models
allowed_importers =
    *.services
    *.models
""",
}


@pytest.mark.parametrize("kind", CONTRACTS)
def test_the_example(tmp_path, kind):
    """The bundled project under contracts that it does not keep."""
    folder = tmp_path / "copy"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".importlinter").write_text(SEED.format(type=kind, options=CONTRACTS[kind]))
    (loaded,) = load(folder, Options(cache=False))
    linted = loaded.snapshot.linted
    (told,) = ask([(folder, ".importlinter")])
    found = {
        (importer, linted.known.graph_name(imported))
        for path in loaded.snapshot.extractions
        for _, importer, imported, _ in linted.breaches(path)
    }
    assert told["direct"]
    assert sorted(map(list, found)) == told["direct"]
    assert not told["kept"]


def test_a_file_under_two_source_roots_has_the_name_that_the_configuration_reads():
    texts = {
        "settings.py": 'INSTALLED_APPS = ["shop.orders"]\n',
        "shop/__init__.py": "",
        "shop/orders/__init__.py": "",
        "shop/test/people/__init__.py": "",
        "shop/test/__init__.py": "",
        "shop/test/people/models.py": "import shop.orders\n",
    }
    roots = ("shop", "people")
    found = []
    for root, importer in zip(roots, ("shop.test.people", "people"), strict=True):
        options = f"source_modules = {importer}\nforbidden_modules = shop.orders\n"
        config = f"[importlinter]\nroot_packages =\n    {root}\ninclude_external_packages = True\n"
        config += f"[importlinter:contract:x]\nname = X\ntype = forbidden\n{options}"
        layout = Layout(settings=("settings",), roots=("", "shop/test"))
        snapshot = Snapshot.of_texts({**texts, ".importlinter": config}, layout)
        found += [it[1] for it in snapshot.linted.breaches("shop/test/people/models.py")]
    assert found == ["shop.test.people.models"]


def write(folder, texts):
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.mark.parametrize("start", range(0, 60, 15))
def test_random_contracts_on_random_projects(tmp_path, start):
    cases, asked = [], []
    for number in range(start, start + 15):
        texts, named = project(number)
        folder = tmp_path / str(number)
        write(folder, texts)
        for turn in range(12):
            name, text = configuration(number, turn, named)
            file = folder / f"{turn}{Path(name).suffix or '.ini'}"
            file.write_text(text)
            cases.append((texts, (name, text)))
            asked.append((folder, file.name))
    cut = []
    for (texts, config), told, (folder, _) in zip(cases, ask(asked), asked, strict=True):
        snapshot, refused, kept, pairs = ours(texts, config)
        shown = f"{config[1]}\nimport-linter: {told}\nours: {refused} kept={kept} {sorted(pairs)}"
        assert bool(refused) == ("error" in told), shown
        if refused:
            continue
        assert kept == told["kept"], shown
        if "acyclic_siblings" in config[1]:
            inside = {breach.ends[0].rpartition(".")[0] for breach in snapshot.linted.cut.values()}
            assert sorted(inside) == told["circles"], shown
            cut.append((folder, config, sorted(snapshot.linted.cut)))
        else:
            assert sorted(map(list, pairs)) == told["direct"], shown
    assert all(told["kept"] for told in ask(_without(cut)))


def _without(cut):
    """Configurations that except the imports we say are to be cut: nothing may be left to tell."""
    for number, (folder, (name, text), pairs) in enumerate(cut):
        if pairs:
            lines = [f"{importer} -> {imported}" for importer, imported in pairs]
            if name.endswith(".toml"):
                kept = [line for line in text.split("\n") if not line.startswith("ignore_imports")]
                old = [line for line in text.split("\n") if line.startswith("ignore_imports")]
                lines += json.loads(old[0].partition("=")[2]) if old else []
                text = "\n".join(kept) + f"\nignore_imports = {json.dumps(lines)}\n"
            else:
                text = text.replace("ignore_imports =\n", "") if "ignore_imports" in text else text
                old = [line for line in text.split("\n") if "->" in line]
                text = "\n".join(line for line in text.split("\n") if "->" not in line)
                written = "".join(f"    {it.strip()}\n" for it in [*old, *lines])
                text = f"{text}ignore_imports =\n{written}"
            text = text.replace("warn\n", "none\n").replace("= error", "= none")
            file = folder / f"cut{number}{'.toml' if name.endswith('.toml') else '.ini'}"
            file.write_text(text)
            yield folder, file.name
