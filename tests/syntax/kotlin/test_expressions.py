"""Expressions of Kotlin as values: one line per construct."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Literals
        ("1", "1"),
        ("1_000L", "1000"),
        ("0xFF", "255"),
        ("0b101", "5"),
        ("10uL", "10"),
        ("1.5f", "1.5"),
        ("1e3", "1000.0"),
        ("'a'", "'a'"),
        ('"a"', "'a'"),
        ('""', "''"),
        (r'"a\n"', r"'a\\n'"),
        ('"""a "b" c"""', "'a \"b\" c'"),
        ("null", "None"),
        ("true", "True"),
        ("false", "False"),
        ("Foo::class.java", ":Foo"),
        ("x.javaClass", "test(class: x)"),
        # Names and parts
        ("x", "x"),
        ("y", ":y"),
        ("`in`", ":in"),
        ("Y", ":Y"),
        ("(x)", "x"),
        ("this", "this"),
        ("this@A", ":this@A"),
        ("field", ":field"),
        ("this.field", "this.field"),
        ("this@A.field", ":this@A.field"),
        ("a.b.C.D", ":a.b.C.D"),
        ("x.a.b", "x.a.b"),
        ("x[0]", "x[0]"),
        ('x["k"]', "x['k']"),
        ("x[y]", "x[:y]"),
        ("x[1, 2]", "x[[1, 2]]"),
        # What may be absent
        ("x?.a?.b", "x.a.b"),
        ("x!!", "x"),
        ("x!!.a!!.b", "x.a.b"),
        ("x?.get(0)", "x.get(0)"),
        ("x ?: y", "choice(x, :y if x)"),
        ('x?.a ?: y?.b ?: "d"', "choice(choice(x.a, :y.b if x.a), 'd' if choice(x.a, :y.b if x.a))"),
        ("x ?: return", "x"),
        ("x ?: throw E(x)", "x"),
        ("x.orEmpty()", "x.orEmpty()"),
        # Operators
        ("x + y", "(x + :y)"),
        ("x * y - 1", "((x * :y) - 1)"),
        ("x and y", "(x & :y)"),
        ("x shl 2", "(x << 2)"),
        ("x own y", "x.own(:y)"),
        ("x to y", "[x, :y]"),
        ("-x", "-(x)"),
        ("-1", "-1"),
        ("!x.a.b()", "test(not: x.a.b())"),
        ("-x.a[1]", "-(x.a[1])"),
        ("!x!!.a", "test(not: x.a)"),
        ("!x", "test(not: x)"),
        ("x < y", "test(<: x, :y)"),
        ("x == null", "test(==: x, None)"),
        ("x === y", "test(===: x, :y)"),
        ("x in y", "test(in: x, :y)"),
        ("x !in y", "test(not in: x, :y)"),
        ("1..x", "test(..: 1, x)"),
        ("1 until x", "test(until: 1, x)"),
        ("x || y", "test(or: x, :y)"),
        ("x && y", "test(and: x, :y)"),
        ("x as Foo", "(Foo)x"),
        ("x as? Foo", "(Foo)x"),
        ("x as List<String>", "(list[builtins.str])x"),
        ("x is Foo", "test(instanceof: x)"),
        ("x !is Foo", "test(not instanceof: x)"),
        # Text
        ('"$x"', 'f"{x}"'),
        ('"a$x"', 'f"a{x}"'),
        ('"a ${x.b} c $y."', 'f"a {x.b}{:y}"'),
        ('"$field$count"', 'f"{:field}{:count}"'),
        ('"""a "b" $x"""', 'f"a "b" {x}"'),
        ('"$this"', 'f"{this}"'),
        (r'"\$x"', r"'\\$x'"),
        ('"a$"', "'a$'"),
        ('"a ${"b $x"}"', 'f"a {f"b {x}"}"'),
        ('"a" + x', 'f"a{x}"'),
        ('x + "a" + y + 1', 'f"{x}{:y}"'),
        ('"a" + "b"', "'ab'"),
        ('"a $x" + y', 'f"a {x}{:y}"'),
        ("x.toString()", 'f"{x}"'),
        ("x.toString() + y", 'f"{x}{:y}"'),
        ("super.toString()", ":super().toString()"),
        ('String.format("%s", x)', ":String.format('%s', x)"),
        ('"%s".format(x)', "'%s'.format(x)"),
        ('buildString { append("a"); append(x) }', "f\"\"**:='a'**:=x"),
        # Functions and objects as values
        ("(Foo::bar)", ":Foo.bar"),
        ("(this::bar)", "this.bar"),
        ("(x::bar)", "x.bar"),
        ("(::bar)", ":bar"),
        ("(::Foo)", ":Foo"),
        ("({ y })", "def A.m.<lambda>"),
        ("fun(a: Int): Int { return a }", "def A.m.<lambda>"),
        ("object : Foo() { }", "class A.m.<anonymous>()"),
        # Collections
        ("listOf(x, 1)", "[x, 1]"),
        ("setOf(*x)", "[*x]"),
        ("arrayOf(x)", "[x]"),
        ("emptyList<Foo>()", "(list[Foo])[]"),
        ("Triple(x, y, 1)", "[x, :y, 1]"),
        ('mapOf("a" to x, y to 1)', "{'a': x, :y: 1}"),
        ("mapOf(x)", "{part(x, 0): part(x, 1)}"),
        ("buildList { add(x) }", "[][]:=x"),
        ('buildMap { put("k", x) }', "[][k]:=x"),
        # Copies
        ("x.copy(body = y, id = 1)", "x.body:=:y.id:=1"),
        ("x.copy(y)", "x.copy(:y)"),
        # Branches that give a value
        ("if (x) y else 1", "choice(:y, 1 if x)"),
        ("if (x) 1 else if (y) 2 else 3", "choice(1, 2, 3 if x, :y)"),
        ("if (x) { f(); y } else return", ":y"),
        ("when (x) { 1, 2 -> y; is Foo -> x.a; else -> 3 }",
         "choice(:y, x:Foo=(Foo)x.a, 3 if x)"),
        ("when { x -> 1; y -> 2; else -> 3 }", "choice(1, 2, 3 if x, :y)"),
        ("when (val z = f(x)) { is Foo -> z.a; else -> 1 }",
         "choice(z:Foo=(Foo)z=:f(x).a, 1 if z=:f(x))"),
        ("try { x } catch (e: E) { y }", "choice(x, :y if )"),
        ("try { x } catch (e: E) { throw e }", "x"),
        ("try { x } finally { y }", "x"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source})")
    assert facts.uses("A.m") == [value]
    assert facts.file.unknown_forms == 0
    assert facts.file.error_lines == 0


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("f(x)", ":f(x)"),
        ("x.f(1)", "x.f(1)"),
        ("x?.f(1)", "x.f(1)"),
        ("x.f<String>(1)", "x.f(1)"),
        ("f<String>(x)", ":f(x)"),
        ("f<List<String>>(x)", ":f(x)"),
        ("super.f(x)", ":super().f(x)"),
        ("this@A.f(x)", ":this@A.f(x)"),
        ("a.b.C.f(x)", ":a.b.C.f(x)"),
        ("Foo(x)", ":Foo(x)"),
        ("Foo.Bar(x)", ":Foo.Bar(x)"),
        ("f(b = x, c = 1)", ":f(b=x, c=1)"),
        ("f(x, c = 1)", ":f(x, c=1)"),
        ("f(*x)", ":f(*x)"),
        ("f(x, y,)", ":f(x, :y)"),
        ("f(/* none */)", ":f()"),
        ("x.f()()", "x.f()()"),
        # Lambdas behind the parentheses are arguments
        ("f { x }", ":f(def A.m.<lambda>)"),
        ("f(1) { x }", ":f(1, def A.m.<lambda>)"),
        ("f(a = x, b = { y })", ":f(a=x, b=def A.m.<lambda>)"),
        ("x.own { it }", "x.own(def A.m.<lambda>)"),
    ],
)
def test_call(method: Lower, source: str, call: str) -> None:
    assert method(f"val z = {source}").calls("A.m")[-1] == call


def test_arguments_have_spans(lower: Lower) -> None:
    source = "fun m() { f(a, n = b.c(), d = 1) { 2 } }"
    facts = lower(source)
    call = next(v for v in facts.body("m").values if v[0] == 5 and len(v[5]) == 2)
    spans = call[7]
    texts = [source[spans[i] : spans[i + 1]] for i in range(0, len(spans), 2)]
    assert texts == ["a", "{ 2 }", "b.c()", "1"]


def test_a_call_that_reads_a_property(method: Lower) -> None:
    body = method("x.getBody(); x.body(); x.getBody(1); x.close(); x.toString()").body("A.m")
    assert [v[8] for v in body.values if v[0] == 5 and len(v) > 8] == ["body", "body"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (
            "Foo.newBuilder().setText(x).build()",
            "(Foo):Foo.newBuilder().setText(x).text:=x.build()",
        ),
        ("Foo.builder().text(x).build()", "(Foo):Foo.builder().text(x).text:=x.build()"),
        ("a.Foo.Builder().build()", "(a.Foo):a.Foo.Builder().build()"),
        ("Foo.Builder().text(x).build().a", "(Foo):Foo.Builder().text(x).text:=x.build().a"),
        ("y.builder().text(x).build()", ":y.builder().text(x).text:=x.build()"),
        ("Foo.make().text(x).build()", ":Foo.make().text(x).text:=x.build()"),
        ("FooBuilder().text(x)", ":FooBuilder().text(x).text:=x"),
        ("y.withText(x)", ":y.withText(x).text:=x"),
        ('y.put("k", x).a()', ":y.put('k', x)[k]:=x.a()"),
        ("y.append(x).a()", ":y.append(x)**:=x.a()"),
        ("y.encode(x).a()", ":y.encode(x).a()"),
        ("Foo.builder().build().text(x)", "(Foo):Foo.builder().build().text(x)"),
    ],
)
def test_chains_keep_what_is_put_in(method: Lower, source: str, value: str) -> None:
    assert method(f"use({source})").uses("A.m") == [value]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("f<Foo>(x)", ":f(x)"),
        ("mutableStateOf<Foo>(x)", "(list[Foo])[*[x]]"),
        ("json.decodeFromString<Foo>(x)", "(Foo):json.decodeFromString(x)"),
        ("inject<Foo>()", "(Foo):inject()"),
        ("x.filterIsInstance<Foo>()", "(list[Foo])x.filterIsInstance()"),
        ("listOf<Foo>(x)", "(list[Foo])[x]"),
        ("x.own<Foo>(y)", "x.own(:y)"),
    ],
)
def test_type_arguments_that_say_what_is_given(method: Lower, source: str, value: str) -> None:
    assert method(f"use({source})").uses("A.m") == [value]


def test_literal_keys_that_are_read(method: Lower) -> None:
    facts = method('x.get("a"); y.getString("b"); this.field["c"]; x.get(1); x.put("d", 1)')
    assert facts.file.reads == {"x": ["a"], "y": ["b"], "field": ["c"]}


def test_long_chains_are_walked_without_recursion(method: Lower) -> None:
    for source in (
        "x" + ".a()" * 3000,
        "x" + "?.a" * 3000,
        " + ".join(["x"] * 3000),
        " && ".join(["x"] * 3000),
        '"a" + ' + " + ".join(["x"] * 3000),
        "x" + "[0]" * 3000,
    ):
        assert method(f"use({source})").file.truncated == [], source[:20]


def test_deep_nesting_is_cut_and_reported(method: Lower) -> None:
    for source in (
        "f(" * 400 + ")" * 400,
        "(" * 400 + "x" + ")" * 400,
        "x.let { " * 400 + "}" * 400,
    ):
        assert method(f"use({source})").file.truncated == ["A.m"], source[:20]


def test_long_else_if_chains(method: Lower) -> None:
    chain = " else ".join("if (x is A && y) { use(x) }" for _ in range(500))
    assert method(chain).file.truncated == []
