"""Starts the collectors that a YAML schedule names."""
