"""Lower one Python file."""

from __future__ import annotations

import tree_sitter_python
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.file_facts import file_facts
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.python.expressions import EXPRESSIONS
from msgsec_lint.syntax.python.statements import CONDITIONS, STATEMENTS
from msgsec_lint.syntax.repair import Reader

_LANGUAGE = Language(
    "python",
    EXPRESSIONS,
    STATEMENTS,
    frozenset({"comment", "line_continuation", "ERROR", "escape_interpolation"}),
    block_scoped=False,
    conditions=CONDITIONS,
)
_reader = Reader(Parser(Grammar(tree_sitter_python.language())), braces=False)


def lower(source: bytes) -> f.FileFacts:
    """The facts of a Python file; parts that do not parse are left out and counted."""
    return file_facts(_LANGUAGE, _reader, source, _module)


def _module(low: Lowering, root: Node) -> None:
    low.block(root.named_children)
