"""Reads a folder: which files and projects there are, what the files say, and the snapshots made of both."""
