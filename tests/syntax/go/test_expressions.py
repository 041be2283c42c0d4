"""Expressions of Go as values: one line per construct."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Literals
        ("1", "1"),
        ("0x_FF", "255"),
        ("0b101", "5"),
        ("0o17", "15"),
        ("017", "15"),
        ("1.5", "1.5"),
        ("1e3", "1000.0"),
        ("-1", "-1"),
        ("2i", "test(literal: )"),
        ("'a'", "97"),
        (r"'\n'", "test(literal: )"),
        ('"a"', "'a'"),
        (r'"a\n"', r"'a\\n'"),
        ('`a "b"`', "'a \"b\"'"),
        ("nil", "None"),
        ("true", "True"),
        # Names and parts
        ("x", "x"),
        ("y", ":y"),
        ("(x)", "x"),
        ("x.a.b", "x.a.b"),
        ("r.items", "r.items"),
        ("a.B.C", ":a.B.C"),
        ("x[0]", "x[0]"),
        ('x["k"]', "x['k']"),
        ("x[y]", "x[:y]"),
        ("x[1:2]", "?(x)"),
        ("x[:]", "?(x)"),
        ("x[:8]", "test(literal: x)"),
        ("x[:9]", "?(x)"),
        ("x[:y]", "?(x)"),
        ('x[:strings.Index(x, ":")]', "x[]"),
        # Pointers and channels
        ("*x", "x"),
        ("&x", "x"),
        ("(*x).a", "x.a"),
        ("<-x", "each(x)"),
        # Operators
        ("x + y", "(x + :y)"),
        ("x * y - 1", "((x * :y) - 1)"),
        ("x & y", "(x & :y)"),
        ("-x", "-(x)"),
        ("^x &^ y", "(~(x) &^ :y)"),
        ("!x", "test(not: x)"),
        ("x < y", "test(<: x, :y)"),
        ("x == nil", "test(==: x, None)"),
        ("x || y", "test(or: x, :y)"),
        ("x && y", "test(and: x, :y)"),
        # Text
        ('"a" + x', 'f"a{x}"'),
        ('x + "a" + y', 'f"{x}{:y}"'),
        ('"a" + "b"', "'ab'"),
        ('("a" + x) + y', 'f"a{x}{:y}"'),
        ("x.String()", 'f"{x}"'),
        ("x.Error()", 'f"{x}"'),
        ('"a: " + x.Error()', 'f"a: {x}"'),
        ("x.String().a", "x.String().a"),
        ("http.String()", ":http.String()"),
        # Formatting stays a call
        ('fmt.Sprintf("%s", x)', ":fmt.Sprintf('%s', x)"),
        ('fmt.Errorf("a: %w", x)', ":fmt.Errorf('a: %w', x)"),
        ("fmt.Sprint(x)", ":fmt.Sprint(x)"),
        # What a format does not show, or next to nothing of it, is a test
        ('fmt.Sprintf("%T %d", x, y)', ":fmt.Sprintf('%T %d', test(literal: x), :y)"),
        ('fmt.Sprintf("%p%t", x, y)', ":fmt.Sprintf('%p%t', test(literal: x), test(literal: :y))"),
        ('fmt.Sprintf("%[2]T %[1]s", x, y)',
         ":fmt.Sprintf('%[2]T %[1]s', x, test(literal: :y))"),
        ('fmt.Sprintf("%[1]T %[1]s", x)', ":fmt.Sprintf('%[1]T %[1]s', x)"),
        ('fmt.Sprintf("%%T %s", x)', ":fmt.Sprintf('%%T %s', x)"),
        ('fmt.Sprintf("%*d %T", x, y, z)', ":fmt.Sprintf('%*d %T', x, :y, test(literal: :z))"),
        ('fmt.Sprintf("%.8s", x)', ":fmt.Sprintf('%.8s', test(literal: x))"),
        ('fmt.Sprintf("%.20s", x)', ":fmt.Sprintf('%.20s', x)"),
        ('x.Infof("%T", y)', "x.Infof('%T', test(literal: :y))"),
        ('x.Info("%T", y)', "x.Info('%T', :y)"),
        # Types
        ("x.(Foo)", "(Foo)x"),
        ("x.(*a.Foo)", "(a.Foo)x"),
        ("x.([]string)", "(list[builtins.str])x"),
        ("string(x)", "(builtins.str)x"),
        ("[]byte(x)", "(builtins.bytes)x"),
        ("int(x)", "(builtins.int)x"),
        ("map[string]int(x)", "(dict[builtins.str,builtins.int])x"),
        ("(*Foo)(x)", "(Foo)x"),
        ("Foo(x)", ":Foo(x)"),
        # Structs: fields are keywords
        ("Foo{x, 1}", ":Foo(x, 1)"),
        ("Foo{A: x, B: 1}", ":Foo(A=x, B=1)"),
        ("&Foo{A: x}", ":Foo(A=x)"),
        ("Foo{}", ":Foo()"),
        ("Foo{A: Bar{B: x}}", ":Foo(A=:Bar(B=x))"),
        ("Pair[int, string]{A: x}", ":Pair(A=x)"),
        ("a.Foo{A: x}", "(a.Foo):a.Foo(A=x).A:=x"),
        ("new(Foo)", ":Foo()"),
        ("new(int)", "(builtins.int)?()"),
        # Lists and mappings
        ('[]string{x, "a"}', "[x, 'a']"),
        ("[...]int{1, 2}", "[1, 2]"),
        ("[2]int{1: x}", "[x]"),
        ("[]Foo{{A: x}, {B: 1}}", "[:Foo(A=x), :Foo(B=1)]"),
        ("[]*Foo{{A: x}}", "[:Foo(A=x)]"),
        ('map[string]Foo{"a": x, y: 1}', "{'a': x, :y: 1}"),
        ('map[string]Foo{"a": {B: x}}', "{'a': :Foo(B=x)}"),
        ('map[string][]Foo{"a": {{B: x}}}', "{'a': [:Foo(B=x)]}"),
        ("make([]string, 0, 1)", "[]"),
        ("make(map[string]int)", "{}"),
        ("make(chan Foo)", "[]"),
        ("make(Foo)", ":Foo()"),
        ("append(x, y, 1)", "[*x, :y, 1]"),
        ("append(x, y...)", "[*x, *:y]"),
        # Functions as values
        ("x.f", "x.f"),
        ("func(a int) int { return a }", "def R.m.<lambda>"),
        ("func(a int) int { return a }(x)", "def R.m.<lambda>(x)"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source})")
    assert facts.uses("R.m") == [value]
    assert facts.file.unknown_forms == 0
    assert facts.file.error_lines == 0


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("f(x)", ":f(x)"),
        ("f(x...)", ":f(*x)"),
        ("f(y, x...)", ":f(:y, *x)"),
        ("x.f(1)", "x.f(1)"),
        ("x.F(1).G(x)", "x.F(1).G(x)"),
        ("a.b.C(x)", ":a.b.C(x)"),
        ("f[int](x)", ":f(x)"),
        ("f[int, Foo](x)", ":f(x)"),
        ("x[0](1)", "x[0](1)"),
        ("len(x)", ":len(x)"),
        ("recover()", ":recover()"),
        ("f(/* none */)", ":f()"),
        ("f(g())", ":f(:g())"),
    ],
)
def test_call(method: Lower, source: str, call: str) -> None:
    assert method(f"y := {source}").calls("R.m")[-1] == call


def test_a_function_may_be_called_like_what_is_built_in(method: Lower) -> None:
    facts = method("append := f; use(append(x, 1))")
    assert facts.uses("R.m") == ["append=:f(x, 1)"]


def test_arguments_have_spans(lower: Lower) -> None:
    source = "package p\nfunc m() { f(a, /* c */ b.c(1)); T{x, N: y} }"
    facts = lower(source)
    calls = [v for v in facts.body("m").values if v[0] == 5 and len(v[4]) + len(v[5]) == 2]
    found = [[source[v[7][i] : v[7][i + 1]] for i in range(0, len(v[7]), 2)] for v in calls]
    assert found == [["a", "b.c(1)"], ["x", "y"]]


def test_getters_read_a_property(method: Lower) -> None:
    body = method("x.GetBody(); x.GetURLPath(); x.Body(); x.GetBody(1); http.GetX()").body("R.m")
    assert [v[8] for v in body.values if v[0] == 5 and len(v) > 8] == ["body", "urlPath"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("y.WithText(x).Build()", ":y.WithText(x).text:=x.Build()"),
        ("y.SetText(x).AddID(1).B()", ":y.SetText(x).text:=x.AddID(1).id:=1.B()"),
        ("y.Encode(x).B()", ":y.Encode(x).B()"),
        ("y.WithText(x)", ":y.WithText(x)"),
    ],
)
def test_chains_keep_what_is_put_in(method: Lower, source: str, value: str) -> None:
    assert method(f"use({source})").uses("R.m") == [value]


def test_literal_keys_that_are_read(method: Lower) -> None:
    facts = method('x.Get("a"); y.Header["b"]; r.table["c"]; x.Get(1); x.Set("d", 1)')
    assert facts.file.reads == {"x": ["a"], "Header": ["b"], "table": ["c"]}


def test_long_chains_are_walked_without_recursion(method: Lower) -> None:
    for source in (
        "x" + ".A()" * 3000,
        " + ".join(["x"] * 3000),
        " && ".join(["x"] * 3000),
        '"a" + ' + " + ".join(["x"] * 3000),
    ):
        assert method(f"use({source})").file.truncated == [], source[:20]


def test_deep_nesting_is_cut_and_reported(method: Lower) -> None:
    for source in (
        "f(" * 400 + ")" * 400,
        "(" * 400 + "x" + ")" * 400,
        "[][]int{" + "{" * 400 + "}" * 400 + "}",
    ):
        assert method(f"use({source})").file.truncated == ["R.m"], source[:20]


def test_long_else_if_chains(method: Lower) -> None:
    chain = " else ".join("if x == 1 { use(x) }" for _ in range(500))
    assert method(chain).file.truncated == []
