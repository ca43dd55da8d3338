"""Configuration for import-linter, made from rules."""
