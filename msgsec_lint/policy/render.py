"""One text for a rule, wherever it is read: ``explain``, the documentation, SARIF's help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgsec_lint.policy.rules import Example, Rule, ShapeBody
    from msgsec_lint.policy.sections import Policy


def rule_markdown(rule: Rule, policy: Policy) -> str:
    """A rule as a Markdown document with one heading of the first level; ends with a newline."""
    section = policy.section(rule.section)
    principle = policy.principle_of(rule.section)
    blocks = [
        f"# {rule.title}",
        _facts(rule),
        *_paragraphs("Why", rule.why),
        f"## The principle: {section.id} {section.title}",
        f"Part of *{principle.id}. {principle.title}*.",
        _quote(section.text),
        "## What is found",
        _found(rule),
        *_paragraphs("What to do", rule.remedy),
        *_examples("Wrong", rule.tests.bad),
        *_examples("Right", rule.tests.good),
        "## How to set a finding aside",
        _suppressing(rule),
        *_references(rule),
    ]
    return "\n\n".join(blocks) + "\n"


def _facts(rule: Rule) -> str:
    cwe = [f"CWE-{number}" for number in rule.cwe]
    rows = [
        ("Rule", f"`{rule.id}`"),
        ("Severity", f"{rule.severity} ({rule.security_severity:g} of 10)"),
        ("Precision", rule.precision),
        ("Languages", ", ".join(rule.languages)),
        ("Zones", ", ".join(rule.zones)),
        *([("Weaknesses", ", ".join(cwe))] if cwe else []),
        ("Status", f"{rule.status}, since {rule.since}"),
    ]
    return "\n".join(f"- {name}: {value}" for name, value in rows)


def _paragraphs(heading: str, text: str) -> list[str]:
    return [f"## {heading}", text.strip()]


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def _found(rule: Rule) -> str:
    if rule.flow is not None:
        kinds, places = _listed(rule.flow.kinds, "or"), _listed(rule.flow.places, "or")
        return f"Data of the kind {kinds} that reaches the place {places}, by whatever way."
    return "\n".join(f"- {_shape(body)}" for body in rule.shape)


def _shape(body: ShapeBody) -> str:
    if body.effect is not None:
        text = f"a call that {body.effect.replace('-', ' ')}"
    elif body.set is not None:
        text = f"`{body.set}` is set"
    else:
        text = f"a call of `{body.call}`"
    if body.beside:
        text += f" on what {' or '.join(f'`{name}`' for name in body.beside)} was called on"
    if body.missing is not None:
        text += f" without `{body.missing}`"
    if body.argument is not None:
        number = isinstance(body.argument, int)
        text += f" whose argument {body.argument + 1}" if number else f" whose `{body.argument}`"  # type: ignore[operator]
    linked = " is" if body.argument is not None else " to"
    if body.equals is not UNSET:
        text += f"{linked} `{_literal(body.equals)}`"
    if body.not_equals is not UNSET:
        text += f"{linked} anything but `{_literal(body.not_equals)}`"
    if body.matches is not None:
        text += f"{linked} text that matches `{body.matches}`"
    if body.unless:
        text += f", unless {_listed(body.unless, 'or')} is given"
    return text


def _literal(value: object) -> str:
    constants = {True: "true", False: "false", None: "null"}
    plain = isinstance(value, bool) or value is None
    return constants[value] if plain else str(value)  # type: ignore[index]


def _listed(words: Iterable[str], last: str) -> str:
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _examples(heading: str, examples: Iterable[Example]) -> list[str]:
    blocks = [f"## {heading}"]
    for example in examples:
        blocks.append(example.because.strip())
        for path, code in example.files.items():
            blocks += [f"`{path}`:", _fenced(code, example.language)]
        if example.files or example.path != "app.py":
            blocks.append(f"`{example.path}`:")
        blocks.append(_fenced(_marked(example), example.language))
    return blocks


def _marked(example: Example) -> str:
    """The code with a remark on every line that is reported."""
    lines = example.code.rstrip("\n").split("\n")
    for number in example.at:
        lines[number - 1] += "  # reported"
    return "\n".join(lines)


def _fenced(code: str, language: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}"


def _suppressing(rule: Rule) -> str:
    comment = f"# msgsec: ignore[{rule.id}] -- why this is safe here"
    dated = f"# msgsec: ignore[{rule.id}] until=2027-01-31 -- why it may stay until then"
    return (
        "Write a comment on the reported line or the line above. The reason is required.\n\n"
        f"{_fenced(comment + chr(10) + dated, 'python')}\n\n"
        f"`{rule.id}: off` under `rules: severity:` in `msgsec.yaml` turns the rule off."
    )


def _references(rule: Rule) -> list[str]:
    if not rule.references:
        return []
    shown = (f"- <{ref}>" if ref.startswith("https://") else f"- {ref}" for ref in rule.references)
    return ["## References", "\n".join(shown)]
