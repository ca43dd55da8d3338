"""What people are told of a project whose settings are not found, or install nothing of it."""

from coupling_lsp.django.settings_names import INSTALLED_APPS
from coupling_lsp.snapshot.state import Snapshot


def is_django_project(snapshot: Snapshot) -> bool:
    """Return whether somebody said that there is a Django project: by `manage.py`, rules, or settings."""
    manage = f"{snapshot.layout.root}/manage.py".lstrip("/")
    return manage in snapshot.extractions or bool(snapshot.ruleset.path or snapshot.index.settings_modules)


def missing_settings(snapshot: Snapshot) -> str:
    """Return what is wrong with the settings of a project as a whole, and what to write; empty where nothing is.

    A folder without apps in which nothing speaks of Django needs no settings.
    """
    layout = snapshot.layout
    settings = snapshot.index.settings_modules
    if not snapshot.apps and not is_django_project(snapshot):
        return ""
    if not settings:
        problem = "No settings module was found"
    elif not snapshot.index.settings.files:
        problem = f"There is no settings module `{settings[0]}`"
    elif any(app.declared_in is not None for app in snapshot.apps.values()):
        return ""
    else:
        problem = f"`{'`, `'.join(settings)}` installs no app of this project"
    place = f" in {layout.root}" if layout.root else ""
    effect = "apps found on disk count" if snapshot.apps else "no app is known"
    return f"{problem}{place}, so {effect}; {_advice(snapshot)}"


def _advice(snapshot: Snapshot) -> str:
    """Return what to write into the rules file: other settings if there are some, else the apps themselves."""
    paths, files = snapshot.index.names.modules.paths, snapshot.index.settings.files
    suggestions = [it for it in installing_modules(snapshot) if paths[it] not in files]
    example = suggestions[0] if suggestions else "config.settings"
    if snapshot.layout.settings_given:
        return f"name a settings module of the project, such as `{example}`"
    if files and not suggestions:
        packages = ", ".join(app.package for app in snapshot.apps.values()) or "shop.orders"
        return f"name those that are apps in rules.yaml: `project: {{apps: [{packages}]}}`"
    return f"name the settings that install the apps in rules.yaml: `project: {{settings: [{example}]}}`"


def installing_modules(snapshot: Snapshot) -> list[str]:
    """Return modules that set `INSTALLED_APPS`, the shortest names first."""
    names = snapshot.index.names.modules.names
    files = ((path, facts) for path, facts in snapshot.index.facts.items() if path in names)
    modules = {names[path] for path, facts in files if any(it.name == INSTALLED_APPS for it in facts.settings)}
    return sorted(modules, key=lambda it: (len(it), it))
