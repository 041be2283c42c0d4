"""What a local name of Go holds at each point, and what reaches fields and variables."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        # Flow order and declarations
        ("x = redact(x); use(x)", "x:Any=:redact(x)"),
        ("use(x); x = 1", "x"),
        ("y := x; use(y)", "y=x"),
        ("var y string = x; use(y)", "y:builtins.str=x"),
        ("var y Foo; use(y)", "y:Foo=?()"),
        ("var (a = x; b int); use(a, b)", "a=x, b:builtins.int=?()"),
        ("const c = 1; use(c)", "c=1"),
        ("x += 1; use(x)", "x:Any=(x + 1)"),
        ('y := "a"; y += x; use(y)', "y=f\"{y='a'}{x}\""),
        ("x++; use(x)", "x"),
        # Several at once
        ("a, b := x, 1; use(a, b)", "a=x, b=1"),
        ("a, b := f(x); use(a, b)", "a=part(:f(x), 0), b=part(:f(x), 1)"),
        ("_, b := f(x); use(b)", "b=part(:f(x), 1)"),
        ("y := 1; x, y = y, x; use(x, y)", "x:Any=y=1, y=x"),
        ("v, ok := x.(Foo); use(v, ok)", "v=(Foo)x, ok=test(in: )"),
        ('v, ok := x["k"]; use(v, ok)', "v=x['k'], ok=test(in: )"),
        ("v, ok := <-x; use(v, ok)", "v=each(x), ok=test(in: )"),
        # Types
        ("var y func(Foo, ...int) (string, error) = x; use(y)",
         "y:Function[Foo,list[builtins.int],tuple[builtins.str,error]]=x"),
        ("var y map[string][]*a.Foo = x; use(y)", "y:dict[builtins.str,list[a.Foo]]=x"),
        ("var y [4]byte = x; use(y)", "y:builtins.bytes=x"),
        ("var y <-chan Foo = x; use(y)", "y:list[Foo]=x"),
        ("var y interface{ M() } = x; use(y)", "y:Any=x"),
        ("var y error = x; use(y)", "y:error=x"),
        ("var y Pair[int, Foo] = x; use(y)", "y:Pair[builtins.int,Foo]=x"),
        ("y := make(map[string]Foo); use(y)", "y:dict[builtins.str,Foo]={}"),
        # A block hides names until it ends
        ("{ y := 1; f(y) }; use(y)", ":y"),
        ("y := 1; { y := 2; f(y) }; use(y)", "y=1"),
        ("y := 1; { y = 2 }; use(y)", "y=2"),
        ("if v := f(x); v != nil { use(v) }", "v=:f(x)"),
        ("if v := f(x); v != nil { x = v }; use(v)", ":v"),
        ("if err := f(x); err != nil { return }; use(err)", ":err"),
        ("x := x.(Foo); use(x)", "x=(Foo)x"),
        # Parts
        ("x.A = 1; use(x)", "x.A:=1"),
        ("(*x).A = 1; use(x)", "x.A:=1"),
        ("*x = 1; use(x)", "x**:=1"),
        ("x[0] = 1; use(x)", "x[0]:=1"),
        ('x["k"] = 1; use(x)', "x[k]:=1"),
        ("x[y] = 1; use(x)", "x[]:=1"),
        ('x["a"]["b"] = 1; use(x)', "x[a]:={'b': 1}"),
        # Containers that change
        ("y := []string{}; y = append(y, x); use(y)",
         "y:list[builtins.str]=[*y:list[builtins.str]=[], x]"),
        ('y := map[string]Foo{}; y["k"] = x; use(y)', "y:dict[builtins.str,Foo]={}[k]:=x"),
        ("y := make(chan int); y <- x; use(<-y)", "each(y:list[builtins.int]=[][]:=x)"),
        ('x.Set("k", y); use(x)', "x[k]:=:y"),
        ("x.PushBack(y); use(x)", "x[]:=:y"),
        ("copy(x, y); use(x)", "x**:=:y"),
        ("copy(x[1:], y); use(x)", "x**:=:y"),
        # Text and readers
        ("var b strings.Builder; b.WriteString(x); use(b)", "b:strings.Builder=?()**:=x"),
        ('var b bytes.Buffer; fmt.Fprintf(&b, "%s", x); use(b)', 'b:bytes.Buffer=?()**:=f"{x}"'),
        ("io.WriteString(x, y); use(x)", "x**:=:y"),
        ("var v Foo; json.Unmarshal(x, &v); use(v)", "v:Foo=?()**:=x"),
        ("var v Foo; err := json.NewDecoder(x).Decode(&v); use(v)",
         "v:Foo=?()**:=:json.NewDecoder(x)"),
        ("rows.Scan(&x, &y); use(x)", "x**:=:rows"),
        # Branches
        ("if y { x = 1 }; use(x)", "(x:Any=1|x)"),
        ("if y { x = 1 } else { x = 2 }; use(x)", "(x:Any=1|x:Any=2)"),
        ("if y { x = 1 } else if z { x = 2 }; use(x)", "(x:Any=1|x:Any=2|x)"),
        ("if y { x = 1; return }; use(x)", "x"),
        ("if y { panic(e) } else { x = 1 }; use(x)", "x:Any=1"),
        ('if y { log.Fatalf("a"); x = 1 }; use(x)', "x"),
        ("if y { os.Exit(1); x = 1 }; use(x)", "x"),
        ("switch y { case 1: x = 1; default: x = 2 }; use(x)", "(x:Any=1|x:Any=2)"),
        ("switch y { case 1: x = 1 }; use(x)", "(x:Any=1|x)"),
        ("switch y { case 1: x = 1; fallthrough; case 2: use(x) }", "(x:Any=1|x)"),
        ("switch { case y: x = 1; case z: return }; use(x)", "(x:Any=1|x)"),
        ("switch y { case 1: break; default: x = 1 }; use(x)", "(x|x:Any=1)"),
        ("switch v := f(); v { case 1: use(v) }", "v=:f()"),
        # Type switches
        ("switch v := x.(type) { case Foo: use(v) }", "v:Foo=(Foo)x"),
        ("switch v := x.(type) { case Foo, *a.Bar: use(v) }", "v:Foo|a.Bar=(Foo|a.Bar)x"),
        ("switch v := x.(type) { case nil: f(v); default: use(v) }", "v=x"),
        ("switch x.(type) { case Foo: use(x) }", "x:Foo=(Foo)x"),
        ("switch v := x.(type) { case Foo: f(v) }; use(v)", ":v"),
        # Channels
        ("select { case v := <-x: use(v) }", "v=each(x)"),
        ("select { case v, ok := <-x: use(v, ok); default: f() }", "v=each(x), ok=test(in: )"),
        ("select { case x = <-y: use(x) }", "x:Any=each(:y)"),
        ("select { case <-y: x = 1; case <-z: x = 2 }; use(x)", "(x:Any=1|x:Any=2)"),
        # Loops
        ("for y { x = g(x) }; use(x)", "(x|x:Any=:g(…))"),
        ("for { if y { x = 1; break }; x = 2 }; use(x)", "((x|x:Any=2)|x:Any=1)"),
        ("for { if y { x = 1; continue }; x = 2 }; use(x)", "(x|x:Any=1|x:Any=2)"),
        ("L: for { for { x = 1; break L } }; use(x)", "((x)|x:Any=1)"),
        ("for i := 0; i < x; i++ { use(i) }", "(i=0)"),
        ("for range x { use(x) }", "(x)"),
        # Calls at another time
        ("defer use(x)", "x"),
        ("go use(x)", "x"),
    ],
)  # fmt: skip
def test_name(method: Lower, statements: str, value: str) -> None:
    facts = method(statements)
    assert facts.uses("R.m")[-1:] == [value]
    assert facts.file.unknown_forms == 0
    assert facts.file.error_lines == 0


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        ("for _, a := range x { use(a) }", "a=x[]"),
        ("for k, a := range x { use(k, a) }", "k=test(literal: ), a=x[]"),
        ("for id, a := range x { use(id, a) }", "id=each(x), a=x[]"),
        ("for a := range x { use(a) }", "a=each(x)"),
        ("for i := range x { use(i) }", "i=test(literal: )"),
        ("for a := range x { f(x[a]); use(a) }", "a=test(literal: )"),
        ("for a := range 10 { use(a) }", "a=test(literal: )"),
        ("var y []int = x; for a, b := range y { use(a, b) }",
         "a=test(literal: ), b=y:list[builtins.int]=x[]"),
        ("var y map[int]int = x; for i, b := range y { use(i) }",
         "i=each(y:dict[builtins.int,builtins.int]=x)"),
        ("for a := range r.table { use(a) }", "a=each(r.table)"),
        ("for a, b := range r.items { use(a) }", "a=test(literal: )"),
        ("var a int; for _, a = range x { use(a) }", "a:builtins.int=x[]"),
        ("for a := range x { a := a.b; f(a) }; use(a)", ":a"),
    ],
)  # fmt: skip
def test_what_range_gives(method: Lower, statements: str, value: str) -> None:
    assert method(statements).uses("R.m") == [value]


@pytest.mark.parametrize(
    ("statements", "stores"),
    [
        ("x.A = 1", ["x.A := 1"]),
        ("x.A.B = 1", ["x.A.B := 1"]),
        ("r.a, r.b = f(x)", ["r.a := part(:f(x), 0)", "r.a:=part(:f(x), 0).b := part(:f(x), 1)"]),
        ("r.n += x", ["r.n := (r.n + x)"]),
        ("(*r).items = x", ["r.items := x"]),
        ("f().A = x", [":f().A := x"]),
        ("pkg.A = x", [":pkg.A := x"]),
        ("r.items = append(r.items, x)", ["r.items := [*r.items, x]"]),
        ("r.items[0] = x", ["r.items := {0: x}"]),
        ('r.table["k"] = x', ["r.table := {'k': x}"]),
        ('r.table["k"]["j"] = x', ["r.table := {'k': {'j': x}}"]),
        ("r.ch <- x", ["r.ch := [x]"]),
        ("r.b.WriteString(x)", ["r.b := x"]),
        ('r.m.Store("k", x)', ["r.m := {'k': x}"]),
        ("r.l.PushBack(x)", ["r.l := [x]"]),
        ("json.Unmarshal(x, &r.items)", ["r.items := x"]),
        ("r.f().A(x)", []),
        ("r.n++", []),
    ],
)
def test_store(method: Lower, statements: str, stores: list[str]) -> None:
    assert method(statements).stores("R.m") == stores


def test_variables_of_the_package(lower: Lower) -> None:
    facts = lower(
        """
        package p
        var a, b = f(), g()
        var (
            c int
            d = "x"
        )
        const (
            X = iota
            Y
            Z Kind = "z"
        )
        var say = log.Print
        func set() { c = 1; d += "y"; local := 2; elsewhere = local }
        """
    )
    assert facts.bindings("")["b"] == ["b=:g()"]
    assert facts.bindings("")["c"] == ["c:builtins.int=?()"]
    assert facts.bindings("")["Y"] == ["Y=test(literal: )"]
    assert facts.bindings("")["Z"] == ["Z:Kind='z'"]
    assert facts.file.aliases == {"Print": ["say"]}
    assigned = {
        name: [facts.shown("set", value) for at, value in zip(flat[::2], flat[1::2], strict=True)
               if facts.file.functions[at].symbol == "set"]
        for name, flat in facts.file.globals.items()
    }  # fmt: skip
    assert {name: values for name, values in assigned.items() if values} == {
        "c": ["c=1"],
        "d": ['d=f"{:d}"'],
        "elsewhere": ["elsewhere=local=2"],
    }


def test_closures_see_the_names_around(lower: Lower) -> None:
    facts = lower(
        """
        package p
        func m(x int) {
            y := x
            go func() { use(x, y) }()
            defer func() {
                if e := recover(); e != nil { use(e) }
            }()
            f := func(a int) string { return use(a) }
            f(1)
        }
        """
    )
    assert facts.uses("m.<lambda>#0") == [":x, :y"]
    assert facts.uses("m.<lambda>#1") == ["e=:recover"]
    assert facts.head("m.<lambda>#2") == "(a: builtins.int) -> builtins.str [lambda]"
    assert facts.bindings("m")["y"] == ["y=x"]
    assert facts.calls("m")[-1] == "f=def m.<lambda>(1)"
