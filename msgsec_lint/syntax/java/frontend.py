"""Lower one Java file."""

from __future__ import annotations

import tree_sitter_java
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.java.expressions import EXPRESSIONS
from msgsec_lint.syntax.java.statements import CONDITIONS, STATEMENTS
from msgsec_lint.syntax.java.types import COMMENTS
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.repair import Reader

_LANGUAGE = Language(
    "java",
    EXPRESSIONS,
    STATEMENTS,
    frozenset({"line_comment", "block_comment", "ERROR", "modifiers"}),
    comments=COMMENTS,
    conditions=CONDITIONS,
)
_reader = Reader(Parser(Grammar(tree_sitter_java.language())))


def lower(source: bytes) -> f.FileFacts:
    """The facts of a Java file; parts that do not parse are left out and counted."""
    return file_facts(_LANGUAGE, _reader, source, _module)


def _module(low: Lowering, root: Node) -> None:
    low.block(root.named_children)
