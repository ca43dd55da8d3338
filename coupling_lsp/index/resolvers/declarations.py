"""Classes declared for a model of another app, to reads: views, forms, serializers, filters, tables, the admin.

`model = Invoice` means this only where Django or one of its companions reads it:
https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/
https://docs.djangoproject.com/en/stable/topics/forms/modelforms/
https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-objects
https://www.django-rest-framework.org/api-guide/serializers/#modelserializer
"""

from collections.abc import Iterator

from coupling_lsp.django.conventions import ADMIN_SITE, DECLARING_MODEL, FACTORY_PACKAGES, READER_MODULES, READERS
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.library_bases import library_bases
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.edges import DECLARED, Edge
from coupling_lsp.model.expression import callee_of, split_attribute
from coupling_lsp.model.facts import Access


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of what a file declares for models of other apps."""
    for site, declaration in enumerate(context.facts.declarations, context.sites.declarations):
        if declaration.form in READERS:
            is_read = _is_reader(context, Target(context.module, declaration.symbol, True), declaration.form)
        elif declaration.form == "register":
            is_read = _registers(context, declaration.callee)
        else:
            is_read = declaration.form == "factory" and _is_factory(context, declaration.callee)
        if is_read:
            yield from _edge(context, declaration, site)


def _edge(context: Context, declaration: Declaration, site: int) -> Iterator[Edge]:
    if declaration.reason:
        context.note(site, declaration.reason)
        return
    target = context.models.references.target(
        declaration.target, context.module, context.app, context.registry, context.dependencies
    )
    if target.in_project and context.models.model_kind(target, context.dependencies):
        access = Access(declaration.target, "", (), declaration.symbol, declaration.timing, "")
        yield from context.orm_edge(access, site, target, DECLARED, "orm-read")


def _is_reader(context: Context, target: Target, form: str) -> bool:
    """Return whether a class inherits from one of a library that reads a model under a name."""
    return any(
        name.endswith(READERS[form]) or (form == DECLARING_MODEL and name.startswith(READER_MODULES))
        for name in library_bases(target, context.names, context.dependencies)
    )


def _registers(context: Context, callee: str) -> bool:
    """Return whether a call registers with the admin, as `admin.site.register`, or with a site of the project."""
    function = context.names.expression(callee, context.module, context.dependencies)
    if function:
        return not function.in_project and function.module.startswith("django.contrib") and "admin" in _dotted(function)
    site = context.names.expression(split_attribute(callee)[0], context.module, context.dependencies)
    constructor = callee_of(site.assigned)
    if not constructor:
        return False
    target = context.names.expression(constructor, site.module, context.dependencies)
    bases = library_bases(target, context.names, context.dependencies) if target.in_project else (_dotted(target),)
    return any(name.endswith(ADMIN_SITE) for name in bases)


def _is_factory(context: Context, callee: str) -> bool:
    target = context.names.expression(callee, context.module, context.dependencies)
    return bool(target) and not target.in_project and target.module.partition(".")[0] in FACTORY_PACKAGES


def _dotted(target: Target) -> str:
    return f"{target.module}.{target.name}"
