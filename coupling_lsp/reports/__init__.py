"""Reports: text for terminals, files and programs, made from snapshots alone.

A folder holds one command's reports; `contents`, `terminal` and `wording` are shared by several.
"""
