"""Whether a text compiles, by Python itself; nothing of it is run."""

import re
import warnings
from functools import lru_cache

from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.text import Text

_NEWER_STATEMENTS = re.compile(rb"^[ \t]*(?:type[ \t]+\w+[^=\n]*=|(?:class|def|async[ \t]+def)[ \t]+\w+[ \t]*\[)", re.M)
"""Statements of Python 3.12: https://peps.python.org/pep-0695/"""

_NEWER_ERRORS = ("f-string: ", "multiple exception types must be parenthesized")
"""How an older Python answers to strings of 3.12 and exceptions of 3.14: https://peps.python.org/pep-0758/"""


def syntax_error(source: Text, *, is_newer: bool = True) -> str:
    """Return the message of the error for which a text does not compile, with its line; empty where it does.

    A text in the syntax of a newer Python than this one is judged by the grammar of the editor, if it may be one.
    """
    error = _python_error(source)
    return "" if error and is_newer and is_of_newer_python(source) else error


def is_of_newer_python(source: Text) -> bool:
    """Return whether a text is in the syntax of a newer Python than this one."""
    error = _python_error(source)
    has_newer_syntax = error.startswith(_NEWER_ERRORS) or (error and _NEWER_STATEMENTS.search(source.data))
    return bool(has_newer_syntax) and not tree_of(source).root.has_error


@lru_cache(maxsize=64)
def _python_error(source: Text) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.data, "<file>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"{error.msg} in line {error.lineno}"
    except (ValueError, OverflowError) as error:
        return str(error)
    except (RecursionError, MemoryError):
        return "it is too deeply nested"
    return ""
