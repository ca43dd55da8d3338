"""Edits of `rules.yaml`, in every form it may be written in; each is proved by loading the result."""
