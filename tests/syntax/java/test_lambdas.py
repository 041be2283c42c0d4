"""Lambdas of Java: functions of their own, or evaluated where they stand."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x.map(a -> a.b)", "[a=each(x).b]"),
        ("x.map((Foo a) -> a.b)", "[a:Foo=each(x).b]"),
        ("x.map(a -> { if (y) return a.b; return a.c; })", "[(a=each(x).b|a=each(x).c)]"),
        ("x.map(Foo::getBody)", "[(Foo)each(x).getBody()]"),
        ("x.map(Foo::body)", "[(Foo)each(x).body()]"),
        ("x.map(Foo::encode)", "[:Foo.encode(each(x))]"),
        ("x.map(this::f)", "[this.f(each(x))]"),
        ("x.map(y::f)", "[:y.f(each(x))]"),
        ("x.map(Foo::new)", "[:Foo(each(x))]"),
        ("x.map(String::valueOf)", '[f"{each(x)}"]'),
        ("x.map(Object::toString)", '[f"{each(x)}"]'),
        ("x.map(f)", "x.map(:f)"),
        ("x.flatMap(a -> a.list)", "a=each(x).list"),
        ("x.thenCompose(a -> load(a))", ":load(a=each(x))"),
        ("x.filter(a -> a.ok()).map(a -> a.b)", "[a=each(x).b]"),
        ("x.forEach(a -> a.b())", "None"),
        ("x.computeIfAbsent(y, k -> make(k))", ":make(k=:y)"),
        ("x.collect(Collectors.toList())", "x"),
        ("x.map(a -> a.b).collect(toSet())", "[a=each(x).b]"),
        ("x.collect(Collectors.toMap(a -> a.id, Foo::getBody))",
         "{a=each(x).id: (Foo)each(x).getBody()}"),
        ("x.collect(Collectors.groupingBy(a -> a.id))", "{a=each(x).id: x}"),
        ('x.collect(Collectors.joining(", "))', 'f"{each(x)}"'),
        ("x.collect(Collectors.mapping(a -> a.b, toList()))", "[a=each(x).b]"),
        ("x.collect(own())", "x.collect(:own())"),
        ("x.sorted((a, b) -> a.c(b))", "x.sorted(def A.m.<lambda>)"),
        ("run(() -> x)", ":run(def A.m.<lambda>)"),
        ("x.own(a -> a)", "x.own(def A.m.<lambda>)"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source});")
    assert facts.uses("A.m") == [value]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("source", "arguments"),
    [
        ("x.forEach(a -> use(a));", "a=each(x)"),
        ("x.forEach((k, v) -> use(k, v));", "k=part(each(x), 0), v=part(each(x), 1)"),
        ("x.whenComplete((r, e) -> use(r, e));", "r=each(x), e=?()"),
        ("x.ifPresentOrElse(a -> use(a), () -> f());", "a=each(x)"),
        ("x.subscribe(a -> use(a), e -> f(e));", "a=each(x)"),
        ("x.peek(a -> use(a)).map(a -> a.b);", "a=each(x)"),
        ("x.computeIfPresent(1, (k, v) -> use(k, v));", "k=1, v=x[1]"),
    ],
)
def test_parameters_in_place(method: Lower, source: str, arguments: str) -> None:
    assert method(source).uses("A.m") == [arguments]


def test_the_call_is_recorded_with_what_the_lambda_gives(method: Lower) -> None:
    assert method("x.map(a -> a.b);").calls("A.m") == ["x.map([a=each(x).b])"]


def test_what_a_lambda_in_place_changes_stays(method: Lower) -> None:
    facts = method("List<Foo> l = f(); x.forEach(a -> { int b = 1; l.add(a); }); use(l, a, b);")
    assert facts.uses("A.m") == ["l:list[Foo]=:f()[]:=a=each(x), :a, :b"]


def test_what_returns_from_a_lambda_in_place_does_not_leave_the_method(method: Lower) -> None:
    facts = method("x.forEach(a -> { return; }); use(x); return x;")
    assert facts.uses("A.m") == ["x"]
    assert facts.returns("A.m") == ["x"]


@pytest.mark.parametrize(
    ("source", "head", "returns"),
    [
        ("a -> a", "(a) [lambda]", ["a"]),
        ("(a, b) -> b", "(a, b) [lambda]", ["b"]),
        ("(int a, Foo... b) -> { return a; }", "(a: builtins.int, *b: Foo) [lambda]", ["a"]),
        ("() -> x", "() [lambda]", [":x"]),
        ("() -> field", "() [lambda]", [":this.field"]),
        ("() -> { }", "() [lambda]", []),
    ],
)
def test_a_function_of_its_own(method: Lower, source: str, head: str, returns: list[str]) -> None:
    facts = method(f"use({source});")
    assert facts.head("A.m.<lambda>") == head
    assert facts.returns("A.m.<lambda>") == returns
