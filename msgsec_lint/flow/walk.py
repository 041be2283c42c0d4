"""Backwards through one function: where a value, or a part of it, comes from."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.evidence import Clue
from msgsec_lint.flow.textform import text_form
from msgsec_lint.link import entities as e
from msgsec_lint.link.calls import Target
from msgsec_lint.policy.models import Entry

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search

Path = tuple[str, ...]
"""Accessors still to be applied to a value: ``.x``, ``[key]``, ``[]``."""

MAX_PATH = 4
MAX_STATES = 600
"""States visited in one function for one question; beyond that the answer is partial."""
_HARMLESS_KEEPS = k.IDENTITY | k.METADATA


class Step(NamedTuple):
    """One stop on the way from source to sink."""

    function: int
    start: int
    end: int
    note: str
    handed: bool = False
    """An argument given to a function of the tree; the steps behind it are in that function."""


Steps = tuple[Step, ...]


class Hit(NamedTuple):
    """A sensitive source that reaches the value asked about."""

    kind: int
    confidence: int
    why: str
    steps: Steps
    """From the source to the value asked about."""
    escaped: bool = False
    """Made harmless for markup on the way."""


class Exit(NamedTuple):
    """The value asked about may come from a parameter."""

    parameter: int
    path: Path
    mode: str
    alive: int
    lost: int
    steps: Steps


class Outcome(NamedTuple):
    """All that one function knows about a value."""

    hits: tuple[Hit, ...] = ()
    exits: tuple[Exit, ...] = ()


ESCAPED = "!"
"""In a mode: what comes from here was escaped for markup on the way to the sink."""
MASKED = "-"
"""In a mode, before a key: the part under this key is replaced on the way to the sink."""


def shown_as(mode: str) -> str:
    """The mode without what has happened on the way."""
    return mode.partition(MASKED)[0].rstrip(ESCAPED)


class State(NamedTuple):
    """A value, the part of it that is meant, and what has happened on the way to the sink."""

    value: int
    path: Path
    mode: str
    """How the sink shows it: ``text``, ``repr``, ``json`` or ``value``, perhaps ``ESCAPED``."""
    alive: int
    """Kinds that nothing on the way has removed."""
    lost: int
    """Confidence lost on the way."""
    steps: Steps


class Walk:
    """One breadth-first search backwards from one value of one function."""

    def __init__(self, search: Search, function: int, *, redacts: bool) -> None:
        self.search = search
        self.function = function
        self.body = search.program.body(function)
        self.redacts = redacts
        self.queue: deque[State] = deque()
        self.seen: dict[tuple[int, Path, str], int] = {}
        self.hits: dict[int, Hit] = {}
        self.exits: dict[tuple[int, Path, str], Exit] = {}

    def run(self, value: int, path: Path, mode: str) -> Outcome:
        """The outcome for a value."""
        self.push(State(value, path, mode, k.ALL, 0, ()), value, path)
        states = 0
        while self.queue and states < MAX_STATES:
            states += 1
            self._visit(self.queue.popleft())
        return Outcome(tuple(self.hits.values()), tuple(self.exits.values()))

    def push(
        self,
        state: State,
        value: int,
        path: Path,
        *,
        mode: str | None = None,
        alive: int | None = None,
        lost: int | None = None,
        steps: Steps | None = None,
        escaped: bool = False,
        masked: str = "",
    ) -> None:
        """Go on from a state to a value that it comes from."""
        mode = (
            state.mode if mode is None else shown_as(mode) + state.mode[len(shown_as(state.mode)) :]
        )
        if escaped and ESCAPED not in mode:
            head, dash, tail = mode.partition(MASKED)
            mode = head + ESCAPED + dash + tail
        if masked and f"{MASKED}{masked}" not in mode:
            mode += MASKED + masked
        alive = state.alive if alive is None else alive
        if len(path) > MAX_PATH:
            path = path[:MAX_PATH]
        key = (value, path, mode)
        before = self.seen.get(key, 0)
        if not alive & ~before:
            return
        self.seen[key] = before | alive
        self.queue.append(
            State(
                value,
                path,
                mode,
                alive,
                state.lost if lost is None else lost,
                state.steps if steps is None else steps,
            )
        )

    def hit(self, state: State, clue: Clue, steps: Steps, *, escaped: bool = False) -> None:
        """Record a source, if it is the best of its kind so far."""
        confidence = clue.confidence - state.lost
        if confidence <= 0 or not clue.kind & state.alive:
            return
        escaped = escaped or ESCAPED in state.mode
        before = self.hits.get(clue.kind)
        if (
            before is None
            or (before.escaped and not escaped)
            or (before.escaped == escaped and before.confidence < confidence)
        ):
            self.hits[clue.kind] = Hit(clue.kind, confidence, clue.why, steps, escaped)

    def step(self, held: f.Value, note: str) -> Step:
        """A stop at a value."""
        return Step(self.function, held[1], held[2], note)

    def absorb(self, state: State, hits: tuple[Hit, ...], link: Steps) -> None:
        """Take over what another function found about a value that this one comes from."""
        for hit in hits:
            clue = Clue(hit.kind, hit.confidence, hit.why)
            self.hit(state, clue, (*hit.steps, *link, *state.steps), escaped=hit.escaped)

    def _visit(self, state: State) -> None:
        held = self.body.values[state.value]
        op = held[0]
        alive = state.alive
        if op in _EVIDENT:
            alive = self._evidence(state, held, op)
            if not alive:
                return
            if alive != state.alive:
                state = state._replace(alive=alive)
        if op in _TYPED and self._object(state, held):
            return
        handler = _HANDLERS[op]
        if handler is not None:
            handler(self, state, held)

    def _evidence(self, state: State, held: f.Value, op: int) -> int:
        """Record what is known of the value itself; returns the kinds still worth following."""
        alive = state.alive
        evidence = self.search.evidence
        projected = any(not _is_index(part) for part in state.path)
        if op in (f.ATTR, f.ITEM):
            for clue in evidence.fields(self.function, state.value):
                # A part of data from a peer is from the peer; of all else its own name decides.
                if not projected or clue.kind == k.WIRE:
                    self.hit(state, clue, (self.step(held, clue.why), *state.steps))
                    alive &= ~k.family(clue.kind)
        if projected:
            return alive
        clues, harmless = evidence.named(self.function, state.value)
        if harmless and not state.path:
            alive &= _HARMLESS_KEEPS
        source = self.body.values[held[3]] if op == f.LOCAL else None
        if source is not None and source[0] in (f.CONST, f.FUNC, f.CLASS, f.TEST):
            return alive
        for clue in clues:
            if state.path and (
                clue.confidence < 3 or clue.kind == k.KEY or any(p not in _ANY for p in state.path)
            ):
                # Elements of passwords are passwords; the first part of credentials is a name, and
                # what iterating over keys gives may as well be their names.
                continue
            if clue.kind & state.alive and not self._contradicted(state, held, clue):
                self.hit(state, clue, (self.step(held, clue.why), *state.steps))
                if clue.confidence >= 2 and not state.path:
                    # What a value is called where it is used outranks what it was called before.
                    alive &= k.WIRE
        return alive

    def _contradicted(self, state: State, held: f.Value, clue: Clue) -> bool:
        """A name that sounds sensitive over a value that is known not to be.

        ``body = redact(body)`` keeps the name, so there the flow through the call decides.
        """
        if held[0] == f.LOCAL:
            made = self.body.values[held[3]]
            if made[0] == f.CALL and self.search.rewrites_itself(self.function, made, held[4]):
                return True
        return self.search.is_innocent(self.function, state.value)

    def _object(self, state: State, held: f.Value) -> bool:
        """Expand an object into what its text shows; true when nothing else is to be followed."""
        if state.path:
            if state.path == (f.ELEMENT,):
                for tag, payload in self.search.linker.value(self.function, state.value):
                    if tag in (e.CONTAINER, e.TUPLE):
                        self._elements(state._replace(path=()), held, tag, payload)
            return False
        types = self.search.linker.value(self.function, state.value)
        if not types:
            self._keys(state, held)
            return False
        objects = 0
        for tag, payload in types:
            if tag == e.INSTANCE:
                objects += 1
                self._instance(state, held, payload, ())  # type: ignore[arg-type]
            elif tag == e.VALUE and not str(payload).startswith("builtins."):
                objects += 1
                self._library_object(state, held, str(payload))
            elif tag in (e.CONTAINER, e.TUPLE):
                self._elements(state, held, tag, payload)
        if objects == 0:
            self._keys(state, held)
        return objects == len(types)

    def _elements(self, state: State, held: f.Value, tag: str, payload: object) -> None:
        """A list or mapping prints its elements."""
        inner = payload if tag == e.CONTAINER else [x for option in payload for x in option]  # type: ignore[attr-defined]
        for kind, made in inner:  # type: ignore[attr-defined]
            if kind == e.INSTANCE:
                self._instance(state, held, made, (f.ANY_PART,))
            elif kind == e.VALUE and not str(made).startswith("builtins."):
                self._library_object(state, held, str(made))

    def _keys(self, state: State, held: f.Value) -> None:
        """A mapping of unknown type holds what its user reads from it."""
        if state.mode.startswith("value") and held[0] == f.CALL:
            return
        evidence = self.search.evidence
        name = evidence.own_name(self.function, state.value)
        read = [
            (key, self.body.values[at])
            for key, at in evidence.keys_read(self.function, state.value)
        ]
        read.extend((key, held) for key in evidence.keys_elsewhere(self.function, name))
        self._named_parts(state, name, read)

    def _named_parts(self, state: State, name: str, parts: list[tuple[str, f.Value]]) -> None:
        """Judge a mapping by the keys that the code around reads from it."""
        hidden = state.mode.split(MASKED)[1:]
        for key, at in parts:
            if key in hidden:
                continue
            for kind, sure, _ in self.search.lexicon.judge(key, (name,)).kinds:
                if (sure == 3 or (sure == 2 and kind == k.CONTENT)) and kind & state.alive:
                    note = f"holds `{key}`, as the code around reads it"
                    self.hit(state, Clue(kind, 2, note), (self.step(at, note), *state.steps))

    def _instance(self, state: State, held: f.Value, ref: tuple[int, int], prefix: Path) -> None:
        """Follow what the text of an object at a part of a value shows."""
        search = self.search
        form = text_form(search.linker, ref, shown_as(state.mode))
        name = search.program.class_head(ref).name
        if form.method >= 0:
            made = search.summary(form.method, (), "text")
            self._through(state, held, prefix, made, f"{name}'s text form")
            return
        hidden = state.mode.split(MASKED)[1:]
        for field, type_, owner in form.fields:
            if field in hidden:
                continue
            shown = self.step(held, f"a {name} shows its field `{field}`")
            steps = (shown, *state.steps)
            judged = search.evidence.field_of(owner, field, type_)
            for kind, sure, why in judged.kinds:
                self.hit(state, Clue(kind, sure, f"`{name}.{field}`: {why}"), steps)
            alive = state.alive & (_HARMLESS_KEEPS if judged.harmless else k.ALL)
            path = (*prefix, f".{field}")
            mode = "repr" if shown_as(state.mode) == "fields" else shown_as(state.mode)
            self.push(state, state.value, path, mode=mode, alive=alive, steps=steps)
            inner = state._replace(alive=alive, steps=steps, mode=mode)
            self._nested(inner, held, ref, path)
        if form.arguments and not prefix:
            self._exception(state, held, ref)
        for base in search.linker.lineage(ref)[1]:
            self._library_object(state, held, base)

    def _nested(self, state: State, held: f.Value, ref: tuple[int, int], path: Path) -> None:
        """A field that holds objects shows what their text shows."""
        if len(path) >= MAX_PATH - 1:
            return
        field = path[-1][1:]
        for tag, payload in self.search.linker.attribute((e.INSTANCE, ref), field, self.function):
            if tag == e.INSTANCE and payload != ref:
                self._instance(state, held, payload, path)  # type: ignore[arg-type]
            elif tag == e.VALUE and not str(payload).startswith("builtins."):
                self._library_object(state, held, str(payload))
            elif tag == e.CONTAINER:
                for inner, made in payload:  # type: ignore[attr-defined]
                    if inner == e.INSTANCE and made != ref:
                        self._instance(state, held, made, (*path, f.ANY_PART))

    def _through(self, state: State, held: f.Value, prefix: Path, made: Outcome, note: str) -> None:
        """What a text method's result is made of, seen from the object."""
        link = (self.step(held, note),)
        self.absorb(state, made.hits, link)
        for exit_ in made.exits:
            if exit_.parameter == 0 and exit_.path:
                self.push(
                    state,
                    state.value,
                    (*prefix, *exit_.path),
                    mode=exit_.mode,
                    alive=state.alive & exit_.alive,
                    steps=(*exit_.steps, *link, *state.steps),
                )

    def _exception(self, state: State, held: f.Value, ref: tuple[int, int]) -> None:
        if held[0] == f.CALL:
            for argument in held[4]:
                self.push(state, argument if argument >= 0 else ~argument, (), mode="text")
            return
        name = self.search.program.class_head(ref).name
        hits = self.search.constructed(ref)
        self.absorb(state, hits, (self.step(held, f"caught {name}"),))

    def _library_object(self, state: State, held: f.Value, type_: str) -> None:
        if self.search.has_own_text(type_):
            return
        if shown_as(state.mode) in ("text", "repr") and not self.search.library.is_class(type_):
            name = type_.rsplit(".", 1)[-1]
            for kind, sure, why in self.search.lexicon.judge_type(name):
                clue = Clue(kind, sure, why)
                self.hit(state, clue, (self.step(held, why), *state.steps))
        for field, clue in self.search.evidence.shown(type_, shown_as(state.mode)):
            short = type_.rsplit(".", 1)[-1]
            note = f"a {short} shows its `{field}`: {clue.why}"
            self.hit(state, clue, (self.step(held, note), *state.steps))

    # One handler per form of value

    def _name(self, state: State, held: f.Value) -> None:
        for hits in self.search.free_name(self.function, held[3], state.path, state.mode):
            self.absorb(state, hits, (self.step(held, f"`{held[3]}`"),))

    def _parameter(self, state: State, held: f.Value) -> None:
        path = state.path
        if all(_is_index(part) for part in path):
            for clue in self.search.evidence.given(self.function, held[3]):
                self.hit(state, clue, (self.step(held, clue.why), *state.steps))
        if path and path[0][0] == "." and self._heap(state, held):
            return
        key = (held[3], path, state.mode)
        before = self.exits.get(key)
        if before is None or state.alive & ~before.alive:
            self.exits[key] = Exit(*key, state.alive, state.lost, state.steps)

    def _heap(self, state: State, held: f.Value) -> bool:
        """Read a field of a typed object from everything that is ever put into it."""
        field = state.path[0][1:]
        found = False
        for tag, payload in self.search.linker.value(self.function, state.value):
            if tag in (e.INSTANCE, e.CLASS):
                found = True
                hits = self.search.field(payload, field, state.path[1:], state.mode)  # type: ignore[arg-type]
                self.absorb(state, hits, ())
        return found

    def _attribute(self, state: State, held: f.Value) -> None:
        types = self.search.linker.value(self.function, state.value)
        if types and all(tag in _STATIC for tag, _ in types):
            return
        if state.path and state.path[0][0] == "." and self._heap(state, held):
            return
        if held[4] == "__dict__":
            path = tuple(f".{p[1:-1]}" if p[0] == "[" else p for p in state.path[:1])
            self.push(state, held[3], (*path, *state.path[1:]), mode="fields")
            return
        method = self.search.property_method(self.function, held)
        if method >= 0:
            made = self.search.summary(method, state.path, state.mode)
            self._through_call(state, held, made, held[3])
            return
        if held[4] in _TRANSPARENT and not self.search.linker.value(self.function, held[3]):
            self.push(state, held[3], state.path)
            return
        self._project(state, held, f".{held[4]}")

    def _through_call(self, state: State, held: f.Value, made: Outcome, receiver: int) -> None:
        link = (self.step(held, "computed property"),)
        self.absorb(state, made.hits, link)
        for exit_ in made.exits:
            if exit_.parameter == 0:
                self.push(
                    state, receiver, exit_.path, mode=exit_.mode, alive=state.alive & exit_.alive
                )

    def _project(self, state: State, held: f.Value, accessor: str) -> None:
        self.push(state, held[3], (accessor, *state.path))

    def _item(self, state: State, held: f.Value) -> None:
        if state.path and state.path[0][0] == "." and self._heap(state, held):
            return
        self._project(state, held, f.ANY_PART if held[4] is None else f"[{held[4]}]")

    def _each(self, state: State, held: f.Value) -> None:
        if state.path and state.path[0][0] == "." and self._heap(state, held):
            return
        self._project(state, held, f.ELEMENT)

    def _part(self, state: State, held: f.Value) -> None:
        if state.path and state.path[0][0] == "." and self._heap(state, held):
            return
        self._project(state, held, f.ANY_PART if held[4] < 0 else f"[{held[4]}]")

    def _text(self, state: State, held: f.Value) -> None:
        if state.path and not _is_index(state.path[0]):
            return
        for part, form in held[3]:
            self.push(state, part, (), mode="repr" if form else "text")

    def _binary(self, state: State, held: f.Value) -> None:
        operator = held[3]
        if operator == "%":
            self.push(state, held[4], ())
            self._placeholders(state, held[4], held[5], _PERCENT)
            self.push(state, held[5], (), mode="text")
        elif operator == "+" or operator == "|":
            self.push(state, held[4], state.path)
            self.push(state, held[5], state.path)

    def _placeholders(
        self, state: State, template: int, values: int, pattern: re.Pattern[str]
    ) -> None:
        """``"%(body)s" % row`` reads row["body"]."""
        for literal in self.search.evidence.literals(self.function, template):
            for key in pattern.findall(literal) if isinstance(literal, str) else ():
                self._named_parts(state, "", [(key, self.body.values[template])])
                self.push(state, values, (f"[{key}]",), mode="text")

    def _sequence(self, state: State, held: f.Value) -> None:
        path = state.path
        if not path:
            for item in held[3]:
                self.push(state, item if item >= 0 else ~item, ())
            return
        if not _is_index(path[0]):
            return
        index = None if path[0] in _ANY else int(path[0][1:-1])
        spread = any(item < 0 for item in held[3])
        for at, item in enumerate(held[3]):
            if item < 0:
                self.push(state, ~item, (f.ELEMENT, *path[1:]))
            elif index is None or spread or index in (at, at - len(held[3])):
                self.push(state, item, path[1:])

    def _mapping(self, state: State, held: f.Value) -> None:
        path = state.path
        wanted = path[0] if path else None
        if wanted is not None and wanted[0] != "[":
            return
        for literal, key, value in held[3]:
            if key == -2:
                self.push(state, value, path)
            elif wanted == f.ELEMENT:
                if key >= 0:
                    self.push(state, key, path[1:])
            elif wanted is None and literal in state.mode.split(MASKED)[1:]:
                continue
            elif wanted is None:
                self._entry(state, held, literal, value)
            elif wanted == f.ANY_PART or literal is None or wanted == f"[{literal}]":
                self.push(state, value, path[1:])

    def _entry(self, state: State, held: f.Value, literal: object, value: int) -> None:
        alive = state.alive
        if isinstance(literal, str):
            judged = self.search.lexicon.judge(literal)
            inner = self.body.values[value]
            if judged.harmless:
                alive &= _HARMLESS_KEEPS
            elif inner[0] not in (f.CONST, f.TEST) and self._may_be_text(value):
                for kind, sure, why in judged.kinds:
                    if sure == 3:
                        clue = Clue(kind, 2, f"key `{literal}`: {why}")
                        self.hit(state, clue, (self.step(inner, clue.why), *state.steps))
        self.push(state, value, (), alive=alive)

    def _may_be_text(self, value: int) -> bool:
        types = self.search.linker.value(self.function, value)
        return self.search.evidence.carries_text(types) and not self.search.is_innocent(
            self.function, value
        )

    def _one_of(self, state: State, held: f.Value) -> None:
        for value in held[3]:
            self.push(state, value, state.path)

    def _join(self, state: State, held: f.Value) -> None:
        for value in self.search.unmasked(self.function, held[3]):
            self.push(state, value, state.path)

    def _behind(self, state: State, held: f.Value) -> None:
        self.push(state, held[3], state.path)

    def _update(self, state: State, held: f.Value) -> None:
        base, accessor, value = held[3], held[4], held[5]
        path = state.path
        if not path or accessor == "**":
            self.push(state, base, path, masked=_key(accessor) if not path else "")
            self.push(state, value, path)
        elif path[0] == accessor and accessor != f.ANY_PART:
            self.push(state, value, path[1:])
        elif path[0] == f.ELEMENT and accessor[1:-1].isidentifier():
            # A literal key set on a mapping: iterating gives the key, not the value.
            self.push(state, base, path)
        elif path[0][0] == "[" and (accessor == f.ANY_PART or path[0] in _ANY):
            self.push(state, base, path)
            self.push(state, value, path[1:])
        else:
            self.push(state, base, path)

    def _caught(self, state: State, held: f.Value) -> None:
        if state.path:
            return
        for hits, name in self.search.raised(self.function, state.value):
            self.absorb(state, hits, (self.step(held, f"raised by {name}"),))

    def _call(self, state: State, held: f.Value) -> None:
        site = (self.function, state.value)
        search = self.search
        if (self.redacts and search.rewrites(self.function, held)) or search.masks(
            self.function, held
        ):
            return
        matched = False
        for name in search.calls.library_names(site):
            for entry in search.library.entries(name):
                if search.evidence.holds(entry, self.function, held):
                    matched = self._library_call(state, held, entry, name) or matched
        targets = search.calls.targets(site)
        for target in targets:
            self._target(state, held, target)
        if not matched and all(_is_index(part) for part in state.path):
            self._named_result(state, held, known=bool(targets))
        if targets or matched:
            return
        self._unknown_call(state, held)

    def _named_result(self, state: State, held: f.Value, *, known: bool) -> None:
        """What the callee's name says of its result: ``decrypt()``, ``get_password()``.

        Of a function of the tree, whose body is followed, only the strongest names count.
        """
        search = self.search
        callee = self.body.values[held[3]]
        last = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
        if callee[0] == f.FUNC:
            last = search.program.unit(self.function).facts.functions[callee[3]].name
        if not isinstance(last, str) or not last:
            return
        judged = search.lexicon.transformed(last) if known else search.lexicon.result(last)
        if not judged.kinds:
            return
        if not search.evidence.carries_text(search.linker.value(self.function, state.value)):
            return
        for kind, sure, why in judged.kinds:
            clue = Clue(kind, min(sure, 2), why)
            self.hit(state, clue, (self.step(held, why), *state.steps))

    def _library_call(self, state: State, held: f.Value, entry: Entry, name: str) -> bool:
        """Apply a model to a call's result; true when the model says what the result carries."""
        said = False
        if entry.source is not None and all(_is_index(part) for part in state.path):
            kinds = [entry.source] if isinstance(entry.source, str) else entry.source
            short = ".".join(name.split(".")[-2:])
            why = entry.why or f"what {short}() gives"
            for kind in kinds:
                clue = Clue(k.BITS[kind], k.CONFIDENCE[entry.confidence or "high"], why)
                self.hit(state, clue, (self.step(held, why), *state.steps))
            said = True
        alive = state.alive
        if entry.cleans:
            alive &= ~k.mask(entry.cleans)
            said = True
        escaped = "render" in entry.cleans_places
        if entry.passes and alive:
            said = True
            keeps = name.startswith(_UNCHANGED)
            path = state.path
            if path and not keeps:
                # A part of what a parser or converter made: its own name decides, not its root's.
                alive &= k.WIRE
                path = ()
            if alive:
                form = "text" if entry.form is None else entry.form
                mode = form if entry.form is not None or not keeps else state.mode
                if name in ("builtins.str", "builtins.format"):
                    mode = "text"
                elif name in ("builtins.repr", "builtins.ascii"):
                    mode = "repr"
                if "zip" in entry.passes:
                    self._zipped(state, held, path, alive)
                if "elements" in entry.passes and path and _is_index(path[0]):
                    path = path[1:]
                # A model that is not sure that data gets through says so by its confidence.
                lost = state.lost + 3 - k.CONFIDENCE[entry.confidence or "high"]
                for value, extra in search_ports(held, entry, self.body):
                    self.push(
                        state, value, (*extra, *path), mode=mode, alive=alive, escaped=escaped,
                        lost=lost if entry.source is None else state.lost,
                    )  # fmt: skip
        return said

    def _zipped(self, state: State, held: f.Value, path: Path, alive: int) -> None:
        """``zip(a, b)`` gives pairs; ``zip(*pairs)`` turns pairs round."""
        arguments = held[4]
        if len(arguments) == 1 and arguments[0] < 0:
            turned = (path[1], path[0], *path[2:]) if len(path) > 1 else (f.ELEMENT, *path)
            self.push(state, ~arguments[0], turned, alive=alive)
            return
        wanted = path[1][1:-1] if len(path) > 1 and path[0][0] == "[" else ""
        for at, argument in enumerate(arguments):
            if argument >= 0 and wanted in ("", str(at)):
                self.push(state, argument, (f.ELEMENT, *path[2:]), alive=alive)

    def _target(self, state: State, held: f.Value, target: Target) -> None:
        search = self.search
        site = (self.function, state.value)
        if target.constructs:
            self._constructor(state, held, target, site)
            return
        name = search.program.head(target.function).name
        made = search.summary(target.function, state.path, state.mode)
        lost = state.lost + (0 if target.sure else 1)
        link = (self.step(held, f"what {name}() returns"),)
        self.absorb(state._replace(lost=lost), made.hits, link)
        for exit_ in made.exits:
            alive = state.alive & exit_.alive
            if not alive:
                continue
            for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
                self.push(
                    state,
                    value,
                    path,
                    mode=exit_.mode,
                    alive=alive,
                    lost=lost + exit_.lost,
                    steps=(*exit_.steps, *link, *state.steps) if exit_.steps else state.steps,
                )

    def _constructor(
        self, state: State, held: f.Value, target: Target, site: tuple[int, int]
    ) -> None:
        if not state.path or state.path[0][0] != ".":
            return
        search = self.search
        made = search.set_by_constructor(target.function, state.path, state.mode)
        self.absorb(state, made.hits, ())
        for exit_ in made.exits:
            for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
                self.push(state, value, path, mode=exit_.mode, alive=state.alive & exit_.alive)

    def _unknown_call(self, state: State, held: f.Value) -> None:
        search = self.search
        callee = self.body.values[held[3]]
        types = search.linker.value(self.function, held[3])
        for tag, payload in types:
            if tag == e.CLASS:
                self._generated_object(state, held, payload)  # type: ignore[arg-type]
                return
        last = str(callee[4]) if callee[0] == f.ATTR else ""
        if callee[0] == f.NAME:
            last = callee[3]
        entries = search.library.methods.get(last, ()) if callee[0] == f.ATTR else ()
        if last == "format" and callee[0] == f.ATTR:
            for name, value in held[5]:
                if name is None:
                    self._placeholders(state, callee[3], value, _BRACES)
        for entry in entries:
            if "callback" in entry.passes:
                self._called_back(state, held)
            path: Path | None
            if entry.source is not None and self._is_from(held, entry):
                self._library_call(state, held, entry, last)
            for value, extra in search_ports(held, entry, self.body):
                mode = entry.form or ("text" if last in ("format", "join") else state.mode)
                # A key read by get(): the rest of the path applies to what it gives.
                path = (*extra, *state.path) if extra else state.path
                if "parts" in entry.passes and state.path and _is_index(state.path[0]):
                    path = state.path[1:]
                if "each" in entry.passes:
                    path = _of_mapping(last, state.path)
                if path is not None:
                    lost = state.lost + 3 - k.CONFIDENCE[entry.confidence or "high"]
                    self.push(state, value, path, mode=mode, lost=lost)
        if not entries and all(tag == e.EXTERNAL for tag, _ in types):
            if _raises_text(last):
                for argument in held[4]:
                    self.push(state, argument if argument >= 0 else ~argument, (), mode="text")

    def _called_back(self, state: State, held: f.Value) -> None:
        """What a chain of callbacks ends in: what the last function handed to it gives back."""
        for argument in held[4]:
            if argument < 0:
                continue
            for tag, payload in self.search.linker.value(self.function, argument):
                if tag in (e.FUNCTION, e.METHOD):
                    made = self.search.summary(payload, state.path, state.mode)  # type: ignore[arg-type]
                    name = self.search.program.head(payload).name  # type: ignore[arg-type]
                    self.absorb(state, made.hits, (self.step(held, f"what {name}() returns"),))

    def _is_from(self, held: f.Value, entry: Entry) -> bool:
        """Whether an untyped receiver's name is one of those that a model asks for."""
        if not entry.receiver_names:
            return True
        callee = self.body.values[held[3]]
        name = self.search.evidence.own_name(self.function, callee[3]).lower().strip("_")
        return any(name == r or name.endswith("_" + r) for r in entry.receiver_names)

    def _generated_object(self, state: State, held: f.Value, ref: tuple[int, int]) -> None:
        """A field of an object whose constructor is generated from its fields."""
        path = state.path
        if not path or path[0][0] != ".":
            return
        field = path[0][1:]
        for value in self.search.generated_argument(ref, held, field):
            name = self.search.program.class_head(ref).name
            kept = self.step(held, f"kept in {name}.{field}")
            self.push(state, value, path[1:], steps=(kept, *state.steps))


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


_UNCHANGED = ("builtins.", "copy.", "asyncio.", "typing.", "itertools.", "collections.",
              "contextlib.", "twisted.internet.defer.", "concurrent.")  # fmt: skip
"""Library modules whose passing functions hand objects on as they are."""
_PERCENT = re.compile(r"%\((\w+)\)")
_BRACES = re.compile(r"\{(\w+)[:!}]")
_TRANSPARENT = frozenset(
    {"bytes", "data", "text", "content", "value", "raw", "key", "plain", "payload"}
)
"""Attributes that are the thing itself, of objects of which nothing is known."""
_ANY = (f.ANY_PART, f.ELEMENT)


def _key(accessor: str) -> str:
    """The literal key or field that an accessor names, if it is one."""
    name = accessor[1:] if accessor[0] == "." else accessor[1:-1]
    return name if name.isidentifier() else ""


def _is_index(part: str) -> bool:
    return part in _ANY or part[1:-1].lstrip("-").isdigit()


def _of_mapping(method: str, path: Path) -> Path | None:
    """The part of a mapping that a part of its ``items()`` or ``values()`` is; None for keys."""
    if not path or path[0] not in _ANY:
        return (f.ANY_PART, *path)
    rest = path[1:]
    if method.endswith("items"):
        if rest and rest[0] == "[0]":
            return None
        rest = rest[1:] if rest and _is_index(rest[0]) else rest
    return (f.ANY_PART, *rest)


def _raises_text(name: str) -> bool:
    return name.endswith(("Error", "Exception")) or name in ("Failure", "SystemExit")


_STATIC = (e.MODULE, e.FUNCTION, e.CLASS, e.METHOD)
_EVIDENT = frozenset({f.LOCAL, f.PARAM, f.ATTR, f.ITEM, f.NAME})
_TYPED = frozenset({f.PARAM, f.ATTR, f.ITEM, f.CALL, f.NAME, f.EACH, f.PART, f.CAUGHT, f.LOCAL})
_HANDLERS = {
    f.CONST: None,
    f.PARAM: Walk._parameter,
    f.NAME: Walk._name,
    f.ATTR: Walk._attribute,
    f.ITEM: Walk._item,
    f.CALL: Walk._call,
    f.TEXT: Walk._text,
    f.BINARY: Walk._binary,
    f.SEQ: Walk._sequence,
    f.MAP: Walk._mapping,
    f.JOIN: Walk._join,
    f.EACH: Walk._each,
    f.PART: Walk._part,
    f.TEST: None,
    f.FUNC: None,
    f.CLASS: None,
    f.CAUGHT: Walk._caught,
    f.UNKNOWN: Walk._one_of,
    f.LOCAL: Walk._behind,
    f.UPDATE: Walk._update,
    f.ENTER: Walk._behind,
    f.CHOICE: Walk._one_of,
}
