"""Expressions of Python as values: one line per construct."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Literals
        ("1", "1"),
        ("0x10", "16"),
        ("1_000", "1000"),
        ("1.5", "1.5"),
        ("99999999999999999999", "1e+20=56bc75e2d630fffff"),
        ("1j", "test(literal: )"),
        ("'a'", "'a'"),
        ("b'a'", "'a'"),
        ("u'a'", "'a'"),
        (r"r'\d'", r"'\\d'"),
        ("'''a'''", "'a'"),
        ("'a' \"b\"", "'ab'"),
        ("''", "''"),
        ("None", "None"),
        ("True", "True"),
        ("...", "None"),
        ("'x' * 3", "('x' * 3)"),
        # Names and parts
        ("x", "x"),
        ("y", ":y"),
        ("(x)", "x"),
        ("x.a.b", "x.a.b"),
        ("x[0]", "x[0]"),
        ("x[-1]", "x[-1]"),
        ("x['k']", "x['k']"),
        ("x[y]", "x[:y]"),
        ("x[1:2]", "?(x)"),
        ("x[1, 2]", "x[[1, 2]]"),
        ("x[1:2, 3]", "x[[?(1, 2), 3]]"),
        # Operators
        ("x + y", "(x + :y)"),
        ("x % (y, 1)", "(x % [:y, 1])"),
        ("x ** y @ x", "((x ** :y) @ x)"),
        ("'a' + x + 'b' + y", 'f"a{x}{:y}"'),
        ("-x", "-(x)"),
        ("~x", "~(x)"),
        ("+x", "x"),
        ("-(1 << 64)", "-((1 << 64))"),
        ("x ^ y >> 2", "(x ^ (:y >> 2))"),
        ("0xffffffffffffffffc5", "4.722366482869645e+21=ffffffffffffffffc5"),
        ("-18446744073709551557", "-1.8446744073709552e+19=-ffffffffffffffc5"),
        ("not x", "test(not: x)"),
        ("x < y < 1", "test(< <: x, :y, 1)"),
        ("x is not y", "test(is not: x, :y)"),
        ("x not in y", "test(not in: x, :y)"),
        ("x or y", "choice(x, :y if x)"),
        ("x and y", "choice(:y if x)"),
        ("y if x else 1", "choice(:y, 1 if x)"),
        ("await x", "x"),
        ("(n := x)", "n=x"),
        # Displays
        ("[x, *y]", "[x, *:y]"),
        ("(x, 1)", "[x, 1]"),
        ("()", "[]"),
        ("{x, 1}", "[x, 1]"),
        ("{}", "{}"),
        ("{'k': x, y: 1, 2: 3, **z}", "{'k': x, :y: 1, 2: 3, **:z}"),
        # Comprehensions bind names of their own
        ("[a for a in x]", "[a=each(x)]"),
        ("{a for a in x if a.b}", "[a=each(x)]"),
        ("[a.b for a in x for c in a]", "[a=each(x).b]"),
        ("{a: b for a, b in x}", "{a=part(each(x), 0): b=part(each(x), 1)}"),
        ("[y async for y in x]", "[y=each(x)]"),
        ("[[b for b in a] for a in x]", "[[b=each(a=each(x))]]"),
        ("(a for a in x)", "[a=each(x)]"),
        ("a for a in x", "[a=each(x)]"),
        ("[n := a for a in x]", "[n=a=each(x)]"),
        # Text
        ("f'a{x}b{y}'", 'f"a{x}{:y}"'),
        ("f'{x!r}{x!s}{x!a}'", 'f"{x!r}{x}{x!r}"'),
        ("f'{x=}{x:>10}'", 'f"{x}{x}"'),
        ("f'{x:{y}}'", 'f"{x}"'),
        ("f'{{}}'", "'{{}}'"),
        ("f'{f\"{x}\"}'", 'f"{f"{x}"}"'),
        ("f'a' 'b' f'{x}' 'c'", 'f"ab{x}"'),
        ("f'''\n{x}'''", 'f"\n{x}"'),
        ("t'a{x!r}'", 'f"a{x!r}"'),
        ("'%s %r' % (x, y)", "('%s %r' % [x, :y])"),
        ("'%(a)s' % {'a': x}", "('%(a)s' % {'a': x})"),
        ("'{} {!r}'.format(x, a=y)", "'{} {!r}'.format(x, a=:y)"),
        ("', '.join(x)", "', '.join(x)"),
        # Calls
        ("x(1, *y, a=2, **z)", "x(1, *:y, a=2, **:z)"),
        ("x.a()(1)[0](2)", "x.a()(1)[0](2)"),
        ("lambda: 1", "def f.<lambda>"),
        # Comments and lines between
        ("[x, # one\n 1]", "[x, 1]"),
        ("(x # one\n )", "x"),
        ("x[ # one\n        1]", "x[1]"),
        ("(x\n .a)", "x.a"),
    ],
)
def test_value(lower: Lower, source: str, value: str) -> None:
    assert lower(f"def f(x):\n    use({source})").uses("f") == [value]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x \\\n .a", "x.a"),
        ("1, \\\n x", "1, x"),
        ("[1, \\\n x]", "[1, x]"),
        ("(x \\\n )", "x"),
        ("x[ \\\n    'k' \\\n    ]", "x['k']"),
        ("1 if y \\\n else x", "choice(1, x if :y)"),
        ("a=\\\n x", "a=x"),
        ("x \\\n + 1", "(x + 1)"),
        ("x \\\n or 1", "choice(x, 1 if x)"),
        ("{'k': \\\n x}", "{'k': x}"),
        ("x('a' \\\n 'b')", "x('ab')"),
    ],
)
def test_a_continued_line_is_one_line(lower: Lower, source: str, value: str) -> None:
    assert lower(f"def f(x):\n    use({source})").uses("f") == [value]


def test_a_long_literal_is_cut(lower: Lower) -> None:
    assert lower(f"use('{'a' * 500}')").uses() == [repr("a" * 120)]


def test_a_comprehension_leaves_names_alone(lower: Lower) -> None:
    facts = lower("def f(x):\n    [x for x in y]\n    use(x, [n := a for a in x])\n    use(a)")
    assert facts.uses("f") == ["x, [n=a=each(x)]", ":a"]


@pytest.mark.xfail(strict=True, reason="comprehension restores all names, walrus targets too")
def test_a_walrus_outlives_its_comprehension(lower: Lower) -> None:
    assert lower("def f(x):\n    if any((n := a) for a in x): use(n)").uses("f") == ["n=a=each(x)"]


def test_a_walrus_binds_from_there_on(lower: Lower) -> None:
    facts = lower("def f(x):\n    use(n)\n    if (n := x.a): use(n)\n    use(n)")
    assert facts.uses("f") == [":n", "n=x.a", "n=x.a"]


def test_arguments_keep_their_place_in_the_source(lower: Lower) -> None:
    source = "use(a, *b, c=d, **e)"
    body = lower(source).body()
    (call,) = [value for value in body.values if value[0] == 5]
    spans = call[7]
    assert [source[s:e] for s, e in zip(spans[::2], spans[1::2], strict=True)] == [
        "a", "*b", "c=d", "**e",
    ]  # fmt: skip


def test_values_stand_where_the_source_has_them(lower: Lower) -> None:
    source = "use(é.a[0], f'{x}', (y))"
    body = lower(source).body()
    data = source.encode()
    assert [data[v[1] : v[2]].decode() for v in body.values] == [
        "use", "é", "é.a", "0", "é.a[0]", "x", "f'{x}'", "y", source,
    ]  # fmt: skip


def test_evaluation_is_from_left_to_right(lower: Lower) -> None:
    assert lower("f(a(), *b(), k=c())(d()) + e()").calls() == [
        ":a()",
        ":b()",
        ":c()",
        ":f(:a(), *:b(), k=:c())",
        ":d()",
        ":f(:a(), *:b(), k=:c())(:d())",
        ":e()",
    ]


def test_calls_are_indexed_by_the_last_name(lower: Lower) -> None:
    facts = lower(
        """
        def g(): pass
        class A: pass
        a.b.c()
        g()
        A()
        say = log.info
        say(1)
        x()()
        """
    ).file
    assert {name: len(at) // 2 for name, at in facts.calls.items()} == {
        "c": 1, "g": 1, "A": 1, "info": 1, "x": 1, "": 1,
    }  # fmt: skip


def test_functions_handed_to_calls_are_indexed(lower: Lower) -> None:
    facts = lower("def g(): pass\nf(g, a.b, c, k=lambda: 1)").file
    assert [name for name in facts.calls if name[:1] == "&"] == ["&g", "&b", "&c", "&<lambda>"]
