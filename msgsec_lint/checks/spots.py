"""The calls and assignments of one line, and what they denote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgsec_lint.checks.witness import Handed
from msgsec_lint.facts import model as f
from msgsec_lint.findings.lines import LineMap
from msgsec_lint.flow.search import Search
from msgsec_lint.link import entities as e
from msgsec_lint.link.program import CallSite, Program
from msgsec_lint.policy.models import Entry


class Spot(NamedTuple):
    """A call or an assignment."""

    function: int
    call: int
    """The call, or -1 for an assignment."""
    start: int
    end: int
    values: tuple[Handed, ...]
    """What is handed over or assigned."""


def spots(program: Program, unit: int, lines: LineMap, line: int, column: int) -> list[Spot]:
    """Those of one line of a file, in their order; with a column other than 0 the innermost."""
    first = program.units[unit].first
    count = len(program.units[unit].facts.functions)
    found = [
        spot
        for function in range(first, first + count)
        for spot, anchors in _of_function(program, function)
        if any(lines.position(at)[0] == line for at in anchors)
    ]
    found.sort(key=lambda spot: (spot.start, -spot.end, spot.function))
    if column:
        around = [spot for spot in found if _covers(lines, spot, line, column)]
        return around[-1:]
    return found


def lines_with_code(program: Program, unit: int, lines: LineMap) -> list[int]:
    """Lines of a file that hold a call or an assignment."""
    first = program.units[unit].first
    count = len(program.units[unit].facts.functions)
    return sorted(
        {
            lines.position(at)[0]
            for function in range(first, first + count)
            for _, anchors in _of_function(program, function)
            for at in anchors
        }
    )


def _covers(lines: LineMap, spot: Spot, line: int, column: int) -> bool:
    return lines.position(spot.start) <= (line, column) < lines.position(spot.end)


def _of_function(program: Program, function: int) -> Iterator[tuple[Spot, list[int]]]:
    """Everything of a function that may be asked about, with the bytes that say where it is."""
    body = program.body(function)
    for number, held in enumerate(body.values):
        if held[0] == f.CALL:
            given = (*held[4], *(value for _, value in held[5]))
            spans = [held[7][2 * at : 2 * at + 2] for at in range(len(given))]
            values = tuple(
                Handed(function, value if value >= 0 else ~value, start, end, (), "value")
                for value, (start, end) in zip(given, spans, strict=True)
            )
            ends = max(held[1], body.values[held[3]][2] - 1)
            yield (
                Spot(function, number, held[1], held[2], values),
                [held[1], ends, *(start for start, _ in spans)],
            )
        elif held[0] == f.LOCAL and held[2] > held[1]:
            start, end = body.values[held[3]][1:3]
            if start < held[2]:
                start, end = held[1:3]
            handed = Handed(function, number, start, end, (), "value")
            yield Spot(function, -1, held[1], end, (handed,)), [held[1]]
    for store in body.stores:
        handed = Handed(function, store.value, store.start, store.end, (), "value")
        yield Spot(function, -1, store.start, store.end, (handed,)), [store.start]


def denoted(search: Search, site: CallSite) -> list[str]:
    """What the name that is called stands for, as phrases."""
    program = search.program
    found: list[str] = []
    for target in search.calls.targets(site):
        head = program.head(target.function)
        sure = "" if target.sure else ", only by its name"
        form = "constructor" if target.constructs else "function"
        found.append(f"{form} {head.symbol} of {program.unit(target.function).path}{sure}")
    for tag, payload in search.linker.value(site[0], program.body(site[0]).values[site[1]][3]):
        if tag == e.EXTERNAL:
            known = search.library.is_known(str(payload)) or "builtins." not in str(payload)
            where = "of a library" if known else "of nothing that the tree defines"
            found.append(f"{payload} {where}")
        elif tag == e.VALUE:
            found.append(f"an instance of {payload} of a library")
        elif tag == e.CLASS and not found:
            found.append(f"class {program.class_head(payload).symbol}")  # type: ignore[arg-type]
    return list(dict.fromkeys(found)) or ["nothing that is known"]


def modelled(search: Search, site: CallSite) -> list[str]:
    """What models say of the names that a call may reach."""
    found: list[str] = []
    for name in search.calls.library_names(site):
        entries = search.library.entries(name)
        said = [part for entry in entries for part in _said(entry)]
        found.append(f"{name}: {'; '.join(dict.fromkeys(said)) if said else 'no model'}")
    return found


def _said(entry: Entry) -> Iterator[str]:
    if entry.sink is not None:
        yield f"a place of kind {entry.sink} for {_ports(entry.arguments)}"
    if entry.source is not None:
        yield f"gives {_ports(entry.source)}"
    if entry.passes:
        yield f"gives back what comes from {_ports(entry.passes)}"
    if entry.cleans:
        yield f"takes away {_ports(entry.cleans)}"
    if entry.effect:
        yield entry.effect
    if entry.returns:
        yield f"returns {entry.returns}"


def _ports(told: str | Sequence[object]) -> str:
    return told if isinstance(told, str) else ", ".join(map(str, told))
