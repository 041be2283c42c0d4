"""Values of JavaScript that a function fills in later: promises made by hand, React's state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import State
from msgsec_lint.link.captures import captured_by

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search
    from msgsec_lint.flow.walk import Walk

MAX_INSIDE = 20
"""Functions inside one that makes such a value in which it is sought what fills it in."""
MAX_PROVIDERS = 60
"""Providers of contexts that are looked at for one reader."""
_CONTEXT = frozenset({"react.useContext", "react.use", "preact/hooks.useContext"})
_STATE = frozenset({"react.useState", "preact/hooks.useState"})


def from_promise(walk: Walk, state: State, held: f.Value) -> bool:
    """``new Promise((resolve) => …resolve(x)…)`` holds x; false for all else."""
    search = walk.search
    if len(held[4]) != 1 or search.program.unit(walk.function).family != "web":
        return False
    given = walk.body.values[max(held[4][0], ~held[4][0])]
    if given[0] != f.FUNC or search.calls.library_names((walk.function, state.value)) != (
        "Promise",
    ):
        return False
    executor = search.program.unit(walk.function).first + given[3]
    for function, value in _resolved(search, executor):
        hits = search.sources(function, value, state.path, state.mode)
        walk.absorb(state, hits, (walk.step(held, "the promise is resolved with it"),))
    return True


def from_state(walk: Walk, state: State, held: f.Value) -> None:
    """``const [x, setX] = useState()``: x is whatever setX is called with."""
    search = walk.search
    if state.path[:1] != ("[0]",) or search.program.unit(walk.function).family != "web":
        return
    if _STATE.isdisjoint(search.calls.library_names((walk.function, state.value))):
        return
    values = walk.body.values
    for setter in values:
        if setter[0] == f.LOCAL and values[setter[3]][0] == f.PART:
            part = values[setter[3]]
            if part[3] == state.value and part[4] == 1:
                for function, value in _filled(search, walk.function, setter[4]):
                    hits = search.sources(function, value, state.path[1:], state.mode)
                    walk.absorb(state, hits, (walk.step(held, f"set by {setter[4]}()"),))


def from_context(walk: Walk, state: State, held: f.Value) -> None:
    """``useContext(C)`` gives what ``<C.Provider value={x}>`` was given, anywhere."""
    search = walk.search
    if len(held[4]) != 1 or held[4][0] < 0:
        return
    if _CONTEXT.isdisjoint(search.calls.library_names((walk.function, state.value))):
        return
    scripts = search.linker.members.written
    own = set(scripts.made(walk.function, held[4][0]))
    for function, number in search.program.calls_named("Provider")[:MAX_PROVIDERS] if own else ():
        values = search.program.body(function).values
        callee = values[values[number][3]]
        if callee[0] != f.ATTR or own.isdisjoint(scripts.made(function, callee[3])):
            continue
        for name, value in values[number][5]:
            if name == "value":
                hits = search.sources(function, value, state.path, state.mode)
                walk.absorb(state, hits, (walk.step(held, "given by the provider"),))


def _resolved(search: Search, executor: int) -> Iterator[tuple[int, int]]:
    """Function and value of everything that the first parameter of a function is called with."""
    parameters = search.program.head(executor).parameters
    if parameters:
        yield from _filled(search, executor, parameters[0].name)


def _filled(search: Search, holder: int, name: str) -> Iterator[tuple[int, int]]:
    """Function and value of everything that a name of a function is called with inside it."""
    for function in (holder, *_inside(search, holder)):
        values = search.program.body(function).values
        for held in values:
            if held[0] == f.CALL and held[4] and held[4][0] >= 0:
                callee = values[held[3]]
                if function == holder:
                    meant = _own_name(search, holder, callee) == name
                elif meant := callee[0] == f.NAME and callee[3] == name:
                    captured = captured_by(search.program, function, name)
                    meant = captured is not None and captured[0] == holder
                if meant:
                    yield from _updated(search, function, held[4][0])


def _own_name(search: Search, function: int, callee: f.Value) -> str:
    if callee[0] == f.PARAM:
        return search.program.head(function).parameters[callee[3]].name
    return str(callee[4]) if callee[0] == f.LOCAL else ""


def _updated(search: Search, function: int, value: int) -> Iterator[tuple[int, int]]:
    """A value, or what a function makes of the one before: ``setX((old) => [...old, x])``."""
    held = search.program.body(function).values[value]
    if held[0] != f.FUNC:
        yield function, value
        return
    inner = search.program.unit(function).first + held[3]
    for returned in search.program.body(inner).returns:
        yield inner, returned


def _inside(search: Search, executor: int) -> list[int]:
    """The functions that stand in a function, however deep."""
    unit = search.program.unit(executor)
    within = {executor - unit.first}
    for index, head in enumerate(unit.facts.functions):
        if head.parent in within and len(within) <= MAX_INSIDE:
            within.add(index)
    return sorted(unit.first + index for index in within if unit.first + index != executor)
