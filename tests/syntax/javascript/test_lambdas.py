"""Function literals of TypeScript: evaluated where they stand, or functions of their own."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x.map(a => a.b)", "[a=each(x).b]"),
        ("x.map((a: Foo) => a.b)", "[a:Foo=each(x).b]"),
        ("x.map((a, i) => a.b)", "[a=each(x).b]"),
        ("x.map(({b}) => b)", "[b=each(x).b]"),
        ("x.map(a => { if (y) return a.b; return a.c; })", "[(a=each(x).b|a=each(x).c)]"),
        ("x.map(function (a) { return a.b; })", "[a=each(x).b]"),
        ("x.map(f)", "[:f(each(x))]"),
        ("x.map(String)", "[:String(each(x))]"),
        ("x.flatMap(a => a.list)", "[*a=each(x).list]"),
        ("x.filter(a => a.ok).map(a => a.b)", "[a=each(x).b]"),
        ("x.filter(Boolean)", "x.filter(:Boolean)"),
        ("x.find(a => a.ok)", "each(x)"),
        ("x.some(a => a.ok)", "test(some: a=each(x).ok)"),
        ("x.every(a => a.ok)", "test(some: a=each(x).ok)"),
        ("x.findIndex(a => a.ok)", "test(some: a=each(x).ok)"),
        ("x.forEach(a => a.b())", "None"),
        ("x.sort((a, b) => a - b)", "x"),
        ('x.reduce((a, b) => a + b.c, "")', '(\'\'|f"{a=…}{b=each(x).c}")'),
        ("x.reduce((a, b) => ({...a, [b.id]: b}), {})", "({}|{**a=…, b=each(x).id: b=each(x)})"),
        ("x.then(a => a.b)", "a=x.b"),
        ("x.then(a => load(a))", ":load(a=x)"),
        ("x.then(f)", ":f(x)"),
        ("x.then(a => a.b, e => 1)", "(a=x.b|1)"),
        ("x.catch(e => 1)", "(x|1)"),
        ("x.then(a => a.b).catch(() => y).finally(() => f())", "(a=x.b|:y)"),
        ("x.own(a => a)", "x.own(def A.m.<lambda>)"),
        ("run(() => x)", ":run(def A.m.<lambda>)"),
        ("[...x.values()]", "[*x.values()]"),
        ("x.map(async a => await a.b)", "[a=each(x).b]"),
        ("Promise.all(x.map(a => a.b))", ":Promise.all([a=each(x).b])"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source});")
    assert facts.uses("A.m")[-1:] == [value]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("source", "arguments"),
    [
        ("x.forEach(a => use(a));", "a=each(x)"),
        ("x.forEach((v, i) => use(v));", "v=each(x)"),
        ("x.forEach((v, k) => use(k, v));", "k=each(x), v=part(x, ?)"),
        ("x.then(a => { use(a); });", "a=x"),
        ("x.catch(e => use(e));", "e=caught(:Exception)"),
        ("x.then(f, e => use(e));", "e=caught(:Exception)"),
    ],
)
def test_parameters_in_place(method: Lower, source: str, arguments: str) -> None:
    assert method(source).uses("A.m") == [arguments]


def test_what_a_function_in_place_changes_stays(method: Lower) -> None:
    facts = method("const l = []; x.forEach(a => { const b = 1; l.push(a); }); use(l, a, b);")
    assert facts.uses("A.m") == ["(l=[]|…[]:=a=each(x)), :a, :b"]


def test_what_returns_in_place_does_not_leave_the_method(method: Lower) -> None:
    facts = method("x.forEach(a => { return; }); use(x); return x;")
    assert facts.uses("A.m") == ["x"]
    assert facts.returns("A.m") == ["x"]


@pytest.mark.parametrize(
    ("source", "head", "returns"),
    [
        ("a => a", "(a) [lambda]", ["a"]),
        ("(a, b) => b", "(a, b) [lambda]", ["b"]),
        (
            "(a: number, ...b: Foo[]) => { return a; }",
            "(a: builtins.float, *b: Foo) [lambda]",
            ["a"],
        ),
        ("async ({a}, [b]) => a", "(_, _) [async lambda]", ["a=_.a"]),
        ("(a = 1): string => a", "(a = 1) -> builtins.str [lambda]", ["a"]),
        ("() => x", "() [lambda]", [":x"]),
        ("() => this.field", "() [lambda]", [":this.field"]),
        ("() => ({a: x})", "() [lambda]", ["{'a': :x}"]),
        ("function (this: Foo, a) { return this; }", "(a) [lambda]", ["this:Foo=?()"]),
        ("() => { }", "() [lambda]", []),
    ],
)
def test_a_function_of_its_own(method: Lower, source: str, head: str, returns: list[str]) -> None:
    facts = method(f"use({source});")
    assert facts.head("A.m.<lambda>") == head
    assert facts.returns("A.m.<lambda>") == returns


HOOKS = [
    ('import {useMemo} from "react"; use(useMemo(() => a.b, [a]))', [":a.b"]),
    ('import React from "react"; use(React.useMemo(() => { return a; }, []))', [":a"]),
    ('import {useRef as keep} from "react"; use(keep(a).current)', ["{'current': :a}.current"]),
    ('import {ref} from "vue"; use(ref(a).value)', ["{'value': :a}.value"]),
    ('import {computed} from "vue"; use(computed(() => a).value)', ["{'value': :a}.value"]),
    ('import {ref} from "firebase"; use(ref(a))', [":ref(:a)"]),
    ("use(useMemo(() => a))", [":useMemo(def <lambda>)"]),
]


@pytest.mark.parametrize(("source", "uses"), HOOKS)
def test_hooks_give_what_they_keep(lower: Lower, source: str, uses: list[str]) -> None:
    assert lower(source).uses() == uses


def test_a_function_that_a_hook_keeps_has_the_name_of_its_place(lower: Lower) -> None:
    facts = lower('import {useCallback} from "react"; const say = useCallback((x) => x, []);')
    assert facts.returns("say") == ["x"]
