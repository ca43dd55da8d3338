"""Django projects written for a test."""

from pathlib import Path

MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n'

QUERY = "Invoice.objects.filter(number=number).first()"
VIEWS = f"from billing.models import Invoice\n\n\ndef show(request, number):\n    return {QUERY}\n"

RULES = """\
version: 1

apps:
  billing:
    services: [billing.services]

edges:
  - id: orders-invoice-key
    from: orders.Order.invoice
    to: billing.Invoice
    via: [schema]
    intent: intentional
    why: An order is paid by an invoice.
  - id: orders-no-invoice-import
    from: orders
    to: billing.Invoice
    via: [import]
    intent: forbidden
    why: Billing alone knows how an invoice is stored.
  - id: orders-invoice-lookup
    from: orders
    to: billing.Invoice
    via: [orm-read]
    intent: tech-debt
    why: The view looks an invoice up by itself.
    fix:
      advice: Ask billing for the invoice.
      replace: Invoice.objects.filter(number=$N).first()
      with: billing.services.get_invoice($N)
  - id: orders-billing-services
    from: orders
    to: billing.services
    via: [import]
    intent: intentional
    why: Services are what billing offers.
"""

SHOP = {
    "manage.py": MANAGE,
    "config/__init__.py": "",
    "config/settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n',
    "billing/__init__.py": "",
    "billing/models.py": (
        "from django.db import models\n\n\nclass Invoice(models.Model):\n    number = models.CharField(max_length=20)\n"
        "\n\nclass Receipt(models.Model):\n    pass\n"
    ),
    "billing/services.py": f"from billing.models import Invoice\n\n\ndef get_invoice(number):\n    return {QUERY}\n",
    "orders/__init__.py": "",
    "orders/models.py": (
        "from django.db import models\n\n\nclass Order(models.Model):\n"
        '    invoice = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE)\n'
    ),
    "orders/views.py": VIEWS,
    "orders/receipts.py": "from billing.models import Receipt\n",
    "orders/empty.py": "",
    "rules.yaml": RULES,
}
"""Two apps, and one edge of each verdict: `orders` reaches into `billing`."""

VIEWS_SHOWN = [("forbidden-edge", "Invoice"), ("tech-debt", "Invoice")]
RECEIPTS_SHOWN = [("undeclared-edge", "Receipt")]
RULES_SHOWN = [("stale-rule", "orders-billing-services")]


def write(base: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder."""
    for path, content in files.items():
        target = base / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return base


def shop(base: Path, **changed: str | bytes | None) -> Path:
    """The shop, with some files other than usual; `__` in a name stands for a slash, None leaves a file out."""
    files: dict[str, str | bytes] = dict(SHOP)
    for name, content in changed.items():
        path = name.replace("__", "/") + (".yaml" if name == "rules" else ".py")
        if content is None:
            del files[path]
        else:
            files[path] = content
    return write(base, files)
