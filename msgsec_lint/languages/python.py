"""Python."""

from __future__ import annotations

import sys

from msgsec_lint.languages.traits import Traits

PYTHON = Traits(
    name="python",
    group="python",
    endings={".py": "python", ".pyw": "python"},
    interpreters=("python", "pypy"),
    naming="module",
    standard_modules=frozenset(sys.stdlib_module_names),
    entering_methods=("__enter__", "__aenter__"),
    generator_managers=("contextmanager",),
    constructor_names=("cls", "__init__"),
    nameless_are_called_later=True,
    later_function=frozenset({"target", "func", "function", "callback", "fn"}),
    later_arguments=frozenset({"args", "kwargs"}),
    module_constants_hold=True,
)
