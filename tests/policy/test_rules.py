from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from msgsec_lint.policy import rules as rules_module
from msgsec_lint.policy.document import PolicyError
from msgsec_lint.policy.rules import RuleSet, bundled_rules, load_rules, select

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
id: talk-in-logs
since: 0.1.0
status: stable
section: III.b
title: Talk in logs
message: The {kind} reaches a log.
severity: error
security_severity: 7.5
precision: high
cwe: [532]
languages: [python]
zones: [client, server]
why: Because.
remedy: Do not.
engine: flow
flow:
  kinds: [content]
  places: [log]
tests:
  bad:
    - language: python
      code: |
        import logging
        logging.info(text)
      at: [2]
      because: It is the text.
  good:
    - language: python
      code: |
        pass
      because: Nothing is logged.
"""
SHAPE = RULE.replace(
    "engine: flow\nflow:\n  kinds: [content]\n  places: [log]\n",
    "engine: shape\nshape:\n  - call: a.b\n",
).replace("The {kind} reaches a log.", "Wrong.")
POLICY = """\
principles:
  - id: III
    title: Reduce
    text: Less.
    sections:
      - {id: III.a, title: Surface, text: Small., checks: None., not_covered: All.}
      - {id: III.b, title: Data, text: Little., checks: Logs., not_covered: Rest.}
  - id: IV
    title: Show
    text: More.
    sections:
      - {id: IV.a, title: Openness, text: Open., checks: None., not_covered: All.}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that stands for the bundled rules: a policy, a model, no rule."""
    home = tmp_path / "rules"
    (home / "models").mkdir(parents=True)
    (home / "policy.yaml").write_text(POLICY)
    (home / "models" / "lexicon.yaml").write_text("this: is no rule\n")
    monkeypatch.setattr(rules_module, "bundled_rules", lambda: home)
    return home


def put(
    home: Path, text: str, name: str = "talk-in-logs.yaml", folder: str = "3-attack-surface"
) -> None:
    (home / folder).mkdir(exist_ok=True)
    (home / folder / name).write_text(text)


def error(home: Path) -> str:
    with pytest.raises(PolicyError) as raised:
        load_rules()
    return str(raised.value).replace(f"{home}/", "").replace("3-attack-surface/", "")


def test_a_rule_is_read(home: Path) -> None:
    put(home, RULE)
    put(home, SHAPE.replace("id: talk-in-logs", "id: a-shape"), "a-shape.yaml")
    ruleset = load_rules()
    assert list(ruleset.rules) == ["a-shape", "talk-in-logs"]
    rule = ruleset.rules["talk-in-logs"]
    assert rule.flow is not None
    assert (rule.flow.kinds, rule.flow.places) == (("content",), ("log",))
    assert rule.tests.bad[0].at == (2,)
    assert rule.tests.bad[0].path == "app.py"
    assert ruleset.sections["III.b"].covered_by == ("a-shape", "talk-in-logs")
    assert ruleset.sections["III.a"].covered_by == ()
    assert ruleset.policy.principle_of("III.b").title == "Reduce"
    assert ruleset.known == {"a-shape": "III.b", "talk-in-logs": "III.b"}
    assert ruleset.origins["a-shape"] == str(home / "3-attack-surface" / "a-shape.yaml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "severity: error",
            "sevrity: error",
            "7: `sevrity` is no known key. Did you mean `severity`?",
        ),
        (
            "severity: error",
            "severity: eror",
            "7: `eror` is no value that `severity` can have. Did you mean `error`?",
        ),
        (
            "severity: error",
            "severity: 5",
            "7: the number 5 is no value that `severity` can have. Allowed: error, note, warning.",
        ),
        ("why: Because.\n", "", "1: the key `why` is missing. Add `why: …`."),
        (
            "since: 0.1.0",
            "since: 0.1",
            "2: `since` must be text, not the number 0.1. Put it in quotes.",
        ),
        (
            "since: 0.1.0",
            "since: soon",
            "2: `since` cannot be the text `soon`. Write a version such as 0.1.0.",
        ),
        (
            "kinds: [content]",
            "kinds: [content, kontent]",
            "17: `kontent` is no value that `kinds` can have. Did you mean `content`?",
        ),
        (
            "places: [log]",
            "places: log",
            "18: `places` must be a list, not the text `log`. Write [log].",
        ),
        ("places: [log]", "places: []", "18: `places` is empty. Give at least one entry."),
        (
            "places: [log]",
            "places: [logs]",
            "18: `logs` is no value that `places` can have. Did you mean `log`?",
        ),
        (
            "security_severity: 7.5",
            "security_severity: 75",
            "8: `security_severity` cannot be 75. Give a number from 0.1 to 10.0.",
        ),
        ("cwe: [532]", "cwe: [CWE-532]", "10: entry 1 of `cwe` must be a whole number, not the text `CWE-532`."),
        ("section: III.b", "section: II.b", "4: there is no section `II.b`. Did you mean `III.b`?"),
        ("engine: flow", "engine: shape", "16: `flow` is no body for the engine `shape`. Keep `shape` only."),
        ("  places: [log]", "  places: [log]\nshape: [{call: a, set: b}]", "19: entry 1 of `shape` names call and set. Give exactly one of `call`, `set`, `effect` and `unasked`."),
        ("{kind}", "{knd}", "6: nothing stands for {knd}. Flow rules may use {kind} and {place}."),
        ("id: talk-in-logs", "id: talk-in-log", "1: the rule `talk-in-log` stands in a file of another name. Rename the file to talk-in-log.yaml."),
        ("id: talk-in-logs", "id: Talk", "1: `id` cannot be the text `Talk`. Use small letters, digits and single hyphens."),
        ("at: [2]", "at: [3]", "25: line 3 is not in the code, which has 2."),
        ("      at: [2]\n", "", "21: a bad example needs `at`. Add `at: [LINE]`, the lines of the findings."),
        ("because: Nothing", "at: [1]\n      because: Nothing", "31: a good example cannot have `at`. Leave it out: a good example has no findings."),
        ("      at: [2]", "      at: [2]\n      path: ../x.py", "21: `../x.py` is no path for an example's file. Write a path relative to the example's root."),
        ("languages: [python]", "languages: [pyton]", "11: `pyton` is no value that `languages` can have. Did you mean `python`?"),
        ("cwe: [532]", "kinds: {keys: {severity: note}}", "10: `keys` is no key that `kinds` can have. Did you mean `key`?"),
        (RULE[RULE.index("  good:") :], "  good: []\n", "27: the rule `talk-in-logs` has no good example in python. Add one: it tests the rule."),
        (RULE, "- a\n", "1: the document must be a mapping, not a list."),
        (RULE, "", "1: the document must be a mapping, not nothing."),
    ],
)  # fmt: skip
def test_wrong_words_are_named_with_line_and_nearest_right_word(
    home: Path, old: str, new: str, message: str
) -> None:
    assert old in RULE
    put(home, RULE.replace(old, new, 1))
    assert error(home) == f"talk-in-logs.yaml:{message}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("- {call: a, set: b}", "17: entry 1 of `shape` names call and set. Give exactly one of `call`, `set`, `effect` and `unasked`."),
        ("- {equals: 1}", "17: entry 1 of `shape` names no code. Give exactly one of `call`, `set`, `effect` and `unasked`."),
        ("- call: a\n  - {call: b, equals: null}", "18: `equals` needs an argument to look at. Add `argument: …`, a keyword or a position."),
        ("- {call: a, argument: 0, equals: 1, not_equals: 2}", "17: `equals` and `not_equals` exclude each other."),
        ("- {set: a, argument: 0}", "17: `argument` belongs to a `call`. Leave it out, or name a `call`."),
        ("- {call: a, argument: x, matches: '('}", "17: `matches` is no regular expression: missing ), unterminated subpattern."),
        ("- {call: a, argument: x, matches: '(a+)+$'}", "17: `matches` repeats what can match in several ways, which can take for ever."),
        ("- {call: a, argument: -1}", "17: `argument` cannot be -1. Give a number 0 or more."),
        ("- {call: a b}", "17: `call` cannot be the text `a b`. Write a dotted name such as package.module.function, without blanks."),
    ],
)  # fmt: skip
def test_wrong_shapes(home: Path, body: str, message: str) -> None:
    put(home, SHAPE.replace("- call: a.b", body))
    assert error(home) == f"talk-in-logs.yaml:{message}"


def test_shape_tells_null_from_absent(home: Path) -> None:
    put(home, SHAPE.replace("- call: a.b", "- {call: a.b, argument: 0, equals: null}"))
    body = load_rules().rules["talk-in-logs"].shape[0]
    assert body.equals is None
    assert body.not_equals is not None


def test_own_rules_are_added_and_cannot_replace(home: Path, tmp_path: Path) -> None:
    put(home, RULE)
    own = tmp_path / "own"
    own.mkdir()
    (own / "other-thing.yaml").write_text(RULE.replace("id: talk-in-logs", "id: other-thing"))
    assert list(load_rules([own]).rules) == ["other-thing", "talk-in-logs"]
    assert list(load_rules([own / "other-thing.yaml"]).rules) == ["other-thing", "talk-in-logs"]
    (own / "talk-in-logs.yaml").write_text(RULE)
    with pytest.raises(PolicyError) as raised:
        load_rules([own])
    assert str(raised.value) == (
        f"{own}/talk-in-logs.yaml:1: the rule `talk-in-logs` stands already in "
        f"{home}/3-attack-surface/talk-in-logs.yaml. Give this one another id."
    )
    with pytest.raises(PolicyError, match=r"none: there is no such directory of rules\.$"):
        load_rules([tmp_path / "none"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: III.a", "id: II.a", "6: the section `II.a` stands under the principle `III`. Give it an id such as `III.a`."),
        ("id: III.a", "id: III.b", "7: the section `III.b` stands here a second time. Keep one of them."),
        ("checks: None.", "check: None.", "6: `check` is no known key. Did you mean `checks`?"),
        ("not_covered: All.", "not_covered: All., covered_by: [x]", "6: `covered_by` is written. Leave it out: it is derived from the rules."),
    ],
)  # fmt: skip
def test_wrong_policies(home: Path, old: str, new: str, message: str) -> None:
    (home / "policy.yaml").write_text(POLICY.replace(old, new, 1))
    assert error(home) == f"policy.yaml:{message}"


@pytest.fixture
def ruleset(home: Path) -> RuleSet:
    for name, section, engine in (
        ("log-a", "III.a", RULE),
        ("log-b", "III.b", RULE),
        ("open", "IV.a", SHAPE),
    ):
        text = engine.replace("id: talk-in-logs", f"id: {name}").replace(
            "section: III.b", f"section: {section}"
        )
        put(home, text, f"{name}.yaml")
    put(
        home,
        RULE.replace("id: talk-in-logs", "id: old").replace("stable", "deprecated"),
        "old.yaml",
    )
    return load_rules()


@pytest.mark.parametrize(
    ("chosen", "ignored", "left"),
    [
        ([], [], ["log-a", "log-b", "open"]),
        (["all"], [], ["log-a", "log-b", "old", "open"]),
        (["III"], [], ["log-a", "log-b", "old"]),
        (["III"], ["III.b"], ["log-a"]),
        (["III.b"], ["III"], ["log-b", "old"]),
        (["log-a"], ["III", "flow"], ["log-a"]),
        (["shape"], [], ["open"]),
        ([], ["open"], ["log-a", "log-b"]),
        (["open"], ["open"], []),
        ([], ["all"], []),
        (["old"], [], ["old"]),
    ],
)
def test_the_narrower_selector_decides(
    ruleset: RuleSet, chosen: list[str], ignored: list[str], left: list[str]
) -> None:
    selected = select(ruleset, chosen, ignored)
    assert list(selected.rules) == left
    assert list(selected.known) == ["log-a", "log-b", "old", "open"]
    assert (selected.digest == ruleset.digest) == (len(left) == 4)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("log_a", "Did you mean `log-a`?"),
        ("iii.b", "Did you mean `III.b`?"),
        ("zzzzzz", "See `msgsec-lint rules`."),
    ],
)
def test_unknown_selectors_are_errors(ruleset: RuleSet, word: str, hint: str) -> None:
    message = f"no rule, section, principle or engine is called `{word}`. {hint}"
    for chosen, ignored in (([word], []), ([], [word])):
        with pytest.raises(PolicyError) as raised:
            select(ruleset, chosen, ignored)
        assert str(raised.value) == message


def test_bundled_rules_load_with_and_without_cache(tmp_path: Path) -> None:
    assert (bundled_rules() / "policy.yaml").is_file()
    plain = load_rules()
    assert load_rules(cache_dir=tmp_path) == plain
    assert load_rules(cache_dir=tmp_path) == plain
    assert len(plain.digest) == 32
    assert {section.partition(".")[0] for section in plain.sections} == {
        "I",
        "II",
        "III",
        "IV",
        "V",
    }


def test_the_digest_changes_with_the_text_of_a_rule(home: Path) -> None:
    put(home, RULE)
    before = load_rules().digest
    put(home, RULE.replace("Because.", "Because so."))
    assert load_rules().digest != before
    shutil.rmtree(home / "3-attack-surface")
    assert load_rules().rules == {}
