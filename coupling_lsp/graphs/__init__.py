"""Algorithms on directed graphs: of any nodes that can be hashed and sorted, with nothing said of what they are."""
