"""Conditions, exits and exceptions of Java."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "guards"),
    [
        ("if (y) use(x);", ["if :y"]),
        ("if (y) { } else use(x);", ["if not :y"]),
        ("if (y) {} else if (z) { use(x); }", ["if not :y, if :z"]),
        ("if (y) return; use(x);", ["after not :y"]),
        ("if (y) { if (z) return; } use(x);", [""]),
        ("while (y) use(x);", ["loop :y"]),
        ("for (var a : y) use(x);", ["loop :y"]),
        ("try { g(); } catch (E e) { use(x); }", ["except caught(:E)"]),
        ("switch (y) { case 1: use(x); }", ["match :y"]),
        ("switch (y) { case Foo f when z -> use(x); }", ["match :y, if :z"]),
        ("boolean b = y && use(x);", ["if :y"]),
        ("boolean b = y || use(x);", ["if not :y"]),
        ("z = y ? use(x) : use(1);", ["if :y", "if not :y"]),
        ("x.forEach(a -> use(a));", ["loop x"]),
    ],
)
def test_guard(method: Lower, statements: str, guards: list[str]) -> None:
    assert method(statements).guards("A.m") == guards


def test_returns_and_raises(method: Lower) -> None:
    facts = method("if (x) return x; if (y) throw new E(x); return;")
    assert facts.returns("A.m") == ["x"]
    assert facts.raises("A.m") == [":E(x)"]


def test_what_stands_anywhere(method: Lower) -> None:
    facts = method("; // c\n /* c */ label: use(x); class B { } record C() {} enum D { E } use(1);")
    assert facts.uses("A.m") == ["x", "1"]
    assert [made.symbol for made in facts.file.classes] == ["A", "A.m.B", "A.m.C", "A.m.D"]


def test_local_classes(lower: Lower) -> None:
    facts = lower("class A { void m(int x) { class B { int f() { return x; } } use(new B()); } }")
    assert facts.uses("A.m") == ["class A.m.B()"]
    assert facts.returns("A.m.B.f") == [":x"]


def test_broken_code_is_counted(lower: Lower) -> None:
    facts = lower("class A { void m() { use(1); int = ; use(2) } void n() { use(3); } }")
    assert facts.file.error_lines == 1
    assert facts.uses("A.n") == ["3"]
