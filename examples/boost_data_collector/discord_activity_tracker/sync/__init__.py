"""Sync of one Discord server."""
