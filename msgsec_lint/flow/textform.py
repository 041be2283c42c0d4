"""What the text, JSON or whole value of an object shows."""

from __future__ import annotations

from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import asked_of, shown_as
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import ClassRef

_EXCEPTIONS = frozenset({"Exception", "BaseException", "Throwable"})


class TextForm(NamedTuple):
    """How an object of a class turns into text."""

    fields: list[tuple[str, str | None, ClassRef]]
    """Fields shown: name, declared type, declaring class."""
    method: int
    """The function that makes the text, or -1."""
    arguments: bool
    """Shows the arguments it was made with: exceptions do."""


NOTHING = TextForm([], -1, False)


def text_form(linker: Linker, ref: ClassRef, mode: str) -> TextForm:
    """The form of a class's objects under a mode.

    ``text`` and ``repr`` are what printing shows, ``json``, ``yaml`` and ``value`` what an encoder
    or an SDK takes out of a record, ``fields`` what ``vars()`` and its like give. What a place asks
    for comes before all of them.
    """
    program = linker.program
    classes, outside = linker.lineage(ref)
    asks, mode = asked_of(mode), shown_as(mode)
    if mode == "fields":
        return TextForm(all_fields(linker, ref), -1, False)
    method = _shown_by(linker, ref, (*asks, *_SHOWN_BY.get(mode, ())))
    if method >= 0:
        return TextForm([], method, False)
    if mode in _LEFT_OUT:
        heads = [program.class_head(owner) for owner in classes]
        plain = any(head.generated or head.serialized for head in heads)
        fields = _encoded(linker, classes, _LEFT_OUT[mode]) if plain else []
        # The console of JavaScript shows of an error what it says, and its fields besides.
        web = program.units[ref[0]].family == "web"
        return TextForm(fields, -1, web and any(is_exception_class(base) for base in outside))
    for owner in classes:
        head = program.class_head(owner)
        first = program.units[owner[0]].first
        local = head.repr if mode == "repr" or head.text < 0 else head.text
        if mode == "repr" and head.repr < 0 and not head.generated:
            local = -1
        if local >= 0:
            return TextForm([], first + local, False)
        if head.generated:
            # Java and Kotlin generate the text of a class from what that class itself declares.
            own = [owner] if program.units[owner[0]].family == "jvm" else classes
            return TextForm(_generated(linker, own), -1, False)
    if any(is_exception_class(base) for base in outside):
        return TextForm([], -1, True)
    if any(base.rsplit(".", 1)[-1] in _FIELD_BASES for base in outside):
        return TextForm(_generated(linker, classes), -1, False)
    return NOTHING


def says_itself(linker: Linker, types: Entities, mode: str) -> bool:
    """Whether values of some types of Go say themselves what a place shows of them."""
    return bool(types) and all(
        tag == e.INSTANCE
        and linker.program.units[payload[0]].family == "go"  # type: ignore[index]
        and text_form(linker, payload, mode).method >= 0  # type: ignore[arg-type]
        for tag, payload in types
    )


_SHOWN_BY = {
    "text": ("Format", "Error", "String"),
    "repr": ("Format", "GoString"),
    "json": ("MarshalJSON", "MarshalText"),
    "yaml": ("MarshalYAML", "MarshalText"),
}
"""Methods of Go that printing and encoding call, the one they prefer first."""
_WRITERS = {"Format": ("fmt.State", "builtins.int")}
"""Of methods that others share the name with, what they take: where to write to, and how."""


def _shown_by(linker: Linker, ref: ClassRef, names: tuple[str, ...]) -> int:
    """The first method of some names by which a type of Go says itself what is shown of it, be it
    its own or promoted; -1 if none.
    """
    unit = linker.program.units[ref[0]]
    for name in names if unit.family == "go" else ():
        method = linker.members.extensions.named(unit.first, ((e.INSTANCE, ref),), name)
        if method < 0:
            continue
        takes = tuple(parameter.type for parameter in linker.program.head(method).parameters[1:])
        if takes == _WRITERS.get(name, ()) or (name not in _WRITERS and _is_encoder(takes)):
            return method
    return -1


def _is_encoder(takes: tuple[str | None, ...]) -> bool:
    """Whether a method takes what it is to write into, of a library, and nothing else."""
    return len(takes) == 1 and takes[0] is not None and "." in takes[0]


def _has_text(linker: Linker, owner: ClassRef, type_: str | None) -> bool:
    """Whether what a pointer leads to says itself how it is printed."""
    scope = linker.program.units[owner[0]].first + linker.program.class_head(owner).body
    return any(
        _shown_by(linker, payload, _SHOWN_BY["text"]) >= 0
        if tag == e.INSTANCE
        else tag == e.VALUE and linker.library.is_class(str(payload))
        for entity in (linker.annotation(scope, type_) if type_ else ())
        for tag, payload in (entity[1] if entity[0] in _HOLDING else (entity,))  # type: ignore[attr-defined]
    )


_LEFT_OUT = {"json": f.NOT_ENCODED, "yaml": f.NOT_IN_YAML, "value": f.NOT_KEPT}
"""Mode in which a record is taken apart → the mark of fields that are left out."""
_HOLDING = (e.CONTAINER, e.MAPPING)
_FIELD_BASES = frozenset({"dict", "list", "tuple", "Struct", "BaseModel", "TypedDict", "Model"})


def is_exception_class(base: str) -> bool:
    """Whether a class outside the tree is an exception, by its name."""
    last = base.rsplit(".", 1)[-1]
    return last in _EXCEPTIONS or last.endswith(("Error", "Exception"))


def _generated(linker: Linker, classes: list[ClassRef]) -> list[tuple[str, str | None, ClassRef]]:
    """Fields that a generated text form shows."""
    found: dict[str, tuple[str, str | None, ClassRef]] = {}
    for owner in classes:
        for field in linker.program.class_head(owner).fields:
            if field.flags & f.BY_ADDRESS and not _has_text(linker, owner, field.type):
                continue
            if not field.flags & f.HIDDEN:
                found.setdefault(field.name, (field.name, field.type, owner))
    return list(found.values())


def _encoded(
    linker: Linker, classes: list[ClassRef], left_out: int
) -> list[tuple[str, str | None, ClassRef]]:
    """Fields that what takes a record apart finds, without those of parts that it leaves out."""
    found: dict[str, tuple[str, str | None, ClassRef]] = {}
    skipped: set[str] = set()
    for owner in classes:
        head = linker.program.class_head(owner)
        if head.name in skipped:
            continue
        for field in head.fields:
            if field.flags & left_out:
                skipped.add(field.name)
            else:
                found.setdefault(field.name, (field.name, field.type, owner))
    return list(found.values())


def all_fields(linker: Linker, ref: ClassRef) -> list[tuple[str, str | None, ClassRef]]:
    """Every field of a class and its ancestors, declared or assigned in a method."""
    found: dict[str, tuple[str, str | None, ClassRef]] = {}
    program = linker.program
    for owner in linker.lineage(ref)[0]:
        for field in program.class_head(owner).fields:
            found.setdefault(field.name, (field.name, field.type, owner))
        facts = program.units[owner[0]].facts
        for name, flat in facts.stores.items():
            if any(facts.functions[at].owner == owner[1] for at in flat[::2]):
                found.setdefault(name, (name, None, owner))
    return list(found.values())
