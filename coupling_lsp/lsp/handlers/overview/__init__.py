"""Requests of our own, for the view that an editor has of a whole project."""
