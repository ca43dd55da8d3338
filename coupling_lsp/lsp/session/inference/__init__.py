"""Inference by jedi on behalf of one connection: for a hover, or in the background while nobody types."""
