"""Edits to the imports of a Python file, as small as they can be."""
