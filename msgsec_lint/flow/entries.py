"""Mappings whose iteration gives entries, and parts of entries and pairs that are read by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import Path, State
from msgsec_lint.link import entities as e

if TYPE_CHECKING:
    from msgsec_lint.flow.walk import Walk

KEY: Final = "[0]"
VALUE: Final = "[1]"
"""Accessors of the parts of an entry."""
_TYPED: Final = 6
"""Getters of one type, such as ``getInt``, have a name of at least so many letters."""
_KEYS = frozenset({"keys", "keySet", "navigableKeySet"})
_VALUES = frozenset({"values"})
_ENTRIES = frozenset({"entries", "entrySet"})


def gives_entries(walk: Walk) -> bool:
    """Whether iterating over a mapping gives entries here: in Kotlin, and as Java is lowered."""
    return walk.search.program.unit(walk.function).family == "jvm"


def from_held(walk: Walk, state: State, base: int, name: str) -> bool:
    """``map.values``, ``map.keySet()``, ``entry.value``, ``pair.first``; false for all else."""
    components = walk.search.program.traits(walk.function).components
    if (name not in _OF_MAPPINGS and name not in components) or not gives_entries(walk):
        return False
    tags = {tag for tag, _ in walk.search.linker.value(walk.function, base)}
    if e.TUPLE in tags and name in components:
        walk.push(state, base, (f"[{components[name]}]", *state.path))
        return True
    if name == "value" and e.CONTAINER in tags:
        walk.push(state, base, (f.ELEMENT, *state.path))
        walk.push(state, base, (".value", *state.path))
        return True
    if e.MAPPING not in tags or name not in _OF_MAPPINGS:
        return False
    if name in _ENTRIES:
        walk.push(state, base, state.path)
        return True
    part = KEY if name in _KEYS else VALUE
    walk.push(state, base, (f.ELEMENT, part, *state.path[1:]))
    return True


def from_reader(walk: Walk, state: State, call: f.Value) -> bool:
    """``bundle.getString("key")`` of what is known to be a mapping; false for all else."""
    values = walk.body.values
    callee = values[call[3]]
    if callee[0] != f.ATTR or not gives_entries(walk):
        return False
    if not call[4]:
        return from_held(walk, state, callee[3], callee[4])
    if not callee[4].startswith(("get", "opt")) or len(callee[4]) < _TYPED or call[4][0] < 0:
        return False
    types = walk.search.linker.value(walk.function, callee[3])
    key = values[call[4][0]]
    if key[0] != f.CONST or all(tag != e.MAPPING for tag, _ in types):
        return False
    walk.push(state, callee[3], (f"[{key[3]}]", *state.path))
    return True


def entry_parts(path: Path, key: int, value: int) -> list[tuple[int, Path]]:
    """What of an entry with that key and value a path through ``ELEMENT`` reads."""
    part = path[1] if len(path) > 1 else ""
    if part == KEY:
        return [(key, path[2:])] if key >= 0 else []
    if part == VALUE:
        return [(value, path[2:])]
    return [(at, path[1:]) for at in (key, value) if at >= 0]


def from_put(walk: Walk, state: State, held: f.Value) -> bool:
    """A mapping after something was put under a key, of which an entry is read."""
    base, accessor, value = held[3], held[4], held[5]
    path = state.path
    if path[:1] != (f.ELEMENT,) or accessor[0] != "[" or not gives_entries(walk):
        return False
    if all(tag != e.MAPPING for tag, _ in walk.search.linker.value(walk.function, base)):
        return False
    walk.push(state, base, path)
    if path[1:2] != (KEY,):
        walk.push(state, value, path[2:])
    return True


_OF_MAPPINGS = _KEYS | _VALUES | _ENTRIES
