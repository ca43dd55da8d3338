"""The module of an app's services in which a new function belongs."""

from functools import lru_cache

from coupling_lsp.fixes.service.english import plural, spelling
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.definitions import definitions


def service_module(snapshot: Snapshot, app: str, model_module: str, model: str, read_text: ReadText) -> str:
    """Return the module for functions about a model: that of the services, or in a package of them the model's own."""
    modules = snapshot.index.names.modules
    services = _services(snapshot, app)
    service = next((it for it in services if it in modules), services[0])
    if not modules.is_package(service):
        return service
    row = row_name(snapshot, app, model_module, model, read_text)
    of_model = next((it for it in (f"{service}.{row}", f"{service}.{plural(row)}") if it in modules.paths), "")
    source = read_text(modules.paths[service]) if service in modules.paths else None
    if of_model or source is None or not any(definitions(source)):
        return of_model or f"{service}.{plural(row)}"
    return service


def row_name(snapshot: Snapshot, app: str, model_module: str, model: str, read_text: ReadText) -> str:
    """Return what functions call a row of a model, as its app spells it."""
    paths = snapshot.index.names.modules.paths
    modules = (*service_modules(snapshot, app), model_module)
    texts = [read_text(paths[it]) for it in modules if it in paths]
    return spelling(model, *(it.data for it in texts if it is not None))


def service_modules(snapshot: Snapshot, app: str) -> tuple[str, ...]:
    """Return all modules of the services of an app that are there."""
    return _modules_in(snapshot.index.names.modules, _services(snapshot, app))


def _services(snapshot: Snapshot, app: str) -> tuple[str, ...]:
    """Return the modules of services that an app is set to have, else the usual one."""
    return snapshot.apps[app].services or (f"{snapshot.apps[app].package}.services",)


@lru_cache(maxsize=128)
def _modules_in(modules: Modules, packages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in modules.paths if any(f"{it}.".startswith(f"{package}.") for package in packages))
