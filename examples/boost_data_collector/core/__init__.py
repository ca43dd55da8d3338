"""Shared infrastructure: protocols, the collector base class and small helpers."""
