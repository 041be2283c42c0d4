"""Functions, lambdas and classes of Python."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("definition", "head"),
    [
        ("def f(): pass", "f()"),
        ("def f(a, b=1): pass", "f(a, b = 1)"),
        (
            "def f(a: 'A.B', b: int = 1) -> \"List[ 'A' ]\": pass",
            "f(a: A.B, b: int = 1) -> List[A]",
        ),
        ("def f(a, /, b, *, c): pass", "f(a, b, *, c)"),
        ("def f(*args, **kwargs): pass", "f(*args, **kwargs)"),
        ("def f(*args: str, k=1, **kw: int): pass", "f(*args: str, k = 1, **kw: int)"),
        ("def f(a=b.c): pass", "f(a = :b.c)"),
        ("async def f(): pass", "f() [async]"),
        ("def f[T: A](x: T) -> T: pass", "f(x: T) -> T"),
        ("def f(a,  # one\n      b): pass", "f(a, b)"),
        ("def f(a, \\\n      b): pass", "f(a, b)"),
    ],
)
def test_signature(lower: Lower, definition: str, head: str) -> None:
    assert lower(definition).head("f") == head


@pytest.mark.parametrize(
    ("member", "head"),
    [
        ("def m(self): pass", "m(self) [method]"),
        ("@staticmethod\n    def m(x): pass", "m(x) [method static]"),
        ("@classmethod\n    def m(cls): pass", "m(cls) [method classmethod]"),
        ("@property\n    def m(self): pass", "m(self) [method property]"),
        ("@functools.cached_property\n    def m(self): pass", "m(self) [method property]"),
        ("@abc.abstractmethod\n    def m(self): pass", "m(self) [method abstract]"),
        (
            "@property\n    @abstractmethod\n    async def m(self): pass",
            "m(self) [method property async abstract]",
        ),
        ("if x:\n        def m(self): pass", "m(self) [method]"),
    ],
)
def test_method(lower: Lower, member: str, head: str) -> None:
    facts = lower(f"class A:\n    {member}")
    assert facts.head("A.m") == head
    assert facts.made("A").methods == {"m": facts.index("A.m")}


def test_the_getter_is_the_property(lower: Lower) -> None:
    facts = lower(
        """
        class A:
            @property
            def p(self): return self.a
            @p.setter
            def p(self, v): self.a = v
            @p.deleter
            def p(self): pass
        """
    ).file
    getter = facts.functions[facts.classes[0].methods["p"]]
    assert [p.name for p in getter.parameters] == ["self"]
    assert getter.decorators[0].name == "property"


def test_special_methods_have_their_places(lower: Lower) -> None:
    facts = lower(
        """
        class A:
            def __init__(self, a): pass
            def __str__(self): return self.a
            def __repr__(self): return self.b
            def __format__(self, spec): return self.c
        class B:
            def __format__(self, spec): return ''
        class C(A): pass
        """
    )
    a, b, c = (facts.made(name) for name in "ABC")
    symbols = [head.symbol for head in facts.file.functions]
    assert symbols[a.constructor] == "A.__init__"
    assert symbols[a.text] == "A.__str__"
    assert symbols[a.repr] == "A.__repr__"
    assert symbols[b.text] == "B.__format__"
    assert (b.constructor, b.repr, c.constructor, c.text, c.repr) == (-1, -1, -1, -1, -1)


@pytest.mark.parametrize(
    ("source", "fields", "generated"),
    [
        ("class A:\n    a = 1", [], False),
        ("class A:\n    a: int\n    b: 'str' = 'x'", ["a: int", "b: str = 'x'"], False),
        ("@dataclass\nclass A:\n    a: int", ["a: int"], True),
        ("@dataclasses.dataclass(frozen=True)\nclass A:\n    a: int", ["a: int"], True),
        ("@dataclass(repr=False)\nclass A:\n    a: int", ["a: int"], False),
        ("@dataclass\nclass A:\n    a: str = field(repr=False)",
         ["a: str = :field(repr=False) hidden"], True),
        ("@dataclass\nclass A:\n    a: str = field(init=False)",
         ["a: str = :field(init=False) no-init"], True),
        ("@dataclass\nclass A:\n    a: ClassVar[int] = 1\n    b: typing.ClassVar = 2", [], True),
        ("@dataclass\nclass A:\n    a: List[\n        str] = f()", ["a: List[str] = :f()"], True),
        ("@attr.s\nclass A:\n    a = attr.ib(repr=False)\n    b = 1",
         ["a = :attr.ib(repr=False) hidden"], True),
        ("@attr.s(repr=False)\nclass A:\n    a = attr.ib()", ["a = :attr.ib()"], False),
        ("@attrs.define\nclass A:\n    a: int = attrs.field(repr=False)",
         ["a: int = :attrs.field(repr=False) hidden"], True),
        ("@attr.attrs\nclass A:\n    a = attr.attrib()", ["a = :attr.attrib()"], True),
        ("class A(NamedTuple):\n    a: int\n    b: str = ''", ["a: int", "b: str = ''"], True),
        ("class A(typing.TypedDict, total=False):\n    a: int", ["a: int"], True),
        ("class A(pydantic.BaseModel):\n    a: str = Field(..., repr=False)\n    b: SecretStr",
         ["a: str = :Field(None, repr=False) hidden", "b: SecretStr"], True),
        ("class A(msgspec.Struct, frozen=True):\n    a: int", ["a: int"], True),
        ("class A(Generic[T], m.BaseModel):\n    a: T", ["a: T"], True),
    ],
)  # fmt: skip
def test_fields(lower: Lower, source: str, fields: list[str], generated: bool) -> None:
    facts = lower(source)
    assert facts.fields("A") == fields
    assert facts.made("A").generated is generated


@pytest.mark.parametrize(
    "source",
    [
        "from collections import namedtuple\nA = namedtuple('A', 'a b')",
        "from collections import namedtuple\nclass A(namedtuple('A', ['a', 'b'])): pass",
        "from typing import NamedTuple\nA = NamedTuple('A', [('a', str), ('b', str)])",
    ],
)
@pytest.mark.xfail(strict=True, reason="records made by a call have no class")
def test_fields_of_records_made_by_a_call(lower: Lower, source: str) -> None:
    assert [field.name for field in lower(source).made("A").fields] == ["a", "b"]


@pytest.mark.parametrize(
    ("header", "bases"),
    [
        ("class A:", []),
        ("class A():", []),
        ("class A(B, m.C):", ["B", "m.C"]),
        ("class A(B[int], Generic[ T ]):", ["B[int]", "Generic[T]"]),
        ("class A(B, metaclass=M):", ["B"]),
        ("class A[T](B[T]):", ["B[T]"]),
    ],
)
def test_bases(lower: Lower, header: str, bases: list[str]) -> None:
    assert lower(f"{header} pass").made("A").bases == bases


def test_decorators_keep_their_literals(lower: Lower) -> None:
    facts = lower(
        """
        @app.route('/x', methods=['GET'], strict=True, name=n)
        @a.b
        @(lambda f: f)
        @c()
        def f(): pass
        @dataclass(frozen=True)
        class A: pass
        """
    )
    assert facts.decorators("f") == [
        "app.route('/x', methods=None, strict=True, name=None)",
        "a.b",
        "(lambdaf:f)",
        "c",
    ]
    assert facts.decorators("A") == ["dataclass(frozen=True)"]


def test_symbols_say_where_a_thing_stands(lower: Lower) -> None:
    facts = lower(
        """
        def f():
            def g(): return lambda: 1
            class A:
                def m(self):
                    class B:
                        x = lambda: 2
        """
    )
    assert [head.symbol for head in facts.file.functions] == [
        "", "f", "f.g", "f.A", "f.A.m", "f.g.<lambda>", "f.A.m.B", "f.A.m.B.<lambda>",
    ]  # fmt: skip
    assert [made.symbol for made in facts.file.classes] == ["f.A", "f.A.m.B"]
    parents = {h.symbol: facts.file.functions[h.parent].symbol for h in facts.file.functions[1:]}
    assert parents == {
        "f": "", "f.g": "f", "f.A": "f", "f.A.m": "f.A", "f.g.<lambda>": "f.g",
        "f.A.m.B": "f.A.m", "f.A.m.B.<lambda>": "f.A.m.B",
    }  # fmt: skip


def test_a_lambda_is_a_function(lower: Lower) -> None:
    facts = lower("def f(x):\n    return lambda a, *b, k=x, **c: a + x + k")
    assert facts.returns("f") == ["def f.<lambda>"]
    assert facts.head("f.<lambda>") == "(a, *b, k = x, **c) [lambda]"
    assert facts.returns("f.<lambda>") == ["((a + :x) + k)"]


def test_arguments_are_handed_on(lower: Lower) -> None:
    facts = lower(
        """
        def f(self, *args, **kwargs):
            use(*args, *self.b, k=1, **kwargs)
            use(*args[1:], args[0], kwargs['k'], kwargs.get('k'))
        """
    )
    assert facts.uses("f") == [
        "*args, *self.b, k=1, **kwargs",
        "*?(args), args[0], kwargs['k'], kwargs.get('k')",
    ]


def test_functions_and_classes_are_values(lower: Lower) -> None:
    facts = lower("def f(): pass\nclass A: pass\nuse(f, A)\nif x:\n    def f(): pass\nuse(f)")
    body = facts.body()
    assert len(body.bindings["f"]) == 2
    shown = [value[3] for value in body.values if value[0] in (14, 15)]
    assert shown == [1, 0, 3]


@pytest.mark.xfail(strict=True, reason="type_alias_statement binds nothing")
def test_a_type_alias_binds_its_name(lower: Lower) -> None:
    assert "X" in lower("type X = int | str").file.globals
