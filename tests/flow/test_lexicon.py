"""Names, split into words and judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.flow.kinds import KIND_NAMES
from msgsec_lint.flow.lexicon import Lexicon, bundled_lexicon, words

LEXICON = Lexicon(bundled_lexicon())

identifiers = st.text(
    st.sampled_from("abcXYZ_019éß\u0130") | st.characters(categories=["L", "N", "Pc", "Mn"]),
    max_size=40,
)
names = st.text(max_size=60) | identifiers


@given(names)
def test_splitting_never_raises_and_gives_lower_case_words(name: str) -> None:
    assert all(word and word.isascii() and word == word.lower() for word in words(name))


@given(names, st.lists(names, max_size=3).map(tuple), st.booleans())
def test_judging_never_raises_and_agrees_with_itself(
    name: str, context: tuple[str, ...], parameter: bool
) -> None:
    judged = LEXICON.judge(name, context, parameter=parameter)
    assert judged == Lexicon(FILE).judge(name, context, parameter=parameter)
    for kind, confidence, why in judged.kinds:
        assert kind in KIND_NAMES
        assert 1 <= confidence <= 3
        assert why
    assert not (judged.harmless and judged.kinds)


FILE = bundled_lexicon()


@given(names)
def test_results_and_types_never_raise(name: str) -> None:
    LEXICON.result(name)
    LEXICON.transformed(name)
    LEXICON.judge_type(name)


@given(st.lists(st.from_regex(r"\A[a-z]{1,8}\Z"), min_size=1, max_size=5))
def test_every_style_of_a_name_has_the_same_words(parts: list[str]) -> None:
    expected = tuple(parts)
    assert words("_".join(parts)) == expected
    assert words("__" + "_".join(parts) + "_") == expected
    assert words("-".join(parts)) == expected
    assert words("_".join(parts).upper()) == expected
    if all(len(part) > 1 for part in parts):
        assert words("".join(part.capitalize() for part in parts)) == expected
        assert words(parts[0] + "".join(part.capitalize() for part in parts[1:])) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", ()),
        ("_", ()),
        ("HTTPServer", ("http", "server")),
        ("getURLFor", ("get", "url", "for")),
        ("body2", ("body2",)),
        ("sha256_hash", ("sha256", "hash")),
        ("a1b2", ("a1", "b2")),
        ("x_1_y", ("x", "y")),
        ("e2eKey", ("e2", "e", "key")),
        ("MESSAGE_TEXT", ("message", "text")),
        ("messageText", ("message", "text")),
        ("été", ("t",)),
    ],
)
def test_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


def kinds(name: str, *context: str) -> dict[str, int]:
    return {KIND_NAMES[bit]: sure for bit, sure, _ in LEXICON.judge(name, context).kinds}


@pytest.mark.parametrize("style", ["message_text", "messageText", "MessageText", "MESSAGE_TEXT"])
def test_the_style_of_a_name_does_not_matter(style: str) -> None:
    assert kinds(style) == {"content": 3}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("password", {"credential": 3}),
        ("new_password", {"credential": 3}),
        ("passwords", {"credential": 3}),
        ("password1", {"credential": 3}),
        ("password_bytes", {"credential": 3}),
        ("user_private_key", {"key": 3}),
        ("phone_number", {"identity": 3}),
        ("latitude", {"metadata": 3}),
        ("plaintext", {"content": 3}),
        ("x", {}),
        ("count", {}),
        ("InputTypePassword", {}),
        ("ErrInvalidPassphrase", {}),
        ("captchaToken", {}),
    ],
)
def test_the_last_words_of_a_name_decide(name: str, expected: dict[str, int]) -> None:
    assert kinds(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "password_hash",
        "plaintext_length",
        "is_password",
        "has_private_key",
        "num_passwords",
        "public_key",
        "next_token",
        "error_message",
        "encrypted_message",
        "redacted_password",
    ],
)
def test_names_that_say_they_are_harmless(name: str) -> None:
    judged = LEXICON.judge(name)
    assert judged.harmless
    assert judged.kinds == ()


def test_what_holds_a_name_may_decide() -> None:
    assert kinds("body", "HttpResponse") == {"content": 1}
    assert kinds("body", "Message") == {"content": 2}
    assert kinds("body", "SmsMessage") == {"content": 2}
    assert kinds("text", "chat_message") == {"content": 2}
    assert kinds("body", "MessageError") == {"content": 1}


def test_names_of_a_project() -> None:
    own = Lexicon(FILE, {"content": ["whisperBlob"]}, ["plaintext"])
    assert [bit for bit, _, _ in own.judge("last_whisper_blob").kinds] == [1]
    assert own.judge("plaintext").harmless
