"""Foreign text made safe to show: scanned code may hold anything, also orders to a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache

_PLAIN = re.compile(r"[ -~]*")
_NON_ASCII = re.compile("[^\x00-\x7e]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
# Controls, format characters (bidi overrides, zero-width), surrogates, private use, unassigned,
# and the two separators that many programs take for line breaks.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Blank on most screens although their category says letter or symbol.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str, encoding: str = "utf-8") -> str:
    """The text on one line, with every character that acts or hides instead of showing escaped.

    So is every character that ``encoding`` does not have. Other text stays as it is, so the result
    of escaping twice is the same as of escaping once.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(visible_character(character, encoding) for character in text)


@lru_cache(maxsize=4096)
def visible_character(character: str, encoding: str = "utf-8") -> str:
    """How one character is shown; itself or an escape in the manner of Python."""
    if " " <= character <= "~":
        return character
    if character in _SHORT:
        return _SHORT[character]
    hidden = unicodedata.category(character) in _HIDDEN or character in _BLANK
    if hidden or not _encodable(character, encoding):
        return _escape(ord(character))
    return character


def encodable(text: str, encoding: str) -> str:
    """The text with escapes for what ``encoding`` does not have; all else, also lines, kept."""
    return "".join(
        character if _encodable(character, encoding) else _escape(ord(character))
        for character in text
    )


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """Prose on one line: line breaks and runs of blanks become one blank."""
    return " ".join(text.split())


def first_paragraph(text: str) -> str:
    """The first paragraph of a text of several, on one line."""
    return one_line(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0])


def json_text(value: object) -> str:
    """JSON in pure ASCII, indented, with a line break at the end.

    Nothing in it can act on a terminal, and no encoding can spoil it. Half surrogates, which JSON
    readers refuse, become question marks.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _NON_ASCII.sub(_json_escape, text) + "\n"


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
