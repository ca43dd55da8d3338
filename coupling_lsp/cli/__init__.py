"""The command line: arguments, exit codes, and what goes to the terminal. `commands` has one module per command."""
