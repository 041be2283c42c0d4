"""``msgsec-lint scan``: from options to a request, from a report to outputs and an exit code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from msgsec_lint.cli.main import FINDINGS, INCOMPLETE, NOTHING, OK
from msgsec_lint.cli.options import (
    color_option,
    confidence_choice,
    debug_option,
    rules_option,
    severity_choice,
)
from msgsec_lint.cli.streams import (
    BINARY_FORMATS,
    FORMATS,
    encoding_of_stdout,
    parse_outputs,
    write_output,
    write_stdout,
)
from msgsec_lint.findings.model import SEVERITIES
from msgsec_lint.output import FORMATS as RENDERERS

if TYPE_CHECKING:
    from msgsec_lint.checks.request import ScanRequest
    from msgsec_lint.findings.model import Report
    from msgsec_lint.output.terminal import Terminal
    from msgsec_lint.policy.config import Config
    from msgsec_lint.policy.rules import RuleSet

LOST = ("unreadable", "too-large")
"""Reasons for which a file that should have been analysed was not."""


@click.command("scan")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "-o",
    "--output",
    "--output-to",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write the report to FILE; with FORMAT= as a further output. Repeatable.",
)
@click.option("--select", multiple=True, metavar="WORDS", help="Rules, sections or principles.")
@click.option("--ignore", multiple=True, metavar="WORDS", help="Leave these out.")
@click.option(
    "--min-severity", type=severity_choice, default=None, help="Hide findings below.  [note]"
)
@click.option(
    "--min-confidence", type=confidence_choice, default=None, help="Hide findings below.  [medium]"
)
@click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, "never")),
    default=None,
    help="Exit with 1 at shown findings of this severity or above.  [note]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
@click.option("--strict", is_flag=True, help="Exit with 4 if something could not be scanned.")
@click.option("--include-suppressed", is_flag=True, help="Show findings silenced in the source.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Policy file to use instead of the one found in the tree.",
)
@rules_option
@click.option("--force-exclude", is_flag=True, help="Ignore rules hold for named files as well.")
@click.option("--show-files", is_flag=True, help="List the files that would be scanned, and stop.")
@click.option(
    "--stdin-filename",
    metavar="PATH",
    help="Where the file read with `-` belongs; its ending says the language.  [stdin.py]",
)
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
@color_option
@debug_option
def command(**options: Any) -> int:
    """Look for violations under PATHS, the current folder by default.

    One folder is the root of the scan. With files or several paths the root is the top of the git
    repository, or the current folder. `-` reads one file from standard input.
    """
    # Imported here, so that `scan --help` stays fast.
    from msgsec_lint.cli.plan import plan
    from msgsec_lint.output.terminal import Terminal
    from msgsec_lint.policy.config import load_config

    outputs = parse_outputs(options["outputs"], options["format_"])
    root, paths = choose_root(options["paths"])
    if options["show_files"]:
        config = load_config(root, options["config_file"])
        return _show_files(root, paths, config, force=options["force_exclude"])
    request, fail_on = plan(root, paths, options)
    report = _scan(request)
    for format_, target in outputs:
        to_terminal = target is None and format_ == "text"
        text = render(
            format_,
            report,
            request.ruleset,
            terminal=Terminal.of(color=options["color"]) if to_terminal else None,
            include_suppressed=options["include_suppressed"],
        )
        write_output(text, target, binary=format_ in BINARY_FORMATS)
    return exit_code(
        report,
        fail_on=fail_on,
        exit_zero=options["exit_zero"],
        strict=options["strict"],
        may_be_empty=options["force_exclude"] and bool(paths),
    )


def choose_root(paths: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the root of the scan, and what to look at below it (nothing means everything)."""
    from msgsec_lint.files.ignores import git_top

    try:
        here = os.path.realpath(Path.cwd())
    except OSError as error:
        message = "The current folder is gone; change to one that exists."
        raise click.UsageError(message) from error
    if "" in paths:
        raise click.UsageError("A path is empty; name a file or folder.")
    if not paths:
        return Path(here), ()
    if len(paths) == 1 and Path(paths[0]).is_dir():
        return Path(paths[0]).resolve(), ()
    root = git_top(here) or here
    return Path(root), tuple(p if p == "-" else os.path.abspath(p) for p in paths)  # noqa: PTH100


def exit_code(
    report: Report, *, fail_on: str, exit_zero: bool, strict: bool, may_be_empty: bool
) -> int:
    """Return what the program says to the one that called it.

    A hook may name only files that are left out, so ``may_be_empty`` makes that a success.
    """
    failing = next((SEVERITIES[:n] for n, s in enumerate(SEVERITIES, 1) if s == fail_on), ())
    if not exit_zero and any(finding.severity in failing for finding in report.findings):
        return FINDINGS
    lost = any(report.coverage.skipped.get(reason) for reason in LOST)
    if strict and (lost or any(notice.level == "error" for notice in report.notices)):
        return INCOMPLETE
    return NOTHING if not report.coverage.files and not may_be_empty else OK


def render(
    format_: str,
    report: Report,
    ruleset: RuleSet,
    *,
    terminal: Terminal | None,
    include_suppressed: bool,
) -> str:
    """Return a report in one of the formats; only text looks at the terminal it is for."""
    rules, policy = ruleset.rules, ruleset.policy
    if format_ == "text" and terminal is not None:
        from msgsec_lint.output.text import render as render_text

        return render_text(
            report, rules, policy, include_suppressed=include_suppressed, terminal=terminal
        )
    renderer = RENDERERS[format_]()
    return renderer(report, rules, policy, include_suppressed=include_suppressed)


def _scan(request: ScanRequest) -> Report:
    from msgsec_lint.checks.scan import run

    try:
        return run(request)
    finally:
        close = getattr(request.progress, "close", None)
        if close:
            close()


def _show_files(root: Path, paths: tuple[str, ...], config: Config, *, force: bool) -> int:
    from msgsec_lint.checks.request import find_files
    from msgsec_lint.output.escaping import visible

    found = find_files(root, paths, config, force_exclude=force)
    encoding = encoding_of_stdout()
    lines = "".join(f"{visible(file.path, encoding)}\n" for file in found.files)
    write_stdout(lines.encode(encoding, "backslashreplace"))
    return OK if found.files else NOTHING
