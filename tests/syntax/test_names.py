"""What a local name holds at each point: assignment, branches, loops, exits, other scopes."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        # Flow order
        ("x = redact(x)\nuse(x)", "x=:redact(x)"),
        ("use(x)\nx = redact(x)", "x"),
        ("y = x\nx = 1\nuse(x, y)", "x=1, y=x"),
        ("a = b = x\nuse(a, b)", "a=x, b=x"),
        ("x += 1\nuse(x)", "x=(x + 1)"),
        ("y: 'List[ str ]' = x\nuse(y)", "y:List[str]=x"),
        ("y: int\nuse(y)", "y:int=?()"),
        ("del x\nuse(x)", ":x"),
        # Unpacking
        ("a, b = x\nuse(a, b)", "a=part(x, 0), b=part(x, 1)"),
        ("a, b = x, 1\nuse(a, b)", "a=x, b=1"),
        ("(a, b), [c] = x\nuse(a, b, c)",
         "a=part(part(x, 0), 0), b=part(part(x, 0), 1), c=part(part(x, 1), 0)"),
        ("a, *b, c = x\nuse(a, b, c)", "a=part(x, 0), b=part(x, ?), c=part(x, ?)"),
        # Parts
        ("x.a = 1\nuse(x)", "x.a:=1"),
        ("x['k'] = 1\nuse(x)", "x[k]:=1"),
        ("x[y] = 1\nuse(x)", "x[]:=1"),
        ("x['k'] += 1\nuse(x)", "x[k]:=(x['k'] + 1)"),
        ("y.a = x\nuse(y)", ":y"),
        # Containers that change
        ("a = []\na.append(x)\nuse(a)", "a=[][]:=x"),
        ("a = []\na.insert(0, x)\nuse(a)", "a=[][]:=x"),
        ("a = set()\na.add(x)\nuse(a)", "a=:set()[]:=x"),
        ("a = []\na.extend(x)\nuse(a)", "a=[]**:=x"),
        ("a = {}\na.update(x)\nuse(a)", "a={}**:=x"),
        ("a = {}\na.update(k=x, **y)\nuse(a)", "a={}**:={'k': x, **:y}"),
        ("a = {}\na.setdefault('k', x)\nuse(a)", "a={}[k]:=x"),
        ("a = StringIO()\na.write(x)\nuse(a)", "a=:StringIO()**:=x"),
        # Branches
        ("if y: x = 1\nuse(x)", "(x=1|x)"),
        ("if y: a = x\nelse: a = 1\nuse(a)", "(a=x|a=1)"),
        ("if y: a = x\nelif z: a = 1\nelse: a = 2\nuse(a)", "(a=x|a=1|a=2)"),
        ("if y: a = x\nuse(a)", "a=x"),
        ("if y:\n    x = 1\n    return\nuse(x)", "x"),
        ("if y: raise E\nelse: x = 1\nuse(x)", "x=1"),
        # Loops
        ("for a in x: use(a)", "a=each(x)"),
        ("async for a in x: use(a)", "a=each(x)"),
        ("for a, (b, c) in x: use(a, b, c)",
         "a=part(each(x), 0), b=part(part(each(x), 1), 0), c=part(part(each(x), 1), 1)"),
        ("for a in y: x = x + a\nuse(x)", "(x|x=(… + a=each(:y)))"),
        ("while y: x = g(x)\nuse(x)", "(x|x=:g(…))"),
        ("while y: x = 1\nelse: use(x)", "(x|x=1)"),
        ("for a in y:\n    if a: break\n    x = 1\nuse(x)", "(x|x=1)"),
        ("for a in y:\n    if a:\n        x = 2\n        continue\n    x = 1\nuse(x)", "(x|x=2|x=1)"),
        # Context managers
        ("with x as a: use(a)", "a=enter(x)"),
        ("async with x as a: use(a)", "a=enter(x)"),
        ("with x.y() as a, z as (b, c): use(a, b, c)",
         "a=enter(x.y()), b=part(enter(:z), 0), c=part(enter(:z), 1)"),
        ("with (x as a, z): use(a)", "a=enter(x)"),
        ("with x: a = 1\nuse(a)", "a=1"),
        # Exceptions
        ("try: g()\nexcept E as e: use(e)", "e=caught(:E)"),
        ("try: g()\nexcept (E, m.F) as e: use(e)", "e=caught([:E, :m.F])"),
        ("try: g()\nexcept* E as e: use(e)", "e=caught(:E)"),
        ("try: g()\nexcept E, e: use(e)", "e=caught(:E)"),
        ("try: x = g()\nexcept E: use(x)", "(x|x=:g())"),
        ("try: x = g()\nexcept E: x = 1\nuse(x)", "(x=:g()|x=1)"),
        ("try: x = g()\nexcept E: return\nuse(x)", "x=:g()"),
        ("try: pass\nexcept E: return\nelse: x = 1\nuse(x)", "x=1"),
        ("try: x = g()\nfinally: use(x)", "x=:g()"),
        # Matching
        ("match x:\n    case y: use(y)", "y=x"),
        ("match x:\n    case str() as y: use(y)", "y=x"),
        ("match x:\n    case {'k': y}: use(y)", "y=x['k']"),
        ("match x:\n    case [a, [b]]: use(a, b)", "a=part(x, 0), b=part(part(x, 1), 0)"),
        ("match x:\n    case A(y): use(y)", "y=:A=x"),
        ("match x:\n    case A(k=y): use(y)", "y=:A=x.k"),
        ("match x:\n    case 1: x = 2\nuse(x)", "(x=2|x)"),
        ("match x, 1:\n    case y: use(y)", "y=[x, 1]"),
        # Types told by tests
        ("if isinstance(x, A): use(x)", "x:A=(A)x"),
        ("if isinstance(x, (A, m.B)): use(x)", "x:A|m.B=(A|m.B)x"),
        ("if isinstance(x, A) and y: use(x)", "x:A=(A)x"),
        ("if not isinstance(x, A): return\nuse(x)", "x:A=(A)x"),
        ("assert isinstance(x, A)\nuse(x)", "x:A=(A)x"),
    ],
)  # fmt: skip
def test_name(lower: Lower, statements: str, value: str) -> None:
    text = "async def f(x):\n" + "".join(f"    {line}\n" for line in statements.splitlines())
    assert lower(text).uses("f") == [value]


@pytest.mark.parametrize(
    ("statements", "value", "reason"),
    [
        ("x: int\nuse(x)", "x", "an annotation alone gives no new value"),
        ("del x, y\nuse(x)", ":x", "delete_statement holds an expression_list"),
        ("try: x = g()\nexcept E: use(x)\nelse: x = 1", "(x|x=:g())",
         "handlers see what the else clause did"),
        ("try: pass\nexcept E: pass\nelse: x = 1\nuse(x)", "(x=1|x)",
         "handlers see what the else clause did"),
        ("(a) = x\nuse(a)", "a=x", "parentheses alone make no tuple"),
        ("y = 1\ntry:\n    y = x\n    return\nfinally: use(y)", "(y=1|y=x)",
         "finally behind a return sees only what was before the try"),
        ("match x:\n    case (a, b): use(a, b)", "a=part(x, 0), b=part(x, 1)",
         "tuple_pattern goes to assign(), which knows no case_pattern"),
        ("match x:\n    case a, b: use(a, b)", "a=part(x, 0), b=part(x, 1)",
         "each case_pattern of a case_clause is bound to the whole subject"),
        ("match x:\n    case [a, *b]: use(b)", "b=part(x, ?)",
         "splat_pattern is a second level of parts"),
        ("match x:\n    case {'k': _, **r}: use(r)", "r=x", "the rest is read as an item"),
        ("match x:\n    case A(n) | B(m=n): use(n)", "(n=:A=x|n=:B=x.m)",
         "alternatives overwrite each other"),
    ],
)  # fmt: skip
def test_name_not_yet(
    lower: Lower, request: pytest.FixtureRequest, statements: str, value: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    test_name(lower, statements, value)


@pytest.mark.parametrize(
    ("statements", "guards"),
    [
        ("use(x)", [""]),
        ("if x: use(1)\nelif y: use(2)\nelse: use(3)",
         ["if x", "if not x, if :y", "if not x, if not :y"]),
        ("if x: return\nuse(1)", ["after not x"]),
        ("if x: return 1\nelif y: raise E\nuse(1)", ["after not x, after not :y"]),
        ("if x: return 1\nelif y: use(0)\nuse(1)", ["if not x, if :y", "after not x"]),
        ("if x:\n    if y: return\n    use(1)\nuse(2)", ["if x, after not :y", ""]),
        ("while x: use(1)", ["loop (x)"]),
        ("for a in x:\n    if a: continue\n    use(1)\nuse(2)",
         ["loop x, after not a=each(x)", ""]),
        ("try: use(1)\nexcept E: use(2)\nfinally: use(3)", ["", "except caught(:E)", ""]),
        ("match x:\n    case 1: use(1)", ["match x"]),
        ("x and use(1)\nx or use(2)", ["if x", "if not x"]),
        ("use(1) if x else use(2)", ["if x", "if not x"]),
        ("[use(a) for a in x if a]", ["loop x, if a=each(x)"]),
        ("with x: use(1)", [""]),
    ],
)  # fmt: skip
def test_guards(lower: Lower, statements: str, guards: list[str]) -> None:
    text = "def f(x):\n" + "".join(f"    {line}\n" for line in statements.splitlines())
    assert lower(text).guards("f") == guards


@pytest.mark.parametrize(
    ("statements", "stores"),
    [
        ("self.a = x", ["self.a := x"]),
        ("self.a: Dict[str, int] = x", ["self.a: Dict[str,int] := x"]),
        ("self.a.b = x", ["self.a.b := x"]),
        ("self.a, y.b = x", ["self.a := part(x, 0)", ":y.b := part(x, 1)"]),
        ("self.a += x", ["self.a := (self.a + x)"]),
        ("self.a['k'] = x", ["self.a := {'k': x}"]),
        ("self.a[y] = x", ["self.a := {:y: x}"]),
        ("self.a.append(x)", ["self.a := [x]"]),
        ("self.a.update(x)", ["self.a := x"]),
        ("with x as self.a: pass", ["self.a := enter(x)"]),
        ("for self.a in x: pass", ["(self|….a:=each(x)).a := each(x)"]),
    ],
)
def test_fields_are_kept_for_readers_anywhere(
    lower: Lower, statements: str, stores: list[str]
) -> None:
    facts = lower(f"def f(self, x):\n    {statements}")
    assert facts.stores("f") == stores
    assert sum(len(at) // 2 for at in facts.file.stores.values()) == len(stores)


def test_an_exit_ends_what_a_name_may_hold(lower: Lower) -> None:
    facts = lower("def f(x):\n    return x\n    x = 1\n    use(x)")
    assert facts.returns("f") == ["x"]
    assert facts.uses("f") == ["x=1"]


def test_outer_names_are_left_to_the_linker(lower: Lower) -> None:
    facts = lower(
        """
        top = 1
        def f(x):
            global G
            G = x
            use(G, top, x)
            def g():
                nonlocal x
                x = 2
                use(x, top)
            def h(x): use(x)
            x = 3
        """
    )
    assert facts.uses("f") == [":G, :top, x"]
    assert facts.uses("f.g") == [":x, :top"]
    assert facts.uses("f.h") == ["x"]
    assert facts.bindings("f") == {
        "x": ["x", "x=3"], "G": ["G=x"], "g": ["def f.g"], "h": ["def f.h"],
    }  # fmt: skip
    assert facts.bindings() == {"top": ["top=1"], "f": ["def f"]}
    assert sorted(facts.file.globals) == ["G", "f", "top"]


def test_names_of_a_module_have_an_order(lower: Lower) -> None:
    facts = lower("use(x)\nx = 1\nuse(x)\nx = 2\ndef f(): use(x)")
    assert facts.uses() == [":x", "x=1"]
    assert facts.uses("f") == [":x"]
    assert facts.bindings()["x"] == ["x=1", "x=2"]


def test_names_of_a_class_are_not_those_of_its_methods(lower: Lower) -> None:
    facts = lower("class A:\n    x = 1\n    use(x)\n    def f(self, y=x): use(x, y)")
    assert facts.uses("A") == ["x=1"]
    assert facts.uses("A.f") == [":x, y"]
    assert facts.head("A.f") == "f(self, y = x=1) [method]"


def test_an_import_takes_a_name_over(lower: Lower) -> None:
    assert lower("x = 1\nuse(x)\nfrom a import x\nuse(x)").uses() == ["x=1", ":x"]
