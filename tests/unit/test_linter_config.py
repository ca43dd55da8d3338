"""What import-linter's contracts become: which apps, which type, and what is told to be left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupling_lsp.rules.linter_config import read

APPS = {"shop.orders": "orders", "shop.billing": "money", "shop.crm": "crm", "site": "site"}
INI = ".importlinter"


def stated(options, kind):
    return (
        f"[importlinter]\nroot_package = shop\n\n[importlinter:contract:it]\nname = Its name\ntype = {kind}\n{options}"
    )


def one(options, kind):
    """The only contract of a configuration, and the messages about it."""
    found = read(stated(options, kind), INI, APPS)
    (contract,) = found.contracts
    return contract, [it.message for it in found.problems]


def test_independence():
    contract, told = one("modules =\n    shop.orders\n    shop.billing\n", "independence")
    assert (contract.id, contract.type, contract.apps) == ("it", "independence", ("orders", "money"))
    assert (contract.why, contract.span.line, told) == ("Its name", 4, [])


def test_the_guidance_is_the_reason():
    contract, _ = one("modules =\n    site\n    shop.crm\nbroken_contract_guidance = 100 %% apart\n", "independence")
    assert contract.why == "100 % apart"


def test_forbidden():
    options = "source_modules = shop.crm\nforbidden_modules =\n    # why not\n    shop.orders\n    site\n"
    contract, told = one(options, "forbidden")
    assert (contract.sources, contract.targets, told) == (("crm",), ("orders", "site"), [])


@pytest.mark.parametrize(
    ("expression", "apps"),
    [("shop.*", ("orders", "money", "crm")), ("shop.**", ("orders", "money", "crm")), ("*", ("site",))],
)
def test_wildcards(expression, apps):
    contract, _ = one(f"source_modules = {expression}\nforbidden_modules = site\n", "forbidden")
    assert contract.sources == apps


def test_layers():
    contract, told = one("layers =\n    site\n    (shop.orders)\n    shop.billing | shop.crm\n", "layers")
    assert (contract.type, contract.layers, told) == ("layers", (("site",), ("orders",), ("money", "crm")), [])


def test_layers_in_a_container():
    contract, told = one("containers = shop\nlayers =\n    orders\n    billing\n    crm\n", "layers")
    assert (contract.layers, told) == ((("orders",), ("money",), ("crm",)), [])


def test_siblings_that_may_import_each_other():
    """Ours knows no such layer, so the same is said by other contracts."""
    found = read(stated("layers =\n    site\n    shop.orders : shop.crm\n    shop.billing\n", "layers"), INI, APPS)
    assert [(it.id, it.type, it.sources, it.targets) for it in found.contracts] == [
        ("it", "forbidden", ("orders", "crm"), ("site",)),
        ("it-2", "forbidden", ("money",), ("site", "orders", "crm")),
    ]


def test_siblings_of_both_sorts():
    found = read(stated("layers =\n    site : shop.orders\n    shop.crm | shop.billing\n", "layers"), INI, APPS)
    assert [(it.type, it.apps) for it in found.contracts] == [("forbidden", ()), ("independence", ("crm", "money"))]


def test_acyclic():
    contract, told = one("ancestors = shop\n", "acyclic_siblings")
    assert (contract.type, contract.apps, told) == ("acyclic", ("orders", "money", "crm"), [])


def test_toml():
    text = (
        '[tool.importlinter]\nroot_packages = ["shop"]\n\n'
        '[[tool.importlinter.contracts]]\nname = "One"\ntype = "independence"\nmodules = ["shop.crm", "site"]\n\n'
        '[[tool.importlinter.contracts]]\nid = "two"\nname = "Two"\ntype = "forbidden"\n'
        'source_modules = ["site"]\nforbidden_modules = ["shop.crm"]\nallow_indirect_imports = true\n'
    )
    found = read(text, "pyproject.toml", APPS)
    assert [(it.id, it.type, it.why, it.span.line) for it in found.contracts] == [
        ("contract-1", "independence", "One", 4),
        ("two", "forbidden", "Two", 9),
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ("modules =\n    site\n    shop.crm\n    shop.orders.views\n", "independence", "`shop.orders.views` is not"),
        ("source_modules = site\nforbidden_modules =\n    shop.crm\n    django\n", "forbidden", "`django` is not"),
        ("layers =\n    site\n    shop.crm\nexhaustive = true\ncontainers =\n", "layers", "`exhaustive` is left out"),
        ("modules =\n    site\n    shop.crm\nignore_imports =\n    a -> b\n", "independence", "exceptions"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_read(options, kind, message):
    _, (told,) = one(options, kind)
    assert told.startswith("`it`: ")
    assert message in told


@pytest.mark.parametrize("kind", ["protected", "project.contracts.Own", ""])
def test_another_type_is_told(kind):
    found = read(stated("modules = site\n", kind), INI, APPS)
    assert found.contracts == ()
    assert [it.message for it in found.problems] == [f"`it`: there is no type `{kind}` here"]


@pytest.mark.parametrize("text", ["", "[metadata]\nname = x\n", "[importlinter]\nroot_package = shop\n"])
def test_a_file_without_contracts_says_nothing(text):
    assert read(text, "setup.cfg", APPS) == ((), ())


@pytest.mark.parametrize("path", [INI, "pyproject.toml"])
@pytest.mark.parametrize("text", ["[importlinter", "x = = 1", "[a]\n[a]\n", "[[x]]\n[x]\n", "a = " + "[" * 5000])
def test_a_file_that_cannot_be_read_is_told(path, text):
    found = read(text, path, APPS)
    assert found.contracts == ()
    assert all(it.message.startswith("The file cannot be read: ") for it in found.problems)


@given(st.lists(st.sampled_from([*"[]:=|%*.\n ", "importlinter", "contract:it]", "type", "layers", "site", "tool"])))
def test_reading_never_raises(pieces):
    for path in (INI, "pyproject.toml"):
        read("".join(pieces), path, APPS)
        read(stated("".join(pieces), "layers"), path, APPS)
