"""The YAML dialect of rule, model and policy files: scalars as in YAML 1.2's core schema.

YAML 1.1, which PyYAML reads by default, takes ``off`` for false, ``1:30`` for ninety and
``2027-01-31`` for a date. In files where people write severities and times that is a trap.
This module imports PyYAML, so it is itself imported only where a text is really parsed.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SCALARS: tuple[tuple[str, str, str], ...] = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]{1,18}|0x[0-9a-fA-F]{1,15}", "-+0123456789"),
    ("float", r"[-+]?(\.\d{1,18}|\d{1,18}(\.\d{0,18})?)([eE][-+]?\d{1,3})?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN"),
)


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, pattern, firsts in _SCALARS:
        entry = (f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{pattern})\Z", re.ASCII))
        for first in [*firsts, *([""] if name == "null" else [])]:
            table.setdefault(first, []).append(entry)
    return table


class Loader(_Base):  # type: ignore[misc]
    """PyYAML's scanner and composer with this dialect's scalars; it constructs nothing."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = _resolvers()


def may_be_deep(text: bytes) -> bool:
    """Whether a text could be nested so deeply that composing it overflows the stack.

    Each level needs an opening bracket or a further column, so a text with few brackets and short
    lines cannot be. PyYAML's composer calls itself for each level, in C, and would crash.
    """
    brackets = text.count(b"[") + text.count(b"{")
    return brackets > 500 or max(map(len, text.splitlines()), default=0) > 500


def deep_line(text: str, limit: int) -> int:
    """The first line on which more than ``limit`` collections are open; 0 if there is none."""
    loader = Loader(text)
    try:
        depth = 0
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > limit:
                    mark: Any = event.start_mark
                    return int(mark.line) + 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
        return 0
    finally:
        loader.dispose()
