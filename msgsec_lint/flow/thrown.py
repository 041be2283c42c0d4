"""What of the arguments of an exception it shows, and what comes out of a call as an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import Exit, Hit, Outcome, shown_as, together
from msgsec_lint.link.calling.passing import Target
from msgsec_lint.link.program import CallSite, ClassRef

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search

MAX_INHERITED = 6
"""Constructors that hand on to constructors are followed so far."""
MAX_THROUGH = 3
"""Functions that an error of JavaScript comes through on its way from a call to a handler."""
MAX_THROWING = 40
"""Calls in one such function from which errors are followed."""
_MESSAGES = ("message", "getMessage", "getLocalizedMessage", "localizedMessage")


def message_arguments(search: Search, site: CallSite, ref: ClassRef, mode: str) -> list[int]:
    """The arguments of a call that makes an exception of a class that it shows.

    On the JVM these are those that reach the constructor of a class outside the tree. An error of
    JavaScript shows the like of them as text, and as an object its fields besides. Elsewhere an
    exception shows all that it was made with.
    """
    call = search.program.body(site[0]).values[site[1]]
    every = [argument if argument >= 0 else ~argument for argument in call[4]]
    made = [target for target in search.calls.targets(site) if target.constructs]
    family = search.program.units[ref[0]].family
    if not made or family not in ("jvm", "web") or _says_itself(search, ref):
        return every
    if family == "web" and shown_as(mode) not in ("text", "repr"):
        return every
    shown: dict[int, None] = {}
    for target in made:
        for parameter in sorted(_handed_on(search, target.function, 0)):
            for value, _ in search.calls.passed(site, target, parameter, ()):
                shown[value] = None
    return list(shown)


def _says_itself(search: Search, ref: ClassRef) -> bool:
    """Whether a class has a message of its own."""
    return any(
        field.name in _MESSAGES or not head.methods.keys().isdisjoint(_MESSAGES)
        for owner in search.linker.lineage(ref)[0]
        for head in [search.program.class_head(owner)]
        for field in (*head.fields, f.Field("", None, 0, -1))
    )


def _handed_on(search: Search, constructor: int, depth: int) -> set[int]:
    """The parameters of a constructor that reach that of an ancestor outside the tree."""
    body = search.program.body(constructor)
    found: set[int] = set()
    for number, call in enumerate(body.values):
        if call[0] != f.CALL or body.values[call[3]][4:5] != ["<init>"] or depth > MAX_INHERITED:
            continue
        site = (constructor, number)
        given = [*call[4], *(value for _, value in call[5])]
        inner = [t for t in search.calls.targets(site) if t.function != constructor]
        if inner:
            given = [
                value
                for target in inner
                for parameter in sorted(_handed_on(search, target.function, depth + 1))
                for value, _ in search.calls.passed(site, target, parameter, ())
            ]
        for value in given:
            outcome = search.local(constructor, value if value >= 0 else ~value, (), "text")
            found.update(exit_.parameter for exit_ in outcome.exits)
    return found


def thrown(search: Search, function: int, mode: str, depth: int) -> Outcome:
    """What errors show that a function of JavaScript lets out: of its own, and of what it calls."""
    found = [search.local(function, v, (), mode) for v in search.program.body(function).raises[:8]]
    # What comes from afar is one thing in many handlers: only what is sure is worth it.
    far = 1 if depth == 1 else 0
    for site, target in _escaping(search, function) if depth < MAX_THROUGH else ():
        inner = search.thrown(target.function, mode, depth + 1)
        hits = (
            hit._replace(confidence=hit.confidence - far)
            for hit in inner.hits
            if hit.confidence > far
        )
        found.append(Outcome(tuple(hits)))
        for exit_ in inner.exits:
            found.extend(_given(search, site, target, exit_._replace(lost=exit_.lost + far)))
    return together(found)


def _escaping(search: Search, function: int) -> list[tuple[CallSite, Target]]:
    """The calls of a function whose errors no handler in it takes."""
    values = search.program.body(function).values
    taken = [(held[4], held[5]) for held in search.handlers(function)]
    sites = [
        (function, number)
        for number, held in enumerate(values)
        if held[0] == f.CALL and not any(first <= number < last for first, last in taken)
    ]
    return [
        (site, target)
        for site in sites[:MAX_THROWING]
        for target in search.calls.targets(site)
        if target.sure and not target.constructs
    ]


def _given(search: Search, site: CallSite, target: Target, exit_: Exit) -> list[Outcome]:
    """What an error shows of the arguments of a call, as the function around the call knows it."""
    found: list[Outcome] = []
    for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
        made = search.local(site[0], value, path, exit_.mode)
        hits = tuple(
            hit._replace(confidence=hit.confidence - exit_.lost, steps=(*hit.steps, *exit_.steps))
            for hit in made.hits
            if hit.kind & exit_.alive and hit.confidence > exit_.lost
        )
        exits = tuple(
            other._replace(
                alive=other.alive & exit_.alive,
                lost=other.lost + exit_.lost,
                steps=(*other.steps, *exit_.steps),
            )
            for other in made.exits
            if other.alive & exit_.alive
        )
        found.append(Outcome(hits, exits))
    return found


def thrown_by(search: Search, site: CallSite, target: Target, mode: str) -> tuple[Hit, ...]:
    """Sources in what comes out of a call as an error of JavaScript."""
    inner = search.thrown(target.function, mode)
    hits = list(inner.hits)
    for exit_ in inner.exits:
        for value, path in search.calls.passed(site, target, exit_.parameter, exit_.path):
            hits.extend(
                hit._replace(
                    confidence=hit.confidence - exit_.lost, steps=(*hit.steps, *exit_.steps)
                )
                for hit in search.sources(site[0], value, path, exit_.mode)
                if hit.kind & exit_.alive and hit.confidence > exit_.lost
            )
    return tuple(hits)
