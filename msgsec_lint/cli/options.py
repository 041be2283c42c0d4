"""Options that several commands share, and their meaning."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from msgsec_lint.findings.model import CONFIDENCES, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgsec_lint.output.terminal import Color

F = TypeVar("F", bound="Callable[..., Any]")

severity_choice = click.Choice(SEVERITIES)
confidence_choice = click.Choice(CONFIDENCES)


def rules_option(function: F) -> F:
    """Add ``--rules DIR``."""
    return click.option(
        "--rules",
        "rule_dirs",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="DIR",
        help="Further rules, a folder or a file. Repeatable.",
    )(function)


def color_option(function: F) -> F:
    """Add ``--color WHEN``."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour in text for people.",
    )(function)


def debug_option(function: F) -> F:
    """Add ``--debug``, which ``main`` looks at."""
    return click.option(
        "--debug", is_flag=True, expose_value=False, help="Show the trace of an internal fault."
    )(function)


def split_words(values: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a repeatable option that also takes commas."""
    return tuple(word for value in values for part in value.split(",") if (word := part.strip()))


def wants_color(when: Color) -> bool:
    """Decide whether standard output gets colour."""
    from msgsec_lint.output.terminal import Terminal

    return Terminal.of(color=when).color


def default_cache_dir() -> Path | None:
    """Return the user's own folder for caches; None where there is no home.

    It never lies in the scanned tree: who writes the tree must not be able to write the cache.
    """
    if chosen := os.environ.get("MSGSEC_CACHE_DIR"):
        return Path(chosen).absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    try:
        home = Path.home()
    except RuntimeError:
        return Path(base, "msgsec-lint") if base else None
    if not base or not Path(base).is_absolute():
        base = str(home / ("Library/Caches" if sys.platform == "darwin" else ".cache"))
    return Path(base, "msgsec-lint")
