"""What import-linter's configuration is read as: contracts with their places, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.model.linter import NO_LINTER
from coupling_lsp.rules.import_linter.config_file import FILES, read
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot

INI = ".importlinter"


def stated(options, kind):
    return (
        f"[importlinter]\nroot_package = shop\n\n[importlinter:contract:it]\nname = Its name\ntype = {kind}\n{options}"
    )


def one(options, kind):
    """The only contract of a configuration that is not refused."""
    found = read(stated(options, kind), INI)
    assert found.faults == ()
    (contract,) = found.contracts
    return contract


def texts(named):
    return tuple(it.text for it in named)


def test_independence():
    contract = one("modules =\n    shop.orders\n    shop.billing\n", "independence")
    assert (contract.name, contract.type) == ("Its name", "independence")
    assert (texts(contract.sources), contract.why, contract.span) == (
        ("shop.orders", "shop.billing"),
        "",
        (4, 1, 4, 27),
    )


def test_the_guidance_is_the_reason():
    contract = one("modules =\n    site\n    shop.crm\nbroken_contract_guidance = 100 %% apart\n", "independence")
    assert contract.why == "100 % apart"


def test_forbidden():
    options = "source_modules = shop.crm\nforbidden_modules =\n    # shop.site, later\n    shop.orders\n    shop.site\n"
    contract = one(options, "forbidden")
    assert (texts(contract.sources), texts(contract.targets)) == (("shop.crm",), ("shop.orders", "shop.site"))
    assert not contract.is_direct


def test_a_name_has_its_place():
    options = "source_modules = shop.crm\nforbidden_modules =\n    # shop.site, later\n    shop.crm.x\n    shop.site\n"
    contract = one(options, "forbidden")
    assert [it.span[:2] for it in (*contract.sources, *contract.targets)] == [(7, 18), (10, 5), (11, 5)]


def test_layers():
    contract = one("layers =\n    site\n    (orders) | (crm)\n    billing : stock\ncontainers = shop\n", "layers")
    assert [(texts(it.modules), it.independent) for it in contract.layers] == [
        (("site",), True),
        (("orders", "crm"), True),
        (("billing", "stock"), False),
    ]
    assert contract.layers[1].optional == {"orders", "crm"}
    assert texts(contract.containers) == ("shop",)


def test_toml():
    text = (
        '[tool.importlinter]\nroot_packages = ["shop"]\ninclude_external_packages = true\n\n'
        '[[tool.importlinter.contracts]]\nname = "One"\ntype = "independence"\n'
        'modules = [\n  "shop.crm",\n  "site",\n]\n\n'
        '[[tool.importlinter.contracts]]\nid = "two"\nname = "Two"\ntype = "forbidden"\n'
        'source_modules = ["site"]\nforbidden_modules = ["shop.crm"]\nallow_indirect_imports = true\n'
    )
    found = read(text, "pyproject.toml")
    assert (texts(found.roots), found.with_external, found.without_types) == (("shop",), True, False)
    assert [(it.name, it.type, it.is_direct, it.span.line) for it in found.contracts] == [
        ("One", "independence", False, 5),
        ("Two", "forbidden", True, 13),
    ]
    assert found.contracts[0].sources[1].span == (10, 4, 10, 8)
    assert found.faults == ()


@pytest.mark.parametrize(
    ("options", "kind", "line", "message"),
    [
        ("modules = shop.cr*\n", "independence", 7, "a whole part"),
        ("modules = shop.*.**\n", "independence", 7, "no wildcard may stand beside"),
        ("layers =\n    a | b : c\n    d\n", "layers", 8, "not both"),
        ("layers =\n    a\n    b | a\n", "layers", 8, "in the layers twice"),
        ("layers = a\nexhaustive = true\n", "layers", 8, "needs `containers`"),
        ("modules = a\nignore_imports =\n    a to b\n", "independence", 9, "package.importer -> package.imported"),
        ("modules = a\nunmatched_ignore_imports_alerting = loud\n", "independence", 8, "`loud` is none of"),
        ("ancestors = a\ndepth = deep\n", "acyclic_siblings", 8, "a number"),
        ("", "forbidden", 6, "needs `source_modules`"),
        ("layers = a\n", "layer", 6, "Did you mean `layers`?"),
    ],
)
def test_what_import_linter_refuses_is_told_at_its_place(options, kind, line, message):
    told = [it for it in read(stated(options, kind), INI).faults if message in it.message]
    assert [(it.span.line, it.severity) for it in told] == [(line, "error")]


def test_a_type_of_the_projects_own_is_no_fault():
    found = read(stated("modules = site\n", "project.contracts.Own"), INI)
    assert found.contracts == ()
    assert [(it.severity, it.span) for it in found.faults] == [("information", (6, 8, 6, 29))]
    assert "lint-imports alone" in found.faults[0].message


def test_contracts_without_the_general_section_are_told():
    (fault,) = read("[importlinter:contract:x]\nname = x\ntype = independence\nmodules = a\n", "setup.cfg").faults
    assert "does not read this file" in fault.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", INI),
        ("[metadata]\nname = x\n", "setup.cfg"),
        ("[metadata\nname = x\n", "setup.cfg"),
        ("[project]\nname = 'x'\n", "pyproject.toml"),
        ("[project]\ndependencies = ['importlinter']\n", "pyproject.toml"),
        ("[project", "pyproject.toml"),
        ("importlinter = [", "pyproject.toml"),
    ],
)
def test_a_file_that_is_not_import_linters_says_nothing(text, path):
    assert read(text, path) == NO_LINTER


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("[importlinter]\nroot_package\n", INI, 2),
        ("[importlinter]\n[importlinter]\n", "setup.cfg", 2),
        ("[importlinter]\nroot_package = %(no)s\n", INI, 1),
        ("x = [\n[tool.importlinter]\n", "pyproject.toml", 2),
        ("[tool.importlinter]\nx = " + "[" * 5000, "pyproject.toml", 1),
    ],
)
def test_a_file_that_cannot_be_read_is_told(text, path, line):
    found = read(text, path)
    assert (found.path, found.contracts) == (path, ())
    (fault,) = found.faults
    assert fault.message.startswith("import-linter cannot read this file: ")
    assert fault.span.line == line


PIECES = [
    *'[]:=|%*.\n ()>-"',
    "importlinter",
    "contract:it]",
    "type",
    "layers",
    "shop",
    "tool",
    "shop.a",
    "ignore_imports",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)), st.sampled_from(["layers", "forbidden", "independence", "acyclic_siblings"]))
def test_reading_and_judging_never_raise(pieces, kind):
    piled = "".join(pieces)
    project = {"shop/__init__.py": "", "shop/a/__init__.py": "import shop.b\n", "shop/b.py": "import shop.a\n"}
    project["settings.py"] = 'INSTALLED_APPS = ["shop.a"]\n'
    options = (
        "layers = shop.a\nmodules = shop.a\nsource_modules = shop.b\nforbidden_modules = shop.a\nancestors = shop\n"
    )
    for path in FILES:
        for text in (piled, stated(piled, kind), stated(options + piled, kind)):
            read(text, path)
            snapshot = Snapshot.of_texts({**project, path: text}, Layout(settings=("settings",)))
            for file in (path, *project):
                diagnostics(snapshot, file)
