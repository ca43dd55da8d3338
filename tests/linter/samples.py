"""Random projects of some packages that import each other, and random contracts about their modules."""

import random
import re

APPS = ("orders", "billing", "crm", "stock", "web")
LEAVES = ("models", "views", "sub.deep", "sub.other", "tests.test_it")
OUTSIDE = ("os", "django.db", "requests.api")


def project(number):
    """The files of a project. Its packages have names of their own, as Python finds a name only once."""
    chance = random.Random(number)
    shop, more = f"shop{number}", f"extra{number}"
    modules = [f"{shop}.{app}.{leaf}" for app in APPS for leaf in LEAVES if chance.random() < 0.75]
    modules += [f"{shop}.util.tools", f"{shop}.util.more", f"{more}.one", f"{more}.two"]
    texts = {f"{it.replace('.', '/')}.py": "" for it in modules}
    for path in list(texts):
        folder = path.rpartition("/")[0]
        while folder:
            texts[f"{folder}/__init__.py"] = ""
            folder = folder.rpartition("/")[0]
    named = sorted(it.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for it in texts)
    for path in sorted(texts):
        lines = [_statement(chance, path, chance.choice(named)) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3)))]
        texts[path] = "from typing import TYPE_CHECKING\n" + "".join(lines)
    installed = [f"{shop}.{app}" for app in APPS if any(it.startswith(f"{shop}.{app}.") for it in modules)]
    texts["settings.py"] = f"INSTALLED_APPS = {installed!r}\n".replace("'", '"')
    texts["manage.py"] = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'
    return texts, named


def _statement(chance, path, target):
    parent, _, name = target.rpartition(".")
    if chance.random() < 0.2:
        target = chance.choice(OUTSIDE)
        parent, _, name = target.rpartition(".")
    ways = [f"import {target}", f"from {target} import anything", f"from {target} import *", f"import {target} as it"]
    if parent:
        ways += [f"from {parent} import {name}", f"from {parent} import {name} as it"]
    package = path.removesuffix(".py").removesuffix("/__init__").split("/")
    top = path.split("/")[0]
    if target.startswith(f"{top}.") and len(package) > 1:
        up = len(package) - (0 if path.endswith("__init__.py") else 1)
        ways.append(f"from {'.' * up}{target.removeprefix(top + '.')} import anything")
    statement = chance.choice(ways)
    if "*" in statement:
        return f"{statement}\n"
    return chance.choice(
        (f"{statement}\n", f"{statement}\n", f"def f():\n    {statement}\n", f"if TYPE_CHECKING:\n    {statement}\n")
    )


def configuration(number, turn, named):
    """One contract about a project, in either form."""
    chance = random.Random(f"{number} {turn}")
    shop = f"shop{number}"
    inside = [it for it in named if it.startswith(f"{shop}.") and it.count(".") < 3 and ".tests" not in it]
    apps = [it for it in inside if it.count(".") == 1]
    general = {"root_packages": [shop, *([f"extra{number}"] if chance.random() < 0.5 else [])]}
    if chance.random() < 0.5:
        general["include_external_packages"] = ["True"]
    if chance.random() < 0.3:
        general["exclude_type_checking_imports"] = ["True"]
    kind = chance.choice(("forbidden", "independence", "layers", "layers", "protected", "acyclic_siblings"))
    options = {"name": ["It"], "type": [kind], **_OPTIONS[kind](chance, shop, apps, inside)}
    if chance.random() < 0.4:
        options["ignore_imports"] = [
            f"{_expression(chance, inside)} -> {_expression(chance, inside)}" for _ in range(chance.choice((1, 2)))
        ]
        options["unmatched_ignore_imports_alerting"] = [chance.choice(("none", "none", "warn", "error"))]
    if chance.random() < 0.05:
        options["name"] = []
    return _toml(general, options) if chance.random() < 0.4 else _ini(general, options)


def _expression(chance, inside):
    module = chance.choice(inside)
    return chance.choice((module, f"{module}.models", f"{module}.*", f"{module}.**", f"{module.partition('.')[0]}.**"))


def _some(chance, found, least=1):
    return chance.sample(found, min(len(found), chance.randint(least, 3)))


def _forbidden(chance, _shop, apps, inside):
    targets = _some(chance, apps + inside) + (
        [chance.choice(("requests", "django", "yaml"))] if chance.random() < 0.3 else []
    )
    found = {"source_modules": _some(chance, apps + inside), "forbidden_modules": targets}
    if chance.random() < 0.5:
        found["allow_indirect_imports"] = ["True"]
    if chance.random() < 0.2:
        found["as_packages"] = ["False"]
    if chance.random() < 0.2:
        found["source_modules"] = [f"{apps[0].partition('.')[0]}.{chance.choice(('*', '**', '*.models'))}"]
    if chance.random() < 0.05:
        found["forbidden_modules"] = [f"{apps[0]}.nothing"]
    return found


def _independence(chance, shop, apps, _inside):
    return {"modules": [f"{shop}.*"] if chance.random() < 0.2 else _some(chance, apps, 2)}


def _layers(chance, shop, apps, inside):
    contained = chance.random() < 0.4
    names = [it.removeprefix(f"{shop}.") for it in apps] if contained else list(apps)
    chance.shuffle(names)
    lines = []
    while names:
        size = min(len(names), chance.choice((1, 1, 1, 2, 2, 3)))
        mark = chance.choice((" | ", " : "))
        own = [f"({it})" if chance.random() < 0.2 else it for it in names[:size]]
        lines.append(mark.join(own))
        del names[:size]
    if chance.random() < 0.2:
        lines.append(f"({'gone' if contained else shop + '.gone'})")
    found = {"layers": lines[: chance.choice((2, 3, 5))]}
    if contained:
        found["containers"] = [shop]
        if chance.random() < 0.4:
            found["exhaustive"] = ["true"]
            found["exhaustive_ignores"] = ["util"]
    elif chance.random() < 0.2:
        parents = _some(chance, apps)
        found = {"layers": ["(views)", "(sub)", "(models)"], "containers": parents}
    return found


def _protected(chance, _shop, apps, inside):
    found = {"protected_modules": _some(chance, apps + inside), "allowed_importers": _some(chance, apps + inside)}
    if chance.random() < 0.3:
        found["as_packages"] = ["False"]
    return found


def _acyclic(chance, shop, apps, _inside):
    found = {"ancestors": [chance.choice((shop, *apps))]}
    if chance.random() < 0.6:
        found["depth"] = [str(chance.choice((0, 1, 2)))]
    if chance.random() < 0.3:
        found["skip_descendants"] = [apps[-1]]
    return found


_OPTIONS = {
    "forbidden": _forbidden,
    "independence": _independence,
    "layers": _layers,
    "protected": _protected,
    "acyclic_siblings": _acyclic,
}
_SINGLE = re.findall(
    r"\w+",
    """
    name type include_external_packages exclude_type_checking_imports allow_indirect_imports as_packages exhaustive
    depth unmatched_ignore_imports_alerting
    """,
)


def _ini(general, options):
    def written(values):
        return "".join(
            f"{key} = {value[0]}\n" if key in _SINGLE else f"{key} =\n" + "".join(f"    {it}\n" for it in value)
            for key, value in values.items()
            if value
        )

    return ".importlinter", f"[importlinter]\n{written(general)}\n[importlinter:contract:it]\n{written(options)}"


def _toml(general, options):
    def written(values):
        return "".join(
            f"{key} = {value[0]!r}\n" if key in _SINGLE else f"{key} = {value!r}\n"
            for key, value in values.items()
            if value
        )

    text = f"[tool.importlinter]\n{written(general)}\n[[tool.importlinter.contracts]]\n{written(options)}"
    return "pyproject.toml", text.replace("'", '"').replace('"True"', "true").replace('"False"', "false")
