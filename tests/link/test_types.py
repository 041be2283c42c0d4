"""What a value denotes: by annotation, construction, result, field, element."""

from __future__ import annotations

import pytest

from tests.link.conftest import Link

CLASSES = """\
import contextlib
import typing
import typing as t
from typing import *
from lib import Ext

class A:
    x: int
    y: "B"
    z = None
    w = Ext()
    def __init__(self, b: "B", c=None, d: "B" = None):
        self.b = b
        self.c = Ext()
        self.d: "B" = c
        self.e = c or B()
        self.items = []
        self.items.append(B())
    def me(self): return self
    def __enter__(self): return B()
    async def __aenter__(self): return B()
    def __call__(self): return B()
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def new(): return A(1)
    @property
    def p(self): return self.b

class B(A):
    def me(self) -> "A": return super().me()
    def up(self): return super()

class E(Exception): pass

def a_(): return A(1)
def list_() -> "t.List[B]": ...
async def later() -> B: ...
def each_() -> t.Iterator[B]: yield B()
async def aeach() -> t.AsyncIterator[B]: yield B()
def gen(): yield B()

Alias = A
Either = Union[A, B]
Maybe = typing.Optional[A]
"""


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("A", "<app.A>"),
        ("'A'", "<app.A>"),
        ("Alias", "<app.A>"),
        ("Ext", "<lib lib.Ext>"),
        ("str", "<lib builtins.str>"),
        ("A | B", "<app.A> | <app.B>"),
        ("'A | None'", "<app.A>"),
        ("Optional[A]", "<app.A>"),
        ("t.Optional['A']", "<app.A>"),
        ("typing.Union[A, B, None]", "<app.A> | <app.B>"),
        ("Either", "<app.A> | <app.B>"),
        ("Maybe", "<app.A>"),
        ("Annotated[A, 1]", "<app.A>"),
        ("Final[A]", "<app.A>"),
        ("Awaitable[A]", "<app.A>"),
        ("list[A]", "[<app.A>]"),
        ("t.Sequence[A]", "[<app.A>]"),
        ("Iterable[A]", "[<app.A>]"),
        ("AsyncGenerator[A, None]", "[<app.A>]"),
        ("dict[str, A]", "{<app.A>}"),
        ("Mapping[str, List[A]]", "{[<app.A>]}"),
        ("DefaultDict[str, A]", "{<app.A>}"),
        ("tuple[A, B]", "(<app.A>, <app.B>)"),
        ("Tuple[A, ...]", "[<app.A>]"),
        ("Type[A]", "app.A"),
        ("type[Ext]", "lib lib.Ext"),
        ("Coroutine[Any, Any, A]", "<app.A>"),
        ("None", ""),
        ("object", ""),
        ("A[", ""),
        ("]", ""),
        ("|", ""),
    ],
)
def test_annotation(link: Link, annotation: str, value: str) -> None:
    text = repr(annotation) if annotation in ("A[", "]", "|") else annotation
    linked = link(f"{CLASSES}\ndef f(x: {text}): use(x)")
    assert linked.uses("app.f") == [value]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        # Construction and results
        ("A(1)", "<app.A>"),
        ("Ext()", "<lib lib.Ext>"),
        ("k()[0] if k() else None", ""),
        ("a_() if y else None", "<app.A> | <lib builtins.None>"),
        ("a_()", "<app.A>"),
        ("list_()", "[<app.B>]"),
        ("list_()[0]", "<app.B>"),
        ("await later()", "<app.B>"),
        ("A.make()", "<app.A>"),
        ("A.new()", "<app.A>"),
        ("a()", "<app.B>"),
        ("a.me", "app.A.me()"),
        ("a.me()", "<app.A>"),
        ("b.me()", "<app.A>"),
        ("b.up()", "<app.A>"),
        ("a_().me().b", "<app.B>"),
        # Fields
        ("a.x", "<lib builtins.int>"),
        ("a.y", "<app.B>"),
        ("a.w", "<lib lib.Ext>"),
        ("a.b", "<app.B>"),
        ("a.c", "<lib lib.Ext>"),
        ("a.d", "<app.B>"),
        ("a.e", "<app.B>"),
        ("a.p", "<app.B>"),
        ("a.p.p.y", "<app.B>"),
        ("b.b", "<app.B>"),
        ("a.gone", ""),
        ("A.make", "app.A.make()"),
        # Choices and displays
        ("a if c else b", "<app.A> | <app.B>"),
        ("a or b", "<app.A> | <app.B>"),
        ("[a, b]", "(<app.A>, <app.B>)"),
        ("(a, 1)[0]", "<app.A>"),
        ("(a, b)[-1]", "<app.B>"),
        ("{'k': a}['k']", "<app.A>"),
        ("[x for x in [a]][0]", "<app.A>"),
        ("(n := a)", "<app.A>"),
        ("lambda: a", "app.f.<lambda>()"),
        ("[v for v in gen()][0]", "<app.B>"),
        # Methods of containers
        ("table.get('k')", "<app.B>"),
        ("[v for v in table.values()][0]", "<app.B>"),
        ("[v for _, v in table.items()][0]", "<app.B>"),
        ("items.pop()", "<app.B>"),
        # Literals and operators
        ("1", "<lib builtins.int>"),
        ("'a' % a", "<lib builtins.str>"),
        ("f'{a}'", "<lib builtins.str>"),
        ("a == b", "<lib builtins.bool>"),
        ("not a", "<lib builtins.bool>"),
        ("None", "<lib builtins.None>"),
    ],
)
def test_expression(link: Link, expression: str, value: str) -> None:
    parameters = "a: A, b: B, c, items: list[B], table: dict[str, B]"
    linked = link(f"{CLASSES}\nasync def f({parameters}): use({expression})")
    assert linked.uses("app.f") == [value]


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("for x in items: use(x)", ["<app.B>"]),
        ("for x in table: use(table[x])", ["<app.B>"]),
        ("x, y = pair\n    use(x, y)", ["<app.A>", "<app.B>"]),
        ("for x, y in pairs: use(x, y)", ["<app.A>", "<app.B>"]),
        ("for x in each_(): use(x)", ["<app.B>"]),
        ("async for x in aeach(): use(x)", ["<app.B>"]),
        ("with a as x: use(x)", ["<app.B>"]),
        ("async with a as x: use(x)", ["<app.B>"]),
        ("with A(1) as x, b as y: use(x, y)", ["<app.B>", "<app.B>"]),
        ("try: g()\n    except E as x: use(x)", ["<app.E>"]),
        ("try: g()\n    except (E, ValueError) as x: use(x)",
         ["<app.E> | <lib builtins.ValueError>"]),
        ("if isinstance(u, A): use(u)\n    use(u)", ["<app.A>", ""]),
        ("match u:\n        case A(y=x): use(x)", ["<app.B>"]),
        ("x: A = g()\n    use(x)", ["<app.A>"]),
        ("x = A(1)\n    x = B(1)\n    use(x)", ["<app.B>"]),
        ("def h(): use(a)\n    use(h)", ["app.f.h()"]),
    ],
)  # fmt: skip
def test_statement(link: Link, statement: str, values: list[str]) -> None:
    parameters = "a: A, b: B, u, items: list[B], table: dict[str, B], pair: tuple[A, B], pairs: list[tuple[A, B]]"
    linked = link(f"{CLASSES}\nasync def f({parameters}):\n    {statement}")
    assert linked.uses("app.f") == values


def test_parameters_that_collect(link: Link) -> None:
    linked = link(f"{CLASSES}\ndef f(*a: A, **b: B): use(a, a[0], b, b['k'])")
    assert linked.uses("app.f") == ["[<app.A>]", "<app.A>", "[<app.B>]", "<app.B>"]


def test_a_default_tells_a_type(link: Link) -> None:
    linked = link(f"{CLASSES}\nconfig = A(1)\ndef f(a=config, b=None, c=1): use(a, b, c)")
    assert linked.uses("app.f") == ["<app.A>", "", "<lib builtins.int>"]


def test_names_of_enclosing_functions(link: Link) -> None:
    linked = link(
        f"""{CLASSES}
def f(a: A):
    def g():
        b = B(1)
        def h(): use(a, b)
        class K:
            a = 1
            def m(self): use(a, self)
"""
    )
    assert linked.uses("app.f.g.h") == ["<app.A>", "<app.B>"]
    assert linked.uses("app.f.g.K.m") == ["<app.A>", "<app.f.g.K>"]


def test_library_types_have_results_and_attributes(link: Link) -> None:
    linked = link(
        """
        import logging, re
        log = logging.getLogger(__name__)
        class Handler(logging.Handler):
            def emit(self, record): use(record)
        def f():
            use(log, log.info, logging.LoggerAdapter(log).logger, re.compile('').match(''))
        """
    )
    assert linked.uses("app.f") == [
        "<lib logging.Logger>",
        "lib logging.Logger.info",
        "<lib logging.Logger>",
        "<lib re.Match>",
    ]
    assert linked.uses("app.Handler.emit") == ["<lib logging.LogRecord>"]


@pytest.mark.parametrize(
    ("expression", "value", "reason"),
    [
        ("[v for v in list(items)][0]", "<app.B>", "list(), sorted() … have no result"),
        ("[v for _, v in enumerate(items)][0]", "<app.B>", "enumerate() has no result"),
        ("a[0]", "<app.B>", "__getitem__ is not asked"),
        ("[v for v in a][0]", "<app.B>", "__iter__ is not asked"),
        ("type(a)(1)", "<app.A>", "type(x) is not the class of x"),
    ],
)
def test_expression_not_yet(
    link: Link, request: pytest.FixtureRequest, expression: str, value: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    linked = link(
        f"""{CLASSES}
class C(A):
    def __getitem__(self, key) -> B: ...
    def __iter__(self) -> Iterator[B]: ...
def f(a: C, items: list[B], table: dict[str, B]): use({expression})
"""
    )
    assert linked.uses("app.f") == [value]


@pytest.mark.parametrize(
    ("annotation", "value", "reason"),
    [
        ("New", "<app.A>", "NewType is not its base"),
        ("T", "<app.A>", "a TypeVar is not its bound"),
        ("Many", "[<app.A>]", "an alias of a container is not one"),
        ("Generator[A, None, B]", "[<app.A>]", "a Generator gives its first argument"),
    ],
)
def test_annotation_not_yet(
    link: Link, request: pytest.FixtureRequest, annotation: str, value: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    aliases = "New = NewType('New', A)\nT = TypeVar('T', bound=A)\nMany = List[A]\n"
    assert link(f"{CLASSES}{aliases}\ndef f(x: {annotation}): use(x)").uses("app.f") == [value]


@pytest.mark.xfail(strict=True, reason="contextlib.contextmanager is not known to yield its value")
def test_a_generator_as_a_context_manager(link: Link) -> None:
    linked = link(
        f"""{CLASSES}
@contextlib.contextmanager
def open_() -> Iterator[B]: yield B()
def f():
    with open_() as b: use(b)
"""
    )
    assert linked.uses("app.f") == ["<app.B>"]


CIRCLES = f"""{CLASSES}
def loop(a: A, c):
    x = a
    while c:
        y = x.me()
        use(x, y)
        x = y
def odd(n): return even(n) if n else B(1)
def even(n): return odd(n)
def first(): use(odd(1), even(1))
def second(): use(even(1), odd(1))
"""


PARTIAL = pytest.mark.xfail(
    strict=True, reason="what is known while a circle is open is kept as if it were all"
)


@pytest.mark.parametrize(
    ("function", "value"),
    [
        pytest.param("loop", "<app.A>", marks=PARTIAL),
        pytest.param("first", "<app.B>", marks=PARTIAL),
        ("second", "<app.B>"),
    ],
)
def test_types_in_circles(link: Link, function: str, value: str) -> None:
    assert link(CIRCLES).uses(f"app.{function}") == [value, value]
