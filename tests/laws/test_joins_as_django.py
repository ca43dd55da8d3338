"""The tables that a lookup joins are those in the SQL that Django makes of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot

PEOPLE = """
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Named(models.Model):
    name = models.CharField(max_length=9)

    class Meta:
        abstract = True


class Person(Named):
    born = models.DateField()
    friends = models.ManyToManyField("self")

    class Meta:
        ordering = ["name"]


class Staff(Person):
    badge = models.CharField(max_length=9)


class Boss(Staff):
    car = models.CharField(max_length=9)


class Country(models.Model):
    code = models.CharField(max_length=2, primary_key=True)
    capital = models.CharField(max_length=9, unique=True)

    class Meta:
        ordering = ["pk"]


class Passport(models.Model):
    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    country = models.ForeignKey(Country, models.CASCADE, related_name="passports", related_query_name="passport")


class Note(models.Model):
    kind = models.ForeignKey(ContentType, models.CASCADE)
    number = models.IntegerField()
    about = GenericForeignKey("kind", "number")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")


class Grown(Person):
    class Meta:
        proxy = True
"""

TRADE = """
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from people.models import Country, Grown, Named, Note, Person, Staff


class Firm(models.Model):
    title = models.CharField(max_length=9)
    country = models.ForeignKey("people.Country", models.CASCADE)
    seat = models.ForeignKey(Country, models.CASCADE, to_field="capital", related_name="seats")
    owners = models.ManyToManyField(Person)
    workers = models.ManyToManyField(Staff, through="terms.Contract", related_name="jobs")
    notes = GenericRelation(Note, "number", "kind", related_query_name="firm")
    others = GenericRelation(Note, "number", "kind")


class Signed(models.Model):
    firm = models.ForeignKey(Firm, models.CASCADE)
    by = models.OneToOneField(Person, models.CASCADE, related_name="%(app_label)s_%(class)s")
    grown = models.ForeignKey(Grown, models.CASCADE, null=True, related_name="+")

    class Meta:
        abstract = True
        default_related_name = "all_%(class)ss"


class Deal(Signed):
    passport = models.ForeignKey("people.Passport", models.CASCADE)


class Apprentice(Staff):
    firm = models.ForeignKey(Firm, models.CASCADE)


class Big(Firm):
    size = models.IntegerField()

    class Meta:
        ordering = ["title"]
"""

TERMS = """
from django.db import models


class Contract(models.Model):
    firm = models.ForeignKey("trade.Firm", models.CASCADE)
    worker = models.ForeignKey("people.Staff", models.CASCADE)
    lawyer = models.ForeignKey("people.Boss", models.CASCADE, related_name="cases")
"""

SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "people", "trade", "terms", "reports"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""

ASKING = """
import json, re
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
owners = {it._meta.db_table: it._meta.auto_created or it for it in apps.get_models(include_auto_created=True)}
from reports.queries import QUERIES
found = {}
for line, (query, base) in QUERIES.items():
    query = query if query.query.order_by else query.order_by()
    query = query if query.query.select_related or query._fields else query.values("pk")
    tables = re.findall(r'(?:FROM|JOIN) "(\\w+)"', str(query.query))
    tables.remove(base._meta.db_table)
    made = {it for it in tables if it != owners[it]._meta.db_table and owners[it] == base}
    found[line] = sorted({owners[it]._meta.concrete_model.__name__ for it in tables if it not in made})
print(json.dumps(found))
"""
"""The models whose tables a query reads besides that of its own model.

The tables that Django makes for many-to-many relations count for the model that declares them.
"""

QUERIES = """
Firm.objects.filter(country=1)
Firm.objects.filter(country_id=1)
Firm.objects.filter(country__code="x")
Firm.objects.filter(country__pk="x")
Firm.objects.filter(country__in=["x"])
Firm.objects.filter(country__isnull=True)
Firm.objects.filter(country__gt="x")
Firm.objects.filter(country__code__gt="x")
Firm.objects.filter(country__capital="x")
Firm.objects.filter(country__capital__startswith="x")
Firm.objects.filter(seat="x")
Firm.objects.filter(seat__capital="x")
Firm.objects.filter(seat__code="x")
Firm.objects.filter(seat__pk="x")
Firm.objects.filter(title__contains="x")
Firm.objects.order_by("country")
Firm.objects.order_by("-country__capital")
Firm.objects.order_by("country__code")
Firm.objects.values("country")
Firm.objects.values("country__code")
Firm.objects.values("country__capital")
Firm.objects.values_list("country__passport")
Firm.objects.filter(country__passport=1)
Firm.objects.filter(country__passport__person=1)
Firm.objects.filter(country__passport__person__id=1)
Firm.objects.filter(country__passport__person__name="x")
Firm.objects.filter(owners=1)
Firm.objects.filter(owners__id=1)
Firm.objects.filter(owners__isnull=True)
Firm.objects.filter(owners__name="x")
Firm.objects.filter(owners__passport__isnull=True)
Firm.objects.filter(workers=1)
Firm.objects.filter(workers__pk=1)
Firm.objects.filter(workers__id=1)
Firm.objects.filter(workers__badge="x")
Firm.objects.filter(workers__name="x")
Firm.objects.filter(contract__lawyer=1)
Firm.objects.filter(contract__lawyer__id=1)
Firm.objects.filter(contract__lawyer__car="x")
Firm.objects.filter(contract__lawyer__badge="x")
Firm.objects.filter(contract__lawyer__name="x")
Firm.objects.filter(notes=1)
Firm.objects.filter(notes__number=1)
Firm.objects.filter(others__by=1)
Firm.objects.filter(others__by__name="x")
Firm.objects.exclude(all_deals__by=1)
Firm.objects.exclude(all_deals__by__name="x")
Firm.objects.filter(all_deals__passport__person=1)
Firm.objects.filter(all_deals__passport__person_id=1)
Firm.objects.filter(all_deals__passport__pk=1)
Firm.objects.filter(all_deals__passport__person__born__year=1)
Firm.objects.filter(apprentice__badge="x")
Firm.objects.filter(apprentice__name="x")
Firm.objects.filter(apprentice__pk=1)
Firm.objects.filter(big__size=1)
Firm.objects.filter(big=1)
Firm.objects.select_related("country", "seat")
Firm.objects.annotate(n=Count("owners"))
Firm.objects.annotate(n=Count("workers"))
Firm.objects.annotate(n=Count("all_deals"))
Firm.objects.annotate(n=F("country"))
Firm.objects.annotate(n=F("country__capital"))
Firm.objects.annotate(n=Count("apprentice", filter=Q(apprentice__born__gt="2000-01-01")))
Firm.objects.filter(Q(owners__name="x") | ~Q(seat__code="y"))
Firm.objects.filter(Q(("owners__name", "x")))
Firm.objects.filter(**{"owners__name": "x"})
Firm.objects.distinct().order_by(Lower("seat__code"))
Firm.objects.only("country__capital")
Big.objects.filter(title="x")
Big.objects.filter(id=1)
Big.objects.filter(firm_ptr__title="x")
Big.objects.filter(firm_ptr__id=1)
Big.objects.filter(country="x")
Big.objects.filter(country__capital="x")
Big.objects.order_by("firm_ptr__id")
Boss.objects.filter(badge="x")
Boss.objects.filter(name="x")
Boss.objects.filter(id=1)
Boss.objects.filter(staff_ptr__person_ptr=1)
Boss.objects.filter(passport__country="x")
Boss.objects.filter(jobs__title="x")
Staff.objects.filter(jobs=1)
Staff.objects.filter(jobs__country__capital="x")
Staff.objects.filter(friends=1)
Staff.objects.filter(boss__car="x")
Person.objects.filter(friends__name="x")
Person.objects.filter(friends=1)
Person.objects.filter(firm=1)
Person.objects.filter(firm__title="x")
Person.objects.filter(trade_deal=1)
Person.objects.filter(trade_deal__isnull=True)
Person.objects.filter(trade_deal__passport=1)
Person.objects.filter(staff__apprentice__firm=1)
Person.objects.filter(staff__apprentice__firm__title="x")
Person.objects.select_related("passport", "trade_deal")
Person.objects.select_related("staff__boss")
Grown.objects.filter(name="x")
Grown.objects.filter(firm__title="x")
Deal.objects.filter(grown__name="x")
Deal.objects.filter(by__passport__country="x")
Deal.objects.order_by("by")
Deal.objects.order_by("by_id")
Deal.objects.order_by("by__pk")
Deal.objects.order_by("passport__person")
Deal.objects.order_by("passport")
Deal.objects.select_related("passport__person", "grown")
Contract.objects.order_by("lawyer")
Contract.objects.order_by("firm")
Contract.objects.filter(firm__workers=1)
Contract.objects.filter(lawyer__trade_deal__firm=1)
Country.objects.filter(seats__title="x")
Country.objects.filter(passport=1)
Country.objects.filter(seats__big__size=1)
Note.objects.filter(firm__title="x")
Note.objects.filter(firm=1)
Note.objects.filter(by__staff__apprentice=1)
Note.objects.exclude(firm__country__capital="x")
Passport.objects.filter(pk=1)
Passport.objects.filter(person__name="x")
Passport.objects.filter(person__pk=1)
Passport.objects.filter(all_deals=1)
"""

IMPORTS = """
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from people.models import Boss, Country, Grown, Note, Passport, Person, Staff
from terms.models import Contract
from trade.models import Apprentice, Big, Deal, Firm
QUERIES = {}
"""


def test_lookups_join_the_tables_that_django_joins(tmp_path: Path) -> None:
    lines = QUERIES.split("\n")[1:-1]
    written = [f"QUERIES[{it!r}] = {it}, {it.split('.')[0]}" for it in lines]
    files = {
        "manage.py": "",
        "settings.py": SETTINGS,
        **{f"{app}/__init__.py": "" for app in ("people", "trade", "terms", "reports")},
        "people/models.py": PEOPLE,
        "trade/models.py": TRADE,
        "terms/models.py": TERMS,
        "reports/queries.py": IMPORTS + "\n".join(written),
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONDONTWRITEBYTECODE": "1"}
    asked = [sys.executable, "-c", ASKING]
    done = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    snapshot = Snapshot.of_texts(files, Layout(settings=("settings",)))
    ours: dict[str, set[str]] = {it: set() for it in lines}
    tables = {"Grown": "Person"}
    for edge, _ in snapshot.edges():
        if edge.kind == "join":
            line = snapshot.span(edge.path, edge.site).line
            ours[lines[line - 1 - IMPORTS.count("\n")]].add(tables.get(edge.to_symbol, edge.to_symbol))
    assert {line: sorted(found) for line, found in ours.items()} == json.loads(done.stdout)
