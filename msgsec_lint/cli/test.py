"""``msgsec-lint test``: whether the rules find what their own examples say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from msgsec_lint.cli.main import FINDINGS, NOTHING, OK
from msgsec_lint.cli.options import (
    color_option,
    debug_option,
    rules_option,
    split_words,
    wants_color,
)

if TYPE_CHECKING:
    from msgsec_lint.checks.examples import Outcome
    from msgsec_lint.output.terminal import Color
    from msgsec_lint.policy.rules import RuleSet


@click.command("test")
@click.argument("names", nargs=-1, metavar="[RULES]...")
@rules_option
@click.option("-v", "--verbose", is_flag=True, help="Name the examples that pass as well.")
@color_option
@debug_option
def command(
    names: tuple[str, ...], rule_dirs: tuple[Path, ...], color: Color, *, verbose: bool
) -> int:
    """Run the bad and good examples of RULES, of all rules by default.

    RULES are ids, sections, principles, or files and folders with rules of your own.
    """
    from msgsec_lint.checks.examples import run_examples

    colored = wants_color(color)
    passed = failed = 0
    for outcome in run_examples(_choose(names, rule_dirs)):
        passed += outcome.passed
        failed += not outcome.passed
        if verbose or not outcome.passed:
            click.echo("\n".join(_describe(outcome)), color=colored)
    if not passed + failed:
        click.echo("no examples to run", color=colored)
        return NOTHING
    click.echo(f"{passed} examples passed, {failed} failed", color=colored)
    return FINDINGS if failed else OK


def _choose(names: tuple[str, ...], rule_dirs: tuple[Path, ...]) -> RuleSet:
    """Return the rules that words select and those that stand in files or folders."""
    from msgsec_lint.policy.rules import load_rules, select

    words = [name for name in names if not _is_path(name)]
    paths = [Path(name) for name in names if _is_path(name)]
    ruleset = load_rules((*rule_dirs, *paths))
    if not names:
        return ruleset
    origins = {rule_id: Path(origin).resolve() for rule_id, origin in ruleset.origins.items()}
    by_path = [
        rule_id
        for rule_id, origin in origins.items()
        if any(origin.is_relative_to(path.resolve()) for path in paths)
    ]
    return select(ruleset, [*split_words(words), *by_path])


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith((".yaml", ".yml")) or name in (".", "..")


def _describe(outcome: Outcome) -> list[str]:
    mark = click.style("pass", fg="green") if outcome.passed else click.style("FAIL", fg="red")
    name = f" ({outcome.name})" if outcome.name else ""
    lines = [f"{mark}  {outcome.rule_id}  {outcome.group} example {outcome.number}{name}"]
    if outcome.missing:
        lines.append(f"      missing  {', '.join(outcome.missing)}")
    if outcome.noisy:
        lines.append(f"      noisy    {', '.join(outcome.noisy)}")
    if outcome.error:
        lines.append(f"      error    {outcome.error}")
    return lines
