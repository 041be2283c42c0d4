"""What type expressions admit, as code and models write them, and things outside of the tree."""

from __future__ import annotations

from functools import lru_cache

from msgsec_lint.link import entities as e
from msgsec_lint.link.containers import NEUTRAL, nested
from msgsec_lint.link.entities import Entities, TypeExpression
from msgsec_lint.link.library import Holding, LibraryTypes
from msgsec_lint.link.resolver import Resolver


class Annotations:
    """Type expressions as the instances that they admit, in the scope of a function."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._library = resolver.library

    def admitted(self, function: int, parsed: TypeExpression) -> Entities:
        """Instances that a parsed type expression admits, read in the scope of a function."""
        name = parsed.name
        if parsed.arguments:
            last = name.rsplit(".", 1)[-1]
            holding = NEUTRAL.get(last) or self._holding(function, last)
            if holding is not None:
                return self._generic(function, holding, parsed.arguments)
        if name in ("None", "Any", "object", ""):
            return e.NOTHING
        if name.startswith("builtins."):
            return ((e.VALUE, name),)
        return e.instances(self.dotted(function, name))

    def _holding(self, function: int, last: str) -> Holding | None:
        known = self._library.conventions(self._program.traits(function).group)
        return known.generics.get(last)

    def _generic(
        self, function: int, holding: Holding, arguments: tuple[TypeExpression, ...]
    ) -> Entities:
        """Instances of a generic type, by what its arguments say of them."""
        if holding == "itself":
            return e.union(self.admitted(function, a) for a in arguments)
        if holding == "class":
            return tuple(
                (e.CLASS if tag == e.INSTANCE else e.EXTERNAL, payload)
                for tag, payload in self.admitted(function, arguments[0])
                if tag in (e.INSTANCE, e.VALUE)
            )
        repeated = len(arguments) == 2 and arguments[1].name == "..."
        if holding == "positions" and not repeated:
            return ((e.TUPLE, tuple(self.admitted(function, a) for a in arguments)),)
        if holding in ("elements", "positions"):
            return ((e.CONTAINER, self.admitted(function, arguments[0])),)
        inner = self.admitted(function, arguments[0 if holding == "first" else -1])
        return nested(e.MAPPING, inner) if holding == "values" else inner

    def dotted(self, function: int, dotted: str) -> Entities:
        """What a dotted name denotes, read in the scope of a function."""
        first, *rest = dotted.split(".")
        found = self._resolver.name(function, first)
        for part in rest:
            found = e.union(self._resolver.attribute(entity, part, function) for entity in found)
        return found


def outside(library: LibraryTypes, dotted: str) -> Entities:
    """Something outside the tree by its full name."""
    known = library.value_type(dotted)
    return library_type(known) if known is not None else ((e.EXTERNAL, dotted),)


@lru_cache(maxsize=4096)
def library_type(text: str) -> Entities:
    """Entities for a type named in a model: dotted, ``list[…]`` and ``|`` allowed."""
    parsed = e.parse_type("".join(text.split()))
    return _model_type(parsed) if parsed is not None else e.NOTHING


def _model_type(parsed: TypeExpression) -> Entities:
    if parsed.name == "|":
        return e.union(_model_type(a) for a in parsed.arguments)
    if parsed.name in ("list", "dict", "builtins.list") and parsed.arguments:
        return ((e.CONTAINER, _model_type(parsed.arguments[-1])),)
    if parsed.name == "tuple" and parsed.arguments:
        return ((e.TUPLE, tuple(_model_type(a) for a in parsed.arguments)),)
    # Classes that are global have no module in front: `Response`.
    whole = "." in parsed.name or parsed.name[:1].isupper()
    return ((e.VALUE, parsed.name if whole else "builtins." + parsed.name),)


def made_by(name: str, makers: tuple[str, ...]) -> str:
    """The type that a function makes by its name: ``pkg.NewClient`` a ``pkg.Client``."""
    owner, _, last = name.rpartition(".")
    made = next((last[len(maker) :] for maker in makers if last.startswith(maker)), "")
    return f"{owner}.{made}" if owner and "A" <= made[:1] <= "Z" else ""
