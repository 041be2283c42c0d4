"""From the options of ``scan``, the policy file and the rules to one request.

The command line wins over the policy file. A list of rules on the command line replaces the one in
the file, so that `--select X` means X and nothing else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from msgsec_lint.checks.request import ScanRequest, StdinFile
from msgsec_lint.cli import progress
from msgsec_lint.cli.options import default_cache_dir, split_words
from msgsec_lint.policy.config import Config, load_config
from msgsec_lint.policy.rules import RuleSet, load_rules, select

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_STDIN_BYTES = 2_000_000


def plan(root: Path, paths: tuple[str, ...], options: dict[str, Any]) -> tuple[ScanRequest, str]:
    """Return the request, and the severity at which the program fails or ``never``."""
    cache_dir = None if options["no_cache"] else options["cache_dir"] or default_cache_dir()
    config = load_config(root, options["config_file"])
    settings = config.settings
    ruleset = chosen_rules(
        load_rules(
            _rule_dirs(options["rule_dirs"], config), cache_dir=cache_dir, within=Path(config.base)
        ),
        config,
        split_words(options["select"]),
        split_words(options["ignore"]),
    )
    if not ruleset.rules:
        message = "No rule is chosen, so nothing would be found. `msgsec-lint rules` lists them."
        raise click.UsageError(message)
    stdin = _stdin(root, paths, options["stdin_filename"])
    watched = progress.wanted(no_progress=options["no_progress"])
    request = ScanRequest(
        root=root,
        paths=() if stdin else paths,
        stdin=stdin,
        ruleset=ruleset,
        config=config,
        min_severity=options["min_severity"] or settings.min_severity or "note",
        min_confidence=options["min_confidence"] or settings.min_confidence or "medium",
        force_exclude=options["force_exclude"],
        jobs=options["jobs"] or available_cores(),
        cache_dir=cache_dir,
        progress=progress.ProgressLine() if watched else None,
    )
    return request, options["fail_on"] or settings.fail_on or "note"


def chosen_rules(
    ruleset: RuleSet, config: Config, chosen: Sequence[str], ignored: Sequence[str]
) -> RuleSet:
    """Return the rules of a run, as severe as the project says."""
    config.check(ruleset)
    wishes = config.settings.rules
    off = [word for word, severity in wishes.severity.items() if severity == "off"]
    if chosen:
        selected = select(ruleset, chosen, ignored)
    else:
        selected = select(ruleset, wishes.select, (*wishes.ignore, *off, *ignored))
    changed = {
        word: msgspec.structs.replace(selected.rules[word], severity=severity)
        for word, severity in wishes.severity.items()
        if severity != "off" and word in selected.rules
    }
    return (
        msgspec.structs.replace(selected, rules=selected.rules | changed) if changed else selected
    )


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _rule_dirs(given: Sequence[Path], config: Config) -> list[Path]:
    return [*given, *(Path(path) for path in config.rule_dirs)]


def _stdin(root: Path, paths: tuple[str, ...], filename: str | None) -> StdinFile | None:
    if "-" not in paths:
        if filename:
            raise click.UsageError("--stdin-filename needs the path `-`.")
        return None
    if len(paths) > 1:
        raise click.UsageError("`-` stands alone: standard input is one file.")
    top = os.path.realpath(root)
    full = os.path.realpath(filename or os.path.join(top, "stdin.py"))  # noqa: PTH118
    if not full.startswith(top.rstrip("/") + os.sep):
        message = f"{filename} is outside of the scanned tree {top}; name a path inside."
        raise click.BadParameter(message, param_hint="--stdin-filename")
    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise click.UsageError(f"Standard input has more than {MAX_STDIN_BYTES:,} bytes.")
    return StdinFile(path=os.path.relpath(full, top).replace(os.sep, "/"), data=data)
