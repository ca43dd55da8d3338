"""Which method of a chain on a query writes rows of its model.

A chain is on the query until a method gives a row or a value: what follows is called on that, and of a row only its
own methods write it, right behind. `Order.objects.filter(…).archive()` writes where `archive` of the manager or
queryset does: through `self`, through managers of its own model, or by another such method.
"""

from collections.abc import Collection, Iterable, Sequence

from coupling_lsp.django.queryset_api import CREATING_BEGINNINGS, QUERY_WRITES, RELATION_WRITES, RESULTS, ROW_WRITES
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.member_access import MemberAccess
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.roots import Roots
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_steps import attribute_step, call_step


class QueryWrites:
    """Tells the methods that write rows of the model of a query."""

    def __init__(self, roots: Roots, members: Members, member_access: MemberAccess, memo: Memo) -> None:
        self._names = roots.models.names
        self._members = members
        self._member_access = member_access
        self._memo = memo

    def writing_method(self, query: Type, links: Sequence[str], dependencies: Dependencies) -> str:
        """Return the method that writes, of those called one after the other on a query; empty when none does."""
        for number, link in enumerate(links):
            if link in QUERY_WRITES or link in RELATION_WRITES:
                return link
            match RESULTS.get(link):
                case None:
                    if self._is_writer(query, link, dependencies):
                        return link
                    steps = attribute_step(link) + call_step()
                    results = self._member_access.walk([query], steps, dependencies)
                    if all(it.kind != "query" for it in results):
                        return _row_write(links, number) if any(it.kind == "instance" for it in results) else ""
                case "row" | "rows":
                    return _row_write(links, number)
                case "value":
                    return ""
                case _:
                    pass
        return ""

    def method_names(self, managers: Iterable[Target]) -> frozenset[str]:
        """Return the names of the methods of some classes that may write, not told apart by class."""
        names: set[str] = set()
        methods = [method for manager in managers for method in self._members.methods(manager.module, manager.name)]
        n_names = -1
        while n_names < len(names):  # A method may write by another.
            n_names = len(names)
            names.update(name for name, accesses in methods if any(_may_write(it, names) for it in accesses))
        return frozenset(names.difference(RESULTS))

    def _is_writer(self, query: Type, method: str, dependencies: Dependencies) -> bool:
        """Return whether a method that the project gave to a manager or its queryset writes rows of the model."""

        def types(own: Dependencies) -> Iterable[Type]:
            for manager in self._member_access.managers(query, own):
                for owner in self._names.mro(manager, own):
                    for access in self._members.accesses(owner.module, f"{owner.name}.{method}", own):
                        if self._writes(query, owner, access, own):
                            return [query]
            return []

        return bool(self._memo.once(("writes", query, method), types, dependencies))

    def _writes(self, query: Type, owner: Target, access: Access, dependencies: Dependencies) -> bool:
        """Return whether an access in a method of a manager or queryset writes rows of the model of a query."""
        if value_path.is_of_superclass(access.root) and access.links[0].startswith(CREATING_BEGINNINGS):
            return True
        path = value_path.attribute(access.root, access.manager) if access.manager else access.root
        for type_ in self._member_access.bound(query, owner, path, dependencies):
            if type_.target == query.target and (
                self.writing_method(type_, access.links, dependencies)
                if type_.kind == "query"
                else type_.kind == "instance" and access.links[:1] and access.links[0] in ROW_WRITES
            ):
                return True
        return False


def _row_write(links: Sequence[str], number: int) -> str:
    """Return the method right behind the link of a number if it writes a row."""
    return next((method for method in links[number + 1 : number + 2] if method in ROW_WRITES), "")


def _may_write(access: Access, writing_methods: Collection[str]) -> bool:
    return any(
        link in QUERY_WRITES or link in ROW_WRITES or link in writing_methods or link.startswith(CREATING_BEGINNINGS)
        for link in access.links
    )
