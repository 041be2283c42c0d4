"""Emitters of events: which calls of ``emit`` give a handler what it is given."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.members.written import Written
from msgsec_lint.link.program import CallSite
from msgsec_lint.link.resolver import Resolver

MAX_EMITTED = 40
"""Calls that emit an event of one name and are looked at."""

Identity = tuple[str, object]
"""What two names must have in common to mean one emitter: its class, or where it was made."""


def emitted(resolver: Resolver, site: CallSite, position: int) -> list[CallSite]:
    """The calls that emit the event which a call hands a function over for, on its emitter.

    Only events that both sides name literally count.
    """
    values = resolver.program.body(site[0]).values
    call = values[site[1]]
    callee = values[call[3]]
    known = resolver.library.conventions(resolver.program.traits(site[0]).group)
    if callee[0] != f.ATTR or callee[4] not in known.listeners or position != 1:
        return []
    event = event_of(resolver, site)
    own = _identities(resolver, site[0], callee[3]) if event is not None else set()
    found: list[CallSite] = []
    emitting_calls = [x for name in known.emits for x in resolver.program.calls_named(name)]
    for other in emitting_calls if own else ():
        inside = resolver.program.body(other[0]).values
        emitting = inside[other[1]]
        target = inside[emitting[3]]
        if (
            target[0] == f.ATTR
            and event_of(resolver, other) == event
            and not own.isdisjoint(_identities(resolver, other[0], target[3]))
        ):
            found.append(other)
            if len(found) == MAX_EMITTED:
                break
    return found


def event_of(resolver: Resolver, site: CallSite) -> object:
    """What a call is given first and names an event: a literal, or a constant by its name.

    None for all else.
    """
    values = resolver.program.body(site[0]).values
    arguments = values[site[1]][4]
    if not arguments or arguments[0] < 0:
        return None
    held = values[arguments[0]]
    if held[0] == f.NAME:
        return ("", held[3]) if held[3].isupper() else None
    if held[0] != f.ATTR:
        return held[3] if held[0] == f.CONST else None
    base = values[held[3]]
    if base[0] == f.CLASS:
        return (resolver.program.unit(site[0]).facts.classes[base[3]].name, held[4])
    if base[0] == f.ATTR:
        return (base[4], held[4]) if base[4][:1].isupper() else None
    named = {f.NAME: 3, f.LOCAL: 4}.get(base[0])
    return (base[named], held[4]) if named is not None else None


def _identities(resolver: Resolver, function: int, value: int) -> set[Identity]:
    """What tells an emitter from others; nothing for what is not known to be one."""
    found: set[Identity] = set()
    known = resolver.library.conventions(resolver.program.traits(function).group).emitters
    for tag, payload in resolver.value(function, value):
        if tag == e.INSTANCE:
            classes, outside = resolver.lineage(payload)  # type: ignore[arg-type]
            if any(base.endswith(known) for base in outside):
                found.update(("class", ref) for ref in classes)
        elif tag == e.VALUE and str(payload).endswith(known):
            found.update(_makers(resolver, function, value))
    return found


def _makers(resolver: Resolver, function: int, value: int) -> set[Identity]:
    """Where an emitter of a library was made, seen through names."""
    values = resolver.program.body(function).values
    held = values[value]
    while held[0] in (f.LOCAL, f.CAST):
        value = held[3]
        held = values[value]
    if held[0] == f.CALL:
        return {("made", (function, value))}
    if held[0] == f.ATTR:
        owners = resolver.value(function, held[3])
        return {("field", (payload, held[4])) for tag, payload in owners if tag == e.INSTANCE}
    if held[0] == f.NAME:
        return {("made", made) for made in Written(resolver).made(function, value)}
    return set()
