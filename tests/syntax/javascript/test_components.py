"""Components of Vue and Svelte: which text is a script, and which expressions become markup."""

from __future__ import annotations

import time

import pytest

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript import lower_svelte as svelte
from msgsec_lint.syntax.javascript import lower_vue as vue
from tests.syntax.conftest import Lower


def test_a_script_in_a_comment_is_none(lower_vue: Lower) -> None:
    facts = lower_vue("<!-- <script>use(1)</script> -->\n<script>use(2)</script>")
    assert facts.uses() == ["2"]


def test_a_script_in_another_language_is_not_read(lower_vue: Lower) -> None:
    assert lower_vue('<script lang="coffee">use 1</script>').file.error_lines == 0


def test_a_script_with_elements(lower_vue: Lower) -> None:
    facts = lower_vue('<script lang="tsx">use(<b>{a as T}</b>)</script>')
    assert facts.file.error_lines == 0
    assert facts.uses() == [":jsx:b((T):a)"]


MARKUP = [
    ('<p v-html="a.b"></p>', [":dom:innerHTML(:a.b)"]),
    ("<p v-html='f(\"x\")'></p>", [":f('x')", ":dom:innerHTML(:f('x'))"]),
    ('<p :innerHTML.prop="a"/><iframe :srcdoc="b"/>', [":dom:innerHTML(:a)", ":dom:srcdoc(:b)"]),
    ('<p v-if="a > b" v-html="c"></p>', [":dom:innerHTML(:c)"]),
    ('<p title="v-html=" v-text="a"></p><!-- <p v-html="b"> -->', []),
    ('<p v-html="a | b | c(1)"/>', [":b(:a)", ":c(:b(:a), 1)", ":dom:innerHTML(:c(:b(:a), 1))"]),
    ('<p v-html="a || b"/>', [":dom:innerHTML(choice(:a, :b if :a))"]),
    ('<p v-html="a +"></p><p v-html="b"></p>', [":dom:innerHTML(:b)"]),
    (
        '<ul><li v-for="(m, i) in ms" :key="i"><br><p v-html="m"/></li></ul><p v-html="m"/>',
        [":dom:innerHTML(m=each(:ms))", ":dom:innerHTML(:m)"],
    ),
    ('<p v-for="{id, text: t} of ms" v-html="t"/>', [":dom:innerHTML(t=each(:ms).text)"]),
]


@pytest.mark.parametrize(("template", "calls"), MARKUP)
def test_attributes_that_become_markup(lower_vue: Lower, template: str, calls: list[str]) -> None:
    facts = lower_vue(f"<template>\n{template}\n</template>\n<style>a > b {{}}</style>")
    found = facts.calls("template") if len(facts.file.functions) > 1 else []
    assert found == calls


def test_markup_stands_where_it_is_written(lower_vue: Lower) -> None:
    source = '<template>\n<p v-html="é.b"/></template>'
    facts = lower_vue(source)
    call = next(v for v in facts.body("template").values if v[0] == f.CALL)
    assert source.encode()[call[1] : call[2]].decode() == "é.b"


def test_only_templates_have_directives(lower_vue: Lower) -> None:
    assert len(lower_vue('<docs><p v-html="a"/></docs><div v-html="b"/>').file.functions) == 1


def test_a_template_reads_properties_and_refs(lower_vue: Lower) -> None:
    facts = lower_vue(
        '<template><p v-html="a"/><p v-html="b"/><p v-html="c"/></template>\n'
        "<script setup>\nimport {ref} from 'vue';\n"
        "const props = defineProps<{a: A}>();\nconst b = ref(1);\nconst c = 2;\n</script>"
    )
    assert facts.calls("template") == [
        ":dom:innerHTML(:props.a)", ":dom:innerHTML(:b.value)", ":dom:innerHTML(:c)",
    ]  # fmt: skip


OPTIONS = """
<template><p v-html="shown(text)"/></template>
<script>
export default defineComponent({
  name: 'Bubble',
  props: { message: { type: Object as PropType<Message> }, title: String },
  data() { const a = 1; return { draft: '', size: a }; },
  computed: {
    text() { return this.message.body },
    both: { get() { return 1 }, set(v) { use(v) } },
  },
  watch: { text(v) { use(v) } },
  methods: { shown(t) { return t }, slow: debounce(function () { return 2 }, 10) },
  created() { this.draft = this.text },
});
</script>
"""


def test_options_are_a_class(lower_vue: Lower) -> None:
    facts = lower_vue(OPTIONS)
    (made,) = facts.file.classes
    assert [(field.name, field.type) for field in made.fields] == [
        ("message", "Message"), ("title", "builtins.str"),
    ]  # fmt: skip
    assert sorted(made.methods) == [
        "both", "both.set", "created", "shown", "slow", "text", "watch.text",
    ]  # fmt: skip
    flags = {head.name: head.flags for head in facts.file.functions}
    assert flags["text"] & f.PROPERTY
    assert not flags["shown"] & f.PROPERTY
    assert facts.stores("Bubble.<init>") == ["this.draft := ''", "this.size := a=1"]
    assert facts.stores("Bubble.created") == ["this.draft := this.text"]
    assert facts.calls("Bubble.template")[-1] == ":dom:innerHTML(this.shown(this.text))"
    assert "default" in facts.file.globals


BLOCKS = [
    ("{@html a.b}", [":dom:innerHTML(:a.b)"]),
    ("{@html f({x: '}'})}", [":f({'x': '}'})", ":dom:innerHTML(:f({'x': '}'}))"]),
    ("{#each ms as m, i (m.id)}{@html m.t}{/each}", [":dom:innerHTML(m=each(:ms).t)"]),
    ("{#each ms as {t}}{#if t}{@html t}{/if}{/each}", [":dom:innerHTML(t=each(:ms).t)"]),
    ("<!-- {@html a} -->{a}", []),
    ("{@html a", []),
]


@pytest.mark.parametrize(("text", "calls"), BLOCKS)
def test_blocks_that_become_markup(lower_svelte: Lower, text: str, calls: list[str]) -> None:
    facts = lower_svelte(f"<script>let x = '{{@html b}}';</script>\n{text}\n")
    found = facts.calls("template") if len(facts.file.functions) > 1 else []
    assert found == calls


HOSTILE = [
    "<a ", '<a "', "<a b='", "<script ", "<!--", "{@html /*\n", "{@html (", "{#each ", "{@html `",
    '<template><p v-for="', "<p v-for='" + " " * 500 + "'>", "<p v-html='a'>", "<p v-for='a in b'>",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("lower", [vue, svelte])
def test_the_time_grows_with_the_length(piece: str, lower) -> None:
    text = ("<template>" + piece * (200_000 // len(piece))).encode()
    before = time.perf_counter()
    lower(text)
    assert time.perf_counter() - before < 5
