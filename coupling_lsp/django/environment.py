"""Functions and classes that give a setting the value of a variable of the environment, or a default.

https://docs.python.org/3/library/os.html#os.getenv
https://django-environ.readthedocs.io/en/latest/api.html
https://github.com/sloria/environs
https://github.com/HBNetwork/python-decouple
https://django-configurations.readthedocs.io/en/stable/values/
"""

import re

DEFAULT = "default"
"""The keyword of the default, in all of them."""

READER = re.compile(
    r"(?:os\.)?environ\.(?:get|setdefault|pop)"
    r"|(?:\w+\.)*\w*getenv\w*"
    r"|(?:\w+\.)*(?:get_|read_|from_)?env(?:iron|ironment)?(?:_\w+|\.\w+)?"
    r"|(?:decouple\.)?config"
)
"""What is called with the name of a variable: `os.environ.get`, `getenv`, `env`, `env.list`, `get_env_variable`."""

VALUE_CLASS = re.compile(r"(?:\w+\.)*[A-Z]\w*Value|(?:\w+\.)*Value")
"""What is called with the default alone, which then asks for a variable named like the setting."""

CASTS = frozenset(("str", "list", "tuple", "set", "dict", "bool", "int", "float", "json"))
"""Types that may stand where a default may stand: `env("APPS", list, ["orders"])`."""
