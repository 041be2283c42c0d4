"""Random text: the front end gives whole facts for anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.syntax.go import lower
from tests.syntax.test_random import check

PIECES = (
    "package p", 'import "a/b"', 'import (c "d"; . "e")', "type A struct {", "B", "*c.D", 'E string `json:"e"`',
    "type I interface { M(a int) (string, error) }", "type F func(int) G", "type L = []A", "type P[K any, V B] struct {",
    "func m(a int, b ...C) (d string, err error) {", "func (a *A) m() {", "func g[T any](a T) T {", "{", "}", "(", ")",
    "a := b", "a, b := c()", "var a []b = c", "const ( A = iota", "a, b = b, a", "a += b", "a++", "a.b[c].d = e",
    "*a = b", "a <- b", "b := <-a", "if a := b; c {", "} else {", "else if", "for i := 0; i < n; i++ {",
    "for k, v := range a {", "for range a {", "for {", "switch a := b.(type) {", "switch {", "case A, *B:", "case a:",
    "default:", "fallthrough", "select {", "case a := <-b:", "break L", "continue", "goto L", "L:", "return a, b",
    "defer func() {", "}()", "go f(a)", "recover()", 'panic(a + "b")', "A{b: c, d}", "&A{", "[]A{{b: c}, {d}}",
    'map[string]A{"b": {c}}', "make(chan a)", "new(A)", "append(a, b...)", "a.(B)", "a[b:c]", "[]byte(a)", "(*A)(b)",
    'fmt.Sprintf("%[1]T %s %.3v", a, b)', "f[A](b)", "a.WithB(c).D()", "json.Unmarshal(a, &b)", "func(a int) b { return a }",
    "struct { A int }{b}", "\n", "//", "/*", "*/", ";", ",", "`", '"', "'a'", "'", "é", "\U0001f600", "\x00", "\ufeff",
    "0x", "1e999", "1i", "a", ".", ":", "=", ":=", "...",
)  # fmt: skip

sources = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=80)


@given(sources)
@settings(max_examples=300, deadline=None)
def test_any_text_has_facts(text: str) -> None:
    data = text.encode("utf-8", "replace")
    facts = lower(data)
    check(facts)
    assert facts == lower(data)


@given(st.integers(1, 600), st.sampled_from(PIECES))
@settings(max_examples=120, deadline=None)
def test_any_depth_has_facts(depth: int, piece: str) -> None:
    check(lower(("package p\nfunc m() { " + piece * depth).encode()))
