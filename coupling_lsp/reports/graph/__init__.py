"""The graph of a project: who depends on whom, in a cycle or not."""
