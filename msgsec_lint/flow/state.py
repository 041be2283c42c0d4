"""What a search backwards carries along: the part meant, the way so far, what is still alive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k

Path = tuple[str, ...]
"""Accessors still to be applied to a value: ``.x``, ``[key]``, ``[]``."""

MAX_PATH = 4
"""Longer paths are cut: the whole of a deep part is meant then."""
HARMLESS_KEEPS = k.IDENTITY | k.METADATA
"""What may still come through a value that its name calls a measure or a mark."""


class Step(NamedTuple):
    """One stop on the way from source to sink."""

    function: int
    start: int
    end: int
    note: str
    shows: bool = False
    """An object becomes text here; the note says what the text shows."""


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


MAX_STEPS = 40
"""What has come a longer way is not followed further."""


def _rank(hit: Hit) -> tuple[int, int, int, Steps, bool, str]:
    return -hit.confidence, len(hit.steps), hit.kind, hit.steps, hit.escaped, hit.why


def best_of(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Of some hits the surest of each kind, of these the one with the fewest steps; these first.

    What was made harmless for markup is another kind of thing than what was not.
    """
    best: dict[tuple[int, bool], Hit] = {}
    for hit in hits:
        if len(hit.steps) > MAX_STEPS:
            continue
        key = (hit.kind, hit.escaped)
        before = best.get(key)
        if before is None or _rank(hit) < _rank(before):
            best[key] = hit
    return tuple(sorted(best.values(), key=_rank) if len(best) > 1 else best.values())


def few_exits(exits: Sequence[Exit]) -> tuple[Exit, ...]:
    """Of some exits those that no other one makes needless, and of these only what they add."""
    if len(exits) < 2:
        return tuple(exit_ for exit_ in exits if len(exit_.steps) <= MAX_STEPS)
    kept: list[Exit] = []
    known: dict[tuple[int, Path, str], int] = {}
    for exit_ in sorted(exits, key=_exit_rank):
        before = known.get(exit_[:3], 0)
        added = exit_.alive & ~before
        if not added or len(exit_.steps) > MAX_STEPS:
            continue
        known[exit_[:3]] = before | added
        last = kept[-1] if kept else None
        if last is not None and last[:3] == exit_[:3] and last[4:] == exit_[4:]:
            kept[-1] = last._replace(alive=last.alive | added)
        else:
            kept.append(exit_._replace(alive=added))
    return tuple(kept)


def _exit_rank(exit_: Exit) -> tuple[int, Path, str, int, int, Steps, int]:
    return (*exit_[:3], exit_.lost, len(exit_.steps), exit_.steps, exit_.alive)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """All that several outcomes say, and nothing twice."""
    hits: list[Hit] = []
    exits: list[Exit] = []
    for outcome in outcomes:
        hits.extend(outcome.hits)
        exits.extend(outcome.exits)
    return Outcome(best_of(hits), few_exits(exits))


ESCAPED = "!"
"""In a mode: what comes from here was escaped for markup on the way to the sink."""
MASKED = "-"
"""In a mode, before a key: the part under this key is replaced on the way to the sink."""


ASKED = "@"
"""In a mode, before names of methods: objects that have one say by it what the place shows."""


def place_of(mode: str) -> str:
    """The mode without what has happened on the way."""
    return mode.partition(MASKED)[0].rstrip(ESCAPED)


def shown_as(mode: str) -> str:
    """The form that a mode gives to what does not say itself how it is shown."""
    return place_of(mode).partition(ASKED)[0]


def asked_of(mode: str) -> tuple[str, ...]:
    """Names of the methods by which objects may say themselves what the place shows of them."""
    names = place_of(mode).partition(ASKED)[2]
    return tuple(names.split(",")) if names else ()


def mode_of(form: str, asks: list[str]) -> str:
    """The mode of a place that shows objects in a form, unless they have one of some methods."""
    return f"{form}{ASKED}{','.join(asks)}" if asks else form


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


def inside(state: State) -> State:
    """A state for a part of what is meant: what was replaced beside it says nothing of it."""
    mode = state.mode.partition(MASKED)[0]
    return state if len(mode) == len(state.mode) else state._replace(mode=mode)


_INDEX = re.compile(r"\[-?[0-9]{1,9}\]")
CALLED = "()"
"""Accessor of what a function gives when it is called."""
ANY = (f.ANY_PART, f.ELEMENT)
"""Accessors of parts that are not known more exactly."""


def key_of(accessor: str) -> str:
    """The literal key or field that an accessor names, if it is one."""
    name = accessor[1:] if accessor[0] == "." else accessor[1:-1]
    return name if name.isidentifier() else ""


def is_index(part: str) -> bool:
    """Whether an accessor means an element by its place, known or not."""
    return part in ANY or _INDEX.fullmatch(part) is not None
