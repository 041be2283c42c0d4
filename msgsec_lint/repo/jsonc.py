"""JSON as people write it for their tools: with comments, and commas behind the last entry."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_NO_DATA = re.compile(rb'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\r\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_LAST_COMMA = re.compile(rb'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|,(?=\s*[}\]])', re.DOTALL)


class JsonError(Exception):
    """A file that is no JSON, or no object."""


def parse(data: bytes) -> dict[str, Any]:
    """The object that a file holds. Raises JsonError where there is none."""
    plain = _LAST_COMMA.sub(_text, _NO_DATA.sub(_text, data.removeprefix(b"\xef\xbb\xbf")))
    try:
        found = msgspec.json.decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise JsonError("it is no JSON that can be read") from error
    if not isinstance(found, dict):
        raise JsonError("it holds no object")
    return found


def _text(found: re.Match[bytes]) -> bytes:
    return found.group(1) or b""


def entries(found: Any) -> dict[str, Any]:
    """What should be an object; empty where it is none."""
    return found if isinstance(found, dict) else {}


def texts(found: Any) -> list[str]:
    """What should be text or a list of texts."""
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
