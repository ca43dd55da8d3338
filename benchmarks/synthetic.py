"""A Django project made up for measuring: the same files for the same sizes, on every machine."""

import random
from pathlib import Path

_NOUNS = [
    "account",
    "address",
    "agent",
    "alert",
    "batch",
    "branch",
    "budget",
    "bundle",
    "campaign",
    "channel",
    "claim",
    "contract",
    "coupon",
    "customer",
    "delivery",
    "device",
    "dispute",
    "document",
    "draft",
    "event",
    "export",
    "feature",
    "folder",
    "grant",
    "group",
    "holiday",
    "image",
    "import_job",
    "invoice",
    "item",
    "job",
    "key",
    "label",
    "ledger",
    "license",
    "line",
    "location",
    "lot",
    "message",
    "metric",
    "note",
    "notice",
    "offer",
    "option",
    "order",
    "parcel",
    "partner",
    "payment",
    "period",
    "person",
    "plan",
    "policy",
    "price",
    "product",
    "profile",
    "project",
    "promotion",
    "quota",
    "rate",
    "receipt",
    "refund",
    "region",
    "release",
    "report",
    "request",
    "review",
    "role",
    "route",
    "rule",
    "schedule",
    "segment",
    "service",
    "session",
    "shipment",
    "snapshot",
    "source",
    "station",
    "status",
    "stock",
    "store",
    "subscription",
    "survey",
    "tag",
    "task",
    "team",
    "tenant",
    "ticket",
    "token",
    "topic",
    "transfer",
    "trial",
    "unit",
    "user",
    "variant",
    "vendor",
    "version",
    "visit",
    "voucher",
    "wallet",
]
_VERBS = [
    "apply",
    "archive",
    "build",
    "check",
    "close",
    "collect",
    "compute",
    "confirm",
    "count",
    "enqueue",
    "export",
    "fetch",
    "merge",
    "notify",
    "open",
]
_FIELDS = ("CharField(max_length=200)", "DateTimeField(auto_now_add=True)", "IntegerField(default=0)", "TextField()")
_READS = (
    'rows = {model}.objects.filter(state="open", created_at__gte=since).order_by("-created_at")',
    "row = {model}.objects.get(pk=pk)",
    "known = {model}.objects.filter(pk__in=keys).exists()",
    'rows = {model}.objects.select_related("owner").only("id", "name")[:100]',
)
_WRITES = (
    '{model}.objects.create(name=name, state="new")',
    "{model}.objects.filter(pk=pk).update(state=state)",
    '{model}.objects.get_or_create(name=name, defaults={{"state": "new"}})',
)
_PLAIN = (
    'logger.info("%s: %d of %d rows done", name, done, total)',
    "total = sum(it.amount for it in rows if it.amount is not None)",
    'result[name] = {"total": total, "done": done, "at": timezone.now().isoformat()}',
    'if not keys or len(keys) > MAX_ROWS:\n        raise ValueError(f"{len(keys)} keys, at most {MAX_ROWS}")',
    "for key, value in sorted(options.items()):\n        by_name.setdefault(key, []).append(str(value).strip())",
    "# What was agreed with the users: an empty row counts as done, so that no row is shown twice.",
    'with transaction.atomic():\n        done += handle(rows, keys, dry_run=options.get("dry_run", False))',
    'response = client.get(f"/api/v1/{name}/", {"page": page, "size": MAX_ROWS}, timeout=30)',
)
_PLACES = ("api/{}.py", "views/{}.py", "tasks/{}.py", "services/{}.py", "utils/{}.py", "management/commands/{}.py")
_LARGE = {0: 500, 1: 2_000, 2: 6_500}
"""Lines of the first few modules, so that there are files of these lengths to type into."""


def write(base: Path, n_apps: int, n_files: int, n_bytes: int) -> None:
    """Write a project of so many apps and files, and about so many bytes."""
    labels = _labels(n_apps)
    models = {label: [f"{_class(label)}{_class(noun)}" for noun in _NOUNS[number : number + 8]]
              for number, label in enumerate(labels)}  # fmt: skip
    _put(base / "manage.py", _MANAGE)
    _put(base / "config/__init__.py", "")
    installed = "".join(f'    "{label}",\n' for label in labels)
    _put(base / "config/settings.py", f'INSTALLED_APPS = [\n    "django.contrib.auth",\n{installed}]\n')
    left = n_files - 3
    for label in labels:
        left -= _frame(base, label, labels, models)
    written = sum(path.stat().st_size for path in base.rglob("*.py"))
    mean = max(600, (n_bytes - written) // max(left, 1))
    for number in range(left):
        chance = random.Random(f"module {number}")
        label = labels[number % n_apps]
        size = int(0.78 * mean * chance.choice((0.15, 0.3, 0.5, 0.7, 0.9, 1.2, 1.7, 2.55)))
        lines = _LARGE.get(number, 0)
        module = f"{_NOUNS[number // n_apps % len(_NOUNS)]}_{number // n_apps}"
        is_test = number not in _LARGE and number % 5 == 0
        place = f"tests/test_{module}.py" if is_test else chance.choice(_PLACES).format(module)
        _put(base / label / place, _module(chance, label, labels, models, size, lines, is_test))


def _labels(n_apps: int) -> list[str]:
    return [_NOUNS[-1 - number] + "s" for number in range(n_apps)]


def _frame(base: Path, label: str, labels: list[str], models: dict[str, list[str]]) -> int:
    """Write the files every app has, and count them."""
    packages = ("", "api/", "views/", "tasks/", "services/", "utils/", "management/", "management/commands/", "tests/")
    files = {f"{package}__init__.py": "" for package in (*packages, "migrations/")}
    config = f'class {_class(label)}Config(AppConfig):\n    name = "{label}"\n'
    files["apps.py"] = f"from django.apps import AppConfig\n\n\n{config}"
    files["models.py"] = _models(label, labels, models)
    files["migrations/0001_initial.py"] = "from django.db import migrations, models\n\n\n" + "".join(
        f"step_{number} = migrations.CreateModel(name={model!r}, fields=[('id', models.AutoField())])\n"
        for number, model in enumerate(models[label])
    )
    for name, content in files.items():
        _put(base / label / name, content)
    return len(files)


def _models(label: str, labels: list[str], models: dict[str, list[str]]) -> str:
    chance = random.Random(f"models {label}")
    others = _neighbours(chance, label, labels)
    lines = ["from django.conf import settings", "from django.db import models", ""]
    lines += [f"from {other}.models import {models[other][0]}" for other in others[:2]]
    for number, model in enumerate(models[label]):
        other = chance.choice(others)
        lines += ["", "", f"class {model}(models.Model):", f'    """One {model} as the users know it."""', ""]
        lines += [f"    field_{n} = models.{chance.choice(_FIELDS)}" for n in range(8)]
        lines.append("    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)")
        lines.append(f'    other = models.ForeignKey("{other}.{models[other][number]}", on_delete=models.CASCADE)')
        if number == 0:
            lines.append(f"    first = models.ForeignKey({models[others[0]][0]}, models.PROTECT, related_name='+')")
        lines += ["", "    class Meta:", '        ordering = ["-id"]', "", "    def __str__(self) -> str:"]
        lines.append("        return f'{self.field_0} {self.pk}'")
    return "\n".join(lines) + "\n"


def _module(
    chance: random.Random,
    label: str,
    labels: list[str],
    models: dict[str, list[str]],
    size: int,
    n_lines: int,
    is_test: bool,
) -> str:
    """A module of about `size` bytes, or of `n_lines` lines when given: imports, functions and classes."""
    others = _neighbours(chance, label, labels)[: chance.choice((0, 0, 1, 1, 2, 3))]
    used = [chance.choice(models[other]) for other in others]
    own = chance.sample(models[label], 2)
    parts = ["import logging\nfrom datetime import timedelta\n\nfrom django.db import transaction\n"]
    parts.append("from django.utils import timezone\n\n")
    parts += [f"from {other}.models import {model}\n" for other, model in zip(others, used, strict=True)]
    parts.append(f"from {label}.models import {own[0]}, {own[1]}\n\nlogger = logging.getLogger(__name__)\n")
    parts.append("MAX_ROWS = 500\n")
    length = sum(map(len, parts))
    n_done = sum(part.count("\n") for part in parts)
    number = 0
    while n_done < n_lines if n_lines else length < size:
        as_class = is_test or number % 3 == 2
        part = (_class_part if as_class else _function)(chance, f"{number}", [*used, *own], is_test)
        parts.append(part)
        length += len(part)
        n_done += part.count("\n")
        number += 1
    return "".join(parts)


def _class_part(chance: random.Random, number: str, models: list[str], is_test: bool) -> str:
    base = "TestCase" if is_test else "object"
    prefix = "test_" if is_test else ""
    methods = "".join(
        "\n".join(
            f"    {line}" if line else "" for line in _body(chance, f"{prefix}{_name(chance)}_{m}", models, "self, ")
        )
        + "\n\n"
        for m in range(chance.randint(2, 6))
    )
    return f"\n\nclass Handler{number}({base}):\n    limit = {chance.randint(5, 90)}\n\n{methods.rstrip()}\n"


def _function(chance: random.Random, number: str, models: list[str], _is_test: bool) -> str:
    return "\n\n" + "\n".join(_body(chance, f"{_name(chance)}_{number}", models, "")) + "\n"


def _body(chance: random.Random, name: str, models: list[str], first: str) -> list[str]:
    lines = [f"def {name}({first}pk, name, keys=(), since=None, **options):"]
    if chance.random() < 0.6:
        lines += [
            f'    """Do what the users of {name} expect.',
            "",
            "    Nothing is kept when a row is missing.",
            '    """',
        ]
    lines.append("    done, total, result = 0, len(keys), {}")
    share = 0.14 if chance.random() < 0.15 else 0.0  # Few functions touch the database; those that do, do it often.
    for _ in range(chance.randint(3, 11)):
        kind = chance.random()
        line = chance.choice(_PLAIN)
        if kind < share:
            line = chance.choice(_READS).format(model=chance.choice(models))
        elif kind < share * 1.4:
            line = chance.choice(_WRITES).format(model=chance.choice(models))
        lines += f"    {line}".split("\n")
    lines.append("    return result")
    return lines


def _neighbours(chance: random.Random, label: str, labels: list[str]) -> list[str]:
    """Other apps, most of them near: projects have clusters."""
    at = labels.index(label)
    around = [labels[(at + step) % len(labels)] for step in (1, 2, 3, 5, 8)]
    return chance.sample([it for it in dict.fromkeys(around) if it != label], min(3, len(labels) - 1))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_VERBS)}_{chance.choice(_NOUNS)}"


def _class(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


_MANAGE = """import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
"""
