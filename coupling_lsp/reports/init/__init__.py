"""A first `rules.yaml`, made from today's edges."""
