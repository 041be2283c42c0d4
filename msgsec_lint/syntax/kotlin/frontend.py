"""Lower one Kotlin file."""

from __future__ import annotations

import tree_sitter_kotlin
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.kotlin.branches import CONDITIONS
from msgsec_lint.syntax.kotlin.repair import REPAIRS
from msgsec_lint.syntax.kotlin.tables import EXPRESSIONS, IGNORED, STATEMENTS
from msgsec_lint.syntax.kotlin.types import COMMENTS
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.repair import Reader

_LANGUAGE = Language(
    "kotlin", EXPRESSIONS, STATEMENTS, IGNORED, comments=COMMENTS, conditions=CONDITIONS
)
_reader = Reader(Parser(Grammar(tree_sitter_kotlin.language())), REPAIRS)


def lower(source: bytes) -> f.FileFacts:
    """The facts of a Kotlin file; parts that do not parse are left out and counted."""
    return file_facts(_LANGUAGE, _reader, source, _module)


def _module(low: Lowering, root: Node) -> None:
    low.block(root.named_children)
