"""The record in which a language says how it differs from others beyond its syntax.

Later stages ask this record and never which language it is: a new language fills in a record and
touches no other room. A field is named for the property it states, so that reading a place which
asks for it says why that place differs.
"""

from __future__ import annotations

from msgspec import Struct


class Traits(Struct, frozen=True, kw_only=True):
    """How one language behaves.

    The defaults state the commonest behaviour; a language names what it does differently.
    """

    name: str
    """The language, as facts and rules name it."""
    group: str
    """Languages of one group call each other's code and share their models of libraries; it is
    also the name under which models are kept."""

    # Names and types: what the linker asks.

    # Values: what the search asks.

    # Places: what checks ask.
