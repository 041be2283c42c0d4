"""Expressions of TypeScript as values: one line per construct."""

from __future__ import annotations

import pytest

from msgsec_lint.facts import model as f
from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1", "1"),
        ("1_000", "1000"),
        ("0xff", "255"),
        ("017", "15"),
        ("0b101", "5"),
        ("0o17", "15"),
        ("1.5", "1.5"),
        ("1e3", "1000.0"),
        ("10n", "10"),
        ("'a'", "'a'"),
        ('"a"', "'a'"),
        ("`a`", "'a'"),
        ("``", "''"),
        ('"a\\n"', "'a\\\\n'"),
        ("null", "None"),
        ("undefined", "None"),
        ("true", "True"),
        ("/a+b/g", "test(literal: )"),
        ("x", "x"),
        ("y", ":y"),
        ("(x)", "x"),
        ("this", "this"),
        ("this.field", "this.field"),
        ("super.field", ":super().field"),
        ("a.b.C", ":a.b.C"),
        ("x.a.b", "x.a.b"),
        ("x?.a", "x.a"),
        ("x?.[0]", "x[0]"),
        ("x[0]", "x[0]"),
        ('x["k"]', "x['k']"),
        ("x[y]", "x[:y]"),
        ("x!", "x"),
        ("x!.a", "x.a"),
        ("x as Foo", "(Foo)x"),
        ("x as any", "x"),
        ("x as unknown as Foo", "(Foo)x"),
        ("<Foo>x", "(Foo)x"),
        ("x satisfies Foo", "x"),
        ("x + y", "(x + :y)"),
        ("x * y - 1", "((x * :y) - 1)"),
        ("x ** 2", "(x ** 2)"),
        ("-x", "-(x)"),
        ("-1", "-1"),
        ("+x", "+(x)"),
        ("!x", "test(not: x)"),
        ("~x", "~(x)"),
        ("typeof x", "test(typeof: x)"),
        ("void x", "None"),
        ("delete x.a", "test(delete: x.a)"),
        ("x++", "x"),
        ("--x", "x"),
        ("x < y", "test(<: x, :y)"),
        ("x == null", "test(==: x, None)"),
        ("x !== y", "test(!==: x, :y)"),
        ('"a" in x', "test(in: 'a', x)"),
        ("x instanceof Foo", "test(instanceof: x, :Foo)"),
        ("x || y", "choice(x, :y if x)"),
        ("x ?? y", "choice(x, :y if x)"),
        ("x && y", "choice(:y if x)"),
        ("x ? y : 1", "choice(:y, 1 if x)"),
        ("x ? 1 : y ? 2 : 3", "choice(1, 2, 3 if x, :y)"),
        ("(x, y)", ":y"),
        ('"a" + x', 'f"a{x}"'),
        ('x + "a" + y + 1', 'f"{x}{:y}"'),
        ('"a" + 1 + x', 'f"a1{x}"'),
        ('"a" + "b"', "'ab'"),
        ('"a" + null', "'anull'"),
        ('("a" + x) + y', 'f"a{x}{:y}"'),
        ("`a${x}b${y}`", 'f"a{x}{:y}"'),
        ("`${x}`", 'f"{x}"'),
        ('`a${"b"}`', 'f"a{\'b\'}"'),
        ("tag`a${x}b`", ":tag(['a', 'b'], x)"),
        ("x.toString()", 'f"{x}"'),
        ("String(x)", ":String(x)"),
        ("x.toString(16)", "x.toString(16)"),
        ("(x as string) + y", 'f"{(builtins.str)x}{:y}"'),
        ("[]", "[]"),
        ("[x, 1, ...y]", "[x, 1, *:y]"),
        ("[, x]", "[x]"),
        ("{}", "{}"),
        ('{a: x, "b": y, 1: 2, [y]: 3, [`k`]: 4}', "{'a': x, 'b': :y, '1': 2, :y: 3, 'k': 4}"),
        ("{x, y}", "{'x': x, 'y': :y}"),
        ("{...x, a: 1}", "{**x, 'a': 1}"),
        ("{f() { return 1; }, get g() { return x; }, set h(v) {}, i: () => 1}",
         "{'f': def A.m.f, 'g': def A.m.g(), 'i': def A.m.i}"),
        ("await x", "x"),
        ("x => x", "def A.m.<lambda>"),
        ("function (a) { return a; }", "def A.m.<lambda>"),
        ("function g() {}", "def A.m.g"),
        ("async () => 1", "def A.m.<lambda>"),
        ("class { a() {} }", "class A.m.default"),
        ("class B extends C {}", "class A.m.B"),
        ("x = y", ":y"),
        ("this.field = y", ":y"),
        ("[a, b] = x", "x"),
        ("new.target", ":new.target"),
        ("import.meta.url", ":import.meta.url"),
        ('require("m")', ":import:m"),
        ('import("m")', ":import:m"),
        ('await import("m")', ":import:m"),
        ("import(x)", ":import(x)"),
        ("new Map<string, Foo>()", "(dict[builtins.str,Foo]):Map()"),
        ("new Set<Foo>()", "(list[Foo]):Set()"),
        ("x<string>", "x"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source});")
    assert facts.uses("A.m")[-1:] == [value]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("f(x)", ":f(x)"),
        ("f?.(x)", ":f(x)"),
        ("x.f<string>(1)", "x.f(1)"),
        ("x?.f(1)", "x.f(1)"),
        ("x['f'](1)", "x['f'](1)"),
        ("this.f(x)", "this.f(x)"),
        ("super.f(x)", ":super().f(x)"),
        ("super.toString()", ":super().toString()"),
        ("new Foo(x)", ":Foo(x)"),
        ("new Foo<Bar>(x)", ":Foo(x)"),
        ("new Foo", ":Foo()"),
        ("new a.B(x)", ":a.B(x)"),
        ("new (foo())(x)", ":foo()(x)"),
        ("f(/* none */)", ":f()"),
        ("f(...x, 1)", ":f(*x, 1)"),
        ("f({a: x})", ":f({'a': x})"),
        ("require('m')(x)", ":import:m(x)"),
        ("f`a`", ":f(['a'])"),
    ],
)
def test_call(method: Lower, source: str, call: str) -> None:
    assert method(f"y = {source};").calls("A.m")[-1] == call


@pytest.mark.parametrize("name", ["innerHTML", "outerHTML", "srcdoc"])
def test_assigning_markup_calls_its_parser(method: Lower, name: str) -> None:
    assert method(f"x.{name} = y;").calls("A.m")[-1] == f":dom:{name}(:y)"


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("x.getBody()", "body"), ("x.isOpen()", "open"), ("x.get()", ""), ("x.body()", ""),
        ("x.getBody(1)", ""), ("x.getter()", ""),
    ],
)  # fmt: skip
def test_properties_that_methods_read(method: Lower, source: str, reads: str) -> None:
    facts = method(f"{source};")
    (call,) = [v for v in facts.body("A.m").values if v[0] == f.CALL]
    assert (call[8:] or [""]) == [reads]


def test_keys_that_are_read(lower: Lower) -> None:
    facts = lower('function f(row) { row["body"]; row.get("id"); store.getItem("t"); row[0]; }')
    assert facts.file.reads == {"row": ["body", "id"], "store": ["t"]}


def test_elements_of_a_page_are_calls(lower_x: Lower) -> None:
    facts = lower_x(
        """
        const a = <div {...p} title={x} hidden>text {y}<Foo.Bar z="1"/>{...l}</div>;
        const b = <><Foo/></>;
        """
    )
    assert facts.calls() == [
        ":Foo.Bar(z='1')",
        ":jsx:div('text', :y, :Foo.Bar(z='1'), *:l, **:p, title=:x, hidden=True)",
        ":Foo()",
        ":jsx:(:Foo())",
    ]
    assert facts.file.unknown_forms == 0


def test_arguments_have_spans(lower: Lower) -> None:
    source = "f(a, /* c */ b.c());"
    facts = lower(source)
    call = next(v for v in facts.body().values if v[0] == f.CALL and len(v[4]) == 2)
    spans = call[7]
    assert [source[spans[i] : spans[i + 1]] for i in (0, 2)] == ["a", "b.c()"]


def test_long_chains_are_walked_without_recursion(method: Lower) -> None:
    for source in (
        " + ".join(["x"] * 3000),
        " && ".join(["x"] * 3000),
        '"a" + ' + " + ".join(["x"] * 3000),
        "x ? 1 : " * 500 + "2",
    ):
        assert method(f"use({source});").file.truncated == []


def test_deep_nesting_is_cut_and_reported(method: Lower) -> None:
    for source in ("f(" * 400 + ")" * 400, "(" * 400 + "x" + ")" * 400, "x" + ".a()" * 1000):
        assert method(f"use({source});").file.truncated == ["A.m"]


def test_functions_may_be_nested_deeply(method: Lower) -> None:
    assert method(f"use({'x => ' * 95}1);").file.truncated == []
    assert method(f"use({'x => ' * 400}1);").file.truncated


def test_long_else_if_and_conditions(method: Lower) -> None:
    chain = " else ".join("if (x instanceof A && y) { use(x); }" for _ in range(500))
    assert method(chain).file.truncated == []


def test_any_method_of_the_console_prints(lower: Lower) -> None:
    assert lower("console[level](a); console['warn'](b); x[level](c)").calls() == [
        ":console.log(:a)", ":console.warn(:b)", ":x[:level](:c)",
    ]  # fmt: skip
