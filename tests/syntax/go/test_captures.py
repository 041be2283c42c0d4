"""Names that function literals share with the function around them."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Facts, Lower

INNER = "R.m.<lambda>"


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        ("y := 0; func() { y = x }(); use(y)", f"(y=0|left(y in {INNER}))"),
        ("y := 0; go func() { y += x }(); use(y)", f"(y=0|left(y in {INNER}))"),
        ("y := 0; f(func() { g(&y) }); use(y)", f"(y=0|left(y in {INNER}))"),
        ("y := 0; f(func() { y.A.B = 1 }); use(y)", f"(y=0|left(y in {INNER}))"),
        ("y := 0; f(func() { y <- x }); use(y)", f"(y=0|left(y in {INNER}))"),
        ("y := 0; f(func() { y.WriteString(x) }); use(y)", f"(y=0|left(y in {INNER}))"),
        # What is only read, or is another name of the same spelling, stays as it is.
        ("y := 0; f(func() { g(y) }); use(y)", "y=0"),
        ("y := 0; f(func(y int) { y = 1 }); use(y)", "y=0"),
        ("y := 0; f(func() (y int) { y = 1; return }); use(y)", "y=0"),
    ],
)
def test_a_literal_changes_what_names_around_it_hold(
    method: Lower, statements: str, value: str
) -> None:
    assert method(statements).uses("R.m")[-1] == value


def left(facts: Facts, name: str) -> list[str]:
    return facts.bindings(INNER)[f"{name}="]


@pytest.mark.parametrize(
    ("literal", "values"),
    [
        ("y = 1; y = 2", ["y=2"]),
        ("if x { y = 1; return }; y = 2", ["y=1", "y=2"]),
        ("y = 1; z, y := f(); y = z", ["y=1"]),
        ("y = 1; if x { y := 2; g(y); return }", ["y=1"]),
        ("if x { y = 1 }", ["y=1"]),
        ("y.A = 1", [":y.A:=1"]),
    ],
)
def test_what_a_literal_leaves_is_what_the_name_holds_where_it_ends(
    method: Lower, literal: str, values: list[str]
) -> None:
    assert left(method(f"y := 0; f(func() {{ {literal} }})"), "y") == values


def seen(facts: Facts, name: str) -> list[str]:
    return next(v for k, v in facts.bindings("R.m").items() if k.startswith(f"{name}@"))


@pytest.mark.parametrize(
    ("statements", "values"),
    [
        # What the name holds there, and what it is given later
        ("y := 1; y = 2; f(func() { g(y) })", ["y=2"]),
        ("var y int; defer func() { g(y) }(); y = 1", ["y:int=?()", "y:int=1"]),
        ("y := 1; f(func() { g(y) }); y = 2; { y := 3; g(y) }; y = 4", ["y=1", "y=2", "y=4"]),
        ("{ y := 1; f(func() { g(y) }) }; y := 2; g(y)", ["y=1"]),
        ("for _, y := range x { f(func() { g(y) }) }; y := 2; g(y)", ["y=x[]"]),
        ("y := 1; f(func() { g(y) }); f(func() { y = 2 })", ["y=1", f"left(y in {INNER})"]),
    ],
)
def test_a_literal_sees_what_a_name_holds_where_it_stands_and_later(
    method: Lower, statements: str, values: list[str]
) -> None:
    found = [value.replace("builtins.", "") for value in seen(method(statements), "y")]
    assert found == values


def test_a_deferred_literal_sees_what_named_results_are_given(lower: Lower) -> None:
    facts = lower(
        """
        package p
        func m(x any) (y int, err error) {
            defer func() { log(err) }()
            if x { return 1, f() }
            return g()
        }
        """
    )
    (found,) = [v for k, v in facts.bindings("m").items() if k.startswith("err@")]
    assert found == ["err:error=?()", ":f()", "part(:g(), 1)"]


def test_what_is_recovered_is_what_the_function_around_panics_with(method: Lower) -> None:
    facts = method("panic(1); defer func() { r := recover(); use(r) }(); panic(x)")
    assert facts.uses(INNER) == ["r=:recover"]
    assert seen(facts, "recover") == ["caught()"]
