"""Contracts for import-linter, made from rules."""
