"""Lower one file of TypeScript, TSX, JavaScript or JSX, or a component of Vue or Svelte."""

from __future__ import annotations

import re

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.javascript import components
from msgsec_lint.syntax.javascript.blocks import hoisted, listed
from msgsec_lint.syntax.javascript.expressions import EXPRESSIONS
from msgsec_lint.syntax.javascript.narrowing import CONDITIONS
from msgsec_lint.syntax.javascript.nodes import EXTRAS
from msgsec_lint.syntax.javascript.repair import REPAIRS
from msgsec_lint.syntax.javascript.statements import STATEMENTS
from msgsec_lint.syntax.javascript.templates import lower_module
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.repair import Reader


def _language(name: str) -> Language:
    return Language(
        name,
        EXPRESSIONS,
        STATEMENTS,
        EXTRAS | {"ERROR", "decorator"},
        comments=EXTRAS,
        blocks=frozenset({"statement_block"}),
        listed=listed,
        conditions=CONDITIONS,
    )


_TYPESCRIPT = _language("typescript")
_JAVASCRIPT = _language("javascript")
_typescript_reader = Reader(Parser(Grammar(tree_sitter_typescript.language_typescript())), REPAIRS)
_tsx_reader = Reader(Parser(Grammar(tree_sitter_typescript.language_tsx())), REPAIRS)
_javascript_reader = Reader(Parser(Grammar(tree_sitter_javascript.language())))
_markup_parser = Parser(Grammar(tree_sitter_typescript.language_typescript()))
"""Reads pieces of a file and no file: its ranges change."""

_NOT_A_LINE_END = re.compile(rb"[^\r\n]")


def lower_typescript(source: bytes) -> f.FileFacts:
    """The facts of a TypeScript file; parts that do not parse are left out and counted."""
    return file_facts(_TYPESCRIPT, _typescript_reader, source, _module)


def lower_tsx(source: bytes) -> f.FileFacts:
    """The facts of a TypeScript file with JSX."""
    return file_facts(_TYPESCRIPT, _tsx_reader, source, _module)


def lower_javascript(source: bytes) -> f.FileFacts:
    """The facts of a JavaScript file, with or without JSX."""
    return file_facts(_JAVASCRIPT, _javascript_reader, source, _module)


def _module(low: Lowering, root: Node) -> None:
    low.block(hoisted(root.named_children))


def lower_vue(source: bytes) -> f.FileFacts:
    """The facts of a component of Vue: its scripts, and what its template shows as markup."""
    return _component(source, components.vue(source))


def lower_svelte(source: bytes) -> f.FileFacts:
    """The facts of a component of Svelte: its scripts, and what it shows as markup."""
    return _component(source, components.svelte(source))


def _component(source: bytes, component: components.Component) -> f.FileFacts:
    reader = _tsx_reader if component.language in ("jsx", "tsx") else _typescript_reader

    def module(low: Lowering, root: Node) -> None:
        lower_module(low, root, component, _markup_parser)

    return file_facts(_TYPESCRIPT, reader, source, module, _only(source, component.scripts))


def _only(source: bytes, spans: tuple[components.Span, ...]) -> bytes:
    """A component with everything but its scripts blank."""
    kept: list[bytes] = []
    at = 0
    for start, end in spans:
        kept += (_NOT_A_LINE_END.sub(b" ", source[at:start]), source[start:end])
        at = end
    return b"".join([*kept, _NOT_A_LINE_END.sub(b" ", source[at:])])
