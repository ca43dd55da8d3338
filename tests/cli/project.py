"""A small project drawn as text: three apps, an edge of each verdict, one of them in a test."""

MODEL = """\
from django.db import models


class {name}(models.Model):
    {field} = models.TextField()
"""

FILES = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
    "config/__init__.py": "",
    "config/settings.py": 'INSTALLED_APPS = [\n    "orders",\n    "billing",\n    "crm",\n]\n',
    "billing/__init__.py": "",
    "billing/models.py": MODEL.format(name="Invoice", field="number"),
    "crm/__init__.py": "",
    "crm/models.py": MODEL.format(name="Customer", field="name"),
    "orders/__init__.py": "",
    "orders/models.py": (
        "from django.db import models\n\n\n"
        "class Order(models.Model):\n"
        '    invoice = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE)\n'
    ),
    "orders/views.py": (
        "from billing.models import Invoice\n\n\n"
        "def show(number):\n"
        '\tß = "注文"; it = Invoice.objects.filter(number=number).first()\n'
        "\treturn ß, it\n"
    ),
    "orders/tests.py": "from crm.models import Customer\n",
}

RULES = """\
version: 1
edges:
  - id: order-invoice
    from: orders.Order.invoice
    to: billing.Invoice
    intent: intentional
    why: An order is paid by one invoice.
  - id: invoice-model
    from: orders.views
    to: billing.Invoice
    via: [import]
    intent: tech-debt
    why: The view needs the model as long as it queries it.
  - id: no-invoice-reads
    from: orders.views
    to: billing.Invoice
    via: [orm-read]
    intent: forbidden
    why: Billing alone knows how an invoice is stored.
    fix: Ask billing.services for it.
"""

ALLOWED = RULES.replace("intent: forbidden", "intent: intentional")
