"""Where data does not fit a type, said so that a person can mend it.

``msgspec.convert`` decides quickly whether data fits; its messages, though, do not say which entry
of a mapping is wrong and what was probably meant. Only when it refuses does ``find_problem`` walk
the data once more beside the type. The error path may be slow, the good path may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KeyPath = tuple["str | int", ...]
"""The way from the top of a document to a value: keys of mappings, indexes of lists."""


class Problem(NamedTuple):
    """The first place where data does not fit its type."""

    path: KeyPath
    message: str
    hint: str


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of ``words`` that was probably meant by ``word``, or None if none is close."""
    from difflib import get_close_matches

    def plain(text: str) -> str:
        return text.lower().replace("_", "-")

    known = {plain(candidate): candidate for candidate in words}
    close = get_close_matches(plain(word), known, n=1, cutoff=0.6)
    return known[close[0]] if close else None


def suggestion(word: str, words: Iterable[str], known: str = "Known") -> str:
    """A hint for a wrong word: the nearest right one, else all that would have been right."""
    words = list(words)
    close = nearest(word, words)
    if close is not None:
        return f"Did you mean `{close}`?"
    return f"{known}: {', '.join(words)}." if words else ""


def describe(value: object) -> str:
    """What a value is, in words that need no knowledge of Python."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    if isinstance(value, str):
        return f"the text `{text if len(text) <= 40 else text[:39] + '…'}`"
    return f"the number {text}" if isinstance(value, int | float) else f"`{text}`"


def find_problem(data: object, type_: object) -> Problem | None:
    """The first problem of ``data`` in document order, or None where it fits ``type_``."""
    from msgspec import inspect

    return _check(data, inspect.type_info(type_), ())


_WANTED = {
    "StrType": "text",
    "IntType": "a whole number",
    "FloatType": "a number",
    "BoolType": "true or false",
    "NoneType": "nothing",
    "ListType": "a list",
    "VarTupleType": "a list",
    "DictType": "a mapping",
    "StructType": "a mapping",
}


def _check(data: object, info: Any, path: KeyPath) -> Problem | None:
    name = type(info).__name__
    if name in ("AnyType", "UnsetType"):
        return None
    if name == "Metadata":
        return _check(data, info.type, path)
    if name == "UnionType":
        return _check_union(data, info, path)
    if name == "LiteralType":
        return _check_literal(data, info.values, path)
    if not _fits(data, name):
        return _mismatch(data, [name], path)
    if name == "StructType":
        return _check_struct(data, info, path)
    if name == "DictType":
        return _check_mapping(data, info, path)
    if name in ("ListType", "VarTupleType"):
        return _check_list(data, info, path)
    return _check_limits(data, info, path)


def _fits(data: object, name: str) -> bool:
    if name == "BoolType":
        return isinstance(data, bool)
    if name in ("IntType", "FloatType"):
        numbers = int if name == "IntType" else int | float
        return isinstance(data, numbers) and not isinstance(data, bool)
    if name in ("StructType", "DictType"):
        return isinstance(data, dict)
    if name in ("ListType", "VarTupleType"):
        return isinstance(data, list)
    return data is None if name == "NoneType" else isinstance(data, str)


def _check_union(data: object, info: Any, path: KeyPath) -> Problem | None:
    members = [m for m in info.types if type(m).__name__ != "UnsetType"]
    names = [type(m).__name__ for m in members]
    words = _literals(info)
    if data is not None and (
        set(names) <= {"LiteralType", "NoneType"} or (words and isinstance(data, str))
    ):
        return _check_literal(data, words, path)
    for member, name in zip(members, names, strict=True):
        if name == "AnyType" or (name != "LiteralType" and _fits(data, name)):
            return _check(data, member, path)
    return _mismatch(data, names, path)


def _literals(info: Any) -> list[str]:
    """The words of a literal type, or of those in a union."""
    return [str(word) for m in getattr(info, "types", [info]) for word in getattr(m, "values", ())]


def _mismatch(data: object, names: Sequence[str], path: KeyPath) -> Problem:
    wanted = sorted({_WANTED.get(name, "text") for name in names if name != "NoneType"})
    hint = ""
    if "text" in wanted and data is not None and not isinstance(data, dict | list):
        hint = "Put it in quotes."
    elif "a list" in wanted and isinstance(data, str):
        hint = f"Write [{data}]."
    where = _subject(path)
    return Problem(path, f"{where} must be {' or '.join(wanted)}, not {describe(data)}", hint)


def _subject(path: KeyPath) -> str:
    """The key a message is about; an index is named together with the key that holds the list."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    owner = next((part for part in reversed(path) if isinstance(part, str)), None)
    return f"entry {last + 1} of `{owner}`" if owner else f"entry {last + 1}"


def _check_literal(data: object, values: Sequence[object], path: KeyPath) -> Problem | None:
    if any(data == value and type(data) is type(value) for value in values):
        return None
    words = [str(value) for value in values]
    owner = next((part for part in reversed(path) if isinstance(part, str)), "the document")
    said = f"`{data}`" if isinstance(data, str) else describe(data)
    message = f"{said} is no value that `{owner}` can have"
    return Problem(path, message, suggestion(str(data), words, "Allowed"))


def _check_struct(data: Any, info: Any, path: KeyPath) -> Problem | None:
    fields = {field.encode_name: field for field in info.fields}
    for key, value in data.items():
        field = fields.get(key) if isinstance(key, str) else None
        if field is None:
            if not info.forbid_unknown_fields:
                continue
            return Problem((*path, key), f"`{key}` is no known key", suggestion(str(key), fields))
        problem = _check(value, field.type, (*path, key))
        if problem:
            return problem
    for name, field in fields.items():
        if field.required and name not in data:
            where = f" in {_subject(path)}" if path else ""
            return Problem(path, f"the key `{name}` is missing{where}", f"Add `{name}: …`.")
    return None


def _check_mapping(data: Any, info: Any, path: KeyPath) -> Problem | None:
    for key, value in data.items():
        problem = _check(key, info.key_type, (*path, key))
        if problem:
            words = _literals(info.key_type)
            if not words:
                return problem
            hint = suggestion(str(key), words, "Allowed")
            return Problem((*path, key), f"`{key}` is no key that {_subject(path)} can have", hint)
        problem = _check(value, info.value_type, (*path, key))
        if problem:
            return problem
    return None


def _check_list(data: Any, info: Any, path: KeyPath) -> Problem | None:
    if info.min_length and len(data) < info.min_length:
        return Problem(path, f"{_subject(path)} is empty", "Give at least one entry.")
    for index, value in enumerate(data):
        problem = _check(value, info.item_type, (*path, index))
        if problem:
            return problem
    return None


def _check_limits(data: Any, info: Any, path: KeyPath) -> Problem | None:
    import re

    where = _subject(path)
    if isinstance(data, str):
        if getattr(info, "min_length", None) and len(data) < info.min_length:
            return Problem(path, f"{where} is empty", "Write something.")
        pattern = getattr(info, "pattern", None)
        if pattern and not re.search(pattern, data):
            return Problem(path, f"{where} cannot be {describe(data)}", _PATTERN_HINTS[pattern])
        return None
    low, high = getattr(info, "ge", None), getattr(info, "le", None)
    if (low is not None and data < low) or (high is not None and data > high):
        bounds = f"from {low} to {high}" if high is not None else f"{low} or more"
        return Problem(path, f"{where} cannot be {data}", f"Give a number {bounds}.")
    return None


KEBAB = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
VERSION = r"^[0-9]+\.[0-9]+\.[0-9]+$"
CANONICAL = r"^[\w.{},$\[\]<>*@/:-]+$"
NAME_PATTERN = r"^[\w$*.-]+$"
_PATTERN_HINTS = {
    NAME_PATTERN: "Write a name; `*` stands for any letters.",
    KEBAB: "Use small letters, digits and single hyphens.",
    VERSION: "Write a version such as 0.1.0.",
    CANONICAL: "Write a dotted name such as package.module.function, without blanks.",
}
