"""What a method of a form, serializer, view or admin writes: `form.save()`, `super().perform_create(serializer)`.

The table of `django.saving` has the methods. Where a class of the project defines one anew, it writes what its body
writes of the model its class is declared for; what it writes else is told where that stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from coupling_lsp.django.queryset_api import ROW_WRITES
from coupling_lsp.django.saving import SAVE, SAVING_METHODS, SAVINGS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.library_bases import library_bases
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.member_access import MemberAccess
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.query_writes import QueryWrites
from coupling_lsp.index.types.roots import Roots
from coupling_lsp.index.types.type_kinds import Type, TypeSet
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_steps import CALL, attribute_step


class Saves:
    """Tells what methods write rows of the model that their class is declared for."""

    def __init__(
        self,
        roots: Roots,
        members: Members,
        declared_models: DeclaredModels,
        member_access: MemberAccess,
        query_writes: QueryWrites,
        memo: Memo,
    ) -> None:
        self._roots = roots
        self._members = members
        self._declared_models = declared_models
        self._member_access = member_access
        self._query_writes = query_writes
        self._memo = memo

    def rows(self, receiver: Type, method: str, dependencies: Dependencies) -> TypeSet:
        """Return instances of the models that a call of a method writes; none where that is not certain.

        `receiver` is what it is called on: an instance of a class that is no model, or its `super()`.
        """
        if receiver.kind == "form":
            return (Type("instance", receiver.target),) if method == SAVE and receiver.inner is None else ()
        if receiver.kind not in ("instance", "super") or method not in SAVING_METHODS:
            return ()
        return self._memo.once(("saves", receiver, method), partial(self._rows, receiver, method), dependencies)

    def _rows(self, receiver: Type, method: str, dependencies: Dependencies) -> Iterable[Type]:
        instance = receiver.inner if receiver.kind == "super" and receiver.inner is not None else receiver
        rows = self._of_library(instance, method, dependencies)
        for owner in self._member_access.owners(receiver, instance, dependencies) if rows else ():
            name = f"{owner.name}.{method}"
            if self._members.replaces(owner.module, name, dependencies):
                body = self._members.accesses(owner.module, name, dependencies)
                written = [row for access in body for row in self._of_access(instance, owner, access, dependencies)]
                return [it for it in rows if it in written]
        return rows

    def _of_library(self, instance: Type, method: str, dependencies: Dependencies) -> list[Type]:
        """Return what the method of the library writes that a class inherits from, if it does."""
        names = tuple(library_bases(instance.target, self._roots.models.names, dependencies))
        savings = (it for it in SAVINGS if it.name == method and any(name.endswith(it.endings) for name in names))
        saving = next(savings, None)
        if saving is None:
            return []
        if saving.getter:
            types = self._member_access.walk([instance], attribute_step(saving.getter) + CALL, dependencies)
            return [row for it in types for row in self._of_call(it, (SAVE,), dependencies)]
        rows = [Type("instance", it) for it in self._declared_models.models(instance.target, dependencies)]
        for called_method in saving.methods:
            written = self.rows(instance, called_method, dependencies)
            rows = [it for it in rows if it in written]
        return rows

    def _of_access(self, instance: Type, owner: Target, access: Access, dependencies: Dependencies) -> Iterator[Type]:
        """Yield what a use of a model in the body of a method writes, called on an instance."""
        path = value_path.attribute(access.root, access.manager) if access.manager else access.root
        for it in self._member_access.bound(instance, owner, path, dependencies):
            yield from self._of_call(it, access.links, dependencies)

    def _of_call(self, receiver: Type, links: Sequence[str], dependencies: Dependencies) -> Iterable[Type]:
        """Return the rows that methods write which are called one after the other."""
        target = receiver.target
        if receiver.kind == "form" or not self._roots.models.model_kind(target, dependencies):
            return self.rows(receiver, links[0], dependencies)
        writes = (
            self._query_writes.writing_method(receiver, links, dependencies)
            if receiver.kind == "query"
            else receiver.kind == "instance" and links[0] in ROW_WRITES
        )
        return (Type("instance", target),) if writes else ()
