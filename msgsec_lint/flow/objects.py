"""What the text or whole value of an object shows, as further values to look at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.copies import is_replaced
from msgsec_lint.flow.evidence import Clue
from msgsec_lint.flow.lexicon import Judgement
from msgsec_lint.flow.made import is_announcement
from msgsec_lint.flow.state import (
    HARMLESS_KEEPS,
    MASKED,
    MAX_PATH,
    Outcome,
    Path,
    State,
    inside,
    place_of,
    shown_as,
)
from msgsec_lint.flow.textform import NOTHING, is_exception_class, says_itself, text_form
from msgsec_lint.flow.thrown import message_arguments
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities

if TYPE_CHECKING:
    from msgsec_lint.flow.walk import Walk


MAX_SUBCLASSED = 2
"""Parts of parts deeper than this are not looked at as what may derive from their class."""
MAX_DESCENDANTS = 8
"""Of more classes that derive from one, the first so many are looked at."""
MAX_BELOW = 6
"""Objects in objects are judged by the names of their fields so deep."""
_SCALARS = frozenset(
    f"builtins.{name}" for name in ("str", "bytes", "bytearray", "int", "float", "bool", "None")
)


def expand_object(walk: Walk, state: State, held: f.Value) -> bool:
    """Expand an object into what its text shows; true when nothing else is to be followed."""
    if state.path:
        if state.path == (f.ELEMENT,):
            for tag, payload in walk.search.linker.value(walk.function, state.value):
                if tag in (e.CONTAINER, e.TUPLE):
                    _elements(walk, state._replace(path=()), held, tag, payload)
        return False
    types = walk.search.linker.value(walk.function, state.value)
    if not types:
        _keys(walk, state, held)
        return False
    if held[0] == f.PARAM and walk.search.is_exception(walk.function, state.value):
        # Which of all that were ever made it is, the handlers know that hand it over.
        return False
    objects = 0
    for tag, payload in types:
        if tag == e.INSTANCE:
            objects += 1
            _instance(walk, state, held, payload, ())  # type: ignore[arg-type]
        elif (
            tag == e.VALUE
            and is_exception_class(str(payload))
            and not (walk.opaque and _is_laid_open(walk, state, str(payload)))
        ):
            # What it says depends on who raised it, which the way to its handler shows.
            continue
        elif tag == e.VALUE and not str(payload).startswith("builtins."):
            # What an object of a library holds, if no model says it, is what was put into it.
            objects += _is_described(walk, str(payload))
            _library_object(walk, state, held, str(payload))
        elif tag in (e.CONTAINER, e.MAPPING, e.TUPLE):
            _elements(walk, state, held, tag, payload)
    if not all(tag == e.VALUE and payload in _SCALARS for tag, payload in types) and not objects:
        _keys(walk, state, held)
    return objects == len(types)


def _is_laid_open(walk: Walk, state: State, type_: str) -> bool:
    """Whether an exception is shown with its fields, and models say what these hold."""
    return shown_as(state.mode) != "text" and bool(walk.search.library.all_fields(type_))


def _is_described(walk: Walk, type_: str) -> bool:
    """Whether the fields of a library type, or the lack of them, are known."""
    if walk.search.program.unit(walk.function).family == "python":
        return True
    return bool(walk.search.library.all_fields(type_))


def _elements(walk: Walk, state: State, held: f.Value, tag: str, payload: object) -> None:
    """A list or mapping prints its elements."""
    inner = payload if tag != e.TUPLE else [x for option in payload for x in option]  # type: ignore[attr-defined]
    for kind, made in inner:  # type: ignore[attr-defined]
        if kind == e.INSTANCE:
            _instance(walk, state, held, made, (f.ANY_PART,))
        elif kind == e.VALUE and not str(made).startswith("builtins."):
            _library_object(walk, state, held, str(made))


def _keys(walk: Walk, state: State, held: f.Value) -> None:
    """A mapping of unknown type holds what its user reads from it."""
    if state.mode.startswith("value") and held[0] == f.CALL:
        return
    if walk.opaque and shown_as(state.mode) == "text":
        return
    evidence = walk.search.evidence
    function, value = walk.function, state.value
    read = [(key, walk.body.values[at]) for key, at in evidence.keyed.read(function, value)]
    handed = held[0] in (f.PARAM, f.NAME) or (held[0] == f.ATTR and _is_own(walk, held))
    if not read and not handed:
        return
    name = evidence.own_name(function, value)
    if handed:
        read.extend((key, held) for key in evidence.keyed.elsewhere(function, name))
    read = [x for x in read if not is_replaced(walk.search, function, value, x[0])]
    named_parts(walk, state, name, read)


def _is_own(walk: Walk, held: f.Value) -> bool:
    """Whether an attribute is the object's own: ``self.config``, not ``other.config``."""
    base = walk.body.values[walk.search.evidence.root(walk.function, held[3])]
    return bool(base[0] == f.PARAM and base[3] == 0)


def named_parts(walk: Walk, state: State, name: str, parts: list[tuple[str, f.Value]]) -> None:
    """Judge a mapping by the keys that the code around reads from it."""
    hidden = state.mode.split(MASKED)[1:]
    for key, at in parts:
        if key in hidden:
            continue
        for kind, sure, _ in walk.search.lexicon.judge(key, (name,)).kinds:
            if (sure == 3 or (sure == 2 and kind == k.CONTENT)) and kind & state.alive:
                note = f"holds `{key}`, as the code around reads it"
                walk.hit(state, Clue(kind, 2, note), (walk.step(at, note), *state.steps))


def _instance(walk: Walk, state: State, held: f.Value, ref: tuple[int, int], prefix: Path) -> None:
    """Follow what the text of an object at a part of a value shows."""
    search = walk.search
    form = text_form(search.linker, ref, place_of(state.mode))
    name = search.program.class_head(ref).name
    if form == NOTHING and not prefix[MAX_SUBCLASSED:]:
        # Declared as what has no text of its own, it is one of those that derive from it.
        for other in search.linker.descendants(ref)[:MAX_DESCENDANTS]:
            if (
                search.is_made(other)
                and text_form(search.linker, other, place_of(state.mode)) != NOTHING
            ):
                _instance(walk, state, held, other, prefix)
    if form.method >= 0:
        made = search.summary(form.method, (), "text")
        _through_text(walk, state, held, prefix, made, f"{name}'s text form")
        return
    hidden = state.mode.split(MASKED)[1:]
    for field, type_, owner in form.fields:
        if field in hidden or (type_ == "builtins.bytes" and _shows_address(walk, state, owner)):
            continue
        if not prefix and is_replaced(walk.search, walk.function, state.value, field):
            continue
        told = False
        if not prefix:
            put = search.made.filled(walk.function, state.value, field)
            if put is not None and all(search.is_innocent(*at) for at in put):
                continue
            told = bool(put) and all(is_announcement(search, *at) for at in put or ())
        shown = walk.step(held, f"a {name} shows its field `{field}`", shows=True)
        steps = (shown, *state.steps)
        judged = search.evidence.field_of(owner, field, type_)
        if told or says_itself(search.linker, _types(walk, ref, field), shown_as(state.mode)):
            judged = Judgement((), harmless=judged.harmless)
        for kind, sure, why in judged.kinds:
            walk.hit(state, Clue(kind, sure, f"`{name}.{field}`: {why}"), steps)
        alive = state.alive & (HARMLESS_KEEPS if judged.harmless else k.ALL)
        path = (*prefix, f".{field}")
        mode = "repr" if shown_as(state.mode) == "fields" else shown_as(state.mode)
        walk.push(inside(state), state.value, path, mode=mode, alive=alive, steps=steps)
        inner = state._replace(alive=alive, steps=steps, mode=mode)
        _nested(walk, inner, held, ref, path)
    if form.arguments and not prefix:
        _exception(walk, state, held, ref)
    for base in search.linker.lineage(ref)[1]:
        _library_object(walk, state, held, base)


def _types(walk: Walk, ref: tuple[int, int], field: str) -> Entities:
    return walk.search.linker.attribute((e.INSTANCE, ref), field, walk.function)


def _nested(walk: Walk, state: State, held: f.Value, ref: tuple[int, int], path: Path) -> None:
    """A field that holds objects shows what their text shows."""
    field = path[-1][1:]
    if len(path) >= MAX_PATH - 1:
        # Too deep to follow what was put there; what the fields are called is known all the same.
        _named_below(walk, state, held, ref, field)
        return
    for tag, payload in walk.search.linker.attribute((e.INSTANCE, ref), field, walk.function):
        if tag == e.INSTANCE and payload != ref:
            _instance(walk, state, held, payload, path)  # type: ignore[arg-type]
        elif tag == e.VALUE and not str(payload).startswith("builtins."):
            _library_object(walk, state, held, str(payload))
        elif tag in (e.CONTAINER, e.MAPPING):
            for inner, made in payload:  # type: ignore[attr-defined]
                if inner == e.INSTANCE and made != ref:
                    _instance(walk, state, held, made, (*path, f.ANY_PART))


def _named_below(walk: Walk, state: State, held: f.Value, ref: tuple[int, int], field: str) -> None:
    """Judge by name the fields that objects in a field show, however deep they lie."""
    seen = {ref}
    level = _held_objects(walk, ref, field)
    for _ in range(MAX_BELOW):
        below: list[tuple[int, int]] = []
        for inner in level:
            if inner in seen:
                continue
            seen.add(inner)
            name = walk.search.program.class_head(inner).name
            form = text_form(walk.search.linker, inner, shown_as(state.mode))
            for shown, type_, owner in form.fields:
                for kind, sure, why in walk.search.evidence.field_of(owner, shown, type_).kinds:
                    note = f"deep inside, a {name} shows its field `{shown}`"
                    steps = (walk.step(held, note, shows=True), *state.steps)
                    walk.hit(state, Clue(kind, sure, f"`{name}.{shown}`: {why}"), steps)
                below.extend(_held_objects(walk, inner, shown))
        level = below


def _held_objects(walk: Walk, ref: tuple[int, int], field: str) -> list[tuple[int, int]]:
    """Classes of the objects that a field holds, by itself or in a container."""
    found: list[tuple[int, int]] = []
    for tag, payload in walk.search.linker.attribute((e.INSTANCE, ref), field, walk.function):
        inner = ((tag, payload),) if tag == e.INSTANCE else ()
        if tag in (e.CONTAINER, e.MAPPING):
            inner = payload  # type: ignore[assignment]
        found.extend(made for kind, made in inner if kind == e.INSTANCE)  # type: ignore[misc]
    return found


def _through_text(
    walk: Walk, state: State, held: f.Value, prefix: Path, made: Outcome, note: str
) -> None:
    """What a text method's result is made of, seen from the object."""
    link = (walk.step(held, note, shows=True),)
    walk.absorb(state, made.hits, link)
    for exit_ in made.exits:
        if exit_.parameter == 0 and exit_.path:
            walk.push(
                state,
                state.value,
                (*prefix, *exit_.path),
                mode=exit_.mode,
                alive=state.alive & exit_.alive,
                steps=(*exit_.steps, *link, *state.steps),
            )


def _shows_address(walk: Walk, state: State, owner: tuple[int, int]) -> bool:
    """Whether an array in a field of a class shows where it is, and nothing of what is in it."""
    family = walk.search.program.units[owner[0]].family
    return family == "jvm" and shown_as(state.mode) in ("text", "repr")


def _exception(walk: Walk, state: State, held: f.Value, ref: tuple[int, int]) -> None:
    if held[0] == f.CALL:
        site = (walk.function, state.value)
        said = message_arguments(walk.search, site, ref, "text")
        for argument in message_arguments(walk.search, site, ref, state.mode):
            # Consoles of browsers and many logs leave out what an error does not say itself.
            lost = state.lost + (argument not in said)
            walk.push(state, argument, (), mode="text", lost=lost)
        return
    name = walk.search.program.class_head(ref).name
    held_by = partial(walk.search.constructed, ref, shown_as(state.mode))
    hits = walk.search.from_block(walk.function, state.value, ref, held_by)
    walk.absorb(state, hits, (walk.step(held, f"caught {name}"),))


def _library_object(walk: Walk, state: State, held: f.Value, type_: str) -> None:
    if walk.search.has_own_text(type_):
        return
    if shown_as(state.mode) in ("text", "repr") and not walk.search.library.is_class(type_):
        name = type_.rsplit(".", 1)[-1]
        plain = walk.search.program.unit(walk.function).family == "go"
        for kind, sure, why in walk.search.lexicon.judge_type(name, plain=plain):
            clue = Clue(kind, sure, why)
            walk.hit(state, clue, (walk.step(held, why), *state.steps))
    for field, clue in walk.search.evidence.shown(type_, shown_as(state.mode)):
        short = type_.rsplit(".", 1)[-1]
        note = f"a {short} shows its `{field}`: {clue.why}"
        walk.hit(state, clue, (walk.step(held, note), *state.steps))
