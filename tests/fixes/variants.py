"""Call sites of one query, and what `coupling-lsp fix` makes of each: the ways in which a swap can go wrong."""

from typing import NamedTuple

FIXED = ""
"""The outcome of a variant whose query is swapped."""

MODELS = """\
from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=20)


class Account(models.Model):
    class Kind:
        USER = "user"

    username = models.CharField(max_length=20)
    email = models.CharField(max_length=20, default="")
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="members")
"""
SERVICES = """\
from billing.models import Account


def find_account(username):
    return Account.objects.filter(username=username).first()
"""
REPLACE = "Account.objects.filter(username=$NAME).first()"
WITH = "billing.services.find_account($NAME)"


class Variant(NamedTuple):
    """The text of `orders/views.py`, whose `show()` is called, and the outcome: `FIXED`, or a part of the reason.

    `holds` is a part of that text after the fix. One that `moves` has no rule that names a service.
    """

    name: str
    views: str
    outcome: str = FIXED
    replace: str = REPLACE
    replacement: str = WITH
    services: str = SERVICES
    others: tuple[tuple[str, str], ...] = ()
    holds: str = ""
    n_fixed: int = 1
    moves: bool = False


IMPORT = "from billing.models import Account\n"
_SHOW = "\n\ndef show():\n    return "
_PLAIN = f'{IMPORT}{_SHOW}Account.objects.filter(username="a").first()\n'

VARIANTS = (
    Variant("a plain query", _PLAIN, holds="from billing.services import find_account"),
    # What the import of the model is needed for
    Variant(
        "the model is part of the argument",
        f"{IMPORT}{_SHOW}Account.objects.filter(username=Account.Kind.USER).first()\n",
        holds="find_account(Account.Kind.USER)",
    ),
    Variant(
        "the word in a string and an attribute does not keep the import",
        f'{IMPORT}\nLABEL = "the Account of x"\n\n\nclass Row:\n    Account = 1{_SHOW}'
        'Account.objects.filter(username="a").first(), Row.Account\n',
        holds="from billing.services import find_account\n",
    ),
    Variant(
        "an annotation in a string keeps the import",
        f'{IMPORT}\n\ndef other(it: "Account") -> None:\n    pass{_SHOW}Account.objects.filter(username="a").first()\n',
        holds=IMPORT,
    ),
    Variant(
        "__all__ keeps the import",
        f'{IMPORT}\n__all__ = ["Account", "show"]{_SHOW}Account.objects.filter(username="a").first()\n',
        holds=IMPORT,
    ),
    Variant(
        "another file takes the model from here",
        _PLAIN,
        others=(("orders/api.py", "from orders.views import Account\n\nMODEL = Account\n"),),
        holds=IMPORT,
    ),
    Variant(
        "another file reaches the model through the module",
        _PLAIN,
        others=(("orders/api.py", "from orders import views\n\nMODEL = views.Account\n"),),
        holds=IMPORT,
    ),
    Variant(
        "a test replaces the model in this module",
        _PLAIN,
        "replaces `Account` in this module",
        others=(
            (
                "orders/tests/test_views.py",
                'from unittest.mock import patch\n\n\n@patch("orders.views.Account")\n'
                "def test_show(account):\n    pass\n",
            ),
        ),
    ),
    Variant(
        "the model is imported with another name on the same line",
        f'from billing.models import Account; import os\n{_SHOW}Account.objects.filter(username="a").first(), os.sep\n',
        holds="from billing.services import find_account; import os",
    ),
    Variant(
        "the import is alone in a try",
        "try:\n    from billing.models import Account\nexcept ImportError:\n    Account = None\n"
        f'{_SHOW}Account.objects.filter(username="a").first()\n',
        "is imported where the query may not see it",
    ),
    Variant(
        "tabs",
        'def show():\n\tfrom billing.models import Account\n\n\treturn Account.objects.filter(username="a").first()\n',
        holds="\tfrom billing.services import find_account\n",
    ),
    Variant(
        "a query stands in the query",
        f"{IMPORT}{_SHOW}Account.objects.filter(\n"
        '        username=Account.objects.filter(username="a").first().username\n    ).first()\n',
        holds='find_account(find_account("a").username)',
        n_fixed=2,
    ),
    # Placeholders
    Variant(
        "a starred dictionary is no value",
        f"{IMPORT}{_SHOW}Account.objects.filter(**{{'username': 'a'}}).first()\n",
        "does not fit",
    ),
    Variant(
        "one placeholder is no keyword",
        _PLAIN,
        "does not fit",
        replace="Account.objects.filter($Q).first()",
        replacement="billing.services.find_account($Q)",
    ),
    Variant(
        "many placeholders are keywords in any number",
        f'{IMPORT}{_SHOW}list(Account.objects.filter(username="a", active=True))\n',
        replace="Account.objects.filter($$$ARGS)",
        replacement="billing.services.accounts($$$ARGS)",
        services="from billing.models import Account\n\n\ndef accounts(**kwargs):\n"
        "    return Account.objects.filter(**kwargs)\n",
        holds='accounts(username="a", active=True)',
    ),
    Variant(
        "many placeholders may be none",
        f"{IMPORT}{_SHOW}list(Account.objects.filter())\n",
        replace="Account.objects.filter($$$ARGS)",
        replacement="billing.services.accounts(True, $$$ARGS)",
        services="from billing.models import Account\n\n\ndef accounts(all, **kwargs):\n"
        "    return Account.objects.filter(**kwargs)\n",
        holds="accounts(True)",
    ),
    Variant(
        "keywords in another order",
        f'{IMPORT}{_SHOW}Account.objects.get(active=True, username="a")\n',
        replace="Account.objects.get(username=$NAME, active=$ACTIVE)",
        replacement="billing.services.get_account($NAME, $ACTIVE)",
        holds='get_account("a", True)',
    ),
    Variant(
        "other quotes",
        f"{IMPORT}{_SHOW}Account.objects.get(username='a')\n",
        replace='Account.objects.get(username="a")',
        replacement="billing.services.get_a()",
        holds="get_a()",
    ),
    Variant(
        "an alias of the module",
        f'from billing import models as m\n{_SHOW}m.Account.objects.filter(username="a").first()\n',
        holds="find_account",
    ),
    Variant(
        "an alias of the model",
        f'from billing.models import Account as A\n{_SHOW}A.objects.filter(username="a").first()\n',
        holds="find_account",
    ),
    Variant(
        "get_model",
        f"from django.apps import apps\n{_SHOW}"
        'apps.get_model("billing", "Account").objects.filter(username="a").first()\n',
        holds="find_account",
    ),
    # Import circles
    Variant(
        "the services import this module",
        f'{IMPORT}\nLIMIT = 3{_SHOW}Account.objects.filter(username="a").first()\n',
        services=f"from orders.views import LIMIT\n{SERVICES}\nMAX = LIMIT\n",
        holds="def show():\n    from billing.services import find_account\n",
    ),
    Variant(
        "the services import this module by way of another",
        f'{IMPORT}\nLIMIT = 3\nFIRST = Account.objects.filter(username="a").first\n\n\ndef show():\n    pass\n',
        "does not fit",
        services=f"from orders.views import LIMIT\n{SERVICES}\nMAX = LIMIT\n",
    ),
    # The name of the helper is taken
    Variant(
        "a variable has the name of the helper",
        f"{IMPORT}\n\ndef show():\n"
        '    find_account = Account.objects.filter(username="a").first()\n    return find_account\n',
        "is the name of something else here",
    ),
    Variant(
        "a parameter has the name of the helper",
        f"{IMPORT}\n\ndef show(find_account=1):\n"
        '    return Account.objects.filter(username="a").first(), find_account\n',
        "is the name of something else here",
    ),
    Variant(
        "a variable of a comprehension has the name of the helper",
        f'{IMPORT}{_SHOW}[Account.objects.filter(username=find_account).first() for find_account in ["a"]]\n',
        "is the name of something else here",
    ),
    Variant(
        "an exception has the name of the helper",
        f"{IMPORT}\n\ndef show():\n    try:\n        return 1\n    except OSError as find_account:\n"
        '        return find_account, Account.objects.filter(username="a").first()\n',
        "is the name of something else here",
    ),
    Variant(
        "a function of the module has the name of the helper",
        f'{IMPORT}\n\ndef find_account(name):\n    return Account.objects.filter(username="a").first()\n\n\n'
        'def show():\n    return find_account("a")\n',
        "is the name of something else in this file",
    ),
    Variant(
        "another module's function of that name is imported",
        f"{IMPORT}from orders.other import find_account\n{_SHOW}"
        'Account.objects.filter(username="a").first(), find_account\n',
        "is the name of something else in this file",
        others=(("orders/other.py", "def find_account():\n    pass\n"),),
    ),
    Variant(
        "an attribute of the class has the name of the helper",
        f"{IMPORT}\n\nclass Row:\n    find_account = 1\n\n    def get(self):\n"
        '        return Account.objects.filter(username="a").first()\n\n\ndef show():\n    return Row().get()\n',
        holds="return find_account(",
    ),
    # Where an import runs
    Variant(
        "the helper is imported for type checkers alone",
        "from typing import TYPE_CHECKING\n\nfrom billing.models import Account\n\nif TYPE_CHECKING:\n"
        f'    from billing.services import find_account\n{_SHOW}Account.objects.filter(username="a").first()\n',
        "is the name of something else in this file",
    ),
    Variant(
        "the model is imported in one branch of a function",
        "def show(late=True):\n    if late:\n        from billing.models import Account\n\n"
        '    return Account.objects.filter(username="a").first()\n',
        "is imported where the query may not see it",
    ),
    Variant(
        "a shebang, a coding line and a licence come first",
        "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Licence: none\n\n\ndef show():\n"
        "    from django.apps import apps\n\n"
        '    Account = apps.get_model("billing", "Account")\n'
        '    return Account.objects.filter(username="a").first()\n',
        holds="# Licence: none\n\nfrom billing.services import find_account\n",
    ),
    # Text
    Variant(
        "a value over several lines with Windows line ends",
        f'{IMPORT}{_SHOW}Account.objects.filter(username="""a\nb""").first()\n'.replace("\n", "\r\n"),
        holds='find_account("""a\r\nb""")',
    ),
    Variant(
        "a condition needs parentheses",
        f'{IMPORT}{_SHOW}Account.objects.filter(username="a" if show else "b").first()\n',
        replacement="billing.services.find_account($NAME.strip())",
        holds='find_account(("a" if show else "b").strip())',
    ),
    Variant(
        "an assignment expression keeps its parentheses",
        f'{IMPORT}{_SHOW}Account.objects.filter(username=(n := "a")).first(), n\n',
        holds='find_account((n := "a"))',
    ),
    Variant(
        "a value is evaluated once",
        f'{IMPORT}\nNAMES = iter("ab"){_SHOW}Account.objects.filter(username=next(NAMES)).first()\n',
        "would be evaluated more than once",
        replacement="billing.services.find_account($NAME, $NAME)",
        services="from billing.models import Account\n\n\ndef find_account(username, other):\n"
        "    return Account.objects.filter(username=username).first()\n",
    ),
    Variant(
        "values are evaluated in the same order",
        f'{IMPORT}\nNAMES = iter("ab"){_SHOW}Account.objects.filter(username=next(NAMES), email=next(NAMES)).first()\n',
        "in another order",
        replace="Account.objects.filter(username=$NAME, email=$EMAIL).first()",
        replacement="billing.services.find_by($EMAIL, $NAME)",
    ),
    Variant(
        "a comment in the query stays",
        f'{IMPORT}{_SHOW}Account.objects.filter(\n        username="a",  # the first\n    ).first()\n',
        "a comment stands in the query",
    ),
    Variant(
        "parentheses that held the chain go",
        f"{IMPORT}{_SHOW}(\n        Account.objects\n        .filter(\n"
        '            username="a",\n        )\n        .first()\n    )\n',
        holds='    return find_account("a")\n',
    ),
    Variant(
        "a mark at the end of the line stays",
        _PLAIN.rstrip() + "  # noqa: E501\n",
        holds='find_account("a")  # noqa: E501\n',
    ),
    # The helper that is there
    Variant(
        "the helper takes no such argument",
        _PLAIN,
        "takes no argument `name`",
        replacement="billing.services.find_account(name=$NAME)",
    ),
    Variant(
        "the helper needs more",
        _PLAIN,
        "needs `active` as well",
        services=SERVICES.replace("(username)", "(username, active)"),
    ),
    Variant(
        "the helper takes keywords alone",
        _PLAIN,
        "takes 0 arguments by position",
        services=SERVICES.replace("(username)", "(*, username)"),
    ),
    Variant(
        "the helper is asynchronous", _PLAIN, "is asynchronous", services=SERVICES.replace("def find", "async def find")
    ),
    Variant("the helper is a class", _PLAIN, "is a class", services=f"{IMPORT}\n\nclass find_account:\n    pass\n"),
    Variant(
        "the helper asks for something else",
        _PLAIN,
        "asks for something else",
        services=SERVICES.replace("filter(username", "filter(email"),
    ),
    Variant(
        "the helper comes from another module",
        _PLAIN,
        services='from billing.finding import find_account\n\n__all__ = ["find_account"]\n',
        others=(("billing/finding.py", SERVICES),),
        holds="from billing.services import find_account",
    ),
    Variant(
        "the helper comes by a star",
        _PLAIN,
        services="from billing.finding import *  # noqa: F403\n",
        others=(("billing/finding.py", SERVICES),),
        holds="from billing.services import find_account",
    ),
    # The helper that is written
    Variant(
        "no such package",
        _PLAIN,
        "there is no module biling.services",
        replacement="biling.services.find_account($NAME)",
    ),
    Variant(
        "a function that is written imports the expressions of Django that it needs",
        f'from django.db.models import Q\n\n{IMPORT}{_SHOW}Account.objects.filter(Q(username="a")).first().username\n',
        replace="Account.objects.filter(Q(username=$NAME)).first()",
        replacement="billing.services.find_by_name($NAME)",
        holds="from billing.services import find_by_name\n",
    ),
    Variant(
        "the function would not know a name",
        f'{IMPORT}\nON = True{_SHOW}Account.objects.filter(username="a", active=ON).first()\n',
        "would not know `ON`",
        replace="Account.objects.filter(username=$NAME, active=ON).first()",
        replacement="billing.services.find_by_name($NAME)",
    ),
    Variant(
        "the services have something else of the model's name",
        _PLAIN,
        "is something else in billing.services",
        replacement="billing.services.find_by_name($NAME)",
        services="Account = 1\n",
    ),
    Variant(
        "the services do not compile",
        _PLAIN,
        "billing/services.py: the file does not compile",
        replacement="billing.services.find_by_name($NAME)",
        services="def broken(:\n",
    ),
    Variant("the file itself does not compile", f"{_PLAIN}\n\ndef broken():\n    return = 1\n", "does not compile"),
    Variant(
        "parameters have the author's names",
        f"{IMPORT}{_SHOW}list(Account.objects.filter(id__gt=0, id__lt=9))\n",
        replace="Account.objects.filter(id__gt=$LOW, id__lt=$HIGH)",
        replacement="billing.services.accounts_between($LOW, $HIGH)",
        holds="accounts_between(0, 9)",
    ),
    Variant(
        "what runs as a program stays at the end",
        _PLAIN,
        replacement="billing.services.find_by_name($NAME)",
        services=f'{SERVICES}\n\nif __name__ == "__main__":\n    find_account("a")\n',
    ),
    Variant(
        "__all__ of the services goes on",
        _PLAIN,
        replacement="billing.services.find_by_name($NAME)",
        services=SERVICES.replace("\n\n\ndef", '\n\n__all__ = ["find_account"]\n\n\ndef'),
    ),
    Variant(
        "a write",
        f'{IMPORT}{_SHOW}Account.objects.filter(username="a").update(email="b")\n',
        replace="Account.objects.filter(username=$NAME).update(email=$EMAIL)",
        replacement="billing.services.set_email($NAME, $EMAIL)",
        holds='set_email("a", "b")',
    ),
)
