"""Drafts of `rules.yaml`, made from today's edges."""
