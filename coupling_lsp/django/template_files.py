"""Where templates, their tag libraries and static files lie, and what settings say of that.

https://docs.djangoproject.com/en/stable/ref/settings/#templates
https://docs.djangoproject.com/en/stable/howto/static-files/
"""

from typing import Literal

Language = Literal["python", "django", "jinja", "static", ""]
"""What a file is read as: a source, a template of either engine, a static file whose name alone matters, nothing."""

TEMPLATES, STATICFILES_DIRS = "TEMPLATES", "STATICFILES_DIRS"
BACKEND, DIRS, APP_DIRS, OPTIONS = "BACKEND", "DIRS", "APP_DIRS", "OPTIONS"
LOADERS, LIBRARIES, APP_FOLDER = "loaders", "libraries", "app_dirname"
"""Keys of an engine in `TEMPLATES`, and of its `OPTIONS`; the last is one of django-jinja."""

FILESYSTEM_LOADER, APP_LOADER = "filesystem.Loader", "app_directories.Loader"
"""How the names of the loaders end that look into `DIRS` and into apps."""

JINJA_BACKEND, JINJA_BACKEND_OF_DJANGO = "Jinja2", "django.template.backends.jinja2.Jinja2"
"""How the names of engines for Jinja end; that of Django looks into other folders of apps than those of libraries."""

TEMPLATE_FOLDER, JINJA_FOLDER, STATIC_FOLDER, TAG_PACKAGE = "templates", "jinja2", "static", "templatetags"
"""The folders of an app for each."""

_LANGUAGES: dict[str, Language] = {TEMPLATE_FOLDER: "django", JINJA_FOLDER: "jinja", STATIC_FOLDER: "static"}
_ENDINGS = (".html", ".htm", ".txt", ".xml", ".svg", ".md", ".mjml", ".js", ".css", ".json", ".jinja", ".jinja2", ".j2")
"""How the names of templates end; other files in their folders are not read."""

_JINJA_ENDINGS = (".jinja", ".jinja2", ".j2")

RENDER, TEMPLATE_NAME, AS_VIEW = "render", "template_name", "as_view"
TEMPLATE_FUNCTIONS = {RENDER: 1, "TemplateResponse": 1, "render_to_string": 0, "get_template": 0}
"""The functions that take the name of a template, and its position; its keyword is `template_name`."""


def language_of(path: str) -> Language:
    """Return the language of a file, by its name and the outermost folder of a kind around it."""
    if path.endswith(".py"):
        return "python"
    language = asset_language(path)
    if language in ("", "static"):
        return language
    return "" if not path.endswith(_ENDINGS) else "jinja" if path.endswith(_JINJA_ENDINGS) else language


def asset_language(path: str) -> Language:
    """Return the language of the templates or static files in a folder, whose path ends with a slash; empty of others.

    The outermost folder that tells decides: `static` below `templates` is one of templates.
    """
    folders = path.split("/")[:-1]
    return next((_LANGUAGES[name] for name in folders if name in _LANGUAGES), "")


def is_source(path: str) -> bool:
    """Return whether the text of a file says something, by its place: a Python file, or a template."""
    return language_of(path) in ("python", "django", "jinja")


def is_template(path: str) -> bool:
    """Return whether a file is a template by its place."""
    return language_of(path) in ("django", "jinja")
