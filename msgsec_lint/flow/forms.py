"""Where a value of each form comes from; one function per form, all but calls."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.built import from_setter, shows_parts
from msgsec_lint.flow.copies import spread_before, without
from msgsec_lint.flow.entries import entry_parts, from_held, from_put, gives_entries
from msgsec_lint.flow.evidence import Clue
from msgsec_lint.flow.objects import named_parts
from msgsec_lint.flow.state import (
    ANY,
    HARMLESS_KEEPS,
    MASKED,
    Outcome,
    State,
    inside,
    is_index,
    key_of,
    place_of,
    shown_as,
)
from msgsec_lint.flow.textform import says_itself, text_form
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import left_by

if TYPE_CHECKING:
    from msgsec_lint.flow.walk import Walk


PERCENT = re.compile(r"%\((\w+)\)")
BRACES = re.compile(r"\{(\w+)[:!}]")
_TRANSPARENT = frozenset(
    {"bytes", "data", "text", "content", "value", "raw", "key", "plain", "payload"}
)
"""Attributes that are the thing itself, of objects of which nothing is known."""
_STATIC = (e.MODULE, e.FUNCTION, e.CLASS, e.METHOD)


def from_name(walk: Walk, state: State, held: f.Value) -> None:
    if state.path and state.path[0][0] == "." and _heap(walk, state):
        return
    for hits in walk.search.free_name(walk.function, held[3], state.path, state.mode):
        walk.absorb(state, hits, (walk.step(held, f"`{held[3]}`"),))


def from_parameter(walk: Walk, state: State, held: f.Value) -> None:
    path = state.path
    whole = all(is_index(part) for part in path)
    for clue in walk.search.evidence.given(walk.function, held[3]):
        # A part of data from a peer is from the peer; of all else its own name decides.
        if whole or clue.kind == k.WIRE:
            walk.hit(state, clue, (walk.step(held, clue.why), *state.steps))
    # What an exception holds depends on who raised it, which its handlers know.
    is_field = path and path[0][0] == "."
    exception = is_field and walk.search.is_exception(walk.function, state.value)
    if is_field and not exception and _heap(walk, state):
        return
    walk.leave(state, held[3])


def _heap(walk: Walk, state: State) -> bool:
    """Read a field of a typed object from everything that is ever put into it."""
    field = state.path[0][1:]
    found = False
    for tag, payload in walk.search.linker.value(walk.function, state.value):
        if tag in (e.INSTANCE, e.CLASS):
            found = True
            held_by = partial(walk.search.field, payload, field, state.path[1:], state.mode)  # type: ignore[arg-type]
            hits = walk.search.from_block(walk.function, state.value, payload, held_by)  # type: ignore[arg-type]
            if state.path[1:2] == (f.ANY_PART,) and walk.search.is_bag(
                walk.function, payload, field
            ):
                hits = tuple(
                    hit._replace(confidence=hit.confidence - 2)
                    for hit in hits
                    if hit.confidence > 2
                )
            walk.absorb(state, hits, ())
    return found


def from_attribute(walk: Walk, state: State, held: f.Value) -> None:
    types = walk.search.linker.value(walk.function, state.value)
    if types and all(tag in _STATIC for tag, _ in types):
        return
    if state.path and state.path[0][0] == "." and _heap(walk, state):
        return
    if from_held(walk, state, held[3], held[4]):
        return
    if held[4] == "__dict__":
        path = tuple(f".{p[1:-1]}" if p[0] == "[" else p for p in state.path[:1])
        walk.push(state, held[3], (*path, *state.path[1:]), mode="fields")
        return
    method = walk.search.property_method(walk.function, held[3], held[4])
    if method >= 0:
        made = walk.search.summary(method, state.path, state.mode)
        _through_property(walk, state, held, made, held[3])
        return
    if held[4] in _TRANSPARENT and not walk.search.linker.value(walk.function, held[3]):
        walk.push(state, held[3], state.path)
        return
    _project(walk, state, held, f".{held[4]}")


def _through_property(
    walk: Walk, state: State, held: f.Value, made: Outcome, receiver: int
) -> None:
    link = (walk.step(held, "computed property"),)
    walk.absorb(state, made.hits, link)
    for exit_ in made.exits:
        if exit_.parameter == 0:
            alive = state.alive & exit_.alive
            walk.push(state, receiver, exit_.path, marked=exit_.mode, alive=alive)


def _project(walk: Walk, state: State, held: f.Value, accessor: str) -> None:
    walk.push(state, held[3], (accessor, *state.path))


_KEY = re.compile(r"[\w.:/-]{1,60}")


def from_item(walk: Walk, state: State, held: f.Value) -> None:
    if state.path and state.path[0][0] == "." and _heap(walk, state):
        return
    key = held[4] if held[4] is not None else written_key(walk, held[5])
    _project(walk, state, held, f.ANY_PART if key is None else f"[{key}]")


def written_key(walk: Walk, value: int) -> str | None:
    """The one text that a key stands for, such as a constant that the program names."""
    if value < 0 or walk.body.values[value][0] not in (f.NAME, f.ATTR):
        return None
    literals = walk.search.evidence.literals(walk.function, value)
    only = literals[0] if len(literals) == 1 else None
    return only if isinstance(only, str) and _KEY.fullmatch(only) else None


def from_each(walk: Walk, state: State, held: f.Value) -> None:
    if state.path and state.path[0][0] == "." and _heap(walk, state):
        return
    _project(walk, state, held, f.ELEMENT)


def from_part(walk: Walk, state: State, held: f.Value) -> None:
    if state.path and state.path[0][0] == "." and _heap(walk, state):
        return
    if _is_library_result(walk, held[3]):
        # What models say of a call with several results is about the first.
        if held[4] == 0:
            index = state.path[:1] and is_index(state.path[0])
            path = (f.ANY_PART, *state.path[1:]) if index else state.path
            walk.push(state, held[3], path)
        return
    _project(walk, state, held, f.ANY_PART if held[4] < 0 else f"[{held[4]}]")


def _is_library_result(walk: Walk, value: int) -> bool:
    """Whether a value is what a function outside of a Go tree gives, one thing by its model."""
    if walk.search.program.unit(walk.function).family != "go":
        return False
    if walk.body.values[value][0] != f.CALL or walk.search.calls.targets((walk.function, value)):
        return False
    return all(tag != e.TUPLE for tag, _ in walk.search.linker.value(walk.function, value))


def from_text(walk: Walk, state: State, held: f.Value) -> None:
    if state.path and not is_index(state.path[0]):
        return
    for part, form, before in held[3]:
        if _is_array(walk, part):
            continue
        if state.path and walk.search.program.unit(walk.function).family == "go":
            # A part of a text, cut where something was found: which part of it is not known.
            walk.push(state, part, state.path, mode="repr" if form else "text")
            continue
        announced(walk, state, part, before)
        walk.push(state, part, (), mode="repr" if form else "text")


_GENERAL = frozenset({"Object", "Any", "Serializable", "Parcelable", "Comparable", "CharSequence",
                      "Iterable", "Collection", "Spanned", "Spannable", "Editable"})  # fmt: skip
"""Types that say nothing about what an object shows."""


def _is_array(walk: Walk, value: int) -> bool:
    """Whether a value is an array of the JVM, whose text is its address and nothing of it."""
    if walk.search.program.unit(walk.function).family != "jvm":
        return False
    types = walk.search.linker.value(walk.function, value)
    return bool(types) and all(
        (tag == e.VALUE and payload == "builtins.bytes")
        or (tag == e.CONTAINER and payload == ((e.VALUE, "builtins.bytes"),))
        for tag, payload in types
    )


def announced(walk: Walk, state: State, part: int, before: str) -> None:
    """What the text in front of a value says that it is: ``"Password: " + x``."""
    if not before or walk.search.is_innocent(walk.function, part):
        return
    if walk.opaque and walk.search.says_error(walk.function, part):
        # "Failed to save the password:" stands in front of why.
        return
    judged = walk.search.lexicon.announced(before)
    if not judged:
        return
    evidence = walk.search.evidence
    types = walk.search.linker.value(walk.function, part)
    if not (evidence.carries_text(types) or evidence.is_unknown(types)):
        return
    around = evidence.surroundings(walk.function)
    own = walk.search.lexicon.judge(evidence.own_name(walk.function, part), around=around)
    if own.harmless:
        return
    inner = walk.body.values[part]
    composed = evidence.is_composed(walk.function, part)
    for kind, sure, why in judged:
        if composed and kind == k.KEY:
            continue
        agrees = any(bit == kind for bit, _, _ in own.kinds)
        # A word such as phone announces many a thing that is about nobody.
        if sure >= (3 if kind == k.IDENTITY else 2) or agrees:
            walk.hit(state, Clue(kind, 2, why), (walk.step(inner, why), *state.steps))


def from_binary(walk: Walk, state: State, held: f.Value) -> None:
    operator = held[3]
    if operator == "%":
        walk.push(state, held[4], ())
        placeholders(walk, state, held[4], held[5], PERCENT)
        walk.push(state, held[5], (), mode="text")
    elif operator in ("+", "|"):
        for operand in held[4:6]:
            if not _is_array(walk, operand):
                walk.push(state, operand, state.path)


def from_unary(walk: Walk, state: State, held: f.Value) -> None:
    """``-latitude`` says as much as the latitude."""
    walk.push(state, held[4], state.path)


def placeholders(
    walk: Walk, state: State, template: int, values: int, pattern: re.Pattern[str]
) -> None:
    """``"%(body)s" % row`` reads row["body"]."""
    for literal in walk.search.evidence.literals(walk.function, template):
        for key in pattern.findall(literal) if isinstance(literal, str) else ():
            named_parts(walk, state, "", [(key, walk.body.values[template])])
            walk.push(state, values, (f"[{key}]",), mode="text")


def from_sequence(walk: Walk, state: State, held: f.Value) -> None:
    path = state.path
    if not path:
        for item in held[3]:
            walk.push(state, item if item >= 0 else ~item, ())
        return
    if not is_index(path[0]):
        return
    index = None if path[0] in ANY else int(path[0][1:-1])
    spread = any(item < 0 for item in held[3])
    for at, item in enumerate(held[3]):
        if item < 0:
            walk.push(state, ~item, (f.ELEMENT, *path[1:]))
        elif index is None or spread or index in (at, at - len(held[3])):
            walk.push(state, item, path[1:])


def from_mapping(walk: Walk, state: State, held: f.Value) -> None:
    path = state.path
    if walk.opaque and not path and shown_as(state.mode) == "text":
        return
    wanted = path[0] if path else None
    if wanted is not None and wanted[0] == ".":
        # Where objects are written like mappings, a property is an entry.
        wanted = f"[{wanted[1:]}]"
    entries = gives_entries(walk)
    if entries and path and path[0][0] == ".":
        # What a mapping says of itself, such as its size.
        return
    later = spread_before(held[3])
    for at, (written, key, value) in enumerate(held[3]):
        literal = written if written is not None else written_key(walk, key)
        if key == -2 and wanted is not None and wanted[1:-1] in later[at]:
            continue
        if key == -2:
            walk.push(without(walk, state, value, later[at]), value, path)
        elif wanted == f.ELEMENT and entries:
            for part, rest in entry_parts(path, key, value):
                walk.push(state, part, rest)
        elif wanted == f.ELEMENT:
            if key >= 0:
                walk.push(state, key, path[1:])
        elif wanted is None and literal in state.mode.split(MASKED)[1:]:
            continue
        elif wanted is None:
            _entry(walk, state, literal, value)
        elif wanted == f.ANY_PART or literal is None or wanted == f"[{literal}]":
            walk.push(state, value, path[1:])


def _entry(walk: Walk, state: State, literal: object, value: int) -> None:
    walk.push(inside(state), value, (), alive=under_key(walk, state, literal, value))


def under_key(walk: Walk, state: State, literal: object, value: int) -> int:
    """Record what a key says of the value under it; returns the kinds still worth following."""
    alive = state.alive
    if isinstance(literal, str):
        if walk.search.lexicon.is_treated(literal):
            return 0
        judged = walk.search.lexicon.judge(literal)
        inner = walk.body.values[value]
        if judged.harmless:
            alive &= HARMLESS_KEEPS
        elif inner[0] not in (f.CONST, f.TEST) and _may_be_text(walk, state, value):
            # What goes into a line under a key is called so to be read, except that words such as
            # phone are keys of many a thing that is about nobody.
            family = walk.search.program.unit(walk.function).family
            written = family == "go" and shown_as(state.mode) != "value"
            for kind, sure, why in judged.kinds:
                if sure == 3 or (sure == 2 and written and kind != k.IDENTITY):
                    clue = Clue(kind, 2, f"key `{literal}`: {why}")
                    walk.hit(state, clue, (walk.step(inner, clue.why), *state.steps))
    return alive


def _may_be_text(walk: Walk, state: State, value: int) -> bool:
    types = walk.search.linker.value(walk.function, value)
    return (
        walk.search.evidence.carries_text(types)
        and not says_itself(walk.search.linker, types, place_of(state.mode))
        and not walk.search.is_innocent(walk.function, value)
    )


def from_any(walk: Walk, state: State, held: f.Value) -> None:
    for value in held[3]:
        walk.push(state, value, state.path)


def from_join(walk: Walk, state: State, held: f.Value) -> None:
    for value in walk.search.unmasked(walk.function, held[3]):
        walk.push(state, value, state.path)


def from_cast(walk: Walk, state: State, held: f.Value) -> None:
    """A value seen as an object of a library class shows what objects of that class show."""
    family = walk.search.program.unit(walk.function).family
    if held[4].startswith(f.NOT):
        value = walk.search.linker.value
        if value(walk.function, held[3]) and not value(walk.function, state.value):
            # Nothing is left that it might be.
            return
        walk.push(state, held[3], state.path)
        return
    if family == "go" and not state.path and _is_told_apart(walk, state):
        walk.push(state, held[3], state.path, alive=state.alive & ~k.CONTENT)
        return
    text = not state.path and shown_as(state.mode) == "text"
    if family == "jvm" and text and not shows_parts(walk, state, held[3]):
        types = walk.search.linker.value(walk.function, state.value)
        if types and all(
            tag == e.VALUE
            and not str(payload).startswith("builtins.")
            and str(payload).rsplit(".", 1)[-1] not in _GENERAL
            for tag, payload in types
        ):
            return
    walk.push(state, held[3], state.path)


def _is_told_apart(walk: Walk, state: State) -> bool:
    """Whether a switch found a value to be of a class that by its name is about no messages."""
    if all(guard.test != state.value for guard in walk.body.guards):
        return False
    types = walk.search.linker.value(walk.function, state.value)
    return bool(types) and all(
        tag == e.VALUE
        and not str(payload).startswith("builtins.")
        and not walk.search.library.is_class(str(payload))
        and not walk.search.lexicon.is_about_messages(str(payload).rsplit(".", 1)[-1])
        for tag, payload in types
    )


def from_inner(walk: Walk, state: State, held: f.Value) -> None:
    walk.push(state, held[3], state.path)


def from_update(walk: Walk, state: State, held: f.Value) -> None:
    base, accessor, value = held[3], held[4], held[5]
    path = state.path
    if from_put(walk, state, held):
        return
    if path[:1] != (accessor,):
        from_setter(walk, state, base, value)
    hidden = not path and key_of(accessor) in state.mode.split(MASKED)[1:]
    if hidden or (not path and accessor[0] == "." and not _shows(walk, state, base, accessor[1:])):
        walk.push(state, base, path)
        return
    if not path and walk.search.lexicon.is_treated(key_of(accessor)):
        walk.push(state, base, path, masked=key_of(accessor))
        return
    if not path or accessor == "**":
        walk.push(state, base, path, masked=_hidden(walk, base, accessor) if not path else "")
        # What stands behind the `#` of an address is not sent with a request.
        lost = state.lost + int(accessor == ".hash" and _is_address(walk, base))
        walk.push(state if path else inside(state), value, path, lost=lost)
    elif accessor != f.ANY_PART and (
        path[0] == accessor or (key_of(accessor) and key_of(path[0]) == key_of(accessor))
    ):
        walk.push(state, value, path[1:])
    elif path[0] == f.ELEMENT and (
        accessor[1:-1].isidentifier() or (accessor == f.ANY_PART and _is_mapping(walk, base))
    ):
        # A key set on a mapping: iterating gives the key, not the value.
        walk.push(state, base, path)
    elif path[0][0] == "[" and (accessor == f.ANY_PART or path[0] in ANY):
        walk.push(state, base, path)
        walk.push(state, value, path[1:])
    else:
        walk.push(state, base, path)


def _is_address(walk: Walk, value: int) -> bool:
    """Whether a value is an address as browsers take it apart."""
    types = walk.search.linker.value(walk.function, value)
    return any(tag == e.VALUE and payload in ("URL", "Location") for tag, payload in types)


def _is_mapping(walk: Walk, value: int) -> bool:
    """Whether a value is declared to be a mapping."""
    types = walk.search.linker.value(walk.function, value)
    return bool(types) and all(tag == e.MAPPING for tag, _ in types)


def _hidden(walk: Walk, base: int, accessor: str) -> str:
    """The key that a change hides, as long as what it held before would say something.

    Every key is part of the question, and few are worth asking it once more.
    """
    key = key_of(accessor)
    return key if key and walk.search.evidence.tells(walk.function, base, key) else ""


def _shows(walk: Walk, state: State, base: int, field: str) -> bool:
    """Whether the text of an object may show a field that was set; true where that is not known."""
    types = walk.search.linker.value(walk.function, base)
    if not types or any(tag != e.INSTANCE for tag, _ in types):
        return True
    for _, payload in types:
        form = text_form(walk.search.linker, payload, place_of(state.mode))  # type: ignore[arg-type]
        if form.method >= 0 or form.arguments or any(name == field for name, _, _ in form.fields):
            return True
    return False


def from_left(walk: Walk, state: State, held: f.Value) -> None:
    """What a nested function, called at some time, leaves in a name of this one."""
    function, values = left_by(walk.search.program, walk.function, held)
    for value in values:
        walk.absorb(state, walk.search.sources(function, value, state.path, state.mode), ())


def _as_error(walk: Walk, state: State) -> str:
    """How an exception is shown: elsewhere than in JavaScript always by its text."""
    web = walk.search.program.unit(walk.function).family == "web"
    return shown_as(state.mode) if web else "text"


def from_caught(walk: Walk, state: State, held: f.Value) -> None:
    if state.path:
        if state.path[0][0] == ".":
            _heap(walk, state)
        return
    for hits, name in walk.search.raised(walk.function, state.value, _as_error(walk, state)):
        walk.absorb(state, hits, (walk.step(held, f"raised by {name}"),))
