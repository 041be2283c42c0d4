"""Which functions a call reaches, and what it hands over."""

from __future__ import annotations

import pytest

from tests.link.conftest import Link

HIERARCHY = """\
class Base:
    def __init__(self, x): pass
    def act(self, x): raise NotImplementedError
    def do(self, x): return self.act(x)
    def run(self, x):
        y = [x, x, x, x, x, x, x, x, x]
        return y
    @classmethod
    def make(cls, x): return cls(x)
    @staticmethod
    def static(x): pass
class One(Base):
    def act(self, x): return x
    def run(self, x): return super().run(x)
class Two(Base):
    def act(self, x): return x
class Three(One):
    def __init__(self, x): super().__init__(x)
class Other:
    def lonely(self, x): pass
    def act(self, x): pass
    def __call__(self, x): pass
"""


@pytest.mark.parametrize(
    ("call", "last", "targets"),
    [
        ("base.run(1)", "run", ["@app.Base.run"]),
        ("one.run(1)", "run", ["@app.One.run"]),
        ("three.run(1)", "run", ["@app.One.run"]),
        ("three.do(1)", "do", ["@app.Base.do"]),
        # What does nothing is there to be overridden
        ("base.act(1)", "act", ["@app.Base.act", "@app.One.act", "@app.Two.act"]),
        ("two.act(1)", "act", ["@app.Two.act"]),
        # Classes
        ("Base(1)", "Base", ["@app.Base.__init__"]),
        ("One(1)", "One", ["@app.Base.__init__"]),
        ("Three(1)", "Three", ["@app.Three.__init__"]),
        ("Other()", "Other", []),
        ("Base.make(1)", "make", ["@app.Base.make"]),
        ("base.make(1)", "make", ["@app.Base.make"]),
        ("Base.static(1)", "static", ["app.Base.static"]),
        ("base.static(1)", "static", ["app.Base.static"]),
        ("Base.run(base, 1)", "run", ["app.Base.run"]),
        # Other names for a method
        ("g = base.run\n    g(1)", "run", ["@app.Base.run"]),
        ("(base.run if u else two.act)(1)", "", ["@app.Base.run", "@app.Two.act"]),
        ("other(1)", "other", ["@app.Other.__call__"]),
        # By name alone, when few have it
        ("u.lonely(1)", "lonely", ["?@app.Other.lonely"]),
        ("u.run(1)", "run", ["?@app.Base.run", "?@app.One.run"]),
        ("u.act(1)", "act", []),
        ("u.lonely(1, 2)", "lonely", []),
        ("u.__call__(1)", "__call__", []),
        # Not of the tree
        ("print(1)", "print", []),
        ("u(1)", "u", []),
    ],
)
def test_targets(link: Link, call: str, last: str, targets: list[str]) -> None:
    parameters = "base: Base, one: One, two: Two, three: Three, other: Other, u"
    linked = link(f"{HIERARCHY}\ndef f({parameters}):\n    {call}")
    assert linked.targets("app.f", last) == [targets]


def test_a_method_calls_others(link: Link) -> None:
    linked = link(HIERARCHY)
    assert linked.targets("app.Base.do", "act") == [
        ["@app.Base.act", "@app.One.act", "@app.Two.act"]
    ]
    assert linked.targets("app.One.run", "run") == [["@app.Base.run"]]


def test_super_reaches_the_ancestor_only(link: Link) -> None:
    assert link(HIERARCHY).targets("app.Three.__init__", "__init__") == [["@app.Base.__init__"]]


@pytest.mark.parametrize(
    ("function", "callers"),
    [
        ("app.f", ["app.g", "app.g", "other.h"]),
        ("app.A.m", ["app.A.n", "app.g", "?other.h"]),
        ("app.A.__init__", ["app.A.c", "app.C.__init__", "app.g", "app.g"]),
        ("app.A.c", ["app.g"]),
        ("app.never", []),
    ],
)
def test_callers(link: Link, function: str, callers: list[str]) -> None:
    linked = link(
        {
            "app.py": """
            def f(x): pass
            def never(x): pass
            class A:
                def __init__(self, x): pass
                def m(self, x): pass
                def n(self, x): self.m(x)
                @classmethod
                def c(cls, x): return cls(x)
            class B(A): pass
            class C(A):
                def __init__(self, x): A.__init__(self, x)
            def g(a: A, x):
                f(x)
                f(x)
                a.m(x)
                A(x)
                A.c(x)
                B(x)
            """,
            "other.py": "from app import f\ndef h(x, u):\n    f(x)\n    u.m(x)\n",
        }
    )
    assert sorted(linked.callers(function)) == sorted(callers)


@pytest.mark.parametrize(
    ("call", "handed"),
    [
        ("f(x)", {"a": ["x"]}),
        ("f(b=x, a=y)", {"a": ["y"], "b": ["x"]}),
        ("f(x, y, 3, 4, k=5, z=6)",
         {"a": ["x"], "b": ["y"], "rest": ["3", "4"], "k": ["5"], "others": ["6"]}),
        ("f(*x)", {"a": ["x[0]"], "b": ["x[1]"], "rest": ["x"]}),
        ("f(x, *y)", {"a": ["x"], "b": ["y[0]"], "rest": ["y"]}),
        ("f(**x)", {"a": ["x[a]"], "b": ["x[b]"], "k": ["x[k]"], "others": ["x"]}),
        ("f(x, **y)", {"a": ["x"], "b": ["y[b]"], "k": ["y[k]"], "others": ["y"]}),
        ("f(*x, **y)", {"a": ["x[0]", "y[a]"], "b": ["x[1]", "y[b]"], "rest": ["x"],
                        "k": ["y[k]"], "others": ["y"]}),
    ],
)  # fmt: skip
def test_arguments_and_parameters(link: Link, call: str, handed: dict[str, list[str]]) -> None:
    linked = link(f"def f(a, b=2, *rest, k=None, **others): pass\ndef g(x, y): {call}")
    names = ("a", "b", "rest", "k", "others")
    assert {n: got for n in names if (got := linked.handed("app.f", n))} == handed


@pytest.mark.parametrize(
    ("call", "method", "parameter", "handed"),
    [
        ("o.m(1, b=2)", "m", "a", ["1"]),
        ("o.m(1, b=2)", "m", "b", ["2"]),
        ("o.m(1, b=2)", "m", "self", ["o: A"]),
        ("A.m(o, 3, 4)", "m", "self", ["o: A"]),
        ("A.m(o, 3, 4)", "m", "b", ["4"]),
        ("o.c(5)", "c", "a", ["5"]),
        ("A.c(6)", "c", "a", ["6"]),
        ("o.s(7)", "s", "a", ["7"]),
        ("A.s(8)", "s", "a", ["8"]),
        ("A(9)", "__init__", "q", ["9"]),
        ("A(q=9)", "__init__", "q", ["9"]),
        ("A(9)", "__init__", "self", []),
        ("g = o.m\n    g(1, 2)", "m", "b", ["2"]),
    ],
)
def test_arguments_of_methods(
    link: Link, call: str, method: str, parameter: str, handed: list[str]
) -> None:
    linked = link(
        f"""
class A:
    def __init__(self, q=None): pass
    def m(self, a, b): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass
def f(o: A):
    {call}
"""
    )
    assert linked.handed(f"app.A.{method}", parameter) == handed


@pytest.mark.parametrize(
    ("call", "callers", "x", "y"),
    [
        # A function of the tree calls it
        ("run(f, s)", ["app.run"], ["z"], []),
        ("run(a.m, s)", [], [], []),
        # A library calls it, with what stands behind it
        ("threading.Thread(target=f, args=(s, 1)).start()", ["app.g"], ["s"], ["1"]),
        ("pool.submit(f, s, 1)", ["app.g"], ["s"], ["1"]),
        ("loop.call_soon(f, s)", ["app.g"], ["s"], []),
        ("loop.run_in_executor(None, f, s)", ["app.g"], ["s"], []),
        ("functools.partial(f, s)", ["app.g"], ["s"], []),
        ("later(f, s)", ["app.g"], ["s"], []),
        # Somewhere else it is only named
        ("registry.append(f)", [], [], []),
    ],
)
def test_functions_that_are_called_back(
    link: Link, call: str, callers: list[str], x: list[str], y: list[str]
) -> None:
    linked = link(
        f"""
import functools, threading
def f(x, y=0): pass
class A:
    def m(self, x): pass
def run(cb, z): cb(z)
def later(cb, *args): loop.call_soon(cb, *args)
def g(a: A, s, pool, loop): {call}
"""
    )
    assert linked.callers("app.f") == callers
    assert linked.handed("app.f", "x") == x
    assert linked.handed("app.f", "y") == y


def test_a_bound_method_is_called_back(link: Link) -> None:
    linked = link(
        "class A:\n    def m(self, x): pass\ndef run(cb, z): cb(z)\ndef g(a: A, s): run(a.m, s)"
    )
    assert linked.callers("app.A.m") == ["app.run"]
    assert linked.handed("app.A.m", "x") == ["z"]


def test_a_lambda_is_called_back(link: Link) -> None:
    linked = link("def run(cb, z): cb(z)\ndef g(s): run(lambda q: q, s)")
    assert linked.callers("app.g.<lambda>") == ["app.run"]
    assert linked.handed("app.g.<lambda>", "q") == ["z"]


@pytest.mark.parametrize(
    ("call", "x", "reason"),
    [
        ("run(z=s, cb=f)", ["z"], "functions handed over by keyword are not followed"),
        ("p = functools.partial(f)\n    p(s)", ["s"], "the result of partial() has no target"),
        ("table = {'k': f}\n    table['k'](s)", ["s"], "functions in mappings get no callers"),
        ("map(f, s)", ["s[*]"], "map() hands over elements, not the whole"),
    ],
)
def test_functions_that_are_called_back_not_yet(
    link: Link, request: pytest.FixtureRequest, call: str, x: list[str], reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    linked = link(
        f"import threading, functools\ndef f(x): pass\ndef run(cb, z): cb(z)\ndef g(s):\n    {call}"
    )
    assert linked.handed("app.f", "x") == x


def test_classmethods_construct(link: Link) -> None:
    linked = link(
        "class A:\n    def __init__(self, x): pass\n    @classmethod\n    def c(cls, x): return cls(x)\n"
    )
    assert linked.callers("app.A.__init__") == ["app.A.c"]


@pytest.mark.xfail(strict=True, reason="callers() looks for calls named __call__ only")
def test_callers_of_a_callable_object(link: Link) -> None:
    linked = link(
        "class A:\n    def __call__(self, x): pass\na = A()\ndef g(s, b: A):\n    a(s)\n    b(s)"
    )
    assert linked.callers("app.A.__call__") == ["app.g", "app.g"]


def test_assignments_to_a_field(link: Link) -> None:
    linked = link(
        {
            "app.py": """
            class A:
                def __init__(self): self.x = 1
            class B(A):
                def m(self): self.x = 2
            class C:
                def m(self): self.x = 0
            """,
            "use.py": "from app import A, B\ndef f(a: A, b: B, u):\n"
            "    b.x = 3\n    a.x = 4\n    u.x = 0\n    A.x = 5\n    a.y = 0\n",
        }
    )
    for ref in ((0, 0), (0, 1)):
        stores = linked.linker.field_stores(ref, "x")
        assert [linked.source(function, store.value) for function, store in stores] == [
            "1", "2", "3", "4", "5",
        ]  # fmt: skip


def test_ancestors_in_order(link: Link) -> None:
    linked = link(
        "import lib\nclass A(lib.X): pass\nclass B(A): pass\nclass C(lib.Y): pass\n"
        "class D(B, C, E): pass\nclass E(E, D): pass\n"
    )
    classes, outside = linked.linker.lineage((0, 3))
    assert [linked.class_name(ref) for ref in classes][:4] == [
        "app.D", "app.B", "app.A", "app.C",
    ]  # fmt: skip
    assert outside == ["lib.X", "lib.Y"]
