"""Conditions, exits and exceptions of TypeScript, and what is no statement at all."""

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
        ("for (const a of y) use(x);", ["loop :y"]),
        ("try { g(); } catch (e) { use(x); }", ["except caught(:Exception)"]),
        ("switch (y) { case 1: use(x); }", ["match :y"]),
        ("y && use(x);", ["if :y"]),
        ("y || use(x);", ["if not :y"]),
        ("z = y ? use(x) : use(1);", ["if :y", "if not :y"]),
        ("x.forEach(a => use(a));", ["loop x"]),
        ("x.catch(a => use(a));", ["except caught(:Exception)"]),
    ],
)
def test_guard(method: Lower, statements: str, guards: list[str]) -> None:
    assert method(statements).guards("A.m") == guards


def test_returns_raises_and_yields(lower: Lower) -> None:
    facts = lower(
        "function* f(x) { if (x) return x; yield x; yield* x; throw new E(x); }"
        "async function g(x) { return await x; }"
    )
    assert facts.returns("f") == ["x"]
    assert facts.yields("f") == ["x", "each(x)"]
    assert facts.raises("f") == [":E(x)"]
    assert facts.returns("g") == ["x"]


def test_what_stands_anywhere(method: Lower) -> None:
    facts = method('"use strict"; ; // c\n /* c */ label: use(x); class B { } debugger; use(1);')
    assert facts.uses("A.m") == ["x", "1"]
    assert [made.symbol for made in facts.file.classes] == ["A", "A.m.B"]
    assert facts.file.unknown_forms == 0


def test_broken_code_is_counted(lower: Lower) -> None:
    facts = lower("class A { m() { use(1);\n const = ;\n use(2) } n() { use(3); } }")
    assert facts.file.error_lines == 1
    assert facts.uses("A.n") == ["3"]


def test_javascript_with_elements(lower_js: Lower) -> None:
    facts = lower_js("#!/usr/bin/env node\nconst a = <Foo b={x}/>; use(a);")
    assert facts.file.language == "javascript"
    assert facts.uses() == ["a=:Foo(b=:x)"]


def test_scripts_of_components(lower_vue: Lower) -> None:
    source = '<template><p>{{ a }}</p></template>\n<script setup lang="ts">\nuse(1);\n</script>\n'
    facts = lower_vue(source + "<style>a { b: c }</style>\n<script>use(é)</script>\n")
    assert facts.file.language == "typescript"
    assert facts.file.lines == 6
    assert facts.uses() == ["1", ":é"]
    (call, _) = [v for v in facts.body().values if v[0] == 5]
    assert source[call[1] : call[2]] == "use(1)"
