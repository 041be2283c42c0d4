"""Where outputs go: standard output, or files that are replaced in one step."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click

FORMATS = ("text", "concise", "json", "sarif", "github")
BINARY_FORMATS = frozenset({"json", "sarif"})
"""Formats that are UTF-8 by definition, whatever the terminal speaks."""


def parse_outputs(values: tuple[str, ...], main_format: str) -> tuple[tuple[str, Path | None], ...]:
    """Return (format, file) of every output asked for; the file None is standard output.

    ``FILE`` takes the main format away from standard output, ``FORMAT=FILE`` does not.
    """
    outputs: list[tuple[str, Path | None]] = []
    to_stdout = True
    for value in values:
        word, equals, path = value.partition("=")
        if equals and word in FORMATS:
            outputs.append((word, _path(path, value)))
        else:
            outputs.append((main_format, _path(value, value)))
            to_stdout = False
    return ((main_format, None), *outputs) if to_stdout else tuple(outputs)


def _path(path: str, value: str) -> Path | None:
    if not path:
        raise click.BadParameter(f"{value!r} names no file.", param_hint="--output")
    return None if path == "-" else Path(path)


def write_output(text: str, target: Path | None, *, binary: bool) -> None:
    """Write one rendered report."""
    if target is None:
        encoding = "utf-8" if binary else encoding_of_stdout()
        write_stdout(text.encode(encoding, "backslashreplace"))
        return
    data = text.encode("utf-8", "backslashreplace")
    if target.exists() and not target.is_file():
        # A pipe or device is written to, never replaced.
        _write_file(target, target, data, mode="wb")
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _write_file(temporary, target, data, mode="xb")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_file(path: Path, target: Path, data: bytes, *, mode: Literal["wb", "xb"]) -> None:
    try:
        with path.open(mode) as stream:
            stream.write(data)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        message = f"Cannot write {target} ({reason}); choose another file."
        raise click.ClickException(message) from error


def encoding_of_stdout() -> str:
    """The encoding that the reader of standard output expects."""
    return (sys.stdout.encoding if sys.stdout is not None else None) or "utf-8"


def write_stdout(data: bytes) -> None:
    """Write bytes; a reader that has gone away does not change how the program ends."""
    if sys.stdout is None:
        raise click.ClickException("Standard output is closed; write to a file with --output.")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise click.ClickException(unwritable(error)) from error


def unwritable(error: OSError) -> str:
    """The sentence about standard output that takes nothing more."""
    # What is still in the buffer would be tried again at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    reason = (error.strerror or type(error).__name__).lower()
    return f"Cannot write to standard output ({reason}); write to a file with --output."
