"""Random text: a front end gives facts for anything, and the whole engine reads them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.python import lower
from msgsec_lint.syntax.source import to_utf8
from tests.syntax.conftest import Facts, Shown

PIECES = (
    "def f(x):", "class A(B):", "if a:", "elif b:", "else:", "for a in b:", "while a:", "try:",
    "except E as e:", "finally:", "with a as b:", "match x:", "case [a, *b]:", "lambda x: y",
    "return a", "yield a", "raise E(a)", "import a.b", "from .a import *", "global a", "del a",
    "print a, b", "exec a", "@a", "async ", "await a", "a = b", "a: T = b", "a += b", "a, *b = c",
    "f'{a!r:{b}}'", "'%s' % a", "a.b[c](d, *e, k=f, **g)", "[a for a in b if c]", "{**a, 'k': b}",
    "(a := b)", "a if b else c", "a and b or not c", "a < b < c", "x.append(a)", "d['k'] = a",
    "self.a = b", "...", "'''", '"', "(", ")", "[", "]", "{", "}", ":", ",", "\\\n", "\n", "\n    ",
    "\n        ", "\t", " ", ";", "#", "é", "\U0001f600", "\x00", "\ufeff", "1", "0x", "1e999", "1j",
)  # fmt: skip

pythonish = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
blocks = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([p for p in PIECES if "\n" not in p])), max_size=25
).map(lambda lines: "\n".join("    " * depth + line for depth, line in lines))
sources = pythonish | blocks | st.text(max_size=80)


def check(facts: f.FileFacts) -> None:
    """Facts are whole: every body can be read, every index leads somewhere."""
    again = f.decode_file(f.encode_file(facts))
    assert again == facts
    assert len(facts.bodies) == len(facts.functions)
    for number, data in enumerate(facts.bodies):
        body = f.decode_body(data)
        shown = Shown(facts, number, body)
        given_back = (*body.returns, *body.yields, *body.raises)
        for value in (*given_back, *(v for held in body.bindings.values() for v in held)):
            shown.value(value)
        for guard in body.guards:
            assert -1 <= guard.outer < len(body.guards)
            assert -1 <= guard.test < len(body.values)
        head = facts.functions[number]
        assert head.parent < len(facts.functions)
        assert head.start <= head.end
    for index in (facts.calls, facts.globals):
        for flat in index.values():
            for function, value in zip(flat[::2], flat[1::2], strict=True):
                assert value < len(f.decode_body(facts.bodies[function]).values)
    for made in facts.classes:
        assert -1 < made.body < len(facts.functions)


@given(sources)
@settings(max_examples=300, deadline=None)
def test_text_gives_facts(text: str) -> None:
    data, utf8 = to_utf8(text.encode("utf-8", "replace"))
    assert utf8
    facts = lower(data)
    check(facts)
    assert facts == lower(data)


@given(st.binary(max_size=120) | pythonish.map(lambda text: text.encode("utf-16")))
@settings(deadline=None)
def test_bytes_give_facts(data: bytes) -> None:
    text, _ = to_utf8(data)
    text.decode("utf-8")
    check(lower(text))


@given(st.binary(max_size=60), st.sampled_from(["latin-1", "utf-16", "cp037", "x", "idna", ""]))
def test_any_declared_encoding_is_survived(data: bytes, name: str) -> None:
    text, _ = to_utf8(b"# coding: " + name.encode() + b"\n" + data)
    text.decode("utf-8")


@given(blocks)
@settings(deadline=None)
def test_spans_are_inside_the_text(text: str) -> None:
    data = text.encode()
    facts = Facts(lower(data))
    for number in range(len(facts.file.functions)):
        for value in f.decode_body(facts.file.bodies[number]).values:
            assert 0 <= value[1] <= value[2] <= len(data)
