"""Lower one file of TypeScript, TSX, JavaScript or JSX."""

from __future__ import annotations

import re
from typing import cast

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.javascript.blocks import block
from msgsec_lint.syntax.javascript.expressions import EXPRESSIONS
from msgsec_lint.syntax.javascript.nodes import EXTRAS
from msgsec_lint.syntax.javascript.repair import REPAIRS
from msgsec_lint.syntax.javascript.statements import STATEMENTS
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.repair import Reader

_IGNORED = EXTRAS | {"ERROR", "decorator"}
_TYPESCRIPT = Language("typescript", EXPRESSIONS, STATEMENTS, _IGNORED)
_JAVASCRIPT = Language("javascript", EXPRESSIONS, STATEMENTS, _IGNORED)
# All that is asked of a parser here is to parse.
_typescript_parser = cast(
    "Parser", Reader(Parser(Grammar(tree_sitter_typescript.language_typescript())), REPAIRS)
)
_tsx_parser = cast(
    "Parser", Reader(Parser(Grammar(tree_sitter_typescript.language_tsx())), REPAIRS)
)
_javascript_parser = Parser(Grammar(tree_sitter_javascript.language()))

_SCRIPT = re.compile(rb"<script\b[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")


def lower_typescript(source: bytes) -> f.FileFacts:
    """The facts of a TypeScript file; parts that do not parse are left out and counted."""
    return file_facts(_TYPESCRIPT, _typescript_parser, source, _module)


def lower_tsx(source: bytes) -> f.FileFacts:
    """The facts of a TypeScript file with JSX."""
    return file_facts(_TYPESCRIPT, _tsx_parser, source, _module)


def lower_javascript(source: bytes) -> f.FileFacts:
    """The facts of a JavaScript file, with or without JSX."""
    return file_facts(_JAVASCRIPT, _javascript_parser, source, _module)


def _module(low: Lowering, root: Node) -> None:
    block(low, root.named_children)


def lower_component(source: bytes) -> f.FileFacts:
    """The facts of the scripts of a Vue or Svelte component; offsets are those of the file."""
    return lower_typescript(_scripts(source))


def _scripts(source: bytes) -> bytes:
    """A component with everything but its scripts blank."""
    kept: list[bytes] = []
    at = 0
    for found in _SCRIPT.finditer(source):
        kept += (_NOT_A_LINE_END.sub(b" ", source[at : found.start(1)]), found.group(1))
        at = found.end(1)
    return b"".join([*kept, _NOT_A_LINE_END.sub(b" ", source[at:])])
