from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.output.escaping import encodable, first_paragraph, json_text, visible

ANY = st.text(st.characters())
"""Any text, also with half surrogates."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [bold]text[/bold]", "plain [bold]text[/bold]"),
        ("größe 日本 😀", "größe 日本 😀"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\tb\nc\rd", r"a\tb\nc\rd"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("user\u202e\u2066\u200b", r"user\u202e\u2066\u200b"),
        ("\U000e0041\u3164", r"\U000e0041\u3164"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_acts_or_hides_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_the_encoding_lacks_is_escaped() -> None:
    assert visible("ö → 日", "latin-1") == r"ö \u2192 \u65e5"
    assert visible("ö", "ascii") == r"\xf6"
    assert encodable("ö\n→", "latin-1") == "ö\n\\u2192"


@given(ANY, st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "shift_jis"]))
def test_visible_text_is_harmless_and_stays(text: str, encoding: str) -> None:
    shown = visible(text, encoding)
    shown.encode(encoding)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)
    assert visible(shown, encoding) == shown


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])), st.lists))
def test_json_is_ascii_and_reads_back(value: object) -> None:
    text = json_text({"value": value})
    assert text.isascii()
    assert json.loads(text) == {"value": value}
    assert "\x7f" not in text


@given(ANY)
def test_json_holds_no_half_surrogates(text: str) -> None:
    json.loads(json_text(text)).encode("utf-8")


def test_first_paragraph() -> None:
    assert first_paragraph("one\n  two\n \nthree\n") == "one two"
    assert first_paragraph("") == ""
