"""The contracts a project states for import-linter: read from its files, checked against imports."""
