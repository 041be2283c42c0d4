"""Where the result of a call comes from: models, summaries, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.built import from_built
from msgsec_lint.flow.copies import from_copy
from msgsec_lint.flow.entries import from_reader, gives_entries
from msgsec_lint.flow.evidence import Clue, is_request
from msgsec_lint.flow.forms import BRACES, placeholders, under_key
from msgsec_lint.flow.later import from_context, from_promise, from_state
from msgsec_lint.flow.state import (
    ANY,
    CALLED,
    MASKED,
    Hit,
    Path,
    State,
    is_index,
    mode_of,
)
from msgsec_lint.flow.tracing import Sort
from msgsec_lint.link import entities as e
from msgsec_lint.link.calling.passing import Target
from msgsec_lint.link.entities import Entities
from msgsec_lint.policy.models import Entry

if TYPE_CHECKING:
    from msgsec_lint.flow.walk import Walk


_WHOLE_CALLS = frozenset({"get_json", "json", "get_data", "read", "text", "body", "form", "post",
                          "GetRawData", "Body", "BodyRaw"})  # fmt: skip
"""Methods of requests that give all that somebody sent."""
_CALLING = frozenset({"invoke", "get", "call"})
"""The one method of interfaces that stand for a function without parameters."""
MAX_PARAMETERS = 12
"""Parameters are among the first values of a function."""
_UNCHANGED = ("builtins.", "copy.", "asyncio.", "typing.", "itertools.", "collections.",
              "contextlib.", "twisted.internet.defer.", "concurrent.", "Promise.")  # fmt: skip
"""Library modules whose passing functions hand objects on as they are."""


_WRITTEN = ("builtins.str", "builtins.bytes")


def from_call(walk: Walk, state: State, held: f.Value) -> None:
    site = (walk.function, state.value)
    search = walk.search
    if _is_masked(walk, state, held):
        walk.tell("masked", held, "the call takes out what is to be hidden")
        return
    if from_copy(walk, state, held) or from_promise(walk, state, held):
        return
    if _is_handed_on(walk, state):
        if state.path[0] != "[0]":
            return
        # What models say of a call with several results is about the first.
        state = state._replace(path=state.path[1:])
    from_state(walk, state, held)
    from_context(walk, state, held)
    matched = False
    for name in search.calls.library_names(site):
        for entry in search.library.entries(name):
            if search.evidence.holds(entry, walk.function, held):
                matched = _library_call(walk, state, held, entry, name) or matched
                _tell_taken(walk, held, entry, name)
                state = state._replace(alive=state.alive & ~k.mask(entry.cleans))
    if not state.alive:
        return
    targets = search.calls.targets(site)
    for target in targets:
        _target(walk, state, held, target)
    if not matched and all(is_index(part) for part in state.path):
        _named_result(walk, state, held, known=bool(targets))
    if not matched and from_built(walk, state, held):
        return
    if targets or matched:
        return
    if from_reader(walk, state, held):
        return
    if len(held) > 8:
        _property(walk, state, held)
        return
    _unknown_call(walk, state, held)


def _is_masked(walk: Walk, state: State, held: f.Value) -> bool:
    """Whether a call takes out what it is there to hide; what it leaves alone is followed."""
    search = walk.search
    redacts = walk.redacts and search.rewrites(walk.function, held)
    if not redacts and not search.masks(walk.function, held):
        return False
    if search.leaves_address(walk.function, held):
        # An address without what stands behind its `#` says where it leads all the same.
        rest = state.alive & k.METADATA
        walk.push(state, walk.body.values[held[3]][3], state.path, alive=rest, masked="hash")
    return True


def _is_handed_on(walk: Walk, state: State) -> bool:
    """Whether one of several results of a library is meant: ``return json.Marshal(x)``."""
    if walk.search.program.unit(walk.function).family != "go" or not state.path:
        return False
    if not state.path[0][1:-1].isdigit() or walk.search.calls.targets((walk.function, state.value)):
        return False
    types = walk.search.linker.value(walk.function, state.value)
    return all(tag not in (e.TUPLE, e.CONTAINER) for tag, _ in types)


def _property(walk: Walk, state: State, held: f.Value) -> None:
    """``m.getBody()`` where nothing defines it but the property that it reads."""
    receiver = walk.body.values[held[3]][3]
    method = walk.search.property_method(walk.function, receiver, held[8])
    if method < 0:
        _unknown_call(walk, state, held)
        walk.push(state, receiver, (f".{held[8]}", *state.path))
        return
    made = walk.search.summary(method, state.path, state.mode)
    link = (walk.step(held, f"what {walk.search.program.head(method).name} gives"),)
    walk.absorb(state, made.hits, link)
    for exit_ in made.exits:
        if exit_.parameter == 0:
            alive = state.alive & exit_.alive
            walk.push(state, receiver, exit_.path, marked=exit_.mode, alive=alive)


def _is_meant(walk: Walk, state: State) -> bool:
    """Whether what is said of a call's result holds for the part of it that is meant."""
    if not all(is_index(part) for part in state.path):
        return False
    types = walk.search.linker.value(walk.function, state.value)
    return not _is_other_result(walk, state.path, types)


def _is_other_result(walk: Walk, path: Path, types: Entities) -> bool:
    """Whether a part is not what the function is for: an error, a flag, one piece of a text."""
    if not path or walk.search.program.unit(walk.function).family != "go":
        return False
    place = path[0][1:-1]
    if not place.isdigit():
        return all(tag not in e.CONTAINERS for tag, _ in types)
    given = [
        x
        for tag, payload in types
        if tag == e.TUPLE
        for x in cast("tuple[Entities, ...]", payload)[int(place) :][:1]
    ]
    return any(given) and not any(
        tag in e.CONTAINERS or payload in _WRITTEN for part in given for tag, payload in part
    )


def _named_result(walk: Walk, state: State, held: f.Value, *, known: bool) -> None:
    """What the callee's name says of its result: ``decrypt()``, ``get_password()``.

    Of a function of the tree, whose body is followed, only the strongest names count.
    """
    search = walk.search
    callee = walk.body.values[held[3]]
    last = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
    if callee[0] == f.FUNC:
        last = search.program.unit(walk.function).facts.functions[callee[3]].name
    if not isinstance(last, str) or not last:
        return
    judged = search.lexicon.transformed(last) if known else search.lexicon.result(last)
    if not judged.kinds:
        return
    types = search.linker.value(walk.function, state.value)
    if not search.evidence.carries_text(types) or _is_other_result(walk, state.path, types):
        return
    for kind, sure, why in judged.kinds:
        clue = Clue(kind, min(sure, 2), why)
        walk.hit(state, clue, (walk.step(held, why), *state.steps))


def _as_labelled(walk: Walk, state: State, held: f.Value, entry: Entry, alive: int) -> int:
    """The kinds that the key leaves of the value beside it: ``zap.String("password", x)``."""
    if entry.passes != [1] or len(held[4]) < 2 or held[4][1] < 0:
        return alive
    if walk.search.program.unit(walk.function).family != "go":
        return alive
    key = walk.body.values[held[4][0]] if held[4][0] >= 0 else None
    literal = key[3] if key is not None and key[0] == f.CONST else None
    return under_key(walk, state._replace(alive=alive), literal, held[4][1])


def _within_result(walk: Walk, name: str, path: Path) -> Path:
    """The part that is meant of that one of several results to which a path leads."""
    several = (walk.search.library.result_type(name) or "").startswith("tuple[")
    return path[1:] if several else path


def _library_call(walk: Walk, state: State, held: f.Value, entry: Entry, name: str) -> bool:
    """Apply a model to a call's result; true when the model says what the result carries."""
    said = False
    if entry.source is not None and _is_meant(walk, state):
        kinds = [entry.source] if isinstance(entry.source, str) else entry.source
        short = ".".join(name.split(".")[-2:])
        why = entry.why or f"what {short}() gives"
        owner, _, last = name.rpartition(".")
        if "wire" in kinds and last in _WHOLE_CALLS and is_request(walk.search.library, owner):
            walk.hit(state, Clue(k.BODY, 2, why), (walk.step(held, why), *state.steps))
        for kind in kinds:
            clue = Clue(k.BITS[kind], k.CONFIDENCE[entry.confidence or "high"], why)
            walk.hit(state, clue, (walk.step(held, why), *state.steps))
        said = True
    alive = state.alive
    if entry.cleans:
        alive &= ~k.mask(entry.cleans)
        said = True
    escaped = "render" in entry.cleans_places
    if entry.passes and alive:
        said = True
        keeps = name.startswith(_UNCHANGED)
        path = _within_result(walk, name, state.path)
        if path and not keeps:
            # A part of what a parser or converter made: its own name decides, not its root's.
            alive &= k.WIRE
            path = ()
        alive = _as_labelled(walk, state, held, entry, alive)
        if alive:
            form = "text" if entry.form is None else entry.form
            plain = entry.form is None and not entry.asks and keeps
            mode = state.mode if plain else mode_of(form, entry.asks)
            if name in ("builtins.str", "builtins.format"):
                mode = "text"
            elif name in ("builtins.repr", "builtins.ascii"):
                mode = "repr"
            if "pairs" in entry.passes:
                _paired(walk, state, held, path, alive)
            if "numbered" in entry.passes and held[4] and path[1:2] != ("[0]",):
                walk.push(state, held[4][0] if held[4][0] >= 0 else ~held[4][0],
                          (f.ELEMENT, *path[2:]), alive=alive)  # fmt: skip
            if "zip" in entry.passes:
                _zipped(walk, state, held, path, alive)
            if "elements" in entry.passes and path and is_index(path[0]):
                path = path[1:]
            lost = _unsure(walk, state, held, entry)
            for value, extra in search_ports(held, entry, walk.body):
                walk.push(
                    state, value, (*extra, *path), mode=mode, alive=alive, escaped=escaped,
                    lost=lost if entry.source is None else state.lost,
                    masked=MASKED.join(entry.hides),
                )  # fmt: skip
    return said


def _paired(walk: Walk, state: State, held: f.Value, path: Path, alive: int) -> None:
    """``dict(pairs)``: iterating gives the first of each pair, a key gives the second."""
    for argument in held[4]:
        if argument < 0:
            continue
        if path and path[0] == f.ELEMENT:
            walk.push(state, argument, (f.ELEMENT, "[0]", *path[1:]), alive=alive)
            continue
        walk.push(state, argument, path, alive=alive)
        if path and path[0][0] == "[":
            walk.push(state, argument, (f.ELEMENT, "[1]", *path[1:]), alive=alive)
    for name, value in held[5]:
        if name is None:
            walk.push(state, value, path, alive=alive)
        elif not path or path[0] in (f.ANY_PART, f"[{name}]"):
            walk.push(state, value, path[1:], alive=alive)


def _zipped(walk: Walk, state: State, held: f.Value, path: Path, alive: int) -> None:
    """``zip(a, b)`` gives pairs; ``zip(*pairs)`` turns pairs round."""
    arguments = held[4]
    if len(arguments) == 1 and arguments[0] < 0:
        turned = (path[1], path[0], *path[2:]) if len(path) > 1 else (f.ELEMENT, *path)
        walk.push(state, ~arguments[0], turned, alive=alive)
        return
    wanted = path[1][1:-1] if len(path) > 1 and path[0][0] == "[" else ""
    for at, argument in enumerate(arguments):
        if argument >= 0 and wanted in ("", str(at)):
            walk.push(state, argument, (f.ELEMENT, *path[2:]), alive=alive)


def _target(walk: Walk, state: State, held: f.Value, target: Target) -> None:
    search = walk.search
    site = (walk.function, state.value)
    if target.constructs:
        _constructor(walk, state, target, site)
        return
    name = search.program.head(target.function).symbol
    if search.hides(target.function):
        walk.tell("masked", held, f"{name}() puts marks in place of what it is given")
        return
    if not target.sure:
        walk.tell("less-sure", held, f"only by its name is it {name}() that is called")
    made = search.summary(target.function, state.path, state.mode)
    lost = state.lost + (0 if target.sure else 1)
    link = (walk.step(held, _returned_by(walk, target.function)),)
    hits = made.hits
    if hits and not state.path:
        hits = tuple(hit for hit in hits if not _is_treated(walk, held, target, hit))
    # What is kept under one name says little about what is kept under another.
    keyed = 2 if made.hits and search.is_keyed(target.function) else 0
    if keyed:
        walk.tell("less-sure", held, f"what {name}() gives may be kept under another key")
    walk.absorb(state._replace(lost=lost + keyed), hits, link)
    if not made.hits and not made.exits and not state.path:
        _encoded(walk, state, held, target)
    for exit_ in made.exits:
        alive = state.alive & exit_.alive
        if not alive:
            continue
        for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
            walk.push(
                state,
                value,
                path,
                marked=exit_.mode,
                alive=alive,
                lost=lost + exit_.lost,
                steps=(*exit_.steps, *link, *state.steps) if exit_.steps else state.steps,
                masked=exit_.mode.partition(MASKED)[2],
            )


def _is_treated(walk: Walk, held: f.Value, target: Target, hit: Hit) -> bool:
    """Whether a parameter's name is all that speaks, and what it is given says it was cleaned."""
    first = hit.steps[0]
    if first.function != target.function:
        return False
    for parameter, value in enumerate(walk.search.program.body(target.function).values):
        if parameter > MAX_PARAMETERS or value[0] != f.PARAM:
            break
        if value[1] != first.start or value[2] != first.end:
            continue
        site = (walk.function, next(n for n, v in enumerate(walk.body.values) if v is held))
        given = [v for v, _ in walk.search.calls.passed(site, target, value[3], ())]
        names = [walk.search.evidence.own_name(walk.function, v) for v in given]
        return bool(names) and all(walk.search.lexicon.is_treated(name) for name in names)
    return False


def _encoded(walk: Walk, state: State, held: f.Value, target: Target) -> None:
    """An encoder that fills a buffer on the way: what it is given comes out written otherwise."""
    types = walk.search.linker.value(walk.function, state.value)
    if not walk.search.evidence.carries_text(types):
        return
    if walk.search.lexicon.encodes(walk.search.program.head(target.function).symbol):
        for argument in held[4]:
            walk.push(state, argument if argument >= 0 else ~argument, ())


def _constructor(walk: Walk, state: State, target: Target, site: tuple[int, int]) -> None:
    if not state.path or state.path[0][0] != ".":
        return
    search = walk.search
    made = search.set_by_constructor(target.function, state.path, state.mode)
    walk.absorb(state, made.hits, ())
    for exit_ in made.exits:
        for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
            walk.push(state, value, path, marked=exit_.mode, alive=state.alive & exit_.alive)


def _unknown_call(walk: Walk, state: State, held: f.Value) -> None:
    search = walk.search
    callee = walk.body.values[held[3]]
    types = search.linker.value(walk.function, held[3])
    for tag, payload in types:
        if tag == e.CLASS:
            _generated_object(walk, state, held, payload)  # type: ignore[arg-type]
            return
    last = str(callee[4]) if callee[0] == f.ATTR else ""
    if callee[0] == f.NAME:
        last = callee[3]
    family = search.program.unit(walk.function).family
    entries = search.library.methods(family, last) if callee[0] == f.ATTR else ()
    if walk.tracer is not None and not entries:
        walk.tell(*_unknown(walk, state, held))
    for entry in entries:
        if search.evidence.holds(entry, walk.function, held):
            _tell_taken(walk, held, entry, last)
            state = state._replace(alive=state.alive & ~k.mask(entry.cleans))
            _method_of_unknown(walk, state, held, entry, last)
    _from_given(walk, state, held)
    if not entries and _raises_text(last) and all(tag == e.EXTERNAL for tag, _ in types):
        for argument in held[4]:
            walk.push(state, argument if argument >= 0 else ~argument, (), mode="text")


def _unknown(walk: Walk, state: State, held: f.Value) -> tuple[Sort, f.Value, str]:
    """What is told of a call that is not followed."""
    search = walk.search
    names = search.calls.library_names((walk.function, state.value))
    if names and any(search.library.entries(name) for name in names):
        return "no-model", held, f"no model that holds here says what {names[0]}() gives"
    if names:
        return "no-model", held, f"no model says what {names[0]}() gives"
    return "unknown-call", held, "nothing says which function this calls"


def _tell_taken(walk: Walk, held: f.Value, entry: Entry, name: str) -> None:
    if entry.cleans and walk.tracer is not None:
        what = entry.cleans if isinstance(entry.cleans, str) else ", ".join(entry.cleans)
        walk.tell("cleaned", held, f"{name}() takes away {'all data' if what == 'all' else what}")


def _unsure(walk: Walk, state: State, held: f.Value, entry: Entry) -> int:
    """Confidence lost so far and by a model that is not sure that data gets through."""
    if entry.confidence not in (None, "high") and entry.source is None:
        walk.tell("less-sure", held, "its model is not sure that data gets through")
    return state.lost + 3 - k.CONFIDENCE[entry.confidence or "high"]


def handed_function(body: f.Body, call: f.Value) -> int:
    """What a call calls, itself or by the one method of its interface; -1 for other methods."""
    callee = body.values[call[3]]
    if callee[0] != f.ATTR:
        return int(call[3])
    return int(callee[3]) if callee[4] in _CALLING and not call[4] and not call[5] else -1


def _from_given(walk: Walk, state: State, held: f.Value) -> None:
    """Calling a function that the caller gave."""
    given = handed_function(walk.body, held)
    root = walk.search.evidence.root(walk.function, given) if given >= 0 else -1
    if root >= 0 and walk.body.values[root][0] in (f.PARAM, f.NAME):
        walk.push(state, given, (CALLED, *state.path))


def from_function(walk: Walk, state: State, held: f.Value) -> bool:
    """What a function that is handed over gives back where it is called."""
    search = walk.search
    called = [
        payload
        for tag, payload in search.linker.value(walk.function, state.value)
        if tag in (e.FUNCTION, e.METHOD)
    ]
    for function in called:
        made = search.summary(function, state.path[1:], state.mode)  # type: ignore[arg-type]
        walk.absorb(state, made.hits, (walk.step(held, "what the function gives"),))
    return bool(called)


def _method_of_unknown(walk: Walk, state: State, held: f.Value, entry: Entry, name: str) -> None:
    """What a method of that name does, on a receiver of which nothing is known."""
    if name == "format":
        for keyword, value in held[5]:
            if keyword is None:
                placeholders(walk, state, walk.body.values[held[3]][3], value, BRACES)
    if "callback" in entry.passes:
        _called_back(walk, state, held)
    if entry.source is not None and _is_from(walk, held, entry):
        _library_call(walk, state, held, entry, name)
    path: Path | None
    if "item" in entry.passes and not held[4] and gives_entries(walk):
        # Without a key it is the one element, or the next: `optional.get()`, `queue.poll()`.
        walk.push(state, walk.body.values[held[3]][3], (f.ELEMENT, *state.path))
    for value, extra in search_ports(held, entry, walk.body):
        mode = entry.form or ("text" if name in ("format", "join") else state.mode)
        element = not extra and entry.gives == "element" and state.path
        # A key read by get(): the rest of the path applies to what it gives.
        path = (*extra, *state.path) if extra else state.path
        if element and _holds(walk, value):
            path = (f.ELEMENT, *state.path)
        alive = state.alive
        if "parts" in entry.passes and state.path and is_index(state.path[0]):
            path = state.path[1:]
            # A piece of a credential admits nobody; the piece that does has a name that says so.
            alive &= ~k.CREDENTIAL
        if "each" in entry.passes:
            path = _of_mapping(name, state.path)
        if path is not None:
            lost = _unsure(walk, state, held, entry)
            walk.push(state, value, path, mode=mode, lost=lost, alive=alive)


def _holds(walk: Walk, value: int) -> bool:
    """Whether a value is known to hold elements."""
    types = walk.search.linker.value(walk.function, value)
    return any(tag in (e.CONTAINER, e.TUPLE) for tag, _ in types)


def _called_back(walk: Walk, state: State, held: f.Value) -> None:
    """What a chain of callbacks ends in: what the last function handed to it gives back."""
    for argument in held[4]:
        if argument < 0:
            continue
        for tag, payload in walk.search.linker.value(walk.function, argument):
            if tag in (e.FUNCTION, e.METHOD):
                made = walk.search.summary(payload, state.path, state.mode)  # type: ignore[arg-type]
                note = _returned_by(walk, payload)  # type: ignore[arg-type]
                walk.absorb(state, made.hits, (walk.step(held, note),))


def _returned_by(walk: Walk, function: int) -> str:
    name = walk.search.program.head(function).name
    return f"what {name}() returns" if name else "what the function returns"


def _is_from(walk: Walk, held: f.Value, entry: Entry) -> bool:
    """Whether an untyped receiver's name is one of those that a model asks for."""
    if not entry.receiver_names:
        return True
    callee = walk.body.values[held[3]]
    name = walk.search.evidence.own_name(walk.function, callee[3]).lower().strip("_")
    return any(name == r or name.endswith("_" + r) for r in entry.receiver_names)


def _generated_object(walk: Walk, state: State, held: f.Value, ref: tuple[int, int]) -> None:
    """A field of an object whose constructor is generated from its fields."""
    path = state.path
    if not path or path[0][0] != ".":
        return
    field = path[0][1:]
    for value in walk.search.generated_argument(ref, held, field):
        name = walk.search.program.class_head(ref).name
        kept = walk.step(held, f"kept in {name}.{field}")
        walk.push(state, value, path[1:], steps=(kept, *state.steps))


def search_ports(call: f.Value, entry: Entry, body: f.Body) -> list[tuple[int, Path]]:
    """Values and parts that a model says reach the result of a call."""
    ports = entry.passes
    callee = body.values[call[3]]
    found: list[tuple[int, Path]] = []
    if ports == "all":
        found.extend((a if a >= 0 else ~a, () if a >= 0 else (f.ANY_PART,)) for a in call[4])
        found.extend((value, ()) for _, value in call[5])
        return found
    for port in ports:
        if port in ("receiver", "parts"):
            if callee[0] == f.ATTR:
                found.append((callee[3], ()))
        elif port == "item":
            if callee[0] == f.ATTR and call[4]:
                key = body.values[call[4][0]] if call[4][0] >= 0 else None
                literal = key[3] if key is not None and key[0] == f.CONST else None
                found.append((callee[3], (f.ANY_PART if literal is None else f"[{literal}]",)))
        elif port == "each":
            if callee[0] == f.ATTR:
                found.append((callee[3], (f.ANY_PART,)))
        elif port == "elements":
            if call[4]:
                found.append((call[4][0] if call[4][0] >= 0 else ~call[4][0], (f.ELEMENT,)))
        elif isinstance(port, int):
            if port < len(call[4]):
                argument = call[4][port]
                found.append((argument if argument >= 0 else ~argument, ()))
        else:
            found.extend((value, ()) for name, value in call[5] if name == port)
    return found


def _of_mapping(method: str, path: Path) -> Path | None:
    """The part of a mapping that a part of its ``items()`` or ``values()`` is; None for keys."""
    if not path or path[0] not in ANY:
        return (f.ANY_PART, *path)
    rest = path[1:]
    if method.endswith("items") or method == "withIndex":
        if rest and rest[0] == "[0]":
            return None
        rest = rest[1:] if rest and is_index(rest[0]) else rest
    return (f.ANY_PART, *rest)


def _raises_text(name: str) -> bool:
    return name.endswith(("Error", "Exception")) or name in ("Failure", "SystemExit")
