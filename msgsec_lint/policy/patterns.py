"""Patterns that users write: path globs and regular expressions, none of which may run wild.

A scanned tree brings its own policy file, so a pattern may be meant to hang the scan. Globs are
matched segment by segment without backtracking over directories; regular expressions are accepted
only in a form whose matching time is bounded.
"""

from __future__ import annotations

import fnmatch
import importlib
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PATTERN = 300
"""Longest glob or regular expression, in characters."""
MAX_REPEATS = 3
"""Most open repeats (``*``, ``+``, ``{2,}``) in one regular expression."""


MAX_WAYS = 500
"""Most ways through the alternatives and optional parts of one regular expression."""


class Globs:
    """Path patterns as in .gitignore: one with a slash inside is anchored, others hold anywhere.

    A pattern that matches a directory holds for everything below it; ``**`` stands for any number
    of directories.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._globs = [_segments(pattern) for pattern in patterns]

    def match(self, path: str) -> bool:
        """Whether one of the patterns holds for a POSIX path."""
        parts = path.split("/")
        return any(_matches(glob, parts) for glob in self._globs)


def glob_fault(pattern: str) -> str | None:
    """What is wrong with a glob, as the end of a sentence; None if it is fine."""
    if not pattern.strip("/*") and pattern not in ("*", "**"):
        return "names no path"
    if pattern.startswith("!"):
        return "cannot be turned round with `!`"
    if pattern.startswith("/") or ".." in pattern.split("/") or "\\" in pattern:
        return "must be relative, with `/` between directories and without `..`"
    return "is too long" if len(pattern) > MAX_PATTERN else None


def pattern_fault(pattern: str) -> str | None:
    """What is wrong with a regular expression, as the end of a sentence; None if it is fine."""
    if len(pattern) > MAX_PATTERN:
        return f"is longer than {MAX_PATTERN} characters"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {getattr(error, 'msg', None) or error}"
    # Public up to Python 3.10, where it was called sre_parse.
    parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    parsed = parser.parse(pattern)
    if _ways(parsed) > MAX_WAYS:
        return f"can match in more than {MAX_WAYS} ways"
    repeats = _open_repeats(parsed, inside=False)
    if repeats is None:
        return "repeats what can match in several ways, which can take for ever"
    return f"has more than {MAX_REPEATS} open repeats" if repeats > MAX_REPEATS else None


def _segments(pattern: str) -> list[re.Pattern[str] | None]:
    """A glob as one pattern for each directory level; None stands for ``**``."""
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    parts = pattern.split("/")
    if len(parts) == 1 or (len(parts) == 2 and parts[1] == "**"):
        parts.insert(0, "**")
    return [None if part == "**" else re.compile(fnmatch.translate(part)) for part in parts]


def _matches(glob: list[re.Pattern[str] | None], parts: list[str]) -> bool:
    """Walk all ways through the glob at once, so the time is bounded by the product of lengths."""
    end = len(glob)
    states = {0}
    for part in parts:
        after: set[int] = set()
        for state in _skipped(glob, states):
            segment = glob[state]
            if segment is None:
                after.update((state, state + 1) if state + 1 == end else (state,))
            elif segment.match(part):
                after.add(state + 1)
        if end in after:
            return True
        states = after
    return False


def _skipped(glob: list[re.Pattern[str] | None], states: set[int]) -> set[int]:
    """The states with those that follow when ``**`` stands for no directory at all."""
    reached = set()
    for start in states:
        state = start
        reached.add(state)
        while state + 1 < len(glob) and glob[state] is None:
            state += 1
            reached.add(state)
    return reached


def _open_repeats(parsed: Any, *, inside: bool) -> int | None:
    """The number of open repeats; None if what is repeated can match one text in several ways."""
    total = 0
    for operator, argument in parsed:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, body = argument
            if inside and low != high:
                return None
            opened = int(high) - int(low) > 1
            children, own = [body], int(opened)
        else:
            if inside and name == "BRANCH":
                return None
            children, own, opened = list(_subpatterns(argument)), 0, False
        total += own
        for child in children:
            inner = _open_repeats(child, inside=inside or opened)
            if inner is None:
                return None
            total += inner
    return total


def _ways(parsed: Any) -> int:
    """In how many ways alternatives and parts of a bounded number of times can be combined."""
    ways = 1
    for operator, argument in parsed:
        name = str(operator)
        inner = [_ways(child) for child in _subpatterns(argument)]
        if name == "BRANCH":
            ways *= sum(inner)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, _ = argument
            times = min(int(high), MAX_WAYS) - min(int(low), MAX_WAYS)
            # What repeats without end counts as a repeat.
            ways *= (times + 1 if times < MAX_WAYS // 2 else 1) * max(1, *inner)
        else:
            for part in inner:
                ways *= part
        if ways > MAX_WAYS:
            break
    return ways


def _subpatterns(argument: Any) -> Iterable[Any]:
    """The parsed expressions somewhere in the argument of an operator."""
    if type(argument).__name__ == "SubPattern":
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _subpatterns(part)
