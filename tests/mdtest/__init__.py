"""Literate tests: each Markdown file here is a suite, each heading with code blocks a test. See `README.md`."""
