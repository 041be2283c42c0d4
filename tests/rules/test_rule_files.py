"""Every bundled rule is complete, and its examples are real code with the outcome they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgsec_lint.files.languages import by_name
from msgsec_lint.policy.rules import load_rules
from msgsec_lint.syntax.frontends import FRONT_ENDS

if TYPE_CHECKING:
    from msgsec_lint.policy.rules import Example, Rule

RULES = load_rules()
LEAST = {"python": 3}
"""Examples of each kind that a rule has in a language; one in all others."""


def examples() -> list[tuple[Rule, str, int, Example]]:
    """All examples of all rules with their group and 1-based number."""
    return [
        (rule, group, number, example)
        for rule in RULES.rules.values()
        for group in ("bad", "good")
        for number, example in enumerate(getattr(rule.tests, group), 1)
    ]


def example_id(case: tuple[Rule, str, int, Example]) -> str:
    rule, group, number, example = case
    return f"{rule.id}-{group}-{example.name or number}"


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_rule_explains_itself(rule: Rule) -> None:
    assert not rule.title.endswith(".")
    assert rule.message.endswith(".")
    assert rule.why.strip().endswith(".")
    assert rule.remedy.strip().endswith(".")
    assert rule.cwe
    assert rule.references
    assert "test" not in rule.zones


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_rule_has_enough_examples_of_each_kind(rule: Rule) -> None:
    for language in rule.languages:
        for group in (rule.tests.bad, rule.tests.good):
            assert sum(example.language == language for example in group) >= LEAST.get(language, 1)


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_examples_have_names_of_their_own(rule: Rule) -> None:
    for group in (rule.tests.bad, rule.tests.good):
        names = [example.name for example in group]
        assert all(names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", examples(), ids=example_id)
def test_example_is_well_formed(case: tuple[Rule, str, int, Example]) -> None:
    _, _, _, example = case
    for path, code in {example.path: example.code, **example.files}.items():
        if example.language == "python":
            compile(code, path, "exec")
        else:
            named = by_name(path)
            language = named if named in ("svelte", "vue") else example.language
            assert FRONT_ENDS[language](code.encode()).error_lines == 0
    assert example.because.endswith(".")


def test_every_section_says_what_it_covers() -> None:
    for section in RULES.sections.values():
        says_none = section.checks.startswith("No rule yet.")
        assert says_none == (not section.covered_by), section.id
