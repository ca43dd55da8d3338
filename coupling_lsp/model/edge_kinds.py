"""The kinds of edges: one row a kind, with every word in which it is told and the policy it follows.

Messages, reports, keys of `rules.yaml` and command lines read this table. What cannot import it is generated from it by
`scripts/generate`: the JSON schema, and the tables of the extensions for VS Code and Neovim.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    "schema",
    "orm-read",
    "orm-write",
    "import",
    "join",
    "signal",
    "task",
    "command",
    "url",
    "template",
    "patch",
    "sql",
    "migration",
]
"""The name of each row: mypy knows no types made of values, so they are said twice."""

Section = Literal["schema", "orm", "imports", "channels"]
"""The section of `report` that lists edges of a kind. Those of `channels` lead through a name that is looked up."""

LOOKED_UP = ("name looked up", "names looked up")


class EdgeKind(NamedTuple):
    """What there is to say of one kind of edge."""

    name: Kind
    """As in `via` of a rule, in `--kind` and in JSON."""
    noun: str
    """In counts: `1 SQL table`."""
    plural: str
    """In counts: `2 SQL tables`; the same as the noun where that cannot be counted: `2 schema`."""
    term: str
    """What one edge is called: `raw SQL`. Its mechanism or timing may say it better: `foreign key`, `lazy import`."""
    verb: str
    """From the app to the target: `orders names the table of billing.Invoice`. A mechanism may have its own."""
    id_verb: str
    """In the id of a drafted rule: `orders-names-invoice`."""
    section: Section
    heading: str
    """Above the rules of this kind in a drafted `rules.yaml`."""
    description: str
    """In completion, hovers and the JSON schema of `rules.yaml`."""
    icon: str
    """In the tree of VS Code, by its name among the codicons."""
    policy: str = ""
    """The key of `policy` with the severity of edges no rule speaks of; without one they are off unless named."""
    lens: tuple[str, str] = LOOKED_UP
    """One use and several uses in the lens of a model."""
    mechanisms: Mapping[str, tuple[str, str]] = {}
    """Term and verb of single mechanisms, in place of those of the kind."""

    @property
    def is_channel(self) -> bool:
        """Whether such edges lead through a name that is looked up, by the program or in a query.

        They are judged only where rules ask.
        """
        return self.section == "channels"

    @property
    def edge_noun(self) -> str:
        """The noun of edges that are counted one by one: `schema edge`, `import`."""
        return f"{self.noun} edge" if self.noun == self.plural else self.noun

    def counted(self, number: int) -> str:
        """Return a number with its noun: `2 schema`, `1 ORM read`, `2 imports`."""
        return f"{number} {self.noun if number == 1 else self.plural}"


_ROWS = (
    EdgeKind(
        name="schema",
        noun="schema",
        plural="schema",
        term="relation",
        verb="relates to",
        id_verb="",
        section="schema",
        heading="Schema: foreign keys, other relations, inherited tables",
        description="Foreign keys and other relations, inherited tables.",
        icon="database",
        policy="undeclared",
        lens=("relation", "relations"),
        mechanisms={
            "fk": ("foreign key", "has a foreign key to"),
            "one-to-one": ("one-to-one", "has a one-to-one key to"),
            "many-to-many": ("many-to-many", "has a many-to-many relation to"),
            "through": ("through model", "relates through"),
            "mti": ("multi-table inheritance", "extends the table of"),
            "proxy": ("proxy", "is a proxy of"),
            "abstract": ("abstract base", "inherits from"),
            "generic": ("generic relation", "has a generic relation to"),
        },
    ),
    EdgeKind(
        name="orm-read",
        noun="ORM read",
        plural="ORM reads",
        term="ORM read",
        verb="reads",
        id_verb="reads",
        section="orm",
        heading="ORM: queries that read another app's tables",
        description="Queries that read.",
        icon="search",
        policy="undeclared",
        lens=("read", "reads"),
    ),
    EdgeKind(
        name="orm-write",
        noun="ORM write",
        plural="ORM writes",
        term="ORM write",
        verb="writes",
        id_verb="writes",
        section="orm",
        heading="ORM: queries that write another app's tables",
        description="Queries that create, change or delete.",
        icon="edit",
        policy="write-outside-services",
        lens=("write", "writes"),
    ),
    EdgeKind(
        name="import",
        noun="import",
        plural="imports",
        term="import",
        verb="imports",
        id_verb="imports",
        section="imports",
        heading="Imports",
        description="Import statements, and imports by dotted string.",
        icon="package",
        policy="undeclared",
        lens=("import", "imports"),
    ),
    EdgeKind(
        name="join",
        noun="join",
        plural="joins",
        term="join",
        verb="joins",
        id_verb="joins",
        section="channels",
        heading="Joins: queries that walk into another app's tables",
        description="Lookups in queries that walk into the table of another app.",
        icon="git-merge",
        policy="joins",
        lens=("join", "joins"),
    ),
    EdgeKind(
        name="signal",
        noun="signal",
        plural="signals",
        term="signal",
        verb="listens to",
        id_verb="listens-to",
        section="channels",
        heading="Signals: receivers for another app's senders, and its signals",
        description="Receivers and senders of signals.",
        icon="broadcast",
        lens=("signal", "signals"),
        mechanisms={"send": ("signal", "sends")},
    ),
    EdgeKind(
        name="task",
        noun="task",
        plural="tasks",
        term="task",
        verb="starts the task",
        id_verb="starts",
        section="channels",
        heading="Tasks started by name",
        description="Celery tasks that are started by name.",
        icon="clock",
    ),
    EdgeKind(
        name="command",
        noun="command",
        plural="commands",
        term="command",
        verb="calls the command",
        id_verb="calls",
        section="channels",
        heading="Management commands called by name",
        description="Management commands that are called.",
        icon="terminal",
    ),
    EdgeKind(
        name="url",
        noun="URL",
        plural="URLs",
        term="URL",
        verb="links to",
        id_verb="links-to",
        section="channels",
        heading="URLs of another app, by name",
        description="URL configurations that are included, and URLs by namespace.",
        icon="link",
        mechanisms={"include": ("URL", "includes")},
    ),
    EdgeKind(
        name="template",
        noun="template",
        plural="templates",
        term="template",
        verb="renders",
        id_verb="renders",
        section="channels",
        heading="Templates, tags and static files of another app",
        description="Templates, tag libraries, static files and URLs that templates name.",
        icon="file-code",
        mechanisms={
            "extends": ("template", "extends"),
            "include": ("template", "includes"),
            "load": ("template tags", "loads"),
            "static": ("static file", "uses the file"),
            "url": ("URL in a template", "links to"),
        },
    ),
    EdgeKind(
        name="patch",
        noun="patched name",
        plural="patched names",
        term="patch",
        verb="patches",
        id_verb="patches",
        section="channels",
        heading="What tests replace in another app",
        description="What tests replace by dotted string.",
        icon="beaker",
    ),
    EdgeKind(
        name="sql",
        noun="SQL table",
        plural="SQL tables",
        term="raw SQL",
        verb="names the table of",
        id_verb="names",
        section="channels",
        heading="Raw SQL that names another app's tables",
        description="Tables that raw SQL names.",
        icon="table",
        lens=("table in SQL", "tables in SQL"),
    ),
    EdgeKind(
        name="migration",
        noun="migration",
        plural="migrations",
        term="migration",
        verb="migrates after",
        id_verb="migrates-after",
        section="channels",
        heading="Migrations that wait for another app's",
        description="Dependencies between migrations.",
        icon="versions",
        mechanisms={"run-before": ("migration", "migrates before")},
    ),
)
EDGE_KINDS: Mapping[Kind, EdgeKind] = {row.name: row for row in _ROWS}
"""The rows by name, in the order in which kinds are listed everywhere."""

KINDS: tuple[Kind, ...] = tuple(EDGE_KINDS)
ORM_KINDS: tuple[Kind, ...] = tuple(row.name for row in _ROWS if row.section == "orm")
CHANNELS: tuple[Kind, ...] = tuple(row.name for row in _ROWS if row.is_channel)
