"""``msgsec-lint rules``: what is looked for, section by section, and where nothing is."""

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
    split_words,
    wants_color,
)
from msgsec_lint.cli.streams import write_output

if TYPE_CHECKING:
    from pathlib import Path

    from msgsec_lint.output.terminal import Color
    from msgsec_lint.policy.rules import Rule, RuleSet
    from msgsec_lint.policy.sections import Section

SEVERITY_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command("rules")
@click.option("--select", "chosen", multiple=True, metavar="WORDS", help="Only these.")
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True
)
@rules_option
@color_option
@debug_option
def command(
    chosen: tuple[str, ...], format_: str, rule_dirs: tuple[Path, ...], color: Color
) -> int:
    """List the rules by section of the policy.

    Sections that no rule covers are listed too: silence about them is no approval.
    """
    from msgsec_lint.policy.rules import load_rules, select

    ruleset = load_rules(rule_dirs, cache_dir=default_cache_dir())
    words = split_words(chosen)
    ruleset = select(ruleset, words) if words else ruleset
    text = _json(ruleset) if format_ == "json" else _text(ruleset, everything=not words)
    if not (format_ == "text" and wants_color(color)):
        text = click.unstyle(text)
    write_output(text, None, binary=format_ == "json")
    return OK


def _text(ruleset: RuleSet, *, everything: bool) -> str:
    width = max((len(rule_id) for rule_id in ruleset.rules), default=0)
    lines: list[str] = []
    uncovered: list[str] = []
    for principle in ruleset.policy.principles:
        sections = [
            (section, rules)
            for section in principle.sections
            if (rules := _of(ruleset, section)) or everything
        ]
        if not sections:
            continue
        lines += [click.style(f"{principle.id}  {principle.title}", bold=True), ""]
        for section, rules in sections:
            lines.append(f"  {section.id:<6} {section.title}")
            lines += [_rule_line(rule, width) for rule in rules]
            if not rules:
                uncovered.append(section.id)
                lines += _uncovered(section)
            lines.append("")
    total = len(ruleset.rules)
    summary = f"{total} {'rule' if total == 1 else 'rules'}"
    if uncovered:
        summary += f". No rule covers {', '.join(uncovered)}"
    return "\n".join([*lines, f"{summary}.", ""])


def _rule_line(rule: Rule, width: int) -> str:
    severity = click.style(f"{rule.severity:<7}", fg=SEVERITY_COLORS[rule.severity])
    status = "" if rule.status == "stable" else f" ({rule.status})"
    return f"    {rule.id:<{width}}  {severity}  {rule.title}{status}"


def _uncovered(section: Section) -> list[str]:
    text = f"no rule yet: {' '.join(section.not_covered.split())}"
    return [click.style(f"    {line}", dim=True) for line in textwrap.wrap(text, 88)]


def _of(ruleset: RuleSet, section: Section) -> list[Rule]:
    return [rule for rule in ruleset.rules.values() if rule.section == section.id]


def _json(ruleset: RuleSet) -> str:
    import msgspec

    rules = [
        {
            "id": rule.id,
            "section": rule.section,
            "title": rule.title,
            "severity": rule.severity,
            "security_severity": rule.security_severity,
            "precision": rule.precision,
            "status": rule.status,
            "since": rule.since,
            "cwe": rule.cwe,
            "languages": rule.languages,
            "zones": rule.zones,
            "engine": rule.engine,
        }
        for rule in ruleset.rules.values()
    ]
    sections = [
        {
            "id": section.id,
            "principle": principle.id,
            "title": section.title,
            "rules": [rule.id for rule in _of(ruleset, section)],
        }
        for principle in ruleset.policy.principles
        for section in principle.sections
    ]
    data = msgspec.json.encode({"rules": rules, "sections": sections})
    return msgspec.json.format(data, indent=2).decode() + "\n"
