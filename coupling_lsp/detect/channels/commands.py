"""Management commands by name: `call_command("close_month")`."""

from coupling_lsp.detect.channels.argument_patterns import ANYTHING
from coupling_lsp.detect.channels.channel_call import ChannelCall
from coupling_lsp.django.dispatch import CALL_COMMAND

CALLS = {CALL_COMMAND: ANYTHING}


def read(call: ChannelCall) -> None:
    """Gather the command that is called; an object in place of a name gives a call as target."""
    argument = call.argument(0, "command_name")
    if argument is not None:
        call.add_each("command", argument, callee=call.callee)
