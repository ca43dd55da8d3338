"""Boost libraries, their versions, headers, dependencies and maintainers."""
