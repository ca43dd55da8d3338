"""Whether a text compiles, by Python itself; nothing of it is run."""

import warnings
from functools import lru_cache

from coupling_lsp.text import Text


@lru_cache(maxsize=64)
def syntax_error(source: Text) -> str:
    """Return the message of the error for which a text does not compile, with its line; empty where it does."""
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
