"""What is told of one place of a tree by whoever debugs a finding or a miss.

Everything here is frozen and holds positions and phrases; outputs render it.
"""

from __future__ import annotations

from msgspec import Struct

from msgsec_lint.findings.model import Confidence, Finding, FlowStep, Location


class Stop(Struct, frozen=True, kw_only=True):
    """Something that kept data from being followed, or made an answer less sure."""

    code: str
    """``no-model``, ``unknown-call``, ``cleaned``, ``masked``, ``harmless``, ``number``,
    ``less-sure`` or ``cut``."""
    location: Location
    why: str


class Source(Struct, frozen=True, kw_only=True):
    """Sensitive data that a value is, or comes from."""

    kind: str
    confidence: Confidence
    why: str
    path: tuple[FlowStep, ...]
    """From where it is sensitive to the value."""
    arrives: Confidence | None = None
    """How sure it is that it arrives at the place; None for not at all, and without a place."""
    lowered: tuple[str, ...] = ()
    """What made that less sure."""
    decisions: tuple[str, ...] = ()
    """What each rule that asks for such data at such a place says."""


class Value(Struct, frozen=True, kw_only=True):
    """What is handed over by a call, or assigned."""

    text: str
    """As written, on one line and shortened."""
    location: Location
    place: str
    """Kind of the place that it is handed to; empty if to none."""
    through: str
    """What is called there in the end, where functions in between only hand it on."""
    shown: str
    """How the place shows objects: as ``text``, as ``json``, as a whole ``value``."""
    sources: tuple[Source, ...]
    origins: tuple[str, ...]
    """Parameters that it comes from, whose callers were asked."""
    stops: tuple[Stop, ...]


class Place(Struct, frozen=True, kw_only=True):
    """One call or assignment."""

    form: str
    """``call`` or ``assignment``."""
    text: str
    location: Location
    denotes: tuple[str, ...]
    """What the name that is called stands for."""
    models: tuple[str, ...]
    """What models say of it."""
    passed_over: tuple[str, ...]
    """Models that could make a place of it and do not, with the reason."""
    values: tuple[Value, ...]


class Trace(Struct, frozen=True, kw_only=True):
    """All that is told of one line."""

    path: str
    line: int
    zone: str
    zone_why: str
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]
    """Those on the line that a scan shows."""
    withheld: tuple[tuple[Finding, str], ...]
    """Those that it does not show, each with the reason."""
