"""Whose template or static file a name stands for: the first in the order in which Django looks.

https://docs.djangoproject.com/en/stable/ref/templates/api/#template-loaders
https://docs.djangoproject.com/en/stable/ref/contrib/staticfiles/#staticfiles-finders
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from coupling_lsp.django.template_files import STATIC_FOLDER, TAG_PACKAGE, is_template, language_of
from coupling_lsp.index.apps.discovery import Apps
from coupling_lsp.index.apps.template_settings import APPS, USUAL_ENGINE, Engine, FileSettings
from coupling_lsp.index.symbols.modules import Modules

_NOT_IN_SELECTOR = re.compile(r"[^\w.-]")


class AppFiles:
    """The templates and static files of a project, by the names that the settings give them."""

    def __init__(self, paths: Iterable[str], apps: Apps, modules: Modules, settings: FileSettings) -> None:
        self._paths = frozenset(path for path in paths if language_of(path) not in ("python", ""))
        self._apps = apps
        self._modules = modules
        self._engines = settings.engines or (USUAL_ENGINE,)
        self._static_folders = settings.static_folders

    def template(self, name: str, origin: str = "", *, skip_origin: bool = False) -> str:
        """Return the path of the template that a name stands for; empty where no file of the project has it.

        A name in a template, the `origin`, is looked up by the engines that find that; one of Django's may begin with
        dots and is then relative. `skip_origin` is for a template that extends one of its own name.
        """
        hidden_path = origin if skip_origin else ""
        for engine in self._engines:
            own_name = next(self._names(engine, origin), None) if origin else ""
            path = self._found(engine, _absolute(name, own_name), hidden_path) if own_name is not None else ""
            if path:
                return path
        return ""

    def static_file(self, name: str) -> str:
        """Return the path of the static file that a name stands for; empty where the project has none."""
        folders = self._folders((*self._static_folders, APPS), STATIC_FOLDER)
        return next((path for folder in folders if (path := _inside(folder, name)) in self._paths), "")

    def library(self, name: str) -> str:
        """Return the module of a tag library; empty where the project has none of that name.

        Those that an engine names come first, then those of the app that is installed last:
        https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#code-layout
        """
        named_modules = (module for engine in self._engines for key, module in engine.libraries if key == name)
        packages = (f"{app.package}.{TAG_PACKAGE}" for app in reversed(self._apps.by_label.values()))
        return next(
            (it for it in (*named_modules, *(f"{it}.{name}" for it in packages)) if it in self._modules.paths), ""
        )

    def owner(self, path: str) -> str:
        """Return the label of the app around a file; empty outside all apps."""
        folder = path
        while folder and folder not in self._labels:
            folder = folder.rpartition("/")[0]
        return self._labels.get(folder, "")

    def module(self, path: str) -> str:
        """Return a file as rules name it, from the package of its app on: `orders.templates.orders.show.html`.

        What no selector can hold is an underscore there.
        """
        app = self._apps.by_label[self.owner(path)]
        inner_path = path[len(app.path) + 1 :] if app.path else path
        return f"{app.package}.{_NOT_IN_SELECTOR.sub('_', inner_path.replace('/', '.'))}"

    def path_of(self, module: str) -> str:
        """Return the path of a template or static file as rules name it; empty for any other module."""
        return self._paths_by_module.get(module, "")

    @cached_property
    def _paths_by_module(self) -> dict[str, str]:
        return {self.module(path): path for path in sorted(self._paths) if self.owner(path)}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {app.path: app.label for app in self._apps.by_label.values()}

    def _folders(self, places: Iterable[str], app_folder: str) -> Iterator[str]:
        for place in places:
            if place == APPS:
                yield from (_inside(app.path, app_folder) for app in self._apps.by_label.values())
            else:
                yield place

    def _found(self, engine: Engine, name: str, hidden_path: str) -> str:
        """Return the first template of a name that an engine finds, but for one; empty for none."""
        paths = (_inside(folder, name) for folder in self._folders(engine.places, engine.app_folder))
        return next((it for it in paths if it in self._paths and it != hidden_path and is_template(it)), "")

    def _names(self, engine: Engine, path: str) -> Iterator[str]:
        """Yield the names by which an engine finds a template."""
        for folder in self._folders(engine.places, engine.app_folder):
            if path.startswith(_inside(folder, "")):
                yield path[len(_inside(folder, "")) :]


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _absolute(name: str, own_name: str) -> str:
    """Return the name that one stands for, which may be relative; empty where it leads out of the folder of templates.

    https://docs.djangoproject.com/en/stable/ref/templates/builtins/#extends
    """
    if not name.startswith(("./", "../")):
        return name
    parts = own_name.split("/")[:-1]
    for step in name.split("/"):
        if step == ".." and not parts:
            return ""
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
