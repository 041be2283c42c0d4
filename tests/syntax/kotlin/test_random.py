"""Random text: the front end gives whole facts for anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.syntax.kotlin import lower
from tests.syntax.test_random import check

PIECES = (
    "package a.b", "import a.B", "import a.b.* ", "import a.b as C", "class A<T : B>(val a: T) : C<T>(a) {",
    "interface I { val a: Int", "enum class E(val n: Int) { A(1) {", "B;", "data class R(val a: String, b: Int = 1)",
    "object O : B() {", "companion object {", "init {", "constructor(a: Int) : this(a) {",
    '@A(b = ["c"], d = 1)', "sealed", "override", "suspend", "inline", "vararg", "{", "}", "(", ")",
    "val a: String = b", "var a by lazy { b }", "val (a, _) = b", "get() = field", "set(v) { field = v }",
    "fun m(a: Int, vararg b: C): D {", "fun A.ext() = this", "fun <T> m() where T : B",
    "if (a is B && c !is D) {", "else", "for ((a, b) in c)", "while (a)", "do {", "} while (a)",
    "try {", "} catch (e: E) {", "} finally {", "when (val a = b) {", "is A -> b", "in c -> d",
    "else -> e", "a, b ->", "return@a b", "return", "break@a", "continue", "throw E(a)", "a@", "a = b",
    "a += b", "a?.b[c]!!.d = e", "a ?: return", "a.map { it.b }.forEach(::d)", "a.let { b -> b.c() }",
    "a?.apply { b = c; d(this) }", "with(a) { b }", "runCatching { a }.onFailure { b(it) }",
    "launch { a.collect { b(it) } }", "flow { emit(a) }", "a.fold(b) { c, d -> c + d }", "{ a, (b, c) -> d }",
    "fun(a: Int) = b", "object : A(b) {", "a as? B<C>", "f<A>(b)", "a to b", "a until b", "1..2",
    '"a $b ${c} $"', '"""', '"', "$", "`a b`", "super<A>.b()", "this@A.b", "A::class.java", "a::b",
    "\n", "//", "/*", "*/", ";", ",", "<", ">", "é", "\U0001f600", "\x00", "\ufeff", "1u", "0x", "1e999",
    "a", ".", "?.", "!!", "->", "::",
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
    check(lower(("class A { fun m() { " + piece * depth).encode()))
