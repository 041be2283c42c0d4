"""What containers hold and give, as entities."""

from __future__ import annotations

from typing import Final

from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.library import Holding

NEUTRAL: Final[dict[str, Holding]] = {
    "|": "itself", "list": "elements", "dict": "values", "tuple": "positions",
}  # fmt: skip
"""Generic types of the form that type expressions of all languages have; models know others."""
MAX_NESTING = 3
"""Containers in containers beyond this are containers of who knows what."""


def _nesting(found: Entities) -> int:
    """How many containers deep the deepest of some entities is."""
    deepest = 0
    for tag, payload in found:
        if tag in (e.CONTAINER, e.MAPPING):
            deepest = max(deepest, 1 + _nesting(payload))  # type: ignore[arg-type]
        elif tag == e.TUPLE:
            deepest = max(deepest, 1, *(1 + _nesting(part) for part in payload))  # type: ignore[attr-defined]
    return deepest


def given(gives: str, tag: str, inner: Entities) -> Entities:
    """What a method gives that models describe by that word, of a container of that."""
    if gives == "element":
        return inner
    if gives == "values":
        return nested(e.CONTAINER, inner)
    if gives == "entries":
        return nested(e.CONTAINER, ((e.TUPLE, (e.NOTHING, inner)),))
    if gives == "iterated":
        return (as_entries((tag, inner)),)
    return ((tag, inner),) if gives == "same" else e.NOTHING


def as_entries(entity: Entity) -> Entity:
    """A mapping as what iterating over it gives where that is entries."""
    if entity[0] != e.MAPPING:
        return entity
    return (e.CONTAINER, ((e.TUPLE, (e.NOTHING, entity[1])),))


def is_held(entity: Entity) -> bool:
    """Whether a thing is something that a property holds, and no function."""
    tag, payload = entity
    if tag == e.VALUE:
        return str(payload).rsplit(".", 1)[-1] != "Function"
    return tag == e.INSTANCE or tag in e.CONTAINERS


def nested(tag: str, payload: object) -> Entities:
    """A container, unless it is nested so deep that its type is a burden."""
    made: Entities = ((tag, payload),)
    return made if _nesting(made) <= MAX_NESTING else ((tag, ()),)
