"""What Django is, as far as code that uses it can be read: one table for each part of it, and the sets they give.

Every other package takes Django's names from here, so that no two places can disagree.
`tests/laws/test_django_table.py` compares the tables with the installed Django.
"""
