"""Queries that no rule names a service for, and what `coupling-lsp fix --move` makes of each."""

from .variants import IMPORT, MODELS, SERVICES, Variant

_SHOW = "\n\ndef show():\n    return "


def _move(
    name: str,
    code: str,
    holds: str,
    outcome: str = "",
    services: str = "",
    others: tuple[tuple[str, str], ...] = (),
    n_fixed: int = 1,
) -> Variant:
    return Variant(name, code, outcome, services=services, others=others, holds=holds, n_fixed=n_fixed, moves=True)


def _plain(name: str, expression: str, holds: str) -> Variant:
    return _move(name, f"{IMPORT}{_SHOW}{expression}\n", holds)


MOVES = (
    # What a query asks for
    _plain("get", 'Account.objects.get(username="a").pk', 'get_account_by_username("a").pk'),
    _plain("first", 'Account.objects.filter(username="a").first()', 'get_account_by_username("a")'),
    _plain("filter", 'list(Account.objects.filter(username__in=["a", "b"]))', 'get_accounts_by_usernames(["a", "b"])'),
    _plain("exclude", 'list(Account.objects.exclude(username="a"))', "get_accounts_excluding_username("),
    _plain("a slice stays", 'list(Account.objects.order_by("-pk")[:1])', "get_all_accounts_ordered_by_pk()[:1]"),
    _plain("a flag is part of the query", "list(Account.objects.filter(active=True))", "get_active_accounts()"),
    _plain("no row", "list(Account.objects.filter(email=None))", "get_accounts_without_email()"),
    _plain("exists", 'Account.objects.filter(username="a").exists()', 'has_accounts_with_username("a")'),
    _plain("count", "Account.objects.count()", "count_accounts()"),
    _plain("values", 'list(Account.objects.values_list("email", flat=True))', "get_account_emails()"),
    _plain("latest", 'Account.objects.latest("pk").username', "get_latest_account().username"),
    _plain("rows by key", "sorted(Account.objects.in_bulk([1, 2]))", "get_accounts_in_bulk([1, 2])"),
    _plain("none", "list(Account.objects.none())", "get_no_accounts()"),
    _plain(
        "a lookup",
        'list(Account.objects.filter(pk__gte=2, username__contains="b"))',
        'get_accounts_by_username_with_min_pk("b")',
    ),
    _plain("a relation", 'list(Account.objects.filter(team__name="x"))', 'get_accounts_by_team_name("x")'),
    _plain("a chain", 'Account.objects.filter(active=True).exclude(username="a").count()', "count_active_accounts"),
    _plain("raw regex with a dollar", 'list(Account.objects.filter(username__regex="a$b"))', '("a$b")'),
    # What it writes
    _plain("create", 'Account.objects.create(username="n", active=False).pk', 'create_account("n", active=False).pk'),
    _plain("get_or_create", 'Account.objects.get_or_create(username="a", defaults={"email": "e"})[1]', "get_or_create"),
    _plain("update", 'Account.objects.filter(username="a").update(email="e")', 'update_accounts_by_username("a", "e")'),
    _plain("delete", 'Account.objects.filter(username="a").delete()', 'delete_accounts_by_username("a")'),
    _move(
        "bulk_create",
        f"{IMPORT}{_SHOW}len(Account.objects.bulk_create([Account(username=it) for it in 'xy']))\n",
        "bulk_create_accounts([Account(username=it) for it in 'xy'])",
    ),
    _move(
        "a row is saved",
        f"{IMPORT}\n\ndef show(account: Account | None = None):\n    account = account or Account(username='s')\n"
        "    account.save(force_insert=True)\n    return account.pk\n",
        "    save_account(account)\n",
    ),
    _move(
        "a query in a variable",
        f"{IMPORT}\n\ndef show():\n    rows = Account.objects.filter(username='a')\n"
        "    return rows.update(active=False)\n",
        "return update_accounts(rows, active=False)",
        n_fixed=2,
    ),
    _move(
        "a row is deleted",
        "from billing.services import find_account\n\n\ndef show():\n    account = find_account('a')\n"
        "    return account.delete()\n",
        "return delete_account(account)",
        services=SERVICES,
    ),
    # Where values come from
    _move(
        "a local variable and an attribute",
        f"{IMPORT}\n\nclass View:\n    name = 'a'\n\n    def rows(self, on):\n"
        "        return list(Account.objects.filter(username=self.name, active=on))\n\n\ndef show():\n"
        "    return View().rows(True)\n",
        "get_accounts_by_username_and_active(self.name, on)",
    ),
    _move(
        "a value that is computed once",
        f"{IMPORT}\n\nNAMES = iter('ab')\n\n\ndef show():\n"
        "    return Account.objects.filter(username=next(NAMES)).first(), next(NAMES)\n",
        "get_account_by_username(next(NAMES)), next(NAMES)",
    ),
    _plain(
        "a comprehension", '[Account.objects.get(username=it).pk for it in "ab"]', "[get_account_by_username(it).pk"
    ),
    _plain("a lambda", '(lambda it: Account.objects.get(username=it).pk)("a")', "get_account_by_username(it).pk"),
    _plain(
        "a walrus", 'Account.objects.filter(username=(n := "a")).first(), n', 'get_account_by_username((n := "a")), n'
    ),
    _plain("a starred argument", 'list(Account.objects.order_by(*["pk"]))', 'get_all_accounts(["pk"])'),
    _plain("keywords in a dictionary", "list(Account.objects.filter(**{'username': 'a'}))", "get_accounts_by_fields("),
    _plain("a keyword of Python", 'list(Account.objects.filter(class_name="a")) if False else 1', "class_name"),
    _plain(
        "a string of a string", "f\"{Account.objects.filter(username='a').count()}\"", "count_accounts_by_username('a')"
    ),
    _move(
        "a constant of the model",
        f"{IMPORT}{_SHOW}list(Account.objects.filter(username=Account.Kind.USER))\n",
        "get_accounts_with_username_user()",
    ),
    _move(
        "a default argument",
        f"{IMPORT}\n\ndef show(rows=Account.objects.filter(username='a')):\n    return list(rows)\n",
        "rows=get_accounts_by_username('a')",
    ),
    _move(
        "the body of a class",
        f"{IMPORT}\n\nclass View:\n    queryset = Account.objects.all()\n{_SHOW}list(View.queryset.all())\n",
        "    queryset = get_all_accounts()\n",
    ),
    # Expressions of Django
    _move(
        "Q objects",
        f"from django.db.models import Q\n\n{IMPORT}{_SHOW}"
        'list(Account.objects.filter(Q(username="a") | Q(email="b"), active=True))\n',
        "get_active_accounts_by_username_or_email(",
    ),
    _move(
        "an import of an expression that goes with the query",
        f"from django.db.models import Count, F, Max\n\n{IMPORT}{_SHOW}"
        'Account.objects.filter(username=F("username")).aggregate(n=Count("pk"), top=Max("pk"))\n',
        "from billing.services import aggregate_accounts",
    ),
    _move(
        "an expression through its module",
        f"from django.db import models\n\n{IMPORT}{_SHOW}"
        'list(Account.objects.annotate(n=models.Value(1)).values("n")), models\n',
        "get_account_ns()), models",
    ),
    _move(
        "a condition that is put together before",
        f"from django.db.models import Q\n\n{IMPORT}\n\ndef show():\n    wanted = Q(username='a')\n"
        "    return list(Account.objects.filter(wanted))\n",
        "get_accounts_by_wanted(wanted)",
    ),
    # How the model is named
    _move(
        "an alias",
        f"from billing.models import Account as A{_SHOW}A.objects.count()\n",
        "from billing.services import count_accounts\n",
    ),
    _move("a module", f"from billing import models{_SHOW}models.Account.objects.count()\n", "return count_accounts()"),
    _move(
        "a lazy import",
        "def show():\n    from billing.models import Account\n\n    return Account.objects.count()\n",
        "    from billing.services import count_accounts\n",
    ),
    _move(
        "a model by its label",
        'from django.apps import apps\n\n\ndef show():\n    Account = apps.get_model("billing", "Account")\n'
        "    return Account.objects.count()\n",
        "return count_accounts()",
    ),
    # Names, texts and imports
    _move(
        "the function is there",
        f'{IMPORT}{_SHOW}Account.objects.filter(username="a").first()\n',
        'find_account("a")',
        services=SERVICES,
    ),
    _move(
        "the function is there, with other names and another order",
        f'{IMPORT}{_SHOW}Account.objects.filter(active=True, username="a").first()\n',
        'lookup(True, who="a")',
        services=f"{IMPORT}\n\ndef lookup(on, *, who):\n"
        "    return Account.objects.filter(username=who, active=on).first()\n",
    ),
    _move(
        "two queries share a function",
        f"{IMPORT}{_SHOW}Account.objects.get(username='a').pk, Account.objects.get(username='b').pk\n",
        "get_account_by_username('a').pk, get_account_by_username('b').pk",
        n_fixed=2,
    ),
    _move(
        "the name is taken in the file",
        f"{IMPORT}\n\ndef count_accounts():\n    return 7\n{_SHOW}Account.objects.count(), count_accounts()\n",
        "return count_accounts_for_orders(), count_accounts()",
    ),
    _move(
        "the name is a local variable",
        f"{IMPORT}\n\ndef show():\n    count_accounts = Account.objects.count()\n    return count_accounts\n",
        "count_accounts = count_accounts_for_orders()",
    ),
    _move(
        "the name is taken in the services",
        f"{IMPORT}{_SHOW}Account.objects.count()\n",
        "count_accounts_for_orders()",
        services="def count_accounts(team):\n    return 7\n",
    ),
    _move(
        "comments go with the query",
        f"{IMPORT}\n\ndef show():\n    return Account.objects.filter(\n        # The first one.\n"
        '        username="a",\n    ).first()\n',
        'get_account_by_username("a")',
    ),
    _move(
        "tabs around a query that is moved",
        f"{IMPORT}\n\ndef show():\n\treturn Account.objects.count()\n",
        "\treturn count_accounts()\n",
    ),
    _move(
        "the services to move to import this module",
        f"{IMPORT}\nLIMIT = 1{_SHOW}Account.objects.count()\n",
        "    from billing.services import count_accounts\n",
        services="from orders.views import LIMIT\n\nMAX = LIMIT\n",
    ),
    _move(
        "the models import the services",
        f"{IMPORT}{_SHOW}Account.objects.count()\n",
        "return count_accounts()",
        others=(
            ("billing/services.py", "NAME = 1\n"),
            ("billing/models.py", f"from billing.services import NAME\n{MODELS}"),
        ),
    ),
    _move(
        "a package of services",
        f"{IMPORT}{_SHOW}Account.objects.count()\n",
        "from billing.services.accounts import count_accounts\n",
        others=(("billing/services/__init__.py", ""), ("billing/services/accounts.py", "")),
    ),
    # What is left
    _move(
        "a test replaces the model in the module of a move",
        f"{IMPORT}{_SHOW}Account.objects.count()\n",
        "",
        "replaces `Account` in this module",
        others=(
            (
                "orders/tests/test_views.py",
                'from unittest.mock import patch\n\n\n@patch("orders.views.Account")\n'
                "def test_show(account):\n    pass\n",
            ),
        ),
    ),
    _move(
        "a class that subclasses may replace",
        f"{IMPORT}\n\nclass View:\n    model = Account\n\n    def rows(self):\n"
        "        return list(self.model.objects.all())\n",
        "",
        "`self.model` may be another class elsewhere",
    ),
)
