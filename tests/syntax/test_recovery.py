"""What a grammar cannot read costs its own statement and not the class around it."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.frontends import FRONT_ENDS
from msgsec_lint.syntax.recovery import statements

BROKEN = "val a b c = = 3 ::: 4"
"""No Kotlin at all."""


def symbols(source: str, language: str = "kotlin") -> list[str]:
    return [made.symbol for made in FRONT_ENDS[language](source.encode()).functions]


def members(count: int, at: int, broken: str) -> str:
    """A class with methods of three statements, one of them with something broken in it."""
    lines = ["class A {"]
    for number in range(count):
        lines += [f"    fun f{number}(m: String) {{", "        g(m)", "        h(m) {"]
        lines += [f"            {broken}"] if number == at else []
        lines += ["            k(it)", "        }", "    }"]
    return "\n".join([*lines, "}", ""])


@pytest.mark.parametrize("at", [0, 3, 7])
def test_a_broken_statement_costs_its_line(at: int) -> None:
    source = members(8, at, BROKEN)
    facts = FRONT_ENDS["kotlin"](source.encode())
    assert [f"A.f{number}" for number in range(8)] == [
        made.symbol for made in facts.functions if made.name.startswith("f")
    ]
    assert facts.error_lines <= 2
    assert len(facts.calls["k"]) == 2 * 8


def test_several_broken_statements() -> None:
    source = members(6, 1, BROKEN) + members(6, 4, BROKEN).replace("class A", "class B")
    facts = FRONT_ENDS["kotlin"](source.encode())
    assert len(facts.calls["k"]) == 2 * 12
    assert facts.error_lines <= 4


@pytest.mark.parametrize(
    "form",
    [
        "    var x = 0; private set",
        "    fun f(name: String?) {\n        (name)?.let { log(it) }\n    }",
        "    fun f(name: String?) = g {\n        (name)!!.length\n    }",
    ],
)
def test_forms_that_the_grammar_lacks(form: str) -> None:
    source = f"class A {{\n{form}\n    fun last(m: String) {{ log(m) }}\n}}\n"
    facts = FRONT_ENDS["kotlin"](source.encode())
    assert facts.error_lines == 0
    assert "A.last" in [made.symbol for made in facts.functions]


@pytest.mark.parametrize(
    ("language", "broken"), [("java", "int a b = ] 3 (;"), ("go", "a := = 3 ]"), ("typescript", "const a = = ];")]
)  # fmt: skip
def test_every_language_with_braces(language: str, broken: str) -> None:
    head = {
        "java": "void f%d(String m) {",
        "go": "func f%d(m string) {",
        "typescript": "f%d(m: string) {",
    }
    begin, end = ("package a\n", "") if language == "go" else ("class A {\n", "}\n")
    body = "".join(
        f"  {head[language] % number}\n    k(m);\n{'    ' + broken if number == 2 else ''}\n    k(m);\n  }}\n"
        for number in range(5)
    )
    facts = FRONT_ENDS[language](f"{begin}{body}{end}".encode())
    assert sum(made.name.startswith("f") for made in facts.functions) == 5
    assert len(facts.calls["k"]) == 2 * 10
    assert 0 < facts.error_lines <= 2


def test_statements_by_braces_and_lines() -> None:
    text = b'a {\n  b("}")\n    .c()\n  d { e }\n}\nf(\n  1,\n)\n'

    def shown(found: list) -> list:
        return [(text[s.start : s.end].split(), shown(s.inner)) for s in found]

    assert shown(statements(text)) == [
        (
            text[: text.index(b"\nf")].split(),
            [
                ([b'b("}")', b".c()"], []),
                ([b"d", b"{", b"e", b"}"], [([b"e"], [])]),
            ],
        ),
        ([b"f(", b"1,", b")"], []),
    ]


@pytest.mark.parametrize("text", [b"{" * 5000, b"}" * 5000, b"{(" * 2000 + b"\n" + b")}" * 900])
def test_braces_that_do_not_match(text: bytes) -> None:
    assert statements(text)
