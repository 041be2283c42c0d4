"""TOML of strangers, read in bounded time.

The reader of the standard library needs the square of the time for keys of very many parts, and
refuses whole numbers of very many digits with an error of its own.
"""

from __future__ import annotations

import importlib
import re
import sys
from typing import Any

MAX_DOTS = 100
"""Dots outside of text in one run; keys of people have a few."""
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*(?:\"|\\?$)|'[^'\n]*(?:'|$)", re.MULTILINE)
_RUN = re.compile(r"[\w\-. \t]+")


class TomlError(Exception):
    """What is wrong with a text."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line
        """1-based; 0 where it is in no line."""


def loads(data: bytes) -> dict[str, Any]:
    """The table of a text. Raises TomlError where it is none."""
    # Part of Python from 3.11 on; its back-port is a dependency before that.
    tomllib = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        text = data.decode("utf-8-sig")
        bare = _QUOTED.sub("q", text)
        for run in _RUN.finditer(bare):
            if run.group().count(".") > MAX_DOTS:
                line = bare.count("\n", 0, run.start()) + 1
                raise TomlError(f"a key has more than {MAX_DOTS} parts", line)
        found: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError and UnicodeDecodeError are ValueErrors as well.
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        said = str(error).partition(" (at ")[0][:200]
        raise TomlError(
            f"{said[:1].lower()}{said[1:]}", int(place.group(1)) if place else 0
        ) from None
    return found
