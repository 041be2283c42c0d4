from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.output.line_hash import line_hashes

# Expected values come from a run of GitHub's own function over these texts.
KNOWN = {
    "": ["c129715d7a2bc9a3:1"],
    "x": ["638816509450efbf:1"],
    "import os\n": ["cb30a0d6d5e2b68e:1", "c129715d7a2bc9a3:1"],
    "a\r\nb\rc\n\n": [
        "81badacc705f766d:1",
        "b8a367705bcf4346:1",
        "2a9159bd01820062:1",
        "3c5bef55b72b93c9:1",
        "c129715d7a2bc9a3:1",
    ],
    "  def f(msg):\n\treturn msg.body\n": [
        "6f1922e57d238a7d:1",
        "47921477e85bc214:1",
        "c129715d7a2bc9a3:1",
    ],
    "\u00e9😀 \ufeff\u3000z\n": ["3e536374c54386e4:1", "c129715d7a2bc9a3:1"],
    "x" * 99 + "\n" + "x" * 100 + "\n" + "y" * 101: [
        "52b56201ffb585b2:1",
        "52b56201ffb58620:1",
        "cadd4b5b9d92c51c:1",
    ],
    "line\nline\nline\n": [
        "171f5eea46a13ad5:1",
        "3b2ec92861c73127:1",
        "e178b07ad2457761:1",
        "c129715d7a2bc9a3:1",
    ],
}


def by_definition(text: str) -> list[str]:
    """The same by the words of the definition, slow: one window of 100 units per line."""
    units: list[int] = []
    starts = [0]
    previous = ""
    for character in text:
        skipped = character in " \t" or (character == "\n" and previous == "\r")
        previous = character
        if skipped:
            continue
        pair = character.encode("utf-16-be")
        units += [int.from_bytes(pair[n : n + 2], "big") for n in range(0, len(pair), 2)]
        if character in "\r\n":
            units[-1] = 10
            starts.append(len(units))
    units += [0xFFFF, *[0] * 100]
    seen: dict[int, int] = {}
    found = []
    for start in starts:
        value = 0
        for unit in units[start : start + 100]:
            value = (value * 37 + unit) % 2**64
        seen[value] = seen.get(value, 0) + 1
        found.append(f"{value:x}:{seen[value]}")
    return found


@pytest.mark.parametrize("text", KNOWN)
def test_same_values_as_the_upload_action(text: str) -> None:
    assert line_hashes(text) == KNOWN[text]


@given(st.text(st.sampled_from("ab \t\r\n\ufeff\x00é😀"), max_size=400))
def test_same_values_as_the_definition(text: str) -> None:
    assert line_hashes(text) == by_definition(text)


def test_blanks_and_line_ends_do_not_matter() -> None:
    assert line_hashes("if x:\n\tcall( y )\n") == line_hashes("if x:\r\n    call(y)\r\n")


def test_a_repeated_line_is_counted() -> None:
    line = "x" * 120 + "\n"
    first, second, _ = line_hashes(line * 2)
    assert (first.endswith(":1"), second.endswith(":2")) == (True, True)
    assert first.split(":")[0] == second.split(":")[0]
