"""What annotations make of a class: Lombok, AutoValue, Immutables."""

from __future__ import annotations

from msgspec import Struct

from msgsec_lint.facts import model as f

LOGGERS: dict[str, str] = {
    "Slf4j": "org.slf4j.Logger",
    "XSlf4j": "org.slf4j.ext.XLogger",
    "Log": "java.util.logging.Logger",
    "Log4j": "org.apache.log4j.Logger",
    "Log4j2": "org.apache.logging.log4j.Logger",
    "CommonsLog": "org.apache.commons.logging.Log",
    "JBossLog": "org.jboss.logging.Logger",
    "Flogger": "com.google.common.flogger.FluentLogger",
}
"""Lombok's annotation that adds a static field ``log`` → the type of that field."""

_TEXT = ("Data", "Value", "ToString")
_ALL = ("AllArgsConstructor", "Value", "Builder", "SuperBuilder")
_REQUIRED = ("RequiredArgsConstructor", "Data")
_ABSTRACT = frozenset({"AutoValue", "Value.Immutable", "Value.Modifiable"})


class Generated(Struct):
    """What annotations of a class generate."""

    text: bool = False
    """The text form, from the fields."""
    constructor: str = ""
    """``all`` or ``required`` fields as arguments; empty when none is generated."""
    explicit: bool = False
    """Only fields marked as included are part of the text."""
    only: frozenset[str] = frozenset()
    """Where not empty, the only fields that are part of the text."""
    excluded: frozenset[str] = frozenset()
    logger: str = ""
    """The type of the logger added as ``log``."""
    from_methods: bool = False
    """Abstract methods without parameters are the fields."""


def generated(marks: list[f.Decorator]) -> Generated:
    """What the annotations of a class generate."""
    found = Generated()
    for mark in marks:
        last = mark.name.rsplit(".", 1)[-1]
        if ".".join(mark.name.split(".")[-2:]) in _ABSTRACT or mark.name in _ABSTRACT:
            found.from_methods = found.text = True
            continue
        found.text |= last in _TEXT
        if last in _ALL:
            found.constructor = "all"
        elif last in _REQUIRED and not found.constructor:
            found.constructor = "required"
        elif last == "ToString":
            found.explicit = mark.keywords.get("onlyExplicitlyIncluded") is True
            found.only = _names(mark.keywords.get("of"))
            found.excluded = _names(mark.keywords.get("exclude"))
        found.logger = LOGGERS.get(last, found.logger)
    return found


def _names(given: object) -> frozenset[str]:
    if isinstance(given, str):
        return frozenset({given})
    return (
        frozenset(x for x in given if isinstance(x, str))
        if isinstance(given, list)
        else (frozenset())
    )


def is_hidden(made: Generated, name: str, marks: list[f.Decorator]) -> bool:
    """Whether a field is left out of a generated text form."""
    names = {mark.name.split("(")[0] for mark in marks}
    if names & {"ToString.Exclude", "lombok.ToString.Exclude", "Value.Redacted", "Redacted"}:
        return True
    if made.only:
        return name not in made.only
    included = bool(names & {"ToString.Include", "lombok.ToString.Include"})
    return name in made.excluded or (made.explicit and not included)
