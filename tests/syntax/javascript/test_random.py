"""Random text: the front ends give whole facts for anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript import (
    lower_javascript,
    lower_svelte,
    lower_tsx,
    lower_typescript,
    lower_vue,
)
from tests.syntax.test_random import check

PIECES = (
    'import a, {b as c} from "d";', 'import * as a from "b";', 'import a = require("b");', "export {a as b};",
    'export * from "a";', 'export * as a from "b";', "export default", "export =", "export", "declare", "abstract",
    "class A<T extends B> extends C<T> implements D {", "class extends (b) {", "interface A extends B<C> {", "@A(b, {c: 1})",
    "type A = {a: string; b?: C[]} & D;", "type A = {k: 1} | B;", "enum A { B, C = 1 }", "namespace A.B {",
    'declare module "a" {', "static", "private readonly a: B = c;", "constructor(private a: B, ...b: C[]) {", "#a = 1;",
    "get a() {", "set a(b) {", "static {", "[a]() {", "async *a<T>({b, c: [d]}: E, f = 1): Promise<T> {", "{", "}", "(", ")",
    "[", "]", "const {a, b: c = 1, ...d} = e;", "let [a, , ...b] = c;", "var a: B;", "using a = b;", "function* a(b, {c}) {",
    "(a, b) => c", "async a => {", "function () {", "if (a instanceof B && typeof c === 'string') {", "else", "for (const a of b)",
    "for (const [a, b] of c)", "for (a in b)", "for (;;)", "while (a)", "do", "try {", "catch ({a}) {", "catch {", "finally {", "switch (a) {",
    "case 1:", "default:", "break;", "continue a;", "return a;", "throw new E(a);", "yield* a;", "a:", "a = b;", "a ??= b;",
    "a.b[c] = d;", "({a: this.b} = c);", "delete a.b;", "a.map((b, c) => b.c).forEach(d);", "a.then(b => c, d).catch(e);",
    "a.reduce((b, c) => d, {});", "Object.assign(this, {a});", "a.push(...b);", "a`b${c}d`", "`a${", "${", "`", "super.a()",
    "super(a);", "new A<B>(c)", "new.target", "import.meta", 'require("a")', 'const {a} = await import("b");', "a?.b?.[c]?.(d)",
    "a!", "a as B", "a satisfies B", "<A>b", "<a b={c} {...d}>", "</a>", "<>", "</>", "/a/g", "a ? b : c", '"a" + b', "'", '"',
    "module.exports = {a, b() {}};", "exports.a = b;", "//", "/*", "*/", "<!--", "#!/a", ";", ",", "<", ">", "é", "\U0001f600",
    "\x00", "\ufeff", "1", "0x", "1e999", "10n", "a", ".", "=>", "...", "\n", "<script>", "</script>",
)  # fmt: skip
FRONT_ENDS = (lower_typescript, lower_tsx, lower_javascript, lower_vue, lower_svelte)

sources = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=80)


@given(sources, st.sampled_from(FRONT_ENDS))
@settings(max_examples=400, deadline=None)
def test_any_text_has_facts(text: str, lower) -> None:
    check(lower(text.encode("utf-8", "replace")))


@given(st.integers(1, 600), st.sampled_from(PIECES), st.sampled_from(FRONT_ENDS))
@settings(max_examples=120, deadline=None)
def test_any_depth_has_facts(depth: int, piece: str, lower) -> None:
    # Read, not written as text: what changes a name again and again is too long to write out.
    facts = lower(("class A { m() { " + piece * depth).encode())
    assert f.decode_file(f.encode_file(facts)) == facts
    assert [len(f.decode_body(data).values) > -1 for data in facts.bodies]


@pytest.mark.parametrize("lower", FRONT_ENDS)
@pytest.mark.parametrize("piece", PIECES)
def test_any_piece_alone_has_facts(piece: str, lower) -> None:
    check(lower(piece.encode()))
