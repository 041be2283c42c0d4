"""Conditions, exits and exceptions of Kotlin."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "guards"),
    [
        ("if (y) use(x)", ["if :y"]),
        ("if (y) { } else use(x)", ["if not :y"]),
        ("if (y) {} else if (z) { use(x) }", ["if not :y, if :z"]),
        ("if (y) return; use(x)", ["after not :y"]),
        ("if (y) { if (z) return }; use(x)", [""]),
        ("val a = y ?: return; use(x)", ["after :y"]),
        ("y || return; use(x)", ["after :y"]),
        ("y && throw e; use(x)", ["after not :y"]),
        ("val a = y ?: use(x)", ["if not :y"]),
        ("val a = y && use(x)", ["if :y"]),
        ("val a = y || use(x)", ["if not :y"]),
        ("val a = if (y) use(x) else use(1)", ["if :y", "if not :y"]),
        ("while (y) use(x)", ["loop :y"]),
        ("for (a in y) use(x)", ["loop :y"]),
        ("x.forEach { use(it) }", ["loop x"]),
        ("try { g() } catch (e: E) { use(x) }", ["except caught(:E)"]),
        ("when (y) { 1 -> use(x) }", ["match :y"]),
        ("when { y -> use(x); z -> use(1) }", ["if :y", "if not :y, if :z"]),
        ("when { y -> return }; use(x)", ["after not :y"]),
        ("x?.let { use(it) }", [""]),
    ],
)
def test_guard(method: Lower, statements: str, guards: list[str]) -> None:
    assert method(statements).guards("A.m") == guards


@pytest.mark.parametrize(
    ("statements", "raises"),
    [
        ("throw E(x)", [":E(x)"]),
        ("if (y) throw E(x)", [":E(x)"]),
        ("val a = y ?: throw E(x)", [":E(x)"]),
        ('require(y) { "bad $x" }', [':IllegalArgumentException(f"bad {x}")']),
        ('checkNotNull(y) { "bad $x" }', [':IllegalArgumentException(f"bad {x}")']),
        ("require(y)", []),
        ('error("bad $x")', [':IllegalStateException(f"bad {x}")']),
        ('log.error("bad $x")', []),
        ('error("a", x)', []),
    ],
)
def test_raises(method: Lower, statements: str, raises: list[str]) -> None:
    assert method(statements).raises("A.m") == raises


@pytest.mark.parametrize(
    ("function", "returns"),
    [
        ("fun m(x: Any) = x", ["x"]),
        ("fun m(x: Any): Any { if (y) return x; return 1 }", ["x", "1"]),
        ("fun m(x: Any) { return }", []),
        ("fun m(x: Any) = try { f(x) } catch (e: E) { null }", ["choice(:f(x), None if )"]),
        ("fun m(x: Any) = when (x) { 1 -> x; else -> throw E() }", ["x"]),
        ("fun m(x: Any) = x ?: return 1", ["1", "x"]),
        ("fun m(x: Any) = run { return@run x }", ["x"]),
        ("fun m(x: Any) = x.map { it.b }", ["[each(x).b]"]),
    ],
)
def test_returns(lower: Lower, function: str, returns: list[str]) -> None:
    assert lower(function).returns("m") == returns


def test_what_is_caught_comes_from_the_calls_of_the_block(method: Lower) -> None:
    body = method("f(1)\ntry { g(2) } catch (e: E) { use(e) }\nh(3)").body("A.m")
    (caught,) = [v for v in body.values if v[0] == 16]
    inside = [v for v in body.values[caught[4] : caught[5]] if v[0] == 5]
    assert [body.values[v[4][0]][3] for v in inside] == [2]


def test_what_a_lambda_catches_comes_from_its_receiver(method: Lower) -> None:
    body = method("f(1)\nrunCatching { g(2) }.onFailure { use(it) }").body("A.m")
    (caught,) = [v for v in body.values if v[0] == 16]
    named = [body.values[v[3]][3] for v in body.values[caught[4] : caught[5]] if v[0] == 5]
    assert "g" in named
    assert "f" not in named


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        ("try { f() } catch (e: E) { use(e.message) }", "e=caught(:E).getMessage()"),
        ("try { f() } catch (e: E) { use(e.cause?.message) }",
         "e=caught(:E).getCause().getMessage()"),
        ("runCatching { f() }.onFailure { use(it.localizedMessage) }",
         "caught(:Throwable).getLocalizedMessage()"),
        ("val e: IOException = x; use(e.message)", "e:IOException=x.getMessage()"),
        ("val e: Foo = x; use(e.message)", "e:Foo=x.message"),
        ("use(x.message)", "x.message"),
    ],
)  # fmt: skip
def test_properties_of_exceptions_are_read_by_the_getters_of_java(
    method: Lower, statements: str, value: str
) -> None:
    assert method(statements).uses("A.m") == [value]


def test_local_functions_and_classes(lower: Lower) -> None:
    facts = lower(
        """
        fun m(x: Int) {
            class B(val y: Int) { fun f() = x }
            fun local(z: Int) = x + z
            use(B(1), local(2))
        }
        """
    )
    assert facts.uses("m") == ["class m.B(1), def m.local(2)"]
    assert facts.returns("m.B.f") == [":x"]
    assert facts.returns("m.local") == ["(:x + z)"]


@pytest.mark.parametrize(
    "member",
    [
        'companion object { const val TAG = "t" }',
        "val a = 1",
        "private var a: Int",
        "abstract fun a(): Int",
        "fun a() {}",
        "val a by lazy { 1 }",
        "inner class B { val a = 1 }",
        "interface B { val a: Int }",
        "fun a() { val o = object : X { var k = 1 }; use(o) }",
    ],
)
def test_members_on_one_line(lower: Lower, member: str) -> None:
    facts = lower(f"class A {{ {member} }}\nclass B {{\nfun n() {{ use(3) }}\n}}")
    assert facts.file.error_lines == 0
    assert facts.made("A").name == "A"
    assert facts.uses("B.n") == ["3"]


def test_broken_code_is_counted_and_its_parts_are_kept(lower: Lower) -> None:
    facts = lower("class A {\nfun m() {\nuse(1)\nval = ;\n}\nfun n() { use(3) }\n}")
    assert facts.file.error_lines == 1
    assert facts.uses("A.n") == ["3"]


@pytest.mark.parametrize(
    "source",
    [
        "fun m() { use(1)",
        "class A { fun m( }",
        'val x = "a ${',
        "fun m() = when { else -> }",
        "}",
        "class",
        "fun <T m() {}",
        "import a.",
        "@",
        "\x00\x01",
    ],
)
def test_hostile_text_has_facts(lower: Lower, source: str) -> None:
    facts = lower(source)
    assert len(facts.file.bodies) == len(facts.file.functions)
