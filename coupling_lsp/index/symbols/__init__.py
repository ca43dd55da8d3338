"""Names: which module a file is, what a name leads to, which classes inherit from which."""
