"""Promises of JavaScript that are made by hand: they hold what they are resolved with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import State

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search
    from msgsec_lint.flow.walk import Walk

MAX_INSIDE = 20
"""Functions inside one that makes a promise in which it is sought what resolves it."""


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


def _resolved(search: Search, executor: int) -> Iterator[tuple[int, int]]:
    """Function and value of everything that the first parameter of a function is called with."""
    parameters = search.program.head(executor).parameters
    if not parameters:
        return
    name = parameters[0].name
    for function in (executor, *_inside(search, executor)):
        values = search.program.body(function).values
        for held in values:
            if held[0] != f.CALL or not held[4] or held[4][0] < 0:
                continue
            callee = values[held[3]]
            if callee[0] == f.PARAM and function == executor and callee[3] == 0:
                yield function, held[4][0]
            elif callee[0] == f.NAME and callee[3] == name and function != executor:
                captured = search.linker.captured(function, name)
                if captured is not None and captured[0] == executor:
                    yield function, held[4][0]


def _inside(search: Search, executor: int) -> list[int]:
    """The functions that stand in a function, however deep."""
    unit = search.program.unit(executor)
    within = {executor - unit.first}
    for index, head in enumerate(unit.facts.functions):
        if head.parent in within and len(within) <= MAX_INSIDE:
            within.add(index)
    return sorted(unit.first + index for index in within if unit.first + index != executor)
