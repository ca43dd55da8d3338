"""The names in a rules file after a class got another name, or went to another module or app."""

import re

from coupling_lsp.fixes.renaming.classes import ClassName, LostClass, ProjectClasses
from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.fixes.rules_file.new_names import NewNames
from coupling_lsp.fixes.service import pattern


class RenamedClass(NewNames):
    """The new name of one class, in every selector that names it and in the code of rules that do."""

    def __init__(self, classes: ProjectClasses, lost_class: LostClass, successor: ClassName) -> None:
        self._classes = classes
        self._lost_class = lost_class
        self._successor = successor

    def selector(self, selector: str) -> str:
        """Return a selector; one that names the module of the class names its new one."""
        loaded_selector = meaning.selector(selector)
        lost_class = self._classes.lost(loaded_selector)
        if lost_class is None or (lost_class.label, lost_class.name) != (self._lost_class.label, self._lost_class.name):
            return selector
        module = self._successor.module if lost_class.module else ()
        members = loaded_selector.parts[len(lost_class.module) + 1 :]
        return ".".join((self._successor.label, *module, self._successor.name, *members))

    def code(self, code: str) -> str:
        """Return the code that a rule is to replace. No other class has the name: else the class is that one now."""
        if pattern.model_name(code) != self._lost_class.name:
            return code
        return re.sub(rf"\b{re.escape(self._lost_class.name)}\b", self._successor.name, code, count=1)
