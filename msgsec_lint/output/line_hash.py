"""The hash by which GitHub recognises a line of code after it has moved.

GitHub's upload action computes ``primaryLocationLineHash`` where it is missing, warns where it
differs from its own, and uploads past that action have none unless the tool brings it. So it is
computed here to the same value: a polynomial over the first 100 UTF-16 units from the start of a
line that are neither blank nor tab, modulo 2⁶⁴, then the number of its occurrence in the file.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from itertools import accumulate

_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
_SHIFT = pow(_BASE, _WINDOW, 1 << 64)
_LINE_FEED = 10
_END_OF_FILE = 0xFFFF
# Blanks vanish, and a line feed only right behind its carriage return: "\r \n" is two lines.
_BLANK = re.compile("(?<=\r)\n|[ \t]")


def line_hashes(text: str) -> list[str]:
    """The hash of every line of a file, the first at index 0."""
    packed = _BLANK.sub("", text).replace("\r", "\n")
    units = array("H", packed.encode("utf-16-le", "surrogatepass"))
    if array("H", b"\x01\x00")[0] != 1:
        units.byteswap()
    units.append(_END_OF_FILE)
    starts = [0, *(at + 1 for at, unit in enumerate(units) if unit == _LINE_FEED)]
    units.extend([0] * _WINDOW)
    sums = list(accumulate(units, lambda total, unit: (total * _BASE + unit) & _MASK, initial=0))
    seen: Counter[int] = Counter()
    hashes = []
    for start in starts:
        value = (sums[start + _WINDOW] - sums[start] * _SHIFT) & _MASK
        seen[value] += 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes
