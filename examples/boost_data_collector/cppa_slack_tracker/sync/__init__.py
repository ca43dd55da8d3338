"""Sync of one Slack team, one module per kind of object."""
