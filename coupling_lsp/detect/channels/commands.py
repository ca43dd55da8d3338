"""Management commands by name: `call_command("close_month")`."""

from coupling_lsp.detect.channels.shapes import ANYTHING
from coupling_lsp.detect.channels.use import Use
from coupling_lsp.django.dispatch import CALL_COMMAND

CALLS = {CALL_COMMAND: ANYTHING}


def read(use: Use) -> None:
    """Gather the command that is called; an object in place of a name gives a call as target."""
    argument = use.given(0, "command_name")
    if argument is not None:
        use.add_each("command", argument, callee=use.callee)
