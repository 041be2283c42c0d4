"""Objects of which a part was set anew: ``letter.copy(body = "***")`` and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import MASKED, State, key_of

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search
    from msgsec_lint.flow.walk import Walk

MAX_CHAIN = 24
"""Changes of an object looked at between its use and where it was made."""


def is_replaced(search: Search, function: int, value: int, field: str) -> bool:
    """Whether the last that was put into a field of an object says nothing."""
    put = _last_put(search, function, value, field)
    if put < 0:
        return False
    return search.is_innocent(function, put) or _redacts(search, function, put)


def _redacts(search: Search, function: int, value: int) -> bool:
    values = search.program.body(function).values
    held = values[value]
    if held[0] != f.CALL:
        return False
    callee = values[held[3]]
    replaces = callee[0] == f.ATTR and callee[4].lower().startswith("replace")
    return search.masks(function, held) or (not replaces and search.rewrites(function, held))


def reads_replaced(search: Search, function: int, held: f.Value) -> bool:
    """Whether a value reads a field of which that is known."""
    if held[0] == f.ATTR:
        return is_replaced(search, function, held[3], held[4])
    if held[0] == f.ITEM and isinstance(held[4], str):
        return is_replaced(search, function, held[3], held[4])
    if held[0] == f.CALL and len(held) > 8:
        callee = search.program.body(function).values[held[3]]
        return is_replaced(search, function, callee[3], held[8])
    return False


def _last_put(search: Search, function: int, value: int, field: str) -> int:
    """The value last put into a field of an object, as its changes show; -1 if they do not."""
    values = search.program.body(function).values
    for _ in range(MAX_CHAIN):
        held = values[value]
        if held[0] == f.MAP:
            return _last_entry(held, field)
        if held[0] == f.UPDATE and key_of(held[4]) == field:
            return int(held[5])
        if held[0] == f.CALL and held[5] and is_copy(search, function, value, held):
            given = dict(held[5])
            if field in given or None in given:
                return int(given.get(field, -1))
            value = held[4][0]
            continue
        if held[0] not in (f.LOCAL, f.CAST, f.UPDATE) or held[4] in ("**", f.ANY_PART):
            return -1
        value = held[3]
    return -1


def _last_entry(held: f.Value, field: str) -> int:
    for literal, key, inner in reversed(held[3]):
        if literal == field:
            return int(inner)
        if literal is None or key == -2:
            # What is spread, or put under a key that is not known, may have the field.
            break
    return -1


def is_copy(search: Search, function: int, value: int, call: f.Value) -> bool:
    """Whether a call copies its first argument, with the parts set that keywords name."""
    if not call[4] or call[4][0] < 0:
        return False
    copies = search.library.conventions(search.program.traits(function).group).copies
    return not copies.isdisjoint(search.calls.library_names((function, value)))


def from_copy(walk: Walk, state: State, held: f.Value) -> bool:
    """``replace(letter, body=x)``: the letter, but of its body ``x``; false for all else."""
    if not is_copy(walk.search, walk.function, state.value, held):
        return False
    given = {name: value for name, value in held[5] if name is not None}
    field = key_of(state.path[0]) if state.path else ""
    if field in given:
        walk.push(state, given[field], state.path[1:])
        return True
    for value in given.values() if not state.path else ():
        walk.push(state, value, ())
    walk.push(without(walk, state, held[4][0], set(given)), held[4][0], state.path)
    return True


def without(walk: Walk, state: State, base: int, keys: set[str]) -> State:
    """A state behind which parts of an object are replaced, as far as they would say something."""
    if state.path:
        return state
    tells = walk.search.evidence.tells
    told = {key for key in keys if key.isidentifier() and tells(walk.function, base, key)}
    if not told:
        return state
    head, *hidden = state.mode.split(MASKED)
    return state._replace(mode=MASKED.join((head, *sorted({*hidden, *told}))))


def spread_before(entries: list[list[object]]) -> dict[int, set[str]]:
    """For each spread among the entries of a mapping, the literal keys that are set after it."""
    found: dict[int, set[str]] = {}
    later: set[str] = set()
    for at in range(len(entries) - 1, -1, -1):
        literal, key, _ = entries[at]
        if key == -2:
            found[at] = set(later)
        elif isinstance(literal, str):
            later.add(literal)
    return found
