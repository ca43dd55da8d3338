"""A module with dots, as a file of the same package imports it.

https://docs.python.org/3/reference/import.html#package-relative-imports
"""


def relative_module(path: str, importer: str, module: str) -> str:
    """Return a module as the module `importer`, at `path`, imports it with dots; empty where they share no package."""
    is_package = path.endswith("/__init__.py")
    package = importer.split(".") if is_package else importer.split(".")[:-1]
    parts = module.split(".")
    n_shared = 0
    while n_shared < min(len(package), len(parts)) and package[n_shared] == parts[n_shared]:
        n_shared += 1
    return "." * (len(package) - n_shared + 1) + ".".join(parts[n_shared:]) if n_shared else ""
