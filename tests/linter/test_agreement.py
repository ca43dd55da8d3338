"""What is shown of random contracts on random projects is what import-linter says of them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.reading.load import Options, load

from .samples import configuration, project

ORACLE = (sys.executable, "-P", str(Path(__file__).parent / "oracle.py"))
EXAMPLE = Path(__file__).parents[2] / "examples/boost_data_collector"
LAYOUT = Layout(settings=("settings",), today="2026-07-01")


def ask(cases):
    """Return what import-linter says of each (folder of a project, folder of a configuration)."""
    lines = "".join(f"{project_folder}\t{folder}\n" for project_folder, folder in cases)
    process = subprocess.run(ORACLE, input=lines, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr[-2000:]
    verdicts = [json.loads(line) for line in process.stdout.splitlines()]
    assert len(verdicts) == len(cases)
    return verdicts


def ours(texts, config):
    """The same of ours: refused or not, kept or not, and the imports that break a contract by themselves."""
    name, text = config
    snapshot = Snapshot.of_texts({**texts, name: text}, LAYOUT)
    reports = [(path, diagnostic) for path in paths(snapshot) for diagnostic in diagnostics(snapshot, path)]
    faults = [
        diagnostic.message
        for path, diagnostic in reports
        if path == name and diagnostic.severity == "error" and diagnostic.code == "invalid-rules"
    ]
    breaks = [(path, diagnostic) for path, diagnostic in reports if diagnostic.code == "contract-broken"]
    pairs = direct_pairs(snapshot, texts)
    places = {(path, diagnostic.span) for path, diagnostic in breaks if path != name}
    assert len(places) >= (1 if pairs else 0)
    return snapshot, faults, not breaks, pairs


def direct_pairs(snapshot, files):
    """Return the (importer, imported) pairs in these files that break a contract by themselves."""
    linted = snapshot.linted
    return {
        (importer, linted.known.graph_name(imported))
        for path in files
        for _, importer, imported, _ in linted.breaches(path)
    }


SEED = """\
[importlinter]
root_packages =
    cppa_pinecone_sync
    clang_github_tracker
    cppa_slack_tracker
    discord_activity_tracker
    boost_library_tracker
    boost_library_docs_tracker
    boost_collector_runner
    boost_usage_tracker
    github_activity_tracker
    cppa_user_tracker

[importlinter:contract:no-lateral-leaf-imports]
name = No lateral imports between leaf tracker apps
type = {type}
{options}
"""
CONTRACTS = {
    "forbidden": """\
source_modules =
    cppa_slack_tracker
    boost_library_docs_tracker
    boost_collector_runner
    clang_github_tracker
forbidden_modules =
    cppa_pinecone_sync
    boost_library_tracker
    cppa_user_tracker
ignore_imports =
    cppa_slack_tracker.management.commands.run_cppa_slack_tracker -> cppa_pinecone_sync.*
""",
    "independence": """\
modules =
    boost_library_tracker
    boost_usage_tracker
    clang_github_tracker
    github_activity_tracker
""",
    "layers": """\
layers =
    cppa_user_tracker
    github_activity_tracker
    boost_library_tracker
    boost_library_docs_tracker : boost_usage_tracker
    (boost_library_usage_dashboard)
""",
    "protected": """\
protected_modules =
    *.models
allowed_importers =
    *.services
    *.models
""",
}


@pytest.mark.parametrize("kind", CONTRACTS)
def test_the_example(tmp_path, kind):
    """The bundled project under contracts that it does not keep."""
    folder = tmp_path / "copy"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".importlinter").write_text(SEED.format(type=kind, options=CONTRACTS[kind]))
    (example,) = load(folder, Options(cache=False))
    (verdict,) = ask([(folder, folder)])
    assert verdict["direct"]
    assert sorted(map(list, direct_pairs(example.snapshot, example.snapshot.extractions))) == verdict["direct"]
    assert not verdict["kept"]


def test_a_file_under_two_source_roots_has_the_name_that_the_configuration_reads():
    texts = {
        "settings.py": 'INSTALLED_APPS = ["shop.orders"]\n',
        "shop/__init__.py": "",
        "shop/orders/__init__.py": "",
        "shop/test/people/__init__.py": "",
        "shop/test/__init__.py": "",
        "shop/test/people/models.py": "import shop.orders\n",
    }
    roots = ("shop", "people")
    importers = []
    for root, importer in zip(roots, ("shop.test.people", "people"), strict=True):
        options = f"source_modules = {importer}\nforbidden_modules = shop.orders\n"
        config = f"[importlinter]\nroot_packages =\n    {root}\ninclude_external_packages = True\n"
        config += f"[importlinter:contract:x]\nname = X\ntype = forbidden\n{options}"
        layout = Layout(settings=("settings",), roots=("", "shop/test"))
        snapshot = Snapshot.of_texts({**texts, ".importlinter": config}, layout)
        importers += [it[1] for it in snapshot.linted.breaches("shop/test/people/models.py")]
    assert importers == ["shop.test.people.models"]


def write(folder, texts):
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.mark.parametrize("start", range(0, 60, 15))
def test_random_contracts_on_random_projects(tmp_path, start):
    cases, folders = [], []
    for number in range(start, start + 15):
        texts, modules = project(number)
        project_folder = tmp_path / str(number)
        write(project_folder, texts)
        for turn in range(12):
            name, text = configuration(number, turn, modules)
            cases.append((texts, (name, text)))
            folders.append((project_folder, configuration_folder(project_folder, f"turn{turn}", name, text)))
    cyclic = []
    for (texts, config), verdict, (project_folder, _) in zip(cases, ask(folders), folders, strict=True):
        snapshot, faults, kept, pairs = ours(texts, config)
        comparison = f"{config[1]}\nimport-linter: {verdict}\nours: {faults} kept={kept} {sorted(pairs)}"
        assert bool(faults) == ("error" in verdict), comparison
        if faults:
            continue
        assert kept == verdict["kept"], comparison
        if "acyclic_siblings" in config[1]:
            packages = {breach.ends[0].rpartition(".")[0] for breach in snapshot.linted.cut.values()}
            assert sorted(packages) == verdict["circles"], comparison
            cyclic.append((project_folder, config, sorted(snapshot.linted.cut)))
        else:
            assert sorted(map(list, pairs)) == verdict["direct"], comparison
    acyclic = [
        (project_folder, configuration_folder(project_folder, f"cut{number}", name, without(text, name, pairs)))
        for number, (project_folder, (name, text), pairs) in enumerate(cyclic)
        if pairs
    ]
    assert all(verdict["kept"] for verdict in ask(acyclic))


def configuration_folder(project_folder, folder, name, text):
    """Write a configuration under the name that import-linter looks for; return the folder it is in."""
    path = project_folder / folder / name
    path.parent.mkdir()
    path.write_text(text)
    return path.parent


def without(text, name, pairs):
    """Return a configuration that excepts the imports we say are to be cut: it must be kept."""
    exceptions = [f"{importer} -> {imported}" for importer, imported in pairs]
    if name.endswith(".toml"):
        ignoring = [line for line in text.split("\n") if line.startswith("ignore_imports")]
        lines = [line for line in text.split("\n") if not line.startswith("ignore_imports")]
        exceptions += json.loads(ignoring[0].partition("=")[2]) if ignoring else []
        text = "\n".join(lines) + f"\nignore_imports = {json.dumps(exceptions)}\n"
    else:
        lines = [line for line in text.replace("ignore_imports =\n", "").split("\n") if "->" not in line]
        exceptions += [line.strip() for line in text.split("\n") if "->" in line]
        text = "\n".join(lines) + "ignore_imports =\n" + "".join(f"    {line}\n" for line in exceptions)
    return text.replace("warn\n", "none\n").replace("= error", "= none")
