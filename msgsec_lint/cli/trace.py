"""``msgsec-lint trace``: how the analyzer sees one line of a tree."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import click

from msgsec_lint.cli.main import OK
from msgsec_lint.cli.options import (
    confidence_choice,
    debug_option,
    rules_option,
    severity_choice,
)
from msgsec_lint.cli.scan import choose_root
from msgsec_lint.cli.streams import write_output

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?", re.DOTALL)


@click.command("trace")
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@click.option("--select", multiple=True, metavar="WORDS", help="Rules, sections or principles.")
@click.option("--ignore", multiple=True, metavar="WORDS", help="Leave these out.")
@click.option("--min-severity", type=severity_choice, default=None, help="As in scan.  [note]")
@click.option(
    "--min-confidence", type=confidence_choice, default=None, help="As in scan.  [medium]"
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Root of the scan.  [top of the git repository, or the current folder]",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Policy file to use instead of the one found in the tree.",
)
@rules_option
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, help="Worker processes.  [all cores]"
)
@click.option(
    "--cache-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep facts between scans here; never a folder that others can write.",
)
@click.option("--no-cache", is_flag=True, help="Keep nothing between scans.")
@click.option("--no-progress", is_flag=True, help="Show no progress, not even on a terminal.")
@debug_option
def command(place: str, format_: str, root: Path | None, **options: Any) -> int:
    """Show how the analyzer sees the calls and assignments of one line.

    What each calls, what of it is sensitive and why, what stopped the search, and which rule, zone
    or threshold decided. With a COLUMN only the innermost call or assignment there.
    """
    from msgsec_lint.checks.trace import Asked, trace
    from msgsec_lint.cli.plan import plan
    from msgsec_lint.output.trace import as_json, as_text

    told = _PLACE.fullmatch(place)
    if told is None or not int(told["line"]):
        raise click.UsageError(f"{place} names no line; write FILE:LINE or FILE:LINE:COLUMN.")
    full = os.path.abspath(told["file"])  # noqa: PTH100 - links are kept, as in a scan
    top = root.resolve() if root is not None else choose_root((full,))[0]
    request, _ = plan(top, (), {**options, **_WITHOUT})
    path = os.path.relpath(os.path.realpath(full), os.path.realpath(top)).replace(os.sep, "/")
    found = trace(request, Asked(path, int(told["line"]), int(told["column"] or 0)))
    close = getattr(request.progress, "close", None)
    if close:
        close()
    rules = request.ruleset.rules
    text = as_json(found, rules) if format_ == "json" else as_text(found)
    # msgsec: ignore[plaintext-at-rest] -- what is said of code, not messages of people
    write_output(text, None, binary=format_ == "json")
    return OK


_WITHOUT = {"stdin_filename": None, "force_exclude": False, "fail_on": "never"}
"""Options of a scan that a trace has no use for."""
