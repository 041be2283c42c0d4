"""Expressions of Java as values: one line per construct."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Literals
        ("1", "1"),
        ("1_000L", "1000"),
        ("0xFFL", "255"),
        ("017", "15"),
        ("0b101", "5"),
        ("1.5f", "1.5"),
        ("1e3", "1000.0"),
        ("'a'", "'a'"),
        ('"a"', "'a'"),
        ('""', "''"),
        (r'"a\n"', r"'a\\n'"),
        ('"""\n  a "b"\n  """', "'a \"b\"'"),
        ("null", "None"),
        ("true", "True"),
        ("Foo.class", "test(literal: )"),
        ("int[].class", "test(literal: )"),
        # Names and parts
        ("x", "x"),
        ("y", ":y"),
        ("Y", ":Y"),
        ("(x)", "x"),
        ("this", "this"),
        ("field", "this.field"),
        ("this.field", "this.field"),
        ("count", "this.count"),
        ("super.field", "this.field"),
        ("A.this.field", ":this@A.field"),
        ("a.b.C.D", ":a.b.C.D"),
        ("x.a.b", "x.a.b"),
        ("x[0]", "x[0]"),
        ("x[y]", "x[:y]"),
        # Operators
        ("x + y", "(x + :y)"),
        ("x * y - 1", "((x * :y) - 1)"),
        ("x & y", "(x & :y)"),
        ("-x", "-(x)"),
        ("~x >>> 3", "(~(x) >>> 3)"),
        ("-1", "-1"),
        ("+x", "x"),
        ("!x", "test(not: x)"),
        ("x++", "x"),
        ("--x", "x"),
        ("x < y", "test(<: x, :y)"),
        ("x == null", "test(==: x, None)"),
        ("x || y", "test(or: x, :y)"),
        ("x && y", "test(and: x, :y)"),
        ("x ? y : 1", "choice(:y, 1 if x)"),
        ("x ? 1 : y ? 2 : 3", "choice(1, 2, 3 if x, :y)"),
        ("(Foo) x", "(Foo)x"),
        ("(List<String>) x", "(list[builtins.str])x"),
        ("(Foo & Bar) x", "(Foo)x"),
        ("x instanceof Foo", "test(instanceof: x)"),
        ("x instanceof Foo && x.a()", "test(and: test(instanceof: x), x:Foo=(Foo)x.a())"),
        ("x instanceof Foo ? 1 : x.a()", "choice(1, x=(!Foo)x.a() if test(instanceof: x))"),
        # Text
        ('"a" + x', 'f"a{x}"'),
        ('x + "a" + y + 1', 'f"{x}{:y}"'),
        ('"a" + 1 + \'b\' + x', 'f"a1b{x}"'),
        ('"a" + "b"', "'ab'"),
        ('"a" + null', "'anull'"),
        ('("a" + x) + y', 'f"a{x}{:y}"'),
        ('1 + 2 + "s"', 'f"{(1 + 2)}"'),
        ('"a" + x == y', 'test(==: f"a{x}", :y)'),
        ("(String) x + y", 'f"{(builtins.str)x}{:y}"'),
        ("x.toString()", 'f"{x}"'),
        ("x.toString() + y", 'f"{x}{:y}"'),
        ("String.valueOf(x)", 'f"{x}"'),
        ("Objects.toString(x)", 'f"{x}"'),
        ("x.valueOf(y)", "x.valueOf(:y)"),
        ('String.format("%s", x)', ":String.format('%s', x)"),
        # Arrays
        ("new int[3]", "[]"),
        ("new int[][] {{x}, {1}}", "[[x], [1]]"),
        # Functions as values
        ("Foo::bar", ":Foo.bar"),
        ("a.b.Foo::bar", ":a.b.Foo.bar"),
        ("this::bar", "this.bar"),
        ("x::bar", "x.bar"),
        ("super::bar", ":super().bar"),
        ("Foo::new", ":Foo"),
        ("Foo<String>::new", ":Foo"),
        ("int[]::new", "test(literal: )"),
        ("y -> y", "def A.m.<lambda>"),
        # Assignments as values
        ("x = y", ":y"),
        ("field = y", ":y"),
        # Switch
        ('switch (x) { case "a" -> 1; case "b", "c" -> { yield y; } default -> 3; }',
         "choice(1, :y, 3 if x)"),
        ("switch (x) { case 1: yield y; default: yield 2; }", "choice(:y, 2 if x)"),
        ("switch (x) { case Foo z -> z; default -> throw new E(); }", "z:Foo=(Foo)x"),
        ("switch (x) { case Foo z when z.ok() -> z.a; default -> switch (y) { default -> 1; }; }",
         "choice(z:Foo=(Foo)x.a, 1 if x)"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source});")
    assert facts.uses("A.m") == [value]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("f(x)", ":f(x)"),
        ("x.f(1)", "x.f(1)"),
        ("x.<String>f(1)", "x.f(1)"),
        ("this.f(x)", "this.f(x)"),
        ("super.f(x)", ":super().f(x)"),
        ("Foo.super.f(x)", ":super().f(x)"),
        ("super.toString()", ":super().toString()"),
        ("a.b.C.f(x)", ":a.b.C.f(x)"),
        ("new Foo(x)", ":Foo(x)"),
        ("new Foo<>(x)", ":Foo(x)"),
        ("new a.B<String>.C(x)", ":a.B.C(x)"),
        ("new @Mark Foo(x)", ":Foo(x)"),
        ("x.new Foo(1)", "x.Foo(1)"),
        ("new AutoValue_Foo_Bar(x)", ":Foo.Bar(x)"),
        ("new Foo(x) { int a() { return 1; } }", "class A.m.<anonymous>(x)"),
        ("x.f(/* none */)", "x.f()"),
    ],
)
def test_call(method: Lower, source: str, call: str) -> None:
    assert method(f"y = {source};").calls("A.m")[-1] == call


def test_a_method_and_a_local_of_one_name(method: Lower) -> None:
    facts = method("String name = name(); use(name, name());")
    assert facts.uses("A.m") == ["name:builtins.str=:name(), :name()"]


def test_arguments_have_spans(lower: Lower) -> None:
    source = "class A { void m() { f(a, /* c */ b.c()); } }"
    facts = lower(source)
    call = next(v for v in facts.body("A.m").values if v[0] == 5 and len(v[4]) == 2)
    spans = call[7]
    assert [source[spans[i] : spans[i + 1]] for i in (0, 2)] == ["a", "b.c()"]


def test_long_chains_are_walked_without_recursion(method: Lower) -> None:
    for source in (
        "x" + ".a()" * 3000,
        " + ".join(["x"] * 3000),
        " && ".join(["x"] * 3000),
        '"a" + ' + " + ".join(["x"] * 3000),
        "x ? 1 : " * 500 + "2",
    ):
        assert method(f"use({source});").file.truncated == []


def test_deep_nesting_is_cut_and_reported(method: Lower) -> None:
    for source in ("f(" * 400 + ")" * 400, "(" * 400 + "x" + ")" * 400):
        assert method(f"use({source});").file.truncated == ["A.m"]


def test_lambdas_may_be_nested_deeply(method: Lower) -> None:
    assert method(f"use({'x -> ' * 95}1);").file.truncated == []
    assert method(f"use({'x -> ' * 400}1);").file.truncated


def test_long_else_if_and_conditions(method: Lower) -> None:
    chain = " else ".join("if (x instanceof A && y) { use(x); }" for _ in range(500))
    assert method(chain).file.truncated == []
