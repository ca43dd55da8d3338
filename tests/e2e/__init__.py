"""The language server as editors meet it: a process of its own, spoken to over its standard input and output."""
