"""The plain fields of models, which few ask about: whose table has a name, and which one is its primary key."""

from collections.abc import Mapping

from coupling_lsp.index.incremental.dependencies import PLAIN_FIELD, PRIMARY_KEY, Dependencies, Dependency
from coupling_lsp.index.models.table_inheritance import Tables, link
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import NO_FACTS, Facts


class PlainFields:
    """Tells the plain fields of models, those of abstract models they extend included."""

    def __init__(self, modules: Modules, facts: Mapping[str, Facts], tables: Tables) -> None:
        self._tables = tables
        self._modules = modules
        self._facts = facts
        self._known: dict[Target, dict[str, bool]] = {}

    def of(self, model: Target) -> dict[str, bool]:
        """Return the names of a model's own fields, those of abstract models included; true for its primary key."""
        fields = self._known.get(model)
        if fields is None:
            fields = self._known[model] = {}
            for owner in self._tables.of(model, Dependencies()).declaring:
                for field in self._in(owner.module).columns:
                    if field.class_name == owner.name:
                        fields.setdefault(field.name, field.is_primary_key)
        return fields

    def key(self, model: Target, dependencies: Dependencies) -> str:
        """Return the name of a model's primary key.

        https://docs.djangoproject.com/en/stable/ref/models/fields/#primary-key
        """
        if not model.in_project:
            return "id"
        table = self._tables.of(model, dependencies)
        dependencies.update(PRIMARY_KEY.of(owner.module, owner.name) for owner in table.declaring)
        parent = next((chain[1] for chain in table.chains if len(chain) == 2), None)
        declared_key = next((name for name, is_key in self.of(model).items() if is_key), "")
        return declared_key or (link(parent) if parent is not None else "id")

    def owner(self, model: Target, name: str, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the chain of models from the first to the one that has a plain field; the first alone if none has."""
        for chain in self._tables.of(model, dependencies).chains if model.in_project else ():
            owners = self._tables.of(chain[-1], dependencies).declaring
            dependencies.update(PLAIN_FIELD.of(owner.module, name) for owner in owners)
            if name in self.of(chain[-1]) or name == self.key(chain[-1], dependencies):
                return chain
        return (model,)

    def _in(self, module: str) -> Facts:
        return self._facts.get(self._modules.paths.get(module, ""), NO_FACTS)


def changed(module: str, previous: Facts, current: Facts) -> set[Dependency]:
    """Return the dependencies on plain fields and primary keys that an edit of a module changes."""
    columns = set(previous.columns) ^ set(current.columns)
    changes = {PLAIN_FIELD.of(owner, field.name) for field in columns for owner in (module, "")}
    return changes | PRIMARY_KEY.in_module(module, _keys(current), _keys(previous))


def _keys(facts: Facts) -> dict[str, list[str]]:
    """Return the primary keys of each class, in order. Of two fields of one name the first stands."""
    keys: dict[str, list[str]] = {}
    fields = {(field.class_name, field.name): field for field in reversed(facts.columns)}
    for field in dict.fromkeys(facts.columns):
        if field.is_primary_key and fields[field.class_name, field.name] == field:
            keys.setdefault(field.class_name, []).append(field.name)
    return keys
