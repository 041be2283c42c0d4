"""Backwards through one function: where a value, or a part of it, comes from."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow import forms
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.copies import reads_replaced
from msgsec_lint.flow.evidence import Clue
from msgsec_lint.flow.objects import expand_object
from msgsec_lint.flow.results import from_call, from_function
from msgsec_lint.flow.state import (
    CALLED,
    ESCAPED,
    HARMLESS_KEEPS,
    MASKED,
    MAX_PATH,
    Exit,
    Hit,
    Outcome,
    Path,
    State,
    Step,
    Steps,
    best_of,
    few_exits,
    is_index,
    place_of,
)
from msgsec_lint.flow.textform import says_itself
from msgsec_lint.flow.tracing import Sort
from msgsec_lint.link import entities as e

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgsec_lint.flow.search import Search

MAX_STATES = 600
"""States visited in one function for one question; beyond that the answer is partial."""
_FROM = tuple(sum(1 << k.WIDTH * at for at in range(lost, k.SUREST)) for lost in range(k.SUREST))
"""What is followed with so much lost need not be followed with more."""


class Walk:
    """One breadth-first search backwards from one value of one function."""

    def __init__(self, search: Search, function: int, *, redacts: bool) -> None:
        self.search = search
        self.tracer = search.tracer
        self.function = function
        self.body = search.program.body(function)
        self.redacts = redacts
        # Where types are declared everywhere, what is a number is known to be one.
        self.declared = search.program.unit(function).family in ("jvm", "go")
        # Where text of a plain object shows nothing of it: `[object Object]`.
        self.opaque = search.program.unit(function).family == "web"
        self._queues: tuple[deque[State], ...] = (deque(), deque(), deque())
        """States to visit, by the confidence lost so far: the surest way to a value comes first."""
        self._seen: dict[tuple[int, Path, str], int] = {}
        """The kinds followed through a state: so many bits for each confidence lost so far."""
        self._hits: list[Hit] = []
        self._sure: dict[tuple[int, bool], int] = {}
        self._exits: list[Exit] = []

    def run(self, value: int, path: Path, mode: str) -> Outcome:
        """The outcome for a value."""
        self.push(State(value, path, mode, k.ALL, 0, ()), value, path)
        sure, less, least = self._queues
        for _ in range(MAX_STATES):
            if sure:
                self._visit(sure.popleft())
            elif less:
                self._visit(less.popleft())
            elif least:
                self._visit(least.popleft())
            else:
                break
        for left in (*sure, *less, *least):
            held = self.body.values[left.value]
            self.search.tabulation.cut("flow.walk.MAX_STATES", self.function, held[1])
            break
        return Outcome(best_of(self._hits), few_exits(self._exits))

    def push(  # noqa: PLR0913 - each names one thing that changes on the way
        self,
        state: State,
        value: int,
        path: Path,
        *,
        mode: str | None = None,
        marked: str | None = None,
        alive: int | None = None,
        lost: int | None = None,
        steps: Steps | None = None,
        escaped: bool = False,
        masked: str = "",
    ) -> None:
        """Go on from a state to a value that it comes from.

        ``mode`` says how it is shown there, besides what happened on the way; ``marked`` says all,
        as the answer about another function does.
        """
        if marked is not None:
            mode = marked
        elif mode is None:
            mode = state.mode
        else:
            mode = place_of(mode) + state.mode[len(place_of(state.mode)) :]
        if escaped and ESCAPED not in mode:
            head, dash, tail = mode.partition(MASKED)
            mode = head + ESCAPED + dash + tail
        if masked:
            head, *hidden = mode.split(MASKED)
            mode = MASKED.join((head, *sorted({*hidden, *masked.split(MASKED)})))
        alive = state.alive if alive is None else alive
        if len(path) > MAX_PATH:
            path = path[:MAX_PATH]
        lost = state.lost if lost is None else lost
        if lost >= k.SUREST:
            return
        key = (value, path, mode)
        seen = self._seen.get(key, 0)
        if not alive & ~(seen >> lost * k.WIDTH):
            return
        self._seen[key] = seen | alive * _FROM[lost]
        steps = state.steps if steps is None else steps
        self._queues[lost].append(State(value, path, mode, alive, lost, steps))

    def hit(self, state: State, clue: Clue, steps: Steps, *, escaped: bool = False) -> None:
        """Record a source, unless a surer one of its kind is known."""
        confidence = clue.confidence - state.lost
        if confidence <= 0 or not clue.kind & state.alive:
            return
        escaped = escaped or ESCAPED in state.mode
        if confidence >= self._sure.get((clue.kind, escaped), 0):
            self._sure[clue.kind, escaped] = confidence
            self._hits.append(Hit(clue.kind, confidence, clue.why, steps, escaped))

    def leave(self, state: State, parameter: int) -> None:
        """Record that a parameter of the function reaches the value asked about."""
        self._exits.append(
            Exit(parameter, state.path, state.mode, state.alive, state.lost, state.steps)
        )

    def tell(self, sort: Sort, held: f.Value, why: str) -> None:
        """Say what keeps data from being followed from here on, or believed."""
        if self.tracer is not None:
            self.tracer.note(sort, self.function, held[1], held[2], why)

    def step(self, held: f.Value, note: str, *, shows: bool = False) -> Step:
        """A stop at a value."""
        return Step(self.function, held[1], held[2], note, shows)

    def absorb(self, state: State, hits: tuple[Hit, ...], link: Steps) -> None:
        """Take over what another function found about a value that this one comes from."""
        for hit in hits:
            clue = Clue(hit.kind, hit.confidence, hit.why)
            self.hit(state, clue, (*hit.steps, *link, *state.steps), escaped=hit.escaped)

    def _visit(self, state: State) -> None:
        held = self.body.values[state.value]
        if held[0] == f.NAME and len(held) > 4:
            self.search.linker.members.implicit.settle(self.function, held)
        elif held[0] == f.PART:
            self.search.linker.members.implicit.settle_part(self.function, held)
        op = held[0]
        alive = state.alive
        if op in _EVIDENT or (op == f.CALL and len(held) > 8):
            alive = self._evidence(state, held, op)
            if not alive:
                return
            if alive != state.alive:
                state = state._replace(alive=alive)
        if state.path[:1] == (CALLED,) and from_function(self, state, held):
            return
        if op in _TYPED:
            if self.declared and not state.path and self._is_number(state.value):
                alive = state.alive & ~NOT_IN_NUMBERS
                self.tell("number", held, "a number or truth value, which no text goes through")
                if not alive:
                    return
                state = state._replace(alive=alive)
            if expand_object(self, state, held):
                return
        handler = _FORMS.get(op)
        if handler is not None:
            handler(self, state, held)

    def _evidence(self, state: State, held: f.Value, op: int) -> int:
        """Record what is known of the value itself; returns the kinds still worth following."""
        alive = state.alive
        evidence = self.search.evidence
        projected = any(not is_index(part) for part in state.path)
        hidden = op == f.ATTR and held[4] in state.mode.split(MASKED)[1:]
        if op in (f.ATTR, f.ITEM, f.CALL) and not hidden:
            for clue in evidence.fields(self.function, state.value):
                # A part of data from a peer is from the peer; of all else its own name decides.
                if reads_replaced(self.search, self.function, held):
                    break
                if not projected or clue.kind == k.WIRE:
                    self.hit(state, clue, (self.step(held, clue.why), *state.steps))
                    alive &= ~k.alike(clue.kind)
        if projected:
            return alive
        clues, harmless = evidence.named(self.function, state.value)
        if harmless and not state.path:
            alive &= HARMLESS_KEEPS
            self.tell("harmless", held, "its name says that no content or secret comes through")
        if alive & k.IDENTITY and not state.path and evidence.is_impersonal(self.function, held):
            alive &= ~k.IDENTITY
            self.tell("harmless", held, "its name says that it stands for nobody in particular")
        if clues and not state.path and self._says_itself(state):
            # A password that prints as asterisks is called one all the same.
            return alive
        source = self.body.values[held[3]] if op == f.LOCAL else None
        if source is not None and (
            source[0] in _PLAIN
            or (source[0] in _MADE and self.search.made.is_written_out(self.function, held[3]))
        ):
            return alive
        for clue in clues:
            if state.path and (
                clue.confidence < 3
                or (clue.kind == k.KEY and not self._is_bytes(state.value))
                or any(p != f.ELEMENT for p in state.path)
            ):
                # Elements of passwords are passwords; the first part of credentials is a name, and
                # what iterating over keys gives may as well be their names.
                continue
            if clue.kind & state.alive and not self._contradicted(state, held):
                escaped = clue.kind == k.CONTENT and self.search.escapes(self.function, state.value)
                steps = (self.step(held, clue.why), *state.steps)
                self.hit(state, clue, steps, escaped=escaped)
                if clue.confidence >= 2 and not state.path:
                    # What a value is called where it is used outranks what it was called before.
                    alive &= k.WIRE
        return alive

    def _says_itself(self, state: State) -> bool:
        types = self.search.linker.value(self.function, state.value)
        return says_itself(self.search.linker, types, place_of(state.mode))

    def _is_bytes(self, value: int) -> bool:
        """Whether a value is a row of bytes, whose elements are what it is."""
        types = self.search.linker.value(self.function, value)
        return bool(types) and all(x == (e.VALUE, "builtins.bytes") for x in types)

    def _is_number(self, value: int) -> bool:
        """Whether a value is a whole number or a truth value, which no text goes through."""
        types = self.search.linker.value(self.function, value)
        return bool(types) and all(tag == e.VALUE and payload in _NUMBERS for tag, payload in types)

    def _contradicted(self, state: State, held: f.Value) -> bool:
        """A name that sounds sensitive over a value that is known not to be.

        ``body = redact(body)`` keeps the name, so there the flow through the call decides.
        """
        if held[0] == f.LOCAL:
            made = self.body.values[held[3]]
            if made[0] == f.CALL and self.search.rewrites_itself(self.function, made, held[4]):
                return True
        if reads_replaced(self.search, self.function, held):
            return True
        return self.search.is_innocent(self.function, state.value)


_PLAIN = frozenset({f.CONST, f.FUNC, f.CLASS, f.TEST})
_MADE = frozenset({f.MAP, f.CALL})
NOT_IN_NUMBERS = k.ALL & ~(k.IDENTITY | k.METADATA | k.WIRE)
_NUMBERS = frozenset({"builtins.int", "builtins.bool"})
_EVIDENT = frozenset({f.LOCAL, f.PARAM, f.ATTR, f.ITEM, f.NAME})
_TYPED = frozenset({f.PARAM, f.ATTR, f.ITEM, f.CALL, f.NAME, f.EACH, f.PART, f.CAUGHT, f.LOCAL,
                    f.CAST})  # fmt: skip
_FORMS: dict[int, Callable[[Walk, State, f.Value], None]] = {
    f.PARAM: forms.from_parameter,
    f.NAME: forms.from_name,
    f.ATTR: forms.from_attribute,
    f.ITEM: forms.from_item,
    f.CALL: from_call,
    f.TEXT: forms.from_text,
    f.BINARY: forms.from_binary,
    f.UNARY: forms.from_unary,
    f.SEQ: forms.from_sequence,
    f.MAP: forms.from_mapping,
    f.JOIN: forms.from_join,
    f.EACH: forms.from_each,
    f.PART: forms.from_part,
    f.CAUGHT: forms.from_caught,
    f.UNKNOWN: forms.from_any,
    f.LOCAL: forms.from_inner,
    f.UPDATE: forms.from_update,
    f.ENTER: forms.from_inner,
    f.CAST: forms.from_cast,
    f.CHOICE: forms.from_join,
    f.LEFT: forms.from_left,
}
"""Constants, tests, functions and classes come from nowhere."""
