"""Who owns a path, by the patterns GitHub and GitLab document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupling_lsp.rules.codeowners import parse

VIEWS = "shop/orders/views.py"


@pytest.mark.parametrize(
    ("pattern", "path", "is_owned"),
    [
        ("*", VIEWS, True),
        ("*.py", VIEWS, True),
        ("*.js", VIEWS, False),
        ("orders", VIEWS, True),
        ("orders/", VIEWS, True),
        ("orders/", "shop/orders", False),
        ("/orders/", VIEWS, False),
        ("/shop/", VIEWS, True),
        ("/shop/orders", VIEWS, True),
        ("/shop/orders/views.py", VIEWS, True),
        ("shop/orders", VIEWS, True),
        ("orders/views.py", VIEWS, False),
        ("shop/*", VIEWS, False),
        ("shop/*", "shop/manage.py", True),
        ("/*", "manage.py", True),
        ("/*", VIEWS, False),
        ("shop/orders/*", VIEWS, True),
        ("shop/**", VIEWS, True),
        ("shop/**/views.py", VIEWS, True),
        ("**/orders", VIEWS, True),
        ("**/orders", "shop/preorders/views.py", False),
        ("shop/ord*/", VIEWS, True),
        ("order", VIEWS, False),
        ("shop/my\\ app/", "shop/my app/models.py", True),
        ("\\#orders/", "#orders/models.py", True),
    ],
)
def test_a_pattern_of_github(pattern, path, is_owned):
    assert parse(f"{pattern} @money\n").owners(path) == (("@money",) if is_owned else ())


def test_the_last_match_decides():
    found = parse("* @all\n/shop/ @shop @org/team\n\n# /shop/ @nobody\n*.md docs@example.org\n")
    assert found.owners(VIEWS) == ("@shop", "@org/team")
    assert found.owners("shop/README.md") == ("docs@example.org",)
    assert found.owners("manage.py") == ("@all",)


def test_a_pattern_without_owners_takes_them_away():
    found = parse("* @all\n/shop/legacy/   # nobody any more @really\n")
    assert found.owners("shop/legacy/models.py") == ()
    assert found.owners(VIEWS) == ("@all",)


def test_paths_are_seen_from_the_top_of_the_repository():
    assert parse("/backend/shop/ @shop\n", "backend/").owners(VIEWS) == ("@shop",)
    assert parse("/shop/ @shop\n", "backend/").owners(VIEWS) == ()


SECTIONS = """\
* @all
[Money] @money
orders/
^[Python][2]
*.py @snakes
[money]
/shop/orders/tests.py @testers
!migrations/
"""


def test_sections_of_gitlab_each_give_owners():
    found = parse(SECTIONS)
    assert found.owners("shop/orders/README") == ("@all", "@money")
    assert found.owners(VIEWS) == ("@all", "@money", "@snakes")
    assert found.owners("shop/orders/tests.py") == ("@all", "@testers", "@snakes")
    assert found.owners("shop/orders/migrations/0001.sql") == ("@all",)


def test_gitlab_finds_a_path_in_any_folder():
    assert parse("orders/views.py @money\n", is_gitlab=True).owners(VIEWS) == ("@money",)
    assert parse("/orders/views.py @money\n", is_gitlab=True).owners(VIEWS) == ()


@given(st.text(alphabet="*/ab@#[]^!\\ \n\0"), st.text(alphabet="ab/*.", max_size=20))
def test_any_text_gives_owners_or_none(text, path):
    assert all("@" in owner for owner in parse(text).owners(path))
