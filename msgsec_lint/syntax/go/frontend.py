"""Lower one Go file."""

from __future__ import annotations

import tree_sitter_go
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.go.control import listed
from msgsec_lint.syntax.go.expressions import EXPRESSIONS
from msgsec_lint.syntax.go.statements import STATEMENTS
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.repair import Reader

_LANGUAGE = Language(
    "go",
    EXPRESSIONS,
    STATEMENTS,
    frozenset({"comment", "ERROR", "empty_statement", "fallthrough_statement", "label_name"}),
    comments=frozenset({"comment"}),
    blocks=frozenset({"block", "statement_list"}),
    listed=listed,
)
_reader = Reader(Parser(Grammar(tree_sitter_go.language())))


def lower(source: bytes) -> f.FileFacts:
    """The facts of a Go file; parts that do not parse are left out and counted."""
    return file_facts(_LANGUAGE, _reader, source, _module)


def _module(low: Lowering, root: Node) -> None:
    low.block(root.named_children)
