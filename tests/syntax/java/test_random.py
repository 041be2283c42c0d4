"""Random text: the front end gives whole facts for anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.syntax.java import lower
from tests.syntax.test_random import check

PIECES = (
    "package a.b;", "import a.B;", "import static a.B.*;", "class A<T extends B> extends C<T> {",
    "interface I { int m(); }", "enum E { A(1) { }, B;", "record R(String a, int... b) {", "R { }",
    '@A(b = {"c"}, d = 1)', "@Data", "@AutoValue abstract", "static", "final", "{", "}", "(", ")",
    "String a = b;", "int[] a[] = {1, b};", "void m(@B String a, T... b) throws C {", "A(int a) {",
    "this(a);", "super(a);", "if (a instanceof B b && c) {", "else", "for (A a : b)", "for (;;)",
    "while (a)", "do", "try (A a = b) {", "catch (A | B e) {", "finally {", "switch (a) {",
    "case 1:", "case A(var b, C c) when d ->", "default ->", "yield a;", "break;", "continue a;",
    "return a;", "throw new E(a);", "assert a : b;", "synchronized (a) {", "a:", "a = b;", "a += b;",
    "a.b[c] = d;", "a.map(b -> b.c()).forEach(this::d);", "a.collect(Collectors.toMap(b -> c, D::e));",
    "a.computeIfAbsent(b, c -> d);", "() -> { return a; }", "(a, b) -> a", "A::new", "new A(b) {",
    "new int[3]", "(A<B>) c", "a ? b : c", '"a" + b', "'a'", '"""', '"', "super.a()", "A.this.b",
    "A.class", "a.new B(c)", "Foo.builder().a(b).build()", "\n", "//", "/*", "*/", ";", ",", "<", ">",
    "é", "\U0001f600", "\x00", "\ufeff", "1", "0x", "1e999", "a", ".", "::", "->",
)  # fmt: skip

sources = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=80)


@given(sources)
@settings(max_examples=300, deadline=None)
def test_any_text_has_facts(text: str) -> None:
    facts = lower(text.encode("utf-8", "replace"))
    check(facts)


@given(st.integers(1, 600), st.sampled_from(PIECES))
@settings(max_examples=120, deadline=None)
def test_any_depth_has_facts(depth: int, piece: str) -> None:
    check(lower(("class A { void m() { " + piece * depth).encode()))
