"""What a local name of Kotlin holds at each point, and what reaches its properties."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        # Flow order
        ("x = redact(x); use(x)", "x=:redact(x)"),
        ("use(x); x = 1", "x"),
        ("val y = x; use(y)", "y=x"),
        ("val y: String? = x; use(y)", "y:builtins.str=x"),
        ("lateinit var y: Foo; y = x; use(y)", "y=x"),
        ("x += 1; use(x)", "x=(x + 1)"),
        ('var y = "a"; y += x; use(y)', "y=f\"{y='a'}{x}\""),
        ("x++; use(x)", "x"),
        # Destructuring
        ("val (a, b) = x; use(a, b)", "a=part(x, 0), b=part(x, 1)"),
        ("val (a, b) = x to 1; use(a, b)", "a=x, b=1"),
        ("val (_, b: Foo) = x; use(b)", "b:Foo=part(x, 1)"),
        # Delegates
        ("val y by lazy { x }; use(y)", "y=x"),
        ("var y by remember { x }; use(y)", "y=x"),
        ("val y by z.collectAsState(); use(y)", "y=each(:z.collectAsState())"),
        # Types
        ("val y: List<Map<String, Foo?>> = x; use(y)", "y:list[dict[builtins.str,Foo]]=x"),
        ("val y: (Foo, Int) -> String = x; use(y)", "y:Function[Foo,builtins.int,builtins.str]=x"),
        ("val y: suspend Foo.(Int) -> Unit = x; use(y)", "y:Function[Foo,builtins.int,None]=x"),
        ("val y: Foo<*, out Bar> = x; use(y)", "y:Foo[Any,Bar]=x"),
        ("val y: Array<Foo> = x; use(y)", "y:list[Foo]=x"),
        ("val y: ByteArray = x; use(y)", "y:builtins.bytes=x"),
        ("val y: Pair<Foo, Long> = x; use(y)", "y:tuple[Foo,builtins.int]=x"),
        ("val y: StateFlow<Foo> = x; use(y)", "y:list[Foo]=x"),
        ("val y: a.b.Outer.Inner = x; use(y)", "y:a.b.Outer.Inner=x"),
        # Blocks end names
        ("if (z) { val y = 1 }; use(y)", ":y"),
        ("val y = 1; if (z) { val y = 2 } else { y = 3 }; use(y)", "(y=1|y=3)"),
        ("for (a in x) { val y = a }; use(y)", ":y"),
        ("try { val y = 1 } finally { use(y) }", ":y"),
        ("do { val y = 1 } while (use(y))", "y=1"),
        ("do x = g(x) while (x); use(x)", "(x|x=:g(…))"),
        # Parts
        ("x.a = 1; use(x)", "x.a:=1"),
        ("x?.a = 1; use(x)", "x.a:=1"),
        ("x[0] = 1; use(x)", "x[0]:=1"),
        ('x["k"] = 1; use(x)', "x[k]:=1"),
        ("x[y] = 1; use(x)", "x[]:=1"),
        ("x.setBody(1); use(x)", "x.body:=1"),
        ("x.a = 1; x.b = 2; use(x)", "x.a:=1.b:=2"),
        # Containers that change
        ("val y = mutableListOf<String>(); y.add(x); use(y)", "y=(list[builtins.str])[][]:=x"),
        ("val y = mutableListOf<Foo>(); y += x; use(y)", "y=y=(list[Foo])[][]:=x"),
        ('x.put("k", 1); use(x)', "x[k]:=1"),
        ("x.put(y, 1); use(x)", "x[]:=1"),
        ('x.putExtra("k", 1); use(x)', "x[k]:=1"),
        ("x.addAll(y); use(x)", "x**:=:y"),
        ('x.append("a").append(y); use(x)', "x**:='a'**:=:y"),
        ("x.a().append(y); use(x)", "x"),
        ("val b = Foo.Builder(); b.text(x); use(b)", "b=:Foo.Builder().text:=x"),
        ("val b = foo(); b.text(x); use(b)", "b=:foo()"),
        # Branches
        ("if (y) x = 1; use(x)", "(x=1|x)"),
        ("if (y) x = 1 else x = 2; use(x)", "(x=1|x=2)"),
        ("if (y) { x = 1 } else if (z) { x = 2 }; use(x)", "(x=1|x=2|x)"),
        ("if (y) { x = 1; return }; use(x)", "x"),
        ("if (y) throw e else x = 1; use(x)", "x=1"),
        ("when (y) { 1 -> x = 1; else -> x = 2 }; use(x)", "(x=1|x=2)"),
        ("when (y) { 1 -> x = 1 }; use(x)", "(x=1|x)"),
        ("when (y) { 1 -> x = 1; else -> return }; use(x)", "x=1"),
        ("y ?: run { x = 1 }; use(x)", "(x|x=1)"),
        # What conditions tell of types
        ("if (x is Foo) use(x)", "x:Foo=(Foo)x"),
        ("if (x !is Foo) return; use(x)", "x:Foo=(Foo)x"),
        ("if (x is Foo && y) use(x)", "x:Foo=(Foo)x"),
        ("if (x is Foo && y && z) use(x)", "x:Foo=(Foo)x"),
        ("if (x is Foo || y) use(x)", "x"),
        ("if (!(x is Foo)) {} else use(x)", "x:Foo=(Foo)x"),
        ("if (x !is Foo || y || z) return; use(x)", "x:Foo=(Foo)x"),
        ("if (x is Foo) f(x); use(x)", "x"),
        ("if (x is Foo) x = 1; use(x)", "(x=1|x)"),
        ("val a = x is Foo && use(x)", "x:Foo=(Foo)x"),
        ("val a = x !is Foo || z || use(x)", "x:Foo=(Foo)x"),
        ("val a = z && x !is Foo || use(x)", "x"),
        ("when (x) { is Foo -> use(x) }", "x:Foo=(Foo)x"),
        ("when (x) { is Foo, is Bar -> use(x) }", "x:Foo|Bar=(Foo|Bar)x"),
        ("when { x is Foo -> use(x) }", "x:Foo=(Foo)x"),
        ("when (val z = f(x)) { is Foo -> use(z) }", "z:Foo=(Foo)z=:f(x)"),
        ("when (val z = f(x)) { else -> 1 }; use(z)", ":z"),
        ("when (x) { is Foo -> 1; else -> 2 }; use(x)", "x"),
        # Loops
        ("for (a in x) use(a)", "a=each(x)"),
        ("for (a: Foo in x) use(a)", "a:Foo=each(x)"),
        ("for ((k, v) in x) use(k, v)", "k=part(each(x), 0), v=part(each(x), 1)"),
        ("for (a in x) x = g(a); use(x)", "(x|x=:g(a=each(x)))"),
        ("while (y) x = g(x); use(x)", "(x|x=:g(…))"),
        ("do { x = g(x) } while (x); use(x)", "(x|x=:g(…))"),
        ("while (true) { if (y) { x = 1; break }; x = 2 }; use(x)", "((x|x=2)|x=1)"),
        ("while (true) { if (y) { x = 1; continue }; x = 2 }; use(x)", "(x|x=1|x=2)"),
        ("a@ while (true) { x = 1; break@a }; use(x)", "((x)|x=1)"),
        # Exceptions
        ("try { g() } catch (e: E) { use(e) }", "e=caught(:E)"),
        ("try { g() } catch (e: m.F) { use(e) }", "e=caught(:m.F)"),
        ("try { x = 1 } catch (e: E) { }; use(x)", "(x=1|(x|x=1))"),
        ("try { x = 1 } catch (e: E) { return }; use(x)", "x=1"),
        ("try { x = 1 } finally { use(x) }", "x=1"),
        ("try { return } finally { use(x) }", "x"),
        ("val y = try { f(x) } catch (e: E) { return }; use(y)", "y=:f(x)"),
        ("val y = x ?: return; use(y)", "y=x"),
    ],
)  # fmt: skip
def test_name(method: Lower, statements: str, value: str) -> None:
    facts = method(statements)
    assert facts.uses("A.m")[-1:] == [value]
    assert facts.file.unknown_forms == 0
    assert facts.file.error_lines == 0


@pytest.mark.parametrize(
    ("statements", "stores"),
    [
        ("count = x", ["this.count := x"]),
        ("this.count = x", ["this.count := x"]),
        ("inherited = x", ["this.inherited := x"]),
        ("count += 1", ["this.count := (:count + 1)"]),
        ("x.a.b = 1", ["x.a.b := 1"]),
        ("Foo.a = x", [":Foo.a := x"]),
        ("super.a = x", [":super().a := x"]),
        ("y.body = x", [":y.body := x"]),
        # Setters of Java, under both names
        ("x.setBody(1)", ["x.body := 1"]),
        ("x.setBody(1, 2)", []),
        ("setBody(x)", []),
        # Containers in properties
        ("items.add(x)", ["this.items := [x]"]),
        ("this.items.add(x)", ["this.items := [x]"]),
        ('items.put("k", x)', ["this.items := {'k': x}"]),
        ("items[0] = x", ["this.items := {0: x}"]),
        ("items.addAll(x)", ["this.items := x"]),
        ("items += x", ["this.items := (:items + x)"]),
        ("inherited.add(x)", ["this.inherited := [x]"]),
        ("items.value = x", [":items.value := x", "this.items := [x]"]),
        ("items.emit(x)", ["this.items := [x]"]),
        ("items.update { x }", ["this.items := [x]"]),
        # Receivers of lambdas
        ("x.apply { count = 1 }", ["this.count := 1", "x.count := 1"]),
        ("x.apply { body = 1 }", ["x.body := 1"]),
        ("x.apply { setBody(1) }", ["x.body := 1"]),
        ("with(x) { this.body = 1 }", ["x.body := 1"]),
        ("x.let { it.body = 1 }", ["x.body := 1"]),
    ],
)
def test_store(method: Lower, statements: str, stores: list[str]) -> None:
    assert method(statements).stores("A.m") == stores


def test_properties_of_the_classes_around(lower: Lower) -> None:
    facts = lower(
        """
        class A {
            var a = 1
            inner class B {
                var b = 2
                fun m() { a = b; use(a, b) }
            }
            fun m(local: Int) {
                val o = object : I {
                    var d = 0
                    override fun run() { d = local; a = d; use(local, this@A) }
                }
                later { a = local; use(local) }
            }
            companion object { fun s() { use(a) } }
        }
        """
    )
    assert facts.stores("A.B.m") == [":this@A.a := :b"]
    assert facts.stores("A.m.<anonymous>.run") == ["this.d := :local", ":this@A.a := :d"]
    assert facts.uses("A.m.<anonymous>.run") == [":local, :this@A"]
    assert facts.stores("A.m.<lambda>") == [":this.a := :local"]


@pytest.mark.parametrize(
    ("where", "receivers"),
    [
        ("fun m() { f() }", ["this"]),
        ("companion object { fun m() { f() } }", [":this@A"]),
        ("inner class B { fun m() { f() } }", ["this", ":this@A"]),
        ("val o = object : B() { fun m() { f() } }", ["this", ":this@A"]),
        ("fun m() { later { f() } }", [":this"]),
        ("fun m(x: Foo) { x.apply { f() } }", ["x", "this"]),
        ("fun m(x: Foo) { x.apply { later { f() } } }", [":this@apply", ":this"]),
        ("fun Foo.m() { f() }", ["this", ":this@A"]),
        ("init { f() }", ["this"]),
    ],
)
def test_receivers_of_a_bare_name(lower: Lower, where: str, receivers: list[str]) -> None:
    facts = lower(f"class A {{\n{where}\n}}")
    found = [
        [facts.shown(head.symbol, receiver) for receiver in value[4]]
        for head in facts.file.functions
        for value in facts.body(head.symbol).values
        if value[0] == 2 and value[3] == "f"
    ]
    assert found == [receivers]


def test_names_of_the_file(lower: Lower) -> None:
    facts = lower(
        """
        var count = 0
        val (a, b) = pair()
        fun m(x: Int) {
            count = x
            val local = 1
        }
        """
    )
    assert facts.bindings("")["b"] == ["b=part(:pair(), 1)"]
    assigned = facts.file.globals["count"]
    assert [facts.file.functions[at].symbol for at in assigned[::2]] == ["", "m"]
    assert facts.shown("m", assigned[3]) == "count=x"
    assert "local" not in facts.file.globals
    assert facts.stores("m") == []


def test_a_local_name_that_a_function_inside_changes(lower: Lower) -> None:
    facts = lower("fun m() { var n = 0; later { n = 1; use(n) }; fun g() { n = 2 } }")
    assert facts.uses("m.<lambda>") == [":n"]
    assert facts.bindings("m")["n"] == ["n=0"]
    assert facts.file.globals.keys() == {"m"}
