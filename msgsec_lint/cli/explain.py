"""``msgsec-lint explain``: a rule or a section as a page for the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from msgsec_lint.cli.main import OK
from msgsec_lint.cli.options import (
    color_option,
    debug_option,
    default_cache_dir,
    rules_option,
    wants_color,
)
from msgsec_lint.cli.streams import write_output

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from msgsec_lint.output.terminal import Color
    from msgsec_lint.policy.rules import Example, Rule, RuleSet
    from msgsec_lint.policy.sections import Section

WIDTH = 92
EXAMPLES = 2
"""Of each sort; the others are in the rule file."""


@click.command("explain")
@click.argument("name", metavar="RULE")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown")),
    default="text",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Show all examples.")
@rules_option
@color_option
@debug_option
def command(
    name: str, format_: str, rule_dirs: tuple[Path, ...], color: Color, *, everything: bool
) -> int:
    """Show why RULE exists, what to do, and code that is wrong and right.

    RULE may also be a section such as III.b.
    """
    from msgsec_lint.policy.document import PolicyError
    from msgsec_lint.policy.render import rule_markdown
    from msgsec_lint.policy.rules import load_rules
    from msgsec_lint.policy.schema import suggestion

    ruleset = load_rules(rule_dirs, cache_dir=default_cache_dir())
    if name in ruleset.rules and format_ == "markdown":
        page = rule_markdown(ruleset.rules[name], ruleset.policy)
        write_output(page, None, binary=True)
        return OK
    if name in ruleset.rules:
        lines = _rule_page(ruleset.rules[name], ruleset, limit=None if everything else EXAMPLES)
    elif name in ruleset.sections:
        lines = _section_page(ruleset.sections[name], ruleset)
    else:
        close = suggestion(name, [*ruleset.rules, *ruleset.sections])
        hint = close if close.startswith("Did") else "See `msgsec-lint rules`."
        raise PolicyError("", 0, f"there is no rule or section `{name}`", hint)
    text = "\n".join([*lines, ""])
    write_output(text if wants_color(color) else click.unstyle(text), None, binary=False)
    return OK


def _rule_page(rule: Rule, ruleset: RuleSet, *, limit: int | None) -> Iterable[str]:
    section = ruleset.sections[rule.section]
    yield click.style(rule.id, bold=True) + f"  {rule.title}"
    yield f"{section.id}  {section.title}"
    yield ""
    facts = [
        f"severity {rule.severity} ({rule.security_severity:g})",
        f"precision {rule.precision}",
    ]
    if rule.cwe:
        facts.append(", ".join(f"CWE-{number}" for number in rule.cwe))
    facts.append(f"{rule.status} since {rule.since}")
    yield "  ".join(facts)
    yield f"languages {', '.join(rule.languages)}  zones {', '.join(rule.zones)}"
    if rule.flow:
        yield f"data {', '.join(rule.flow.kinds)}  →  {', '.join(rule.flow.places)}"
    yield from _passage("Why", rule.why)
    yield from _passage("What to do", rule.remedy)
    yield from _examples("Wrong", rule.tests.bad[:limit], "red")
    yield from _examples("Right", rule.tests.good[:limit], "green")
    more = len(rule.tests.bad[limit or 0 :] + rule.tests.good[limit or 0 :]) if limit else 0
    if more:
        yield click.style(f"{more} more with --all.", dim=True)
        yield ""
    if rule.references:
        yield click.style("References", bold=True)
        yield from (f"  {reference}" for reference in rule.references)
        yield ""
    yield "To silence one finding, write the reason into the source, on the line or above it:"
    yield f"  # msgsec: ignore[{rule.id}] -- why this is right here"


def _section_page(section: Section, ruleset: RuleSet) -> Iterable[str]:
    principle = ruleset.policy.principle_of(section.id)
    yield click.style(f"{section.id}  {section.title}", bold=True)
    yield f"{principle.id}  {principle.title}"
    yield from _passage("What it asks for", section.text)
    yield from _passage("What is looked for", section.checks)
    yield from _passage("What no rule looks for", section.not_covered)
    yield click.style("Rules", bold=True)
    rules = [ruleset.rules[rule_id] for rule_id in section.covered_by]
    yield from (f"  {rule.id}  {rule.title}" for rule in rules)
    if not rules:
        yield "  none yet"


def _passage(title: str, text: str) -> Iterable[str]:
    yield ""
    yield click.style(title, bold=True)
    for paragraph in text.strip().split("\n\n"):
        lines = paragraph.split("\n")
        is_prose = not any(line.startswith((" ", "- ", "* ", "```")) for line in lines)
        yield from textwrap.wrap(" ".join(lines), WIDTH) if is_prose else lines
        yield ""


def _examples(title: str, examples: Iterable[Example], color: str) -> Iterable[str]:
    for example in examples:
        name = f"  {example.name}" if example.name else ""
        yield click.style(title, fg=color, bold=True) + name
        yield from textwrap.wrap(" ".join(example.because.split()), WIDTH)
        yield ""
        for number, line in enumerate(example.code.rstrip("\n").split("\n"), 1):
            mark = "→" if number in example.at else " "
            yield click.style(
                f"  {mark} {line}", fg=color if number in example.at else None
            ).rstrip()
        yield ""
