"""Conditions, exits, results and panics of Go."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "guards"),
    [
        ("if y { use(x) }", ["if :y"]),
        ("if y { } else { use(x) }", ["if not :y"]),
        ("if y {} else if z { use(x) }", ["if not :y, if :z"]),
        ("if y { return }; use(x)", ["after not :y"]),
        ("if y { if z { return } }; use(x)", [""]),
        ("if y { f() } else { return }; use(x)", ["after :y"]),
        ("if y { panic(1) }; use(x)", ["after not :y"]),
        ('if y { log.Fatal("a") }; use(x)', ["after not :y"]),
        ('if y { log.Error("a") }; use(x)', [""]),
        ("a := y && use(x)", ["if :y"]),
        ("a := y || use(x)", ["if not :y"]),
        ("for y { use(x) }", ["loop :y"]),
        ("for _, a := range y { use(x) }", ["loop :y"]),
        ("switch y { case 1: use(x) }", ["match test(==: :y, 1)"]),
        ("switch { case y: use(x); case z: use(1) }", ["if :y", "if not :y, if :z"]),
        ("switch { case y: return }; use(x)", ["after not :y"]),
        ("switch v := y.(type) { case Foo: use(x) }", ["match (Foo):y"]),
    ],
)
def test_guard(method: Lower, statements: str, guards: list[str]) -> None:
    assert method(statements).guards("R.m") == guards


@pytest.mark.parametrize(
    ("function", "returns"),
    [
        ("func m(x int) int { return x }", ["x"]),
        ("func m(x int) (int, error) { return x, nil }", ["[x, None]"]),
        ("func m(x int) (int, error) { return f(x) }", [":f(x)"]),
        ("func m(x int) int { if y { return x }; return 1 }", ["x", "1"]),
        ("func m(x int) { return }", []),
        # Named results are what they hold when a bare return comes
        ("func m(x string) (s string) { s = x; return }", ["s:builtins.str=x"]),
        ("func m(x string) (s string) { if y { s = x }; return }",
         ["(s:builtins.str=x|s:builtins.str=?())"]),
        ("func m(x string) (s string, err error) { s = x; return }",
         ["[s:builtins.str=x, err:error=?()]"]),
        ("func m(x string) (s string) { return x }", ["x"]),
        ("func m(x string) (_ string, err error) { err = x; return }", ["[?(), err:error=x]"]),
    ],
)  # fmt: skip
def test_returns(lower: Lower, function: str, returns: list[str]) -> None:
    assert lower(f"package p\n{function}").returns("m") == returns


@pytest.mark.parametrize(
    ("statements", "raises"),
    [
        ("panic(x)", ["x"]),
        ('if y { panic(fmt.Sprintf("a %s", x)) }', [":fmt.Sprintf('a %s', x)"]),
        ('panic("a" + x)', ['f"a{x}"']),
        ("panic := f; panic(x)", []),
        ("r.panic(x)", []),
    ],
)
def test_panics(method: Lower, statements: str, raises: list[str]) -> None:
    assert method(statements).raises("R.m") == raises


def test_jumps_to_labels(method: Lower) -> None:
    facts = method("if y { goto end }; x = 1\nend:\nuse(x)")
    assert facts.uses("R.m") == ["x:Any=1"]
    assert facts.file.unknown_forms == 0


def test_broken_code_is_counted_and_its_parts_are_kept(lower: Lower) -> None:
    facts = lower("package p\nfunc m() {\nuse(1)\nx := = 2\n}\nfunc n() { use(3) }\n")
    assert facts.file.error_lines >= 1
    assert facts.uses("n") == ["3"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "package",
        "func m() { use(1)",
        "func (a) m( {",
        "type A struct { b",
        "type A struct { A }\nfunc (a *A) m() { a.m() }",
        "var x = `",
        'var x = "',
        "func m() { switch x := y.(type) }",
        "func m() { for range }",
        "func m() { select { case } }",
        "}",
        "import (",
        "\x00\x01",
    ],
)
def test_hostile_text_has_facts(lower: Lower, source: str) -> None:
    facts = lower(source)
    assert len(facts.file.bodies) == len(facts.file.functions)
