"""Byte offsets as lines and columns, beside a slow and obvious reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.findings.lines import LineMap

texts = st.text(st.sampled_from("ab\n\r\t é\U0001f600\x0c\x85\u2028\ufeff"), max_size=60)


def slow(text: str, characters: int) -> tuple[int, int]:
    before = text[:characters]
    return before.count("\n") + 1, characters - (before.rfind("\n") + 1) + 1


@given(texts, st.data())
def test_positions_are_those_of_characters(text: str, data: st.DataObject) -> None:
    characters = data.draw(st.integers(0, len(text)))
    lines = LineMap(text.encode())
    assert lines.position(len(text[:characters].encode())) == slow(text, characters)


@given(texts, st.data())
def test_spans_contain_their_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = (len(text[:at].encode()) for at in (start, end))
    found = LineMap(text.encode()).location("a.py", first, last, "f")
    rows = text.split("\n")
    if found.line == found.end_line:
        shown = rows[found.line - 1][found.column - 1 : found.end_column - 1]
    else:
        shown = "\n".join(
            [
                rows[found.line - 1][found.column - 1 :],
                *rows[found.line : found.end_line - 1],
                rows[found.end_line - 1][: found.end_column - 1],
            ]
        )
    assert shown == text[start:end]
    assert (found.path, found.symbol) == ("a.py", "f")


@given(texts)
def test_lines_are_those_of_the_text(text: str) -> None:
    lines = LineMap(text.encode())
    rows = text.split("\n")
    assert [lines.line_text(at) for at in range(1, len(rows) + 1)] == [
        row.rstrip("\r\n") for row in rows
    ]


@given(st.binary(max_size=60), st.integers(-5, 70))
def test_any_bytes_and_any_offset_have_a_position(data: bytes, offset: int) -> None:
    line, column = LineMap(data).position(offset)
    assert 1 <= line <= data.count(b"\n") + 1
    assert column >= 1


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("a", -1, (1, 1)),
        ("a", 99, (1, 2)),
        ("a\n", 1, (1, 2)),
        ("a\n", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("\tb", 1, (1, 2)),
        ("é\U0001f600b", 6, (1, 3)),
        ("a\rb\x0cc\u2028d", 4, (1, 5)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert LineMap(text.encode()).position(offset) == position


def test_an_offset_inside_a_character_is_behind_its_first_byte() -> None:
    assert LineMap("é".encode()).position(1) == (1, 2)
