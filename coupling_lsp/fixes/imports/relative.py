"""How a module names another one with dots.

https://docs.python.org/3/reference/import.html#package-relative-imports
"""


def relative_name(module: str, importer: str, path: str) -> str:
    """Return a module with dots, as `importer` imports it; empty where the two share no package.

    `path` is that of the importer's file: a package counts its dots from itself.
    """
    package = importer.split(".") if path.endswith("/__init__.py") else importer.split(".")[:-1]
    parts = module.split(".")
    n_shared = 0
    while n_shared < min(len(package), len(parts)) and package[n_shared] == parts[n_shared]:
        n_shared += 1
    return "." * (len(package) - n_shared + 1) + ".".join(parts[n_shared:]) if n_shared else ""
