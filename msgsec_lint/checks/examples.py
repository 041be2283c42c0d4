"""The examples of a rule, run through the whole analyzer: its tests and its proof.

Each example becomes a small tree of its own, scanned with this rule alone, without a cache and
without workers. A bad example must be reported on exactly its lines, a good one nowhere.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.policy.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Example, Rule, RuleSet

Group = Literal["bad", "good"]


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one example."""

    rule_id: str
    group: Group
    number: int
    """1-based, in the order of the rule file."""
    name: str
    missing: tuple[str, ...] = ()
    """``path:line`` of findings that should be there."""
    noisy: tuple[str, ...] = ()
    """``path:line`` of findings that should not."""
    error: str = ""
    """The fault that ended the scan, if any."""

    @property
    def passed(self) -> bool:
        return not (self.missing or self.noisy or self.error)


def run_examples(ruleset: RuleSet) -> Iterator[Outcome]:
    """Run all examples of all rules of a set, in order."""
    for rule in ruleset.rules.values():
        groups: tuple[tuple[Group, tuple[Example, ...]], ...] = (
            ("bad", rule.tests.bad),
            ("good", rule.tests.good),
        )
        for group, examples in groups:
            for number, example in enumerate(examples, 1):
                yield run_example(ruleset, rule, group, number, example)


def run_example(
    ruleset: RuleSet, rule: Rule, group: Group, number: int, example: Example
) -> Outcome:
    """Run one example; a fault of the analyzer is an outcome like any other."""
    outcome = Outcome(rule_id=rule.id, group=group, number=number, name=example.name)
    try:
        report = scan_example(ruleset, rule, example)
    except Exception as error:  # noqa: BLE001 - one broken example must not hide the others
        return structs.replace(outcome, error=f"{type(error).__name__}: {error}")
    expected = {(example.path, line) for line in example.at}
    actual = {
        (finding.primary.path, finding.primary.line)
        for finding in report.findings
        if finding.rule_id == rule.id
    }
    return structs.replace(
        outcome, missing=_places(expected - actual), noisy=_places(actual - expected)
    )


def scan_example(ruleset: RuleSet, rule: Rule, example: Example) -> Report:
    """Scan the tree that an example describes and return all that is said about it."""
    from msgsec_lint.checks.scan import run

    with tempfile.TemporaryDirectory(prefix="msgsec-example-") as folder:
        root = Path(folder).resolve()
        for path, text in {**example.files, example.path: example.code}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        return run(
            ScanRequest(
                root=root,
                ruleset=structs.replace(ruleset, rules={rule.id: rule}),
                config=Config(base=folder),
                min_severity="note",
                min_confidence=example.confidence,
                respect_ignore=False,
                jobs=1,
            )
        )


def _places(places: set[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(f"{path}:{line}" for path, line in sorted(places))
