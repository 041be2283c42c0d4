"""Objects of libraries that are made by builders, and keep what was put into those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import State, shown_as
from msgsec_lint.link import entities as e

if TYPE_CHECKING:
    from msgsec_lint.flow.walk import Walk

_BUILT = frozenset({"build", "buildPartial"})
_SILENT = ("android.", "androidx.", "java.", "javax.", "kotlin.", "kotlinx.")
"""Platforms whose objects say their name and address and no more."""


def is_built(walk: Walk, value: int) -> bool:
    """Whether a value is what a builder gives of which neither the tree nor a model knows."""
    call = walk.body.values[value]
    if call[0] != f.CALL or call[4] or call[5]:
        return False
    callee = walk.body.values[call[3]]
    if callee[0] != f.ATTR or callee[4] not in _BUILT:
        return False
    if walk.search.program.unit(walk.function).family != "jvm":
        return False
    return not _is_of_tree(walk, value)


def _is_of_tree(walk: Walk, call: int) -> bool:
    return any(target.sure for target in walk.search.calls.targets((walk.function, call)))


def from_built(walk: Walk, state: State, held: f.Value) -> bool:
    """``P.newBuilder().setNote(x).build()``: what was put in; false for all else."""
    whole = not state.path and shown_as(state.mode) not in ("text", "repr")
    # What takes a whole object takes it as its own kind of thing, which models know or nobody.
    if whole or not is_built(walk, state.value) or not (state.path or _tells(walk, held)):
        return False
    if not state.path and _is_modelled(walk, state.value):
        return False
    walk.push(state, walk.body.values[held[3]][3], state.path)
    return True


def _is_modelled(walk: Walk, call: int) -> bool:
    """Whether models speak of the builder, or of what it makes, and so of what gets there."""
    named = walk.search.library.is_named
    for name in walk.search.calls.library_names((walk.function, call)):
        builder = name.rpartition(".")[0]
        if named(name) or named(builder) or named(builder.rpartition(".")[0]):
            return True
    return False


def from_setter(walk: Walk, state: State, base: int, value: int) -> None:
    """``b.setOther(y)`` in a chain: what the builder held before."""
    call = walk.body.values[base]
    if call[0] != f.CALL or value not in call[4]:
        return
    callee = walk.body.values[call[3]]
    if callee[0] != f.ATTR or walk.search.program.unit(walk.function).family != "jvm":
        return
    if not _is_of_tree(walk, base):
        walk.push(state, callee[3], state.path)


def shows_parts(walk: Walk, state: State, value: int) -> bool:
    """Whether the text of a built object may show what was put in."""
    types = walk.search.linker.value(walk.function, state.value)
    return is_built(walk, value) and all(
        tag == e.VALUE
        and not str(payload).startswith(_SILENT)
        and not walk.search.library.is_named(str(payload))
        for tag, payload in types
    )


def _tells(walk: Walk, held: f.Value) -> bool:
    """Whether something was put into the builder in the very chain, or on the way to it."""
    base = walk.body.values[walk.body.values[held[3]][3]]
    while base[0] in (f.LOCAL, f.CAST):
        base = walk.body.values[base[3]]
    return bool(base[0] in (f.UPDATE, f.JOIN, f.CHOICE))
