"""YAML with places: the tree of a valid text, and an outline of one that is being typed."""
