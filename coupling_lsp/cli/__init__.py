"""The command line: arguments, exit codes, and what goes to the terminal. One file per command, listed in `app`."""
