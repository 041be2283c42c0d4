"""Reading what the grammar does not know.

Where a file does not parse, forms that the grammar lacks are replaced by forms of the same length
that it has, and the file is parsed once more. Only the tree is taken from the replaced text: all
names and literals are read from the source as it is written. A rule that fires where it should not
does no harm, as the better of the two trees is kept; none may take more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node, Parser, Tree

_Match = re.Match[bytes]


def _blank(found: _Match) -> bytes:
    """White space of the same length, lines kept."""
    return re.sub(rb"[^\n]", b" ", found.group())


def _renamed(found: _Match) -> bytes:
    return b"_" + found.group()[1:]


def _guarded(found: _Match) -> bytes:
    """``is T if test ->`` becomes ``is T , test ->``."""
    return found.group()[:-2] + b", "


def _ended(found: _Match) -> bytes:
    """``{ val a = 1 }`` becomes ``{ val a = 1;}``."""
    return found.group()[:-1] + b";"


def _moved(found: _Match) -> bytes:
    """The brace in front of a ``catch`` on a line of its own, moved next to it."""
    return found.group(1) + b"}"


def _without_dollars(found: _Match) -> bytes:
    """``$$"a $b $$c"``: there one dollar is a dollar, and two begin a template."""
    text = found.group()[2:]
    text = re.sub(rb"\$\$?", lambda m: b"_$" if len(m.group()) == 2 else b"_", text)
    return b"  " + text


_RULES: list[tuple[re.Pattern[bytes], Callable[[_Match], bytes]]] = [
    # Strings that say how many dollars begin a template.
    (re.compile(rb'\$\$"""[\s\S]*?"""|\$\$"(?:[^"\\\n]|\\.)*"'), _without_dollars),
    # Lambdas that may suspend.
    (re.compile(rb"\bsuspend(?=\s*\{)"), _blank),
    # Annotations in front of accessors, and of types in parentheses.
    (
        re.compile(
            rb"@[\w.:]+(?:\([^()\n]*\))?"
            rb"(?=\s+(?:(?:private|internal|protected|inline)\s+)?(?:get\s*\(|set\b))"
        ),
        _blank,
    ),
    (re.compile(rb"(?<=[:(,<>])(\s*)@[\w.]+(?=\s+\()"), _blank),
    # Members at the end of a class on one line: plain ones, then those with braces of their own.
    (re.compile(rb"\b(?:val|var|fun)[ \t][^\n{}]{0,200}?[^\s{;][ \t]{1,4}(?=\})"), _ended),
    (
        re.compile(
            rb"\b(?:val|var|fun)[ \t][^\n{}]{0,200}\{[^\n{}]{0,200}\}[^\n{}]{0,80}?[ \t](?=\})"
        ),
        _ended,
    ),
    # A comma behind the last type argument.
    (re.compile(rb",(?=\s*>)"), _blank),
    (re.compile(rb"\}([^\S\n]*\n\s*)(?=catch\b)"), _moved),
    # Fields behind properties, parameters that are contexts, annotations of constructors.
    (re.compile(rb"(?m)^[ \t]*field\s*:[^=\n]*(?==)"), _blank),
    (re.compile(rb"(?m)^[ \t]*context\([^()]*\)[ \t]*$"), _blank),
    (
        re.compile(
            rb"(?m)^(?:[ \t]*@[\w.]+(?:\([^\n]*\))?[ \t]*\n){1,8}"
            rb"(?=[ \t]*(?:private |internal |protected )?constructor\()"
        ),
        _blank,
    ),
    # Conditions besides the one on the subject.
    (re.compile(rb"(?m)^[ \t]*else\s+if(?=[\s(][^\n]*->)"), _blank),
    (re.compile(rb"(?m)^[ \t]*!?is\s+[\w.]+(?:<[^\n>]*>)?\s+if(?=[\s(])"), _guarded),
    (re.compile(rb"(?m)^[ \t]*[\w.]+\s+if(?=[\s(][^\n]*->)"), _guarded),
    # Words that are modifiers only in front of a declaration.
    (
        re.compile(
            rb"(?<![\w.@$`])(?:open|override|inner|data|sealed|annotation|operator|infix|inline|"
            rb"external|final|abstract|enum|const|where)(?=\s*(?:\(|\.|\+?=[^=]|[!=]=))"
        ),
        _renamed,
    ),
    # Calls that look like accessors.
    (re.compile(rb"(?m)(?<=\s)set(?=\([^()\n]*(?:\([^\n]{0,200})?,)"), _renamed),
    (re.compile(rb"(?m)(?<=\s)get(?=\([^)\n])"), _renamed),
]


def repaired(source: bytes) -> bytes:
    """The source with unknown forms replaced; of the same length, in the same lines."""
    for pattern, replace in _RULES:
        source = pattern.sub(replace, source)
    return source


class Reader:
    """Parses as ``Parser`` does, and once more where that fails."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def parse(self, source: bytes) -> Tree:
        """The tree with the least that could not be read."""
        tree = self._parser.parse(source)
        if not tree.root_node.has_error:
            return tree
        changed = repaired(source)
        if changed == source:
            return tree
        again = self._parser.parse(changed)
        return again if _unread(again.root_node) < _unread(tree.root_node) else tree


def _unread(root: Node) -> int:
    """How many bytes lie under nodes that could not be read."""
    found = 0
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found += 1 + node.end_byte - node.start_byte
        elif node.has_error:
            stack.extend(node.children)
    return found
