"""From the bytes of a file to the UTF-8 text that front ends read."""

from __future__ import annotations

import re

_BOM = b"\xef\xbb\xbf"
_DECLARED = re.compile(rb"coding[:=][ \t]*([-\w.]+)")


def to_utf8(data: bytes) -> tuple[bytes, bool]:
    """The text as UTF-8 without byte order mark, and whether it was written in UTF-8.

    Other encodings are read as declared in the first two lines (PEP 263), else as Latin-1, which
    reads anything. Offsets in facts and locations refer to the text that this returns.
    """
    if data.startswith(_BOM):
        data = data[3:]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, True
    declared = _DECLARED.search(b"\n".join(data.split(b"\n", 2)[:2]))
    for name in (declared.group(1).decode("ascii") if declared else "latin-1", "latin-1"):
        try:
            return data.decode(name).encode("utf-8", "replace"), False
        except (LookupError, UnicodeError, ValueError):
            continue
    return data, False
