"""What a local name of Java holds at each point, and what reaches its fields."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        # Flow order
        ("x = redact(x); use(x);", "x:Any=:redact(x)"),
        ("use(x); x = 1;", "x"),
        ("var y = x; use(y);", "y=x"),
        ("String y = x; use(y);", "y:builtins.str=x"),
        ("int[] a = x, b[] = x; use(a, b);", "a:list[builtins.int]=x, b:list[list[builtins.int]]=x"),
        ("byte[] y = x; use(y);", "y:builtins.bytes=x"),
        ("int y; y = 1; use(y);", "y:builtins.int=1"),
        ("x += 1; use(x);", "x:Any=(x + 1)"),
        ('String y = "a"; y += x; use(y);', "y:builtins.str=f\"{y:builtins.str='a'}{x}\""),
        ("int a, b; a = b = 1; use(a, b);", "a:builtins.int=1, b:builtins.int=1"),
        ("use(x = 1); use(x);", "x:Any=1"),
        # Blocks end names
        ("{ int y = 1; } use(y);", ":y"),
        ("for (Foo field : x) { use(field); } use(field);", "this.field"),
        # Parts
        ("x.a = 1; use(x);", "x.a:=1"),
        ("x[0] = 1; use(x);", "x[0]:=1"),
        ("x[y] = 1; use(x);", "x[]:=1"),
        ("x.setBody(1); use(x);", "x.body:=1"),
        ("this.field = 1; use(field);", "this.field:=1.field"),
        ("field = 1; use(this.field);", "this.field:=1.field"),
        # Containers that change
        ("List<String> a = new ArrayList<>(); a.add(x); use(a);",
         "a:list[builtins.str]=:ArrayList()[]:=x"),
        ('x.put("k", 1); use(x);', "x[k]:=1"),
        ("x.put(y, 1); use(x);", "x[]:=1"),
        ('x.putExtra("k", 1); use(x);', "x[k]:=1"),
        ("x.addAll(y); use(x);", "x**:=:y"),
        ("x.add(0, y); use(x);", "x[0]:=:y"),
        ("x.addPart(y); use(x);", "x.part:=[:y]"),
        ('x.append("a").append(y); use(x);', "x**:='a'**:=:y"),
        ("x.a().append(y); use(x);", "x"),
        ('x.computeIfAbsent("k", k -> y); use(x);', "x[k]:=:y"),
        ("Foo.Builder b = Foo.builder(); b.text(x); use(b);", "b:Foo.Builder=:Foo.builder().text:=x"),
        ("Foo b = foo(); b.text(x); use(b);", "b:Foo=:foo()"),
        # Branches
        ("if (y) x = 1; use(x);", "(x:Any=1|x)"),
        ("if (y) x = 1; else x = 2; use(x);", "(x:Any=1|x:Any=2)"),
        ("if (y) { x = 1; } else if (z) { x = 2; } use(x);", "(x:Any=1|x:Any=2|x)"),
        ("if (y) { x = 1; return; } use(x);", "x"),
        ("if (y) throw e; else x = 1; use(x);", "x:Any=1"),
        # Types
        ("if (x instanceof Foo) use(x);", "x:Foo=(Foo)x"),
        ("if (x instanceof Foo y) use(y);", "y:Foo=(Foo)x"),
        ("if (!(x instanceof Foo y)) return; use(y);", "y:Foo=(Foo)x"),
        ("if (x instanceof Foo && y) use(x);", "x:Foo=(Foo)x"),
        ("if (x instanceof Foo || y) use(x);", "x"),
        ("if (!(x instanceof Foo)) {} else use(x);", "x:Foo=(Foo)x"),
        ("if (!(x instanceof Foo) || y) {} else use(x);", "x:Foo=(Foo)x"),
        ("if (x instanceof Foo(Bar b, var c)) use(b, c);",
         "b:Bar=(Bar)part((Foo)x, 0), c=part((Foo)x, 1)"),
        ("if (x instanceof Foo(Bar(var b))) use(b);", "b=part((Bar)part((Foo)x, 0), 0)"),
        ("assert x instanceof Foo; use(x);", "x:Foo=(Foo)x"),
        # Loops
        ("for (Foo y : x) use(y);", "y:Foo=each(x)"),
        ("for (var y : x) x = g(y); use(x);", "(x|x:Any=:g(y=each(x)))"),
        ("while (y) x = g(x); use(x);", "(x|x:Any=:g(…))"),
        ("do { x = g(x); } while (x); use(x);", "(x|x:Any=:g(…))"),
        ("for (int i = 0; i < x; i++) use(i);", "(i:builtins.int=0)"),
        ("for (;;) { if (y) { x = 1; break; } x = 2; } use(x);", "((x|x:Any=2)|x:Any=1)"),
        ("for (;;) { if (y) { x = 1; continue; } x = 2; } use(x);", "(x|x:Any=1|x:Any=2)"),
        ("a: for (;;) { x = 1; break a; } use(x);", "((x)|x:Any=1)"),
        # Exceptions and resources
        ("try { g(); } catch (E e) { use(e); }", "e:E=caught(:E)"),
        ("try { g(); } catch (E | m.F e) { use(e); }", "e:E|m.F=caught(:E, :m.F)"),
        ("try { x = 1; } catch (E e) { } use(x);", "(x:Any=1|(x|x:Any=1))"),
        ("try { x = 1; } catch (E e) { return; } use(x);", "x:Any=1"),
        ("try { x = 1; } finally { use(x); }", "x:Any=1"),
        ("try { return; } finally { use(x); }", "x"),
        ("try (Foo y = open(x)) { use(y); }", "y:Foo=:open(x)"),
        ("try (x; Foo y = x) { use(y); }", "y:Foo=x"),
        # Switch
        ("switch (y) { case 1: x = 1; break; default: x = 2; } use(x);", "(x:Any=1|x:Any=2)"),
        ("switch (y) { case 1: x = 1; case 2: x = 2; } use(x);", "(x:Any=2|x)"),
        ("switch (y) { case A -> x = 1; default -> {} } use(x);", "(x:Any=1|x)"),
        ("switch (y) { case A -> x = 1; } use(x);", "(x:Any=1|x)"),
        ("for (;;) { switch (y) { case 1: x = 1; continue; } x = 2; } use(x);",
         "(x|x:Any=1|x:Any=2)"),
        ("switch (x) { case Foo(var a, Bar b) -> use(a, b); }",
         "a=part((Foo)x, 0), b:Bar=(Bar)part((Foo)x, 1)"),
        # Locks
        ("synchronized (this) { x = 1; } use(x);", "x:Any=1"),
    ],
)  # fmt: skip
def test_name(method: Lower, statements: str, value: str) -> None:
    facts = method(statements)
    assert facts.uses("A.m")[-1:] == [value]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("statements", "stores"),
    [
        ("this.field = x;", ["this.field := x"]),
        ("field = x;", ["this.field := x"]),
        ("inherited = x;", ["this.inherited := x"]),
        ("count += 1;", ["this.count := (this.count + 1)"]),
        ("x.a.b = 1;", ["x.a.b := 1"]),
        ("Foo.a = x;", [":Foo.a := x"]),
        ("x.setBody(1);", ["x.body := 1"]),
        ("setBody(x);", []),
        ("x.setBody(1, 2);", []),
        ("items.add(x);", ["this.items := [x]"]),
        ("this.items.add(x);", ["this.items := [x]"]),
        ('items.put("k", x);', ["this.items := {'k': x}"]),
        ("items.addAll(x);", ["this.items := x"]),
        ("items[0] = x;", ["this.items := {0: x}"]),
        ("inherited.add(x);", ["this.inherited := [x]"]),
        ("Foo.add(x);", []),
        ("Foo.a().setB(x);", [":Foo.a().b := x"]),
    ],
)
def test_store(method: Lower, statements: str, stores: list[str]) -> None:
    assert method(statements).stores("A.m") == stores


def test_fields_of_the_classes_around(lower: Lower) -> None:
    facts = lower(
        """
        class A {
            int a; List<String> list;
            class B {
                int b;
                void m() { a = b; b = a; list.add(1); c = 2; use(a, b, c); }
            }
            static class C { void m() { use(a); } }
            void m(int local) {
                new Thread() { int d; void run() { d = local; a = d; use(local, a, d); } };
                later(() -> { a = local; use(a, local); });
            }
            static void s() { use(a); later(() -> a = 1); }
        }
        """
    )
    assert facts.stores("A.B.m") == [
        ":this@A.a := this.b",
        "this.b := :this@A.a",
        ":this@A.list := [1]",
        "this.b:=:this@A.a.c := 2",
    ]
    assert facts.uses("A.C.m") == [":this@A.a"]
    run = "A.m.<anonymous>.run"
    assert facts.stores(run) == ["this.d := :local", ":this@A.a := this.d:=:local.d"]
    assert facts.uses(run) == [":local, :this@A.a, this.d:=:local.d"]
    assert facts.stores("A.m.<lambda>") == [":this.a := :local"]
    assert facts.uses("A.m.<lambda>") == [":this.a, :local"]
    assert facts.uses("A.s") == [":this@A.a"]
    assert facts.stores("A.s.<lambda>") == [":this@A.a := 1"]


@pytest.mark.parametrize(
    ("where", "receivers"),
    [
        ("void m() { f(); }", ["this"]),
        ("static void m() { f(); }", [":this@A"]),
        ("class B { void m() { f(); } }", ["this", ":this@A"]),
        ("Object o = new B() { void m() { f(); } };", ["this", ":this@A"]),
        ("void m() { run(() -> f()); }", [":this"]),
        ("static { f(); }", [":this@A"]),
    ],
)
def test_receivers_of_a_bare_name(lower: Lower, where: str, receivers: list[str]) -> None:
    facts = lower(f"class A {{ {where} }}")
    found = [
        [facts.shown(f"{head.symbol}", receiver) for receiver in value[4]]
        for head in facts.file.functions
        for value in facts.body(head.symbol).values
        if value[0] == 2 and value[3] == "f"
    ]
    assert found == [receivers]


def test_a_record_pattern_names_the_components_of_a_record_nearby(lower: Lower) -> None:
    facts = lower(
        """
        class A { void m(Object x) { if (x instanceof R(var a, var b)) use(a, b); } }
        record R(String body, int id) {}
        """
    )
    assert facts.uses("A.m") == ["a=(R)x.body, b=(R)x.id"]
