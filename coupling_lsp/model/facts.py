"""What one file says, in symbols, known without the rest of the project.

Expressions (`model.expression`) and value paths (`model.value_path`) are kept as text, small and comparable.

Facts hold no positions, so text that moves leaves them equal. Their places stand beside them in `Extraction.spans`,
in the order `Sites` defines.
"""

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from coupling_lsp.model.atomic_block import AtomicBlock
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.model.setting import Setting
from coupling_lsp.model.timing import Timing
from coupling_lsp.text import Span


class Import(Struct, frozen=True, array_like=True, gc=False):
    """One name of an import statement; a star has the name `*`.

    `import a.b` has no `name`: it is `bound` to `a.b`, reached through `a`; `import a.b as c` is bound to `c`.
    """

    module: str
    name: str
    bound: str
    level: int
    timing: Timing
    local: bool


class Field(Struct, frozen=True, array_like=True, gc=False):
    """A class attribute made by a call: callee, expressions of its target and `through` model, `related_name`.

    `parent_link` says that it is the link to the row of a model the class inherits from.
    `query` is the `related_query_name`, `key` the `to_field`, `on_delete` the expression of that argument.
    """

    name: str
    callee: str
    target: str
    through: str
    related: str = ""
    parent_link: bool = False
    query: str = ""
    key: str = ""
    on_delete: str = ""


class PlainField(Struct, frozen=True, array_like=True, gc=False):
    """A field of a class that is no relation: a column of its own."""

    class_name: str
    name: str
    is_primary_key: bool


class Class(Struct, frozen=True, array_like=True, gc=False):
    """A class statement.

    `options` are its constants (see `model.class_options`), `attributes` value paths of what instances hold, by name.
    One that is `type_checked` stands where only type checkers read it.
    """

    name: str
    bases: tuple[str, ...]
    fields: tuple[Field, ...]
    options: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    type_checked: bool = False

    def option(self, name: str) -> str:
        """The expression of a constant, or nothing."""
        return next((value for key, value in self.options if key == name), "")


class Access(Struct, frozen=True, array_like=True, gc=False):
    """A use of a manager: what stands before it, its name, the methods called on it, the enclosing definition.

    An empty `root` comes with the `reason` why it is not known, in words for the user. Without a `manager` the `root`
    is the value path of an instance or a related manager, and the first link is called on it. A link is the name of a
    method, or the step to an attribute that is only looked at: `.model`.
    """

    root: str
    manager: str
    links: tuple[str, ...]
    symbol: str
    timing: Timing
    reason: str


class Call(Struct, frozen=True, array_like=True, gc=False):
    """An argument of a call: the value path of what is called, its number or keyword, and its own value path."""

    callee: str
    key: str
    path: str


class Channel(Struct, frozen=True, array_like=True, gc=False):
    """A name that a program looks up when it runs: a signal's sender, a task, a command, a URL, a table.

    `callee` is what is called with it, `target` the name, both expressions; an empty target may come with the `reason`
    why it is not known, in words for the user. `detail` depends on the kind: see the detector that makes it.
    `is_alternative` tells of a name that is one of several that can reach the place, each of which is a fact;
    `namespaces` are those that an `include` of URLs gives.
    """

    kind: str
    mechanism: str
    callee: str
    target: str
    detail: str = ""
    symbol: str = ""
    timing: Timing = "eager"
    reason: str = ""
    is_alternative: bool = False
    namespaces: tuple[str, ...] = ()


class Registration(Struct, frozen=True, array_like=True, gc=False):
    """A name that a file gives to one of its symbols, for others to look up: `@shared_task(name="close")`.

    `kind` is that of the edges which lead to it, the `symbol` may be empty: then the name is the module's.
    """

    kind: str
    name: str
    symbol: str = ""


class Dynamic(Struct, frozen=True, array_like=True, gc=False):
    """A call that imports by dotted string; a string in a `setting`, `MIDDLEWARE`, has its name and no callee.

    `path` is an expression: a string, one that begins with dots relative to the file, or the name of a constant.
    """

    callee: str
    path: str
    timing: Timing
    setting: str = ""


class Told(Struct, frozen=True, array_like=True, gc=False):
    """What a name is, as jedi says: a class of the project, by the path of its file and its dotted name, or a row."""

    path: str
    name: str
    is_class: bool


class Answer(Struct, frozen=True, array_like=True, gc=False):
    """A use of a model that our own reading left open, what jedi says `name` is in it, and the steps from there.

    `open` is the site of the access that was counted as unresolved for it; -1 where none was.
    """

    access: Access
    name: str
    told: tuple[Told, ...]
    rest: str
    open: int = -1


class Facts(Struct, frozen=True, array_like=True, gc=False):
    """All that one file says.

    `returns` are functions with the value path of their result, `holds` the same for what instances keep:
    `Order.total`. `replacements` are methods that have the name of one of Django which saves. `columns` are the plain
    fields of classes, apart from these, as few look at them. `reads`, `queries` and `calls` are found in a second pass
    (`detect.second_pass`): `queries` are uses of queries by names of the project, of managers and of their methods.
    The first link of a read is the attribute. A read with a `manager` is a lookup in a query: the `root` is the query,
    the `manager` its method, the link the lookup; the `manager` may be an option of a class as well, then without
    `root`.
    `answers` are no reading of ours: they are put in when jedi was asked, and the next reading of the text is without.
    """

    imports: tuple[Import, ...] = ()
    classes: tuple[Class, ...] = ()
    accesses: tuple[Access, ...] = ()
    dynamics: tuple[Dynamic, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    settings: tuple[Setting, ...] = ()
    returns: tuple[tuple[str, str], ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    reads: tuple[Access, ...] = ()
    queries: tuple[Access, ...] = ()
    calls: tuple[Call, ...] = ()
    channels: tuple[Channel, ...] = ()
    registrations: tuple[Registration, ...] = ()
    atomic_blocks: tuple[AtomicBlock, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    answers: tuple[Answer, ...] = ()
    columns: tuple[PlainField, ...] = ()
    replacements: tuple[str, ...] = ()


NO_FACTS = Facts()


class Extraction(Struct, frozen=True, array_like=True, gc=False):
    """The facts of a file and their places: four numbers a site, packed as little-endian 32-bit integers.

    `statements` holds the line of each import's statement, packed alike.
    """

    facts: Facts
    spans: bytes
    ignores: tuple[Ignore, ...] = ()
    statements: bytes = b""

    def span(self, site: int) -> Span:
        """The place of a site, as `Sites` numbers them."""
        numbers = memoryview(self.spans)[site * 16 : site * 16 + 16].cast("I")
        return Span(*numbers)

    def statement(self, site: int) -> int:
        """The line on which the statement of an import begins."""
        return memoryview(self.statements).cast("I")[site]


class Sites(NamedTuple):
    """Where the sites of each field of `Facts` begin, in the order in which they are numbered.

    A fact has one site; a class has one for its name, each base and each field, a setting one for each item. `reads`,
    `queries` and `answers` stand last: they are put behind what the first pass gives.
    """

    imports: int
    classes: int
    accesses: int
    dynamics: int
    settings: int
    channels: int
    atomic_blocks: int
    declarations: int
    reads: int
    queries: int
    answers: int

    @classmethod
    def of(cls, facts: Facts) -> "Sites":
        """Return the numbering of one file's sites."""
        starts, n_sites = [], 0
        for name, members in zip(cls._fields, _members(facts), strict=True):
            starts.append(n_sites)
            if name == "classes":
                n_sites += sum([1 + len(it.bases) + len(it.fields) for it in members])
            elif name == "settings":
                n_sites += sum([len(it.items) for it in members])
            else:
                n_sites += len(members)
        return cls(*starts)


_members = attrgetter(*Sites._fields)


def class_sites(facts: Facts) -> Iterator[tuple[Class, int]]:
    """Each class with the site of its name; its bases, then its fields follow."""
    site = len(facts.imports)
    for class_ in facts.classes:
        yield class_, site
        site += 1 + len(class_.bases) + len(class_.fields)
