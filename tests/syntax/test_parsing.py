"""Parsing has an end whatever the text is, and costs the lines that have none."""

from __future__ import annotations

import random

import pytest
import tree_sitter_java
import tree_sitter_kotlin
from tree_sitter import Language, Parser

from msgsec_lint.syntax import parsing
from msgsec_lint.syntax.kotlin import lower

STRAY = "fun f() {\n  d()\n  e()\n  #\n" + "  g(x)\n" * 30 + "}\n"
"""The grammar stays at the sign."""
NUL = '{("")\nt' + " " * 1000 + "\n\0"
BLANK_LINES = "fun f( {\n" + "}" * 2000 + "\n" * 100_000
"""The grammar looks through all lines at every brace."""


def parser() -> Parser:
    return Parser(Language(tree_sitter_kotlin.language()))


def code(parsed: parsing.Parsed) -> str:
    return str(parsed.root)


@pytest.mark.parametrize("text", [STRAY, NUL])
def test_a_place_that_the_grammar_does_not_pass_costs_its_line(text: str) -> None:
    parsed = parsing.parse(parser(), text.encode())
    assert parsed.dropped == {len(text[: text.index("#" if "#" in text else "\0")].split("\n")) - 1}


def test_what_stands_around_such_a_place_is_read() -> None:
    facts = lower(STRAY.encode())
    assert len(facts.calls["g"]) == 2 * 30
    assert len(facts.calls["d"]) == len(facts.calls["e"]) == 2
    assert facts.error_lines == 1


def test_several_such_places_cost_their_lines() -> None:
    parsed = parsing.parse(parser(), (STRAY * 3).encode())
    assert parsed.dropped == {3, 3 + 35, 3 + 70}


def test_looking_ahead_again_and_again_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "READ", 1_000_000)
    monkeypatch.setattr(parsing, "READ_PER_BYTE", 20)
    parsed = parsing.parse(parser(), b"fun g() { h() }\n" + BLANK_LINES.encode())
    assert parsed.dropped == {2}
    assert "call_expression" in code(parsed)


def test_steps_that_take_ever_longer_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SECONDS", 0.05)
    java = Parser(Language(tree_sitter_java.language()))
    parsed = parsing.parse(java, b"x = a" + b"\n< b" * 3000)
    assert parsed.dropped == set(range(3001))


def test_code_without_any_end_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "STEPS", -1)
    monkeypatch.setattr(parsing, "STEPS_PER_BYTE", 0)
    parsed = parsing.parse(parser(), STRAY.encode())
    assert parsed.dropped == set(range(STRAY.count("\n") + 1))
    assert code(parsed) == "(source_file)"


def test_what_is_dropped_does_not_depend_on_what_was_parsed_before() -> None:
    texts = [STRAY, "val a = 1\n" * 70, NUL, STRAY[9:] * 2, "class A {\n"]
    alone = [parsing.parse(parser(), text.encode()) for text in texts]
    shared = parser()
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 0, 4, 1)):
        for at in order:
            again = parsing.parse(shared, texts[at].encode())
            assert (again.dropped, code(again)) == (alone[at].dropped, code(alone[at]))


def test_the_tree_of_code_in_earnest_is_the_same() -> None:
    text = ("class A(val b: String) {\n  fun c(d: Int) = e(d) { f -> g(f, $) }\n}\n" * 700).encode()
    parsed = parsing.parse(parser(), text)
    assert not parsed.dropped
    assert str(parsed.root) == str(parser().parse(text).root_node)


def test_signs_anywhere_in_a_file_cost_few_lines() -> None:
    chosen = random.Random(3)
    lines = "  private val a = b(c)\n  fun d(e: F?): G {\n    h(e!!.i)\n    return j[0]\n  }\n" * 9
    text = f"package a.b\n\nclass K {{\n{lines}}}\n"
    for sign in "#@\\`'\"}{)($?!%~;\0…":
        for _ in range(20):
            at = chosen.randrange(len(text))
            parsed = parsing.parse(parser(), (text[:at] + sign + text[at:]).encode())
            assert len(parsed.dropped) <= 2
