"""Facts as text, so that one line says what a front end made of a construct."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.python import lower as lower_python

FLAGS = {
    f.METHOD: "method",
    f.STATIC: "static",
    f.CLASS_METHOD: "classmethod",
    f.PROPERTY: "property",
    f.ASYNC: "async",
    f.LAMBDA: "lambda",
    f.MODULE_BODY: "module",
    f.CLASS_BODY: "class",
    f.ABSTRACT: "abstract",
    f.EXTENSION: "extension",
    f.OVERRIDE: "override",
}
MARKS = {f.REST: "*", f.KEYWORDS: "**"}


class Facts:
    """The facts of one text in any language.

    Values are written like Python, with these additions: ``:n`` is a name that is not local, ``n=v``
    a value bound to a local name, ``a|b`` a join, ``v.x:=w`` and ``v[k]:=w`` a value after one of
    its parts was set, ``(T)v`` a cast, ``…`` the join of a loop inside itself. Functions are named
    by their symbol; ``A.m#1`` is the second of that symbol.
    """

    def __init__(self, file: f.FileFacts) -> None:
        self.file = file

    def index(self, symbol: str) -> int:
        """The only function of that symbol, or the one of that number among several."""
        name, _, number = symbol.partition("#")
        found = [at for at, head in enumerate(self.file.functions) if head.symbol == name]
        assert number or len(found) == 1, [head.symbol for head in self.file.functions]
        return found[int(number or 0)]

    def body(self, symbol: str = "") -> f.Body:
        return f.decode_body(self.file.bodies[self.index(symbol)])

    def shown(self, symbol: str, value: int) -> str:
        return Shown(self.file, self.index(symbol), self.body(symbol)).value(value)

    def uses(self, symbol: str = "") -> list[str]:
        """The arguments of each call of ``use``, in order."""
        shown = Shown(self.file, self.index(symbol), self.body(symbol))
        values = shown.body.values
        return [
            shown.arguments(value)
            for value in values
            if value[0] == f.CALL and values[value[3]][:4:3] == [f.NAME, "use"]
        ]

    def calls(self, symbol: str = "") -> list[str]:
        """Every call, in order of evaluation."""
        shown = Shown(self.file, self.index(symbol), self.body(symbol))
        return [shown.value(n) for n, v in enumerate(shown.body.values) if v[0] == f.CALL]

    def returns(self, symbol: str) -> list[str]:
        return [self.shown(symbol, value) for value in self.body(symbol).returns]

    def yields(self, symbol: str) -> list[str]:
        return [self.shown(symbol, value) for value in self.body(symbol).yields]

    def raises(self, symbol: str) -> list[str]:
        return [self.shown(symbol, value) for value in self.body(symbol).raises]

    def stores(self, symbol: str = "") -> list[str]:
        """Every attribute assignment: ``base.name := value``, with its type if it has one."""
        return [
            f"{self.shown(symbol, s.base)}.{s.name}{f': {s.type}' if s.type else ''} := "
            f"{self.shown(symbol, s.value)}"
            for s in self.body(symbol).stores
        ]

    def bindings(self, symbol: str = "") -> dict[str, list[str]]:
        """Names that other scopes may read."""
        held = self.body(symbol).bindings
        return {name: [self.shown(symbol, v) for v in values] for name, values in held.items()}

    def guards(self, symbol: str = "") -> list[str]:
        """The conditions over each call of ``use``, outermost first."""
        body = self.body(symbol)
        found: list[str] = []
        for value in body.values:
            if value[0] == f.CALL and body.values[value[3]][:4:3] == [f.NAME, "use"]:
                chain: list[str] = []
                guard = value[6]
                while guard >= 0:
                    held = body.guards[guard]
                    test = self.shown(symbol, held.test)
                    chain.append(f"{held.kind} {'' if held.holds else 'not '}{test}")
                    guard = held.outer
                found.append(", ".join(reversed(chain)))
        return found

    def head(self, symbol: str) -> str:
        """The signature of a function, with its flags behind it."""
        head = self.file.functions[self.index(symbol)]
        parameters: list[str] = []
        starred = False
        for parameter in head.parameters:
            if parameter.kind == f.KEYWORD_ONLY and not starred:
                parameters.append("*")
            starred |= parameter.kind in (f.KEYWORD_ONLY, f.REST)
            text = MARKS.get(parameter.kind, "") + parameter.name
            text += f": {parameter.type}" if parameter.type is not None else ""
            if parameter.default >= 0:
                parent = self.file.functions[head.parent].symbol
                text += f" = {self.shown(parent, parameter.default)}"
            parameters.append(text)
        returns = f" -> {head.returns}" if head.returns is not None else ""
        flags = " ".join(name for bit, name in FLAGS.items() if head.flags & bit)
        return f"{head.name}({', '.join(parameters)}){returns}" + (f" [{flags}]" if flags else "")

    def decorators(self, symbol: str) -> list[str]:
        """Decorators of the function or class of that symbol, with their literal arguments."""
        made = [made.decorators for made in self.file.classes if made.symbol == symbol]
        return [
            d.name + (f"({', '.join(parts)})" if parts else "")
            for d in (made[0] if made else self.file.functions[self.index(symbol)].decorators)
            for parts in [[*map(repr, d.arguments), *(f"{k}={v!r}" for k, v in d.keywords.items())]]
        ]

    def made(self, symbol: str) -> f.Class:
        """The only class of that symbol."""
        (found,) = [made for made in self.file.classes if made.symbol == symbol]
        return found

    def fields(self, symbol: str) -> list[str]:
        """The declared fields of a class: ``name: type = default``, with their flags."""
        made = self.made(symbol)
        body = Shown(self.file, made.body, f.decode_body(self.file.bodies[made.body]))
        found: list[str] = []
        for field in made.fields:
            text = field.name
            text += f": {field.type}" if field.type is not None else ""
            text += f" = {body.value(field.default)}" if field.default >= 0 else ""
            text += " hidden" if field.flags & f.HIDDEN else ""
            text += " no-init" if field.flags & f.NOT_IN_CONSTRUCTOR else ""
            found.append(text)
        return found

    def imports(self) -> list[str]:
        """``local = level·module:name``."""
        return [
            f"{i.local} = {'.' * i.level}{i.module}{f':{i.name}' if i.name is not None else ''}"
            for i in self.file.imports
        ]


class Shown:
    """Writes the values of one body."""

    def __init__(self, file: f.FileFacts, function: int, body: f.Body) -> None:
        self.file = file
        self.function = function
        self.body = body
        self._open: set[int] = set()

    def value(self, number: int) -> str:
        if number in self._open:
            return "…"
        self._open.add(number)
        held = self.body.values[number]
        text = WRITERS[held[0]](self, held)
        self._open.discard(number)
        return text

    def arguments(self, held: f.Value) -> str:
        given = [self.item(value) for value in held[4]]
        given += [
            f"{name}={self.value(v)}" if name else f"**{self.value(v)}" for name, v in held[5]
        ]
        return ", ".join(given)

    def item(self, value: int) -> str:
        return self.value(value) if value >= 0 else f"*{self.value(~value)}"

    def several(self, values: list[int], between: str = ", ") -> str:
        return between.join(self.item(value) for value in values)

    def parameter(self, held: f.Value) -> str:
        return self.file.functions[self.function].parameters[held[3]].name

    def key(self, held: f.Value) -> str:
        base = self.value(held[3])
        if held[4] is None:
            return f"{base}[{self.value(held[5]) if held[5] >= 0 else ''}]"
        return f"{base}[{held[4]!r}]"

    def text(self, held: f.Value) -> str:
        parts = "".join(
            f"{{{self.value(v)}{'!' + form if form else ''}}}" for v, form, _ in held[3]
        )
        return f'f"{held[4]}{parts}"'

    def mapping(self, held: f.Value) -> str:
        entries = [
            f"**{self.value(value)}"
            if key == -2
            else f"{literal!r}: {self.value(value)}"
            if literal is not None or key < 0
            else f"{self.value(key)}: {self.value(value)}"
            for literal, key, value in held[3]
        ]
        return "{" + ", ".join(entries) + "}"

    def local(self, held: f.Value) -> str:
        return f"{held[4]}{f':{held[5]}' if held[5] else ''}={self.value(held[3])}"

    def update(self, held: f.Value) -> str:
        return f"{self.value(held[3])}{held[4]}:={self.value(held[5])}"


WRITERS: dict[int, Callable[[Shown, f.Value], str]] = {
    f.CONST: lambda s, v: repr(v[3]) if len(v) == 4 else f"{v[3]!r}={v[4]}",
    f.PARAM: Shown.parameter,
    f.NAME: lambda s, v: f":{v[3]}",
    f.ATTR: lambda s, v: f"{s.value(v[3])}.{v[4]}",
    f.ITEM: Shown.key,
    f.CALL: lambda s, v: f"{s.value(v[3])}({s.arguments(v)})",
    f.TEXT: Shown.text,
    f.BINARY: lambda s, v: f"({s.value(v[4])} {v[3]} {s.value(v[5])})",
    f.UNARY: lambda s, v: f"{v[3]}({s.value(v[4])})",
    f.SEQ: lambda s, v: f"[{s.several(v[3])}]",
    f.MAP: Shown.mapping,
    f.JOIN: lambda s, v: f"({s.several(v[3], '|')})",
    f.EACH: lambda s, v: f"each({s.value(v[3])})",
    f.PART: lambda s, v: f"part({s.value(v[3])}, {v[4] if v[4] >= 0 else '?'})",
    f.TEST: lambda s, v: f"test({v[3]}: {s.several(v[4])})",
    f.FUNC: lambda s, v: f"def {s.file.functions[v[3]].symbol}",
    f.CLASS: lambda s, v: f"class {s.file.classes[v[3]].symbol}",
    f.CAUGHT: lambda s, v: f"caught({s.several(v[3])})",
    f.UNKNOWN: lambda s, v: f"?({s.several(v[3])})",
    f.LOCAL: Shown.local,
    f.UPDATE: Shown.update,
    f.ENTER: lambda s, v: f"enter({s.value(v[3])})",
    f.CHOICE: lambda s, v: f"choice({s.several(v[3])} if {s.several(v[4])})",
    f.CAST: lambda s, v: f"({v[4]}){s.value(v[3])}",
    f.LEFT: lambda s, v: f"left({v[4]} in {s.file.functions[v[3]].symbol})",
}

Lower = Callable[[str], Facts]


def reader(front_end: Callable[[bytes], f.FileFacts]) -> Lower:
    """Reads indented text with the front end of a language."""

    def made(text: str) -> Facts:
        return Facts(front_end(dedent(text).encode()))

    return made


@pytest.fixture
def lower() -> Lower:
    return reader(lower_python)
