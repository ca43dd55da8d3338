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
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import DECLARED, Edge
from coupling_lsp.model.facts import Access, Declaration, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """The edges of what a file declares for models of other apps."""
    for site, it in enumerate(context.facts.declarations, Sites.of(context.facts).declarations):
        if it.form in READERS:
            is_read = _is_reader(context, Target(context.module, it.symbol, True), it.form)
        elif it.form == "register":
            is_read = _registers(context, it.callee)
        else:
            is_read = it.form == "factory" and _is_factory(context, it.callee)
        if is_read:
            yield from _edge(context, it, site)


def _edge(context: Context, it: Declaration, site: int) -> Iterator[Edge]:
    if it.reason:
        context.note(site, it.reason)
        return
    target = context.models.references.target(
        it.target, context.module, context.app, context.registry, context.dependencies
    )
    if target.in_project and context.models.model_kind(target, context.dependencies):
        access = Access(it.target, "", (), it.symbol, it.timing, "")
        yield from context.orm_edge(access, site, target, DECLARED, "orm-read")


def _is_reader(context: Context, target: Target, form: str) -> bool:
    """Whether a class inherits from one outside the project that reads a model under that name."""
    return any(
        written.endswith(READERS[form]) or (form == DECLARING_MODEL and written.startswith(READER_MODULES))
        for written in _foreign_bases(context, target)
    )


def _foreign_bases(context: Context, target: Target) -> Iterator[str]:
    """The dotted names of the classes outside the project that a class inherits from, as far as they are known."""
    for owner in context.names.mro(target, context.dependencies):
        declared = context.names.find_class(owner.module, owner.name, context.dependencies)
        for base in declared.bases if declared is not None else ():
            found = context.names.expression(base, owner.module, context.dependencies)
            if found and not found.in_project:
                yield f"{found.module}.{found.name}"


def _registers(context: Context, callee: str) -> bool:
    """Whether a call registers with the admin: `admin.site.register`, `@admin.register`, or a site of the project."""
    found = context.names.expression(callee, context.module, context.dependencies)
    if found:
        return not found.in_project and found.module.startswith("django.contrib") and "admin" in _dotted(found)
    site = context.names.expression(callee.rpartition(".")[0], context.module, context.dependencies)
    made = site.assigned.partition("(")[0]
    if not made:
        return False
    target = context.names.expression(made, site.module, context.dependencies)
    bases = _foreign_bases(context, target) if target.in_project else (_dotted(target),)
    return any(written.endswith(ADMIN_SITE) for written in bases)


def _is_factory(context: Context, callee: str) -> bool:
    found = context.names.expression(callee, context.module, context.dependencies)
    return bool(found) and not found.in_project and found.module.partition(".")[0] in FACTORY_PACKAGES


def _dotted(target: Target) -> str:
    return f"{target.module}.{target.name}"
