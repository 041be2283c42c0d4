"""Statements of Python that are neither names nor definitions."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("statement", "calls"),
    [
        ("print x, y", [":print(:x, :y)"]),
        ("print >>sys.stderr, x", [":sys.stderr.write(:x)"]),
        ('print "a %s" % x', [":print(('a %s' % :x))"]),
        ("print(x, y, sep='')", [":print(:x, :y, sep='')"]),
        ("exec x", [":exec(:x)"]),
        ("exec x in y", [":exec(:x, :y)"]),
        ("assert f(), g()", [":f()", ":g()"]),
        ("del f().a", [":f()"]),
        ("@f(1)\ndef g(): pass", [":f(1)"]),
        ("def g(x=f()): pass", [":f()"]),
        ("class A(f()): pass", [":f()"]),
        ("x: f()", []),
        ("return f()", [":f()"]),
    ],
)
def test_calls_of_statements(lower: Lower, statement: str, calls: list[str]) -> None:
    assert lower(statement).calls() == calls


@pytest.mark.parametrize(
    ("statements", "returns", "yields", "raises"),
    [
        ("return x", ["x"], [], []),
        ("return", [], [], []),
        ("return x, 1", ["[x, 1]"], [], []),
        ("if x: return 1\nreturn 2", ["1", "2"], [], []),
        ("yield x", [], ["x"], []),
        ("yield", [], [], []),
        ("yield from x", [], ["x"], []),
        ("y = yield x\nreturn y", ["y=x"], ["x"], []),
        ("raise E(x)", [], [], [":E(x)"]),
        ("raise E(x) from e", [], [], [":E(x)", ":e"]),
        ("raise E, x", [], [], ["[:E, x]"]),
        ("raise", [], [], []),
    ],
)
def test_what_a_function_gives(
    lower: Lower, statements: str, returns: list[str], yields: list[str], raises: list[str]
) -> None:
    text = "def f(x):\n" + "".join(f"    {line}\n" for line in statements.splitlines())
    facts = lower(text)
    assert (facts.returns("f"), facts.yields("f"), facts.raises("f")) == (returns, yields, raises)


@pytest.mark.parametrize(
    ("statement", "imports"),
    [
        ("import a", ["a = a"]),
        ("import a.b.c", ["a.b.c = a.b.c"]),
        ("import a.b as c, d", ["c = a.b", "d = d"]),
        ("from a.b import c", ["c = a.b:c"]),
        ("from a import (b, c as d,)", ["b = a:b", "d = a:c"]),
        ("from a import b, \\\n c", ["b = a:b", "c = a:c"]),
        ("from . import a", ["a = .:a"]),
        ("from ...a.b import c", ["c = ...a.b:c"]),
        ("from . . a import b", ["b = ..a:b"]),
        ("from a import *", ["* = a"]),
        ("from .a import *", ["* = .a"]),
        ("def f():\n    import a", ["a = a"]),
        ("try: import a\nexcept ImportError: a = None", ["a = a"]),
        ("from __future__ import annotations", []),
    ],
)
def test_imports(lower: Lower, statement: str, imports: list[str]) -> None:
    assert lower(statement).imports() == imports


def test_only_comments_that_may_suppress_are_kept(lower: Lower) -> None:
    facts = lower("# one\nx = 1  # msgsec: ignore[a] b\n\t# msgsec: c\nx = '# msgsec: no'\n").file
    assert [(c.line, c.column, c.text) for c in facts.comments] == [
        (2, 8, "# msgsec: ignore[a] b"),
        (3, 2, "# msgsec: c"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"), [("", 0), ("\n", 1), ("x", 1), ("x\n", 1), ("x\ny", 2), ("\r\n\r\n", 2)]
)
def test_lines_are_counted(lower: Lower, text: str, lines: int) -> None:
    assert lower(text).file.lines == lines


def test_broken_parts_are_counted_and_left_out(lower: Lower) -> None:
    facts = lower("use(1)\nx = = 2\nuse(3)\n")
    assert facts.uses() == ["1", "3"]
    assert facts.file.error_lines == 1


def test_unknown_forms_are_counted_and_let_values_through(lower: Lower) -> None:
    facts = lower("def f(x):\n    use(x[1:2, 3])")
    assert facts.uses("f") == ["x[[?(1, 2), 3]]"]
    assert facts.file.unknown_forms == 1


@pytest.mark.parametrize(
    "text",
    [
        "async def f(x, /, *a, k: int = 1, **kw) -> 'T':\n    async with x as y: await y\n",
        "match x:\n    case {'a': [1, *_], **r} if r: pass\n    case A(b, c=d) | None: pass\n",
        "try: pass\nexcept* E as e: raise\nelse: pass\nfinally: pass\n",
        "@a.b(1)\nclass C[T](D[T], metaclass=M):\n    x: int = 1\n",
        "with (a as b, c as d): pass\n",
        "type X = int\ndef f[T: int](x: T): pass\n",
        "x = [a async for a in b if c]; y = {**x, 'k': 1}; z = {1, *y}\n",
        "print >>f, 'x' % y\nexec 'x' in y\nraise E, 'x'\n",
        "global a; nonlocal b; del a[0], b.c; assert a, b; a @= b; a, *b = c\n",
        "f'{x!r:>{y}}' rf'{x=}' t'{x}'; b'x'; ...; 1j; -1; not x; lambda *a, **k: (yield)\n",
    ],
)
def test_every_form_of_the_language_is_known(lower: Lower, text: str) -> None:
    facts = lower(text).file
    assert (facts.error_lines, facts.truncated) == (0, [])
    assert facts.unknown_forms == 0
