from __future__ import annotations

from msgspec import structs

from msgsec_lint.policy.render import rule_markdown
from msgsec_lint.policy.rules import Example, Examples, FlowBody, Rule, ShapeBody
from msgsec_lint.policy.sections import Policy, Principle, Section

POLICY = Policy(
    principles=(
        Principle(
            id="III",
            title="Reduce",
            text="Less.",
            sections=(
                Section(
                    id="III.b",
                    title="Data",
                    text="Keep little.\nDelete it soon.\n",
                    checks="Logs.",
                    not_covered="Rest.",
                ),
            ),
        ),
    )
)
RULE = Rule(
    id="talk-in-logs",
    since="0.1.0",
    status="stable",
    section="III.b",
    title="Talk in logs",
    message="Talk reaches a log.",
    severity="error",
    security_severity=7.5,
    precision="high",
    languages=("python",),
    zones=("client", "server"),
    why="Logs are read.\n",
    remedy="Log an id.\n",
    engine="flow",
    cwe=(532,),
    references=("https://example.org/logs", "RFC 9420"),
    flow=FlowBody(kinds=("content", "key"), places=("log",)),
    tests=Examples(
        bad=(
            Example(
                language="python",
                path="server/app.py",
                files={"audit.py": "def note(x): print(x)\n"},
                code="from audit import note\nnote(text)\n",
                at=(2,),
                because="The helper prints it.",
            ),
        ),
        good=(Example(language="python", code='"""```"""\n', because="Nothing happens."),),
    ),
)
TEXT = '''\
# Talk in logs

- Rule: `talk-in-logs`
- Severity: error (7.5 of 10)
- Precision: high
- Languages: python
- Zones: client, server
- Weaknesses: CWE-532
- Status: stable, since 0.1.0

## Why

Logs are read.

## The principle: III.b Data

Part of *III. Reduce*.

> Keep little.
> Delete it soon.

## What is found

Data of the kind `content` or `key` that reaches the place `log`, by whatever way.

## What to do

Log an id.

## Wrong

The helper prints it.

`audit.py`:

```python
def note(x): print(x)
```

`server/app.py`:

```python
from audit import note
note(text)  # reported
```

## Right

Nothing happens.

````python
"""```"""
````

## How to set a finding aside

Write a comment on the reported line or the line above. The reason is required.

```python
# msgsec: ignore[talk-in-logs] -- why this is safe here
# msgsec: ignore[talk-in-logs] until=2027-01-31 -- why it may stay until then
```

`talk-in-logs: off` under `rules: severity:` in `msgsec.yaml` turns the rule off.

## References

- <https://example.org/logs>
- RFC 9420
'''


def test_the_whole_text() -> None:
    assert rule_markdown(RULE, POLICY) == TEXT


def test_shapes_in_words() -> None:
    rule = structs.replace(
        RULE,
        engine="shape",
        flow=None,
        references=(),
        shape=(
            ShapeBody(call="a.b", argument="x", equals=True, unless=("y", "z")),
            ShapeBody(call="a.b", argument=0, matches="^http:"),
            ShapeBody(call="a.c", missing="scrub"),
            ShapeBody(call="a.d"),
            ShapeBody(set="a.e", not_equals=None),
            ShapeBody(effect="makes-private-key"),
        ),
    )
    text = rule_markdown(rule, POLICY)
    assert text[text.index("## What is found") : text.index("## What to do")] == (
        "## What is found\n\n"
        "- a call of `a.b` whose `x` is `true`, unless `y` or `z` is given\n"
        "- a call of `a.b` whose argument 1 is text that matches `^http:`\n"
        "- a call of `a.c` without `scrub`\n"
        "- a call of `a.d`\n"
        "- `a.e` is set to anything but `null`\n"
        "- a call that makes private key\n\n"
    )
    assert "## References" not in text
