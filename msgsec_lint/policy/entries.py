"""What the types cannot say about a model entry: which keys go together, which names are sound.

Entries come from the library models, and from the policy file and model files of a scanned tree.
"""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING

from msgsec_lint.policy.patterns import pattern_fault

if TYPE_CHECKING:
    from msgsec_lint.policy.document import Document
    from msgsec_lint.policy.models import Entry
    from msgsec_lint.policy.schema import KeyPath

SUBJECTS = ("call", "class", "value", "override", "decorator", "callback", "set", "method")
"""Keys that name what an entry is about; each entry has exactly one."""
MAX_NAMES = 2000
"""Most names that the alternatives of one entry may stand for."""

MAX_ALL_NAMES = 20_000
"""Most names that all entries of one policy file may stand for together."""

_NAME = re.compile(r"[\w$<>\[\]@/:-]+(\.[\w$<>\[\]@/:-]+)*")
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


def check_entry(entry: Entry, document: Document, at: KeyPath) -> None:
    """Raise PolicyError for an entry whose keys are each right and do not fit together."""
    given = subjects(entry)
    if len(given) != 1:
        hint = f"Give exactly one of {', '.join(SUBJECTS)}."
        message = f"the entry names {' and '.join(given) or 'nothing'}"
        raise document.error((*at, *list(given)[1:2]), message, hint)
    for key, name in given.items():
        if fault := name_fault(name):
            raise document.error((*at, key), f"`{key}` {fault}")
    for key, conditions in (("when", entry.when), ("unless", entry.unless)):
        for argument, condition in conditions.items():
            for one in condition if isinstance(condition, list) else [condition]:
                if fault := _condition_fault(one):
                    raise document.error((*at, key, argument), fault)


def subjects(entry: Entry) -> dict[str, str]:
    """What an entry is about: the keys that name it, with their names."""
    return {
        key: name
        for key in SUBJECTS
        if (name := getattr(entry, "class_" if key == "class" else key)) is not None
    }


def count_names(name: str) -> int:
    """How many names a dotted name with alternatives stands for."""
    return prod(options.count(",") + 1 for options in _ALTERNATIVES.findall(name))


def name_fault(name: str) -> str | None:
    """What is wrong with a dotted name with alternatives, as the end of a sentence, or None."""
    count = count_names(name)
    for options in _ALTERNATIVES.findall(name):
        words = [word.strip() for word in options.split(",")]
        if not all(_NAME.fullmatch(word) for word in words):
            return f"cannot have the alternatives {{{options[:60]}}}"
    if count > MAX_NAMES:
        return f"stands for more than {MAX_NAMES} names"
    if not _NAME.fullmatch(_ALTERNATIVES.sub("x", name)):
        return f"cannot be `{name[:60]}`, which is no dotted name"
    return None


def _condition_fault(condition: object) -> str | None:
    if isinstance(condition, list):
        return "a condition cannot be a list of lists"
    if not isinstance(condition, dict):
        return None
    if condition in ({"given": True}, {"given": False}):
        return None
    ((key, pattern),) = condition.items() if len(condition) == 1 else ((None, None),)
    if key not in ("matches", "called") or not isinstance(pattern, str):
        return (
            "a condition is a literal, a name, {matches: REGEX}, {called: REGEX} or {given: true}"
        )
    fault = pattern_fault(pattern)
    return f"`{key}` {fault}" if fault else None
