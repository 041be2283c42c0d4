"""What a local name of TypeScript holds at each point, and what reaches its fields."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        ("x = redact(x); use(x);", "x=:redact(x)"),
        ("use(x); x = 1;", "x"),
        ("const y = x; use(y);", "y=x"),
        ("let y: string = x; use(y);", "y:builtins.str=x"),
        ("let a = x, b = 1; use(a, b);", "a=x, b=1"),
        ("let y; y = 1; use(y);", "y=1"),
        ("x += 1; use(x);", "x=(x + 1)"),
        ('let y = "a"; y += x; use(y);', 'y=f"{y=\'a\'}{x}"'),
        ("x ??= 1; use(x);", "x=choice(x, 1 if x)"),
        ("x &&= 1; use(x);", "x=choice(1 if x)"),
        ("use(x = 1); use(x);", "x=1"),
        ("{ let y = 1; } use(y);", ":y"),
        ("{ var y = 1; } use(y);", "y=1"),
        ("for (const y of x) {} use(y);", ":y"),
        ("x.a = 1; use(x);", "x.a:=1"),
        ("try { g(); } catch (e) { use(e.message, e.code); }",
         'f"{e=caught(:Exception)}", e=caught(:Exception).code'),
        ("for (const [, v] of Object.entries(x)) use(v);", "v=part(each(:Object.entries(x)), 1)"),
        ("use(`a ${x} token:`, y);", "f\"a {x}{' token:'}\", :y"),
        ("x[0] = 1; use(x);", "x[0]:=1"),
        ("x[y] = 1; use(x);", "x[]:=1"),
        ('x["k"] = 1; use(x);', "x[k]:=1"),
        ("delete x.a; use(x);", "x.a:=None"),
        ('delete x["k"]; use(x);', "x[k]:=None"),
        ("this.field = 1; use(this.field);", "this.field:=1.field"),
        ("const a: string[] = []; a.push(x, ...y); use(a);", "a:list[builtins.str]=[][]:=x**:=:y"),
        ('const a = new Map(); a.set("k", x); use(a);', "a=:Map()[k]:=x"),
        ("x.set(y, 1); use(x);", "x[]:=1"),
        ('x.append("k", 1); use(x);', "x[k]:=1"),
        ("x.add(y); use(x);", "x[]:=:y"),
        ('x.setItem("k", y); use(x);', "x[k]:=:y"),
        ("Object.assign(x, y); use(x);", "x**:=:y"),
        ("use(Object.assign({}, x, y));", "{}**:=x**:=:y"),
        ("const {a, b: c, d = 1, ...e} = x; use(a, c, d, e);",
         "a=x.a, c=x.b, d=choice(x.d, 1 if ), e=?(x.a:=None.b:=None.d:=None, None)"),
        ("const {a: {b}} = x; use(b);", "b=x.a.b"),
        ("const {[y]: a} = x; use(a);", "a=x[:y]"),
        ("const [a, , b = 1, ...c] = x; use(a, b, c);",
         "a=part(x, 0), b=choice(part(x, 2), 1 if ), c=x"),
        ("const [a, b] = [x, 1]; use(a, b);", "a=x, b=1"),
        ("let a; [a] = x; ({a} = x); use(a);", "a=x.a"),
        ("const a = b => b; use(a);", "a=def A.m.a"),
        ("if (y) x = 1; use(x);", "(x=1|x)"),
        ("if (y) x = 1; else x = 2; use(x);", "(x=1|x=2)"),
        ("if (y) { x = 1; } else if (z) { x = 2; } use(x);", "(x=1|x=2|x)"),
        ("if (y) { x = 1; return; } use(x);", "x"),
        ("if (y) throw e; else x = 1; use(x);", "x=1"),
        ("if (x instanceof Foo) use(x);", "x:Foo=(Foo)x"),
        ("if (!(x instanceof Foo)) return; use(x);", "x:Foo=(Foo)x"),
        ('if (typeof x === "string") use(x);', "x:builtins.str=(builtins.str)x"),
        ('if (typeof x !== "string") {} else use(x);', "x:builtins.str=(builtins.str)x"),
        ("if (x instanceof Foo && y) use(x);", "x:Foo=(Foo)x"),
        ("if (Array.isArray(x)) use(x);", "x:list[Any]=(list[Any])x"),
        ("use(x instanceof Foo ? x : 1);", "choice(x:Foo=(Foo)x, 1 if test(instanceof: x, :Foo))"),
        ("x instanceof Foo && use(x);", "x:Foo=(Foo)x"),
        ("for (const y of x) use(y);", "y=each(x)"),
        ("for (const k in x) use(k);", "k=test(in: x)"),
        ("for await (const y of x) use(y);", "y=each(x)"),
        ("for (const [k, v] of x.entries()) use(k, v);",
         "k=part(each(x.entries()), 0), v=part(each(x.entries()), 1)"),
        ("for (const [k, v] of Object.entries(x)) use(k, v);",
         "k=test(in: ), v=part(each(:Object.entries(x)), 1)"),
        ("for (let y of x) x = g(y); use(x);", "(x|x=:g(y=each(x)))"),
        ("while (y) x = g(x); use(x);", "(x|x=:g(…))"),
        ("do { x = g(x); } while (x); use(x);", "(x|x=:g(…))"),
        ("for (let i = 0; i < x; i++) use(i);", "(i=0)"),
        ("for (;;) { if (y) { x = 1; break; } x = 2; } use(x);", "((x|x=2)|x=1)"),
        ("for (;;) { if (y) { x = 1; continue; } x = 2; } use(x);", "(x|x=1|x=2)"),
        ("a: for (;;) { for (;;) { x = 1; break a; } } use(x);", "((x)|x=1)"),
        ("try { g(); } catch (e) { use(e); }", "e=caught(:Exception)"),
        ("try { g(); } catch { use(x); }", "x"),
        ("try { g(); } catch ({message}) { use(message); }", 'message=f"{caught(:Exception)}"'),
        ("try { x = 1; } catch (e) { } use(x);", "(x=1|(x|x=1))"),
        ("try { x = 1; } catch (e) { return; } use(x);", "x=1"),
        ("try { x = 1; } finally { use(x); }", "x=1"),
        ("try { return; } finally { use(x); }", "x"),
        ("switch (y) { case 1: x = 1; break; default: x = 2; } use(x);", "(x=1|x=2)"),
        ("switch (y) { case 1: x = 1; case 2: x = 2; } use(x);", "(x=2|x)"),
        ("switch (y) { case 1: x = 1; } use(x);", "(x=1|x)"),
        ("for (;;) { switch (y) { case 1: x = 1; continue; } x = 2; } use(x);", "(x|x=1|x=2)"),
        ("if (!x) { return; } else { x = 1; } use(x);", "x=1"),
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
        ("this.count += 1;", ["this.count := (this.count + 1)"]),
        ("x.a.b = 1;", ["x.a.b := 1"]),
        ("Foo.a = x;", [":Foo.a := x"]),
        ("field = x;", []),
        ("this.items.push(x);", ["this.items := [x]"]),
        ("this.items.push(...x);", ["this.items := x"]),
        ("this.items.set('k', x);", ["this.items := {'k': x}"]),
        ("this.items['k'] = x;", ["this.items := {'k': x}"]),
        ("[this.a, this.b] = x;", ["this.a := part(x, 0)", "this.a:=part(x, 0).b := part(x, 1)"]),
        ("({a: this.a} = x);", ["this.a := x.a"]),
        ("Object.assign(this, {a: x});", ["this.a := x"]),
    ],
)
def test_store(method: Lower, statements: str, stores: list[str]) -> None:
    assert method(statements).stores("A.m") == stores


def test_names_of_enclosing_functions_and_the_module(lower: Lower) -> None:
    facts = lower(
        """
        let last; let own;
        function f(x) {
            let held = 1;
            const g = () => { held = x; last = x; use(held); };
            use(held);
        }
        """
    )
    assert facts.uses("f") == ["held=1"]
    assert facts.uses("f.g") == [":held"]
    assert facts.bindings("f")["held"] == ["held=1"]
    assert [facts.file.functions[n].symbol for n in facts.file.globals["last"][::2]] == ["", "f.g"]


def test_this_of_functions_inside(lower: Lower) -> None:
    facts = lower(
        """
        class A {
            m() { const f = () => use(this.a); }
            static s() { use(this.a); }
        }
        """
    )
    assert facts.uses("A.m.f") == [":this.a"]
    assert facts.uses("A.s") == [":A.a"]


def test_functions_are_known_before_their_line(lower: Lower) -> None:
    assert lower("function f() { use(g); function g() {} }").uses("f") == ["def f.g"]
