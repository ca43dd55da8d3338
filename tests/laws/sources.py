"""Texts to try laws on: a small project, a rules file, and strategies that damage them as typing does."""

from hypothesis import strategies as st

FILES = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
    "settings.py": """\
from base import *

LOCAL_APPS = ["billing", "orders.apps.OrdersConfig"]
INSTALLED_APPS = BASE_APPS + LOCAL_APPS
INSTALLED_APPS += ["people"]
if DEBUG:
    INSTALLED_APPS.append("reports")
if os.environ.get("PAID"):
    INSTALLED_APPS.append("orders.paid")
    AUTH_USER_MODEL = "paid.User"
else:
    AUTH_USER_MODEL = "people.User"
""",
    "base.py": """\
BASE_APPS = ["django.contrib.auth"]
""",
    "people/models.py": """\
from django.contrib.auth.models import AbstractUser
from django.db import models


class Live(models.Manager):
    pass


class User(AbstractUser):
    live = models.Manager()
    invoice = models.ForeignKey("billing.Invoice", null=True, on_delete=models.SET_NULL)
""",
    "billing/models.py": '''\
"""Invoices."""
from django.conf import settings
from django.db import models


class Audited(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Invoice(Audited):
    number = models.CharField(max_length=20)
    objects = models.Manager()

    def __str__(self):
        return f"{self.number} 😋"

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE)
''',
    "billing/services.py": """\
from billing.models import Invoice


def get_invoice(number):
    return Invoice.objects.get(number=number)
""",
    "people/bases.py": """\
from django.apps import AppConfig


class BaseConfig(AppConfig):
    label = "orders"
""",
    "orders/apps.py": """\
from people.bases import BaseConfig


class OrdersConfig(BaseConfig):
    name = "orders"
""",
    "orders/__init__.py": 'VERSION = "1"\n\nfrom orders.views import show\n',
    "orders/paid/models.py": """\
from django.db import models


class User(models.Model):
    bill = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE)
""",
    "orders/jobs/send-bills.py": """\
try:
    from orders.paid.models import User
except ImportError:
    from people.models import User
from billing.models import Invoice


def send():
    for user in User.objects.all():
        Invoice.objects.filter(user=user).delete()
""",
    "orders/models.py": """\
from django.db import models
from billing.models import Audited, Invoice as Bill
from people import models as people


class Order(Audited):
    user = models.ForeignKey(people.User, on_delete=models.CASCADE)
    bills = models.ManyToManyField(Bill, through="orders.Line")


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    bill = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE)
""",
    "orders/views.py": '''\
from django.contrib.auth import get_user_model
from reports import Invoice

User = get_user_model()


def show(request, number):
    """Show it: it's one.

    Really.
    """
    from billing import services  # coupling: ignore[undeclared-edge] soon
    invoice = Invoice.objects.filter(number=number).first()
    if not invoice:
        Invoice.objects.create(number=number)
    return [User.objects.get(pk=1), services.get_invoice(number)]


@decorated("x")
class View:
    queryset = Invoice.objects.all()

    async def get(self):
        return await self.model.objects.afirst()
''',
    "billing/urls.py": """\
from django.urls import include, path

app_name = "money"
urlpatterns = [path("", include("reports.urls", namespace="told"))]
""",
    "billing/signals.py": """\
from celery import shared_task
from django.dispatch import Signal

paid = Signal()


@shared_task(name="close")
def close():
    pass
""",
    "orders/receivers.py": """\
from unittest.mock import patch

from billing import signals
from billing.models import Invoice
from django.core.management import call_command
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse

SQL = "SELECT * FROM billing_invoice"


@receiver(post_save, sender=Invoice)
def on_save(cursor, name):
    cursor.execute(SQL)
    cursor.execute("UPDATE people_user SET x = 1")
    app.send_task("close")
    call_command(name)
    return reverse("money:list"), reverse("told:list")


@patch("billing.models.Invoice.save")
def test(get):
    signals.paid.send(sender=on_save)
""",
    "reports/urls.py": "from django.urls import path\n\nurlpatterns = []\n",
    "reports/__init__.py": """\
from billing.models import *
from .shim import Order
""",
    "reports/shim.py": """\
try:
    from orders.models import Order
except ImportError:
    Order = None
""",
}

RULES = """\
version: 1
project:
  shared: []
apps:
  billing: {role: Money, services: [billing.services]}
policy:
  tech-debt: hint
  own-writes: hint
edges:
  - id: orders-invoice   # a comment
    from: [orders.views, "orders.Order.*"]
    to: billing.Invoice
    via: [orm-read, schema]
    intent: tech-debt
    why: >
      The view asks
      the table. é
    fix:
      advice: Ask.
      replace: Invoice.objects.filter(number=$N).first()
      with: billing.services.get_invoice($N)
    review-by: 2020-01-01
  - {id: any, from: "*", to: people, intent: intentional, why: "Hub"}
contracts:
  - id: no-rounds
    type: acyclic
    why: Rounds.
  - id: apart
    type: independence
    apps: [orders, billing]
    ignore: [orders.models -> billing]
"""

LINTER = """\
[importlinter]
root_packages =
    orders
    billing
    people
    reports
include_external_packages = True

[importlinter:contract:tower]
name = Tower
type = layers
layers =
    reports
    orders | people
    billing
ignore_imports =
    orders.models -> billing.models
    people.* -> **
unmatched_ignore_imports_alerting = warn

[importlinter:contract:rounds]
name = Rounds
type = acyclic_siblings
ancestors =
    orders
    reports

[importlinter:contract:plain]
name = No Django in services
type = forbidden
source_modules = billing.services
forbidden_modules =
    django
    people
broken_contract_guidance = Why.
"""

SNIPPETS = (
    "",
    "\n",
    '"""',
    "'''",
    '"',
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    ":",
    "#",
    "\\",
    "\\\n",
    " ",
    "    ",
    "\t",
    "\f",
    "\r",
    "\r\n",
    "\u2028",
    "é",
    "😋",
    "\x00",
    "import billing.models\n",
    "from billing.models import Invoice\n",
    "from . import models\n",
    "class Invoice(models.Model):\n    pass\n",
    "class Ünit(Order): x = 1\n",
    "def f(Invoice):\n",
    "lazy import people\n",
    "    class Meta:\n        abstract = True\n",
    "Order = Invoice\n",
    "Invoice = Invoice\n",
    "from reports import *\n",
    "Invoice.objects.update()\n",
    "    def f(self): self.save()\n",
    "Order.objects.create()\n",
    "    invoice = models.ForeignKey('people.User')\n",
    "async ",
    "@x\n",
    "if True:\n    ",
    'INSTALLED_APPS += ["reports"]\n',
    "INSTALLED_APPS.remove('orders')\n",
    "# coupling: ignore\n",
    "# coupling: ignore[x] y",
    "billing",
    "orders",
    "lambda Invoice: Invoice.objects.all()\n",
    "x = import_module('billing.models')\n",
    "else:\n",
    "app_name = 'money'\n",
    "from django.urls import include, reverse\n",
    "include('billing.urls', namespace='told')\n",
    "reverse('money:list')\n",
    "paid = Signal()\n",
    "@receiver(post_save, sender='billing.Invoice')\n",
    "@shared_task(name='close')\n",
    "app.send_task('close')\n",
    "call_command('close')\n",
    "        db_table = 'people_user'\n",
    "cursor.execute('SELECT 1 FROM billing_invoice')\n",
    "SQL = 'UPDATE people_user'\n",
    "@patch('billing.models.Invoice')\n",
    "class Migration(x.Migration):\n    dependencies = [('billing', '1')]\n",
)

LINTER_SNIPPETS = (
    "",
    "\n",
    "=",
    "[",
    "]",
    "    ",
    "#",
    "%",
    "*",
    "**",
    "->",
    "|",
    " : ",
    "()",
    "é😋",
    "\r\n",
    "\x00",
    "orders",
    "billing.models",
    "    orders.models -> billing.models\n",
    "[importlinter]\n",
    "[importlinter:contract:other]\nname = x\ntype = independence\nmodules =\n    orders\n    billing\n",
    "type = layers\n",
    "type = protected\n",
    "depth = 0\n",
    "exclude_type_checking_imports = True\n",
    "containers = orders\n",
)

YAML_SNIPPETS = (
    "",
    "\n",
    ":",
    "- ",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "&a ",
    "*a",
    "<<: *a\n",
    "!tag ",
    "!!python/object:x ",
    "|\n",
    ">\n",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "? ",
    "version: 1\n",
    "edges:\n",
    "  - id: x\n",
    "    from: orders\n",
    "    to: [billing]\n",
    "    via: schema\n",
    "    intent: forbidden\n",
    "    why: x\n",
    "null",
    "~",
    "é😋",
    "\u2028",
    "\r\n",
    "\x85",
    "\x00",
    "\ufeff",
    "contracts: []\n",
    "apps:\n",
    "policy: {undeclared: off}\n",
    "  own-writes: off\n",
    "review-by: 2020-13-45\n",
    "from: '**'\n",
    "to: '*.x'\n",
    "project: {shared: [billing]}\n",
    "    ignore: ['* -> people', orders -> billing]\n",
    "fix: {replace: '$', with: '$('}\n",
)


def edit_of(snippets: tuple[str, ...]) -> st.SearchStrategy[tuple[int, int, int, str]]:
    """How to edit some text: what to do, two places as parts of a thousand, and what to write."""
    return st.tuples(st.integers(0, 5), st.integers(0, 999), st.integers(0, 999), st.sampled_from(snippets))


def edited(text: str, edit: tuple[int, int, int, str]) -> str:
    """A text after an edit: characters written or removed, lines removed, doubled, moved or written."""
    action, first, second, new = edit
    if action <= 1:
        at = first * (len(text) + 1) // 1000
        end = min(len(text), at + (second % 6 if action else 0))
        return text[:at] + new + text[end:]
    lines = text.splitlines(keepends=True) or [""]
    at, other = first * len(lines) // 1000, second * len(lines) // 1000
    match action:
        case 2:
            del lines[at : at + 1 + second % 3]
        case 3:
            lines.insert(other, lines[at])
        case 4:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines.insert(at, new)
    return "".join(lines)


def damaged(text: str, snippets: tuple[str, ...], most: int = 4) -> st.SearchStrategy[str]:
    """A text after some edits."""

    def apply(edits: list[tuple[int, int, int, str]]) -> str:
        result = text
        for edit in edits:
            result = edited(result, edit)
        return result

    return st.lists(edit_of(snippets), min_size=1, max_size=most).map(apply)
