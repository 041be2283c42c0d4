"""What of the arguments of an exception its message shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import CallSite, ClassRef

if TYPE_CHECKING:
    from msgsec_lint.flow.search import Search

MAX_INHERITED = 6
"""Constructors that hand on to constructors are followed so far."""
_MESSAGES = ("message", "getMessage", "getLocalizedMessage", "localizedMessage")


def message_arguments(search: Search, site: CallSite, ref: ClassRef) -> list[int]:
    """The arguments of a call that makes an exception of a class of which its text is made.

    On the JVM these are those that reach the constructor of a class outside the tree; elsewhere an
    exception shows all that it was made with.
    """
    call = search.program.body(site[0]).values[site[1]]
    every = [argument if argument >= 0 else ~argument for argument in call[4]]
    made = [target for target in search.calls.targets(site) if target.constructs]
    if not made or search.program.units[ref[0]].family != "jvm" or _says_itself(search, ref):
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
