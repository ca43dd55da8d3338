"""What the settings say of where templates and static files are looked for.

https://docs.djangoproject.com/en/stable/topics/templates/#configuration
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coupling_lsp.django.template_files import (
    APP_DIRS,
    APP_FOLDER,
    APP_LOADER,
    BACKEND,
    DIRS,
    FILESYSTEM_LOADER,
    JINJA_BACKEND,
    JINJA_BACKEND_OF_DJANGO,
    JINJA_FOLDER,
    LIBRARIES,
    LOADERS,
    STATICFILES_DIRS,
    TEMPLATE_FOLDER,
    TEMPLATES,
)
from coupling_lsp.model.file_path import in_workspace, is_file_path
from coupling_lsp.model.setting import engine_key, split_entry

APPS = "."
"""In the places of an engine: the folder of each app, in the order of `INSTALLED_APPS`."""

Values = Mapping[str, Sequence[str]]


class Engine(NamedTuple):
    """An engine of `TEMPLATES`: the folders it looks into, in order, with `APPS` for those of the apps.

    `app_folder` is how the latter are called, `libraries` the modules of tags that it gives names to.
    """

    places: tuple[str, ...]
    app_folder: str
    is_jinja: bool = False
    libraries: tuple[tuple[str, str], ...] = ()


USUAL_ENGINE = Engine((APPS,), TEMPLATE_FOLDER)
"""That of a new project: https://docs.djangoproject.com/en/stable/ref/settings/#app-dirs"""


class FileSettings(NamedTuple):
    """The engines in order, and the folders of `STATICFILES_DIRS`; without engines nothing is known of them."""

    engines: tuple[Engine, ...] = ()
    static_folders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the settings say anything of either."""
        return bool(self.engines or self.static_folders)


NO_FILE_SETTINGS = FileSettings()


def file_settings(values: Values) -> FileSettings:
    """Return what settings, by name, say of templates and static files. Folders that cannot be read are left out."""
    engines = (_engine(number, values) for number in values.get(TEMPLATES, ()))
    return FileSettings(tuple(engines), _folders(values.get(STATICFILES_DIRS, ())))


def _engine(number: str, values: Values) -> Engine:
    def value(key: str) -> Sequence[str]:
        return values.get(engine_key(number, key), ())

    is_jinja = any(it.endswith(JINJA_BACKEND) for it in value(BACKEND))
    usual_folder = JINJA_FOLDER if JINJA_BACKEND_OF_DJANGO in value(BACKEND) else TEMPLATE_FOLDER
    app_folder = next(filter(None, value(APP_FOLDER)), usual_folder)
    places = _places(value(LOADERS), _folders(value(DIRS)), looks_into_apps="False" not in value(APP_DIRS))
    return Engine(places, app_folder, is_jinja, tuple(map(split_entry, value(LIBRARIES))))


def _places(loaders: Sequence[str], folders: tuple[str, ...], *, looks_into_apps: bool) -> tuple[str, ...]:
    """Return the places that the loaders of an engine look into; without any, its folders come before the apps."""
    if not any(it.endswith((FILESYSTEM_LOADER, APP_LOADER)) for it in loaders):
        return (*folders, APPS) if looks_into_apps else folders
    places: list[str] = []
    for loader in loaders:
        if loader.endswith(FILESYSTEM_LOADER):
            places += folders
        elif loader.endswith(APP_LOADER):
            places.append(APPS)
        else:  # A loader may have folders of its own: `("filesystem.Loader", [BASE_DIR / "themes"])`.
            places += _folders([loader])
    return tuple(dict.fromkeys(places))


def _folders(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(in_workspace(it) for it in values if is_file_path(it))
