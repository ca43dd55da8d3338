"""`check --ratchet`: agreed tech debt may only shrink, whatever else a change does."""

import json

import pytest

from .project import FILES, RULES
from .test_diff import commit, git  # noqa: F401  # a fixture

VIEWS = FILES["orders/views.py"]
DEBT = RULES.replace("intent: forbidden", "intent: tech-debt")
MORE = VIEWS + "\n\ndef again(number):\n    return Invoice.objects.get(number=number)\n"
ELSEWHERE = "  - id: all\n    from: orders\n    to: '*'\n    intent: tech-debt\n    why: Not looked at.\n"


@pytest.fixture
def state(commit, write):  # noqa: F811
    """Commits one state of the project on `main`, and leaves another in the work tree of a branch."""

    def state(before, after, rules=DEBT, rules_after=None):
        folder = commit(rules, before)
        git(folder, "switch", "--quiet", "--create", "work")
        write(rules_after or rules, after)
        for path, text in after.items():
            if text is None:
                (folder / path).unlink()
        return folder

    return state


def test_new_debt_is_an_error_at_its_place(state, run):
    state({}, {"orders/views.py": MORE})
    assert run("check").code == 0
    result = run("check", "--ratchet")
    assert (result.code, result.err) == (1, "")
    told = [line.strip() for line in result.out.split("\n")]
    assert "orders/views.py:10:12  error tech-debt" in told
    assert "orders reads billing.Invoice, which is new tech debt" in told
    assert "Billing alone knows how an invoice is stored." in told
    assert "Debt may only shrink: orders → billing has 1 ORM read more than at main" in told
    assert any(line.startswith("Tech debt since main (") and line.endswith("): 2 → 3 edges, 1 new") for line in told)
    assert told[-2].startswith("1 error, 0 warnings, 2 tech debt in 1 file")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_every_form_tells_of_new_debt(state, run, form):
    folder = state({}, {"orders/views.py": MORE})
    result = run("check", "--ratchet", "main", "--format", form)
    assert result.code == 1
    if form == "json":
        told = json.loads(result.out)
        loud = [(it["path"], it["line"], it["code"]) for it in told["findings"] if it["severity"] == "error"]
        assert loud == [("orders/views.py", 10, "tech-debt")]
        base = git(folder, "rev-parse", "main").strip()
        assert told["ratchet"] == [{"base": "main", "commit": base, "debt_before": 2, "debt_after": 3, "debt_new": 1}]
    elif form == "sarif":
        (run_,) = json.loads(result.out)["runs"]
        (loud,) = [it for it in run_["results"] if it["level"] == "error"]
        assert loud["ruleId"] == "tech-debt"
        assert loud["locations"][0]["physicalLocation"]["region"]["startLine"] == 10
    else:
        (line,) = [it for it in result.out.split("\n") if it.startswith("::error")]
        assert line.startswith("::error file=orders/views.py,line=10,")
        assert "which is new tech debt" in line


def test_the_fingerprint_of_debt_stays_when_it_is_told_as_new(state, run):
    state({}, {"orders/views.py": MORE})

    def prints(*arguments):
        results = json.loads(run("check", "--format", "sarif", *arguments).out)["runs"][0]["results"]
        return {it["partialFingerprints"]["couplingFinding/v1"] for it in results}

    assert prints() == prints("--ratchet")


FEWER = "from billing.models import Invoice\n"
RENAMED = {path: text.replace("Invoice", "Bill") for path, text in FILES.items() if "Invoice" in text}


@pytest.mark.parametrize(
    ("before", "after", "rules_after"),
    [
        pytest.param({}, {}, None, id="nothing changed"),
        pytest.param({}, {"orders/views.py": "\n\n# moved\n" + VIEWS}, None, id="lines moved"),
        pytest.param({}, {"orders/views.py": VIEWS.replace("show", "display")}, None, id="a function is renamed"),
        pytest.param({}, {"orders/views.py": FEWER}, None, id="debt went"),
        pytest.param(
            {},
            {"orders/views.py": None, "orders/pages.py": VIEWS},
            DEBT.replace("orders.views", "orders.pages"),
            id="a module is renamed",
        ),
        pytest.param({}, RENAMED, DEBT.replace("Invoice", "Bill"), id="a model is renamed"),
        pytest.param(
            {"orders/api.py": "from crm.models import Customer\n"}, {}, DEBT + ELSEWHERE, id="old edges become debt"
        ),
        pytest.param({}, {}, DEBT.replace("intentional", "tech-debt"), id="an approved edge is called debt"),
        pytest.param(
            {}, {"orders/test_more.py": "from billing.models import Invoice\n"}, DEBT + ELSEWHERE, id="a test"
        ),
        pytest.param(
            {},
            {"orders/views.py": MORE.replace("number=number)\n", "number=number)  # coupling: ignore it goes soon\n")},
            None,
            id="a line with a reason",
        ),
    ],
)
def test_what_is_no_growth(state, run, before, after, rules_after):
    state(before, after, rules_after=rules_after)
    result = run("check", "--ratchet", "--format", "json")
    told = json.loads(result.out)
    assert told["ratchet"][0]["debt_new"] == 0
    assert not [it for it in told["findings"] if it["code"] == "tech-debt" and it["severity"] != "information"]


@pytest.mark.parametrize(
    ("after", "rules_after", "number"),
    [
        ({"orders/api.py": "from crm.models import Customer\n"}, DEBT + ELSEWHERE, 1),
        ({"orders/views.py": FEWER, "orders/api.py": "from crm.models import Customer\n"}, DEBT + ELSEWHERE, 1),
        ({"orders/api.py": VIEWS}, DEBT + ELSEWHERE, 2),
    ],
    ids=["with a rule of its own", "other debt went", "a copy"],
)
def test_what_is_growth(state, run, after, rules_after, number):
    state({}, after, rules_after=rules_after)
    result = run("check", "--ratchet", "--format", "json")
    assert (result.code, json.loads(result.out)["ratchet"][0]["debt_new"]) == (1, number)


def test_silent_debt_is_told_when_it_is_new(state, run):
    quiet = DEBT + "policy: {tech-debt: off}\n"
    state({}, {"orders/views.py": MORE}, rules=quiet)
    assert "tech-debt" not in run("check").out
    assert "error tech-debt" in run("check", "--ratchet").out


def test_what_others_merged_meanwhile_does_not_count(state, run, commit):  # noqa: F811
    folder = state({"orders/views.py": MORE}, {})
    git(folder, "switch", "--quiet", "main")
    commit(DEBT, {"orders/views.py": FEWER})
    git(folder, "switch", "--quiet", "work")
    assert run("check", "--ratchet", "main").out.count("none new") == 1


def test_the_first_baseline_passes(commit, run):  # noqa: F811
    folder = commit(None)
    (folder / "rules.yaml").unlink(missing_ok=True)
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "--message", "no rules")
    assert run("init", "--baseline").code == 0
    result = run("check", "--ratchet", "HEAD")
    assert (result.code, result.err) == (0, "")
    assert "0 → 3 edges, none new" in result.out


def test_a_project_that_was_not_there_has_not_grown(write, run):
    folder = write(DEBT)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "empty")
    assert "0 → 2 edges, none new" in run("check", "--ratchet").out


def test_it_says_why_it_cannot_compare(write, run):
    folder = write(DEBT)
    assert "is in no git repository" in run("check", "--ratchet").err
    git(folder, "init", "--quiet", "--initial-branch=trunk")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "state")
    result = run("check", "--ratchet")
    assert (result.code, result.out) == (2, "")
    assert "Name the revision to compare with." in result.err
    assert run("check", "--ratchet", "trunk").code == 0
    result = run("check", "--ratchet", "orders")
    assert result.code == 2
    assert "git knows no commit `orders`" in result.err
    assert "name it before `--ratchet`" in result.err
    git(folder, "switch", "--quiet", "--orphan", "other")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "unrelated")
    write(DEBT)
    assert "have no commit in common" in run("check", "--ratchet", "trunk").err
