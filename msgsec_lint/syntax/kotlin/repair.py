"""Forms of Kotlin that the grammar does not know."""

from __future__ import annotations

import re

from msgsec_lint.syntax.repair import Match, Repair, blank, renamed


def _guarded(found: Match) -> bytes:
    """``is T if test ->`` becomes ``is T , test ->``."""
    return found.group()[:-2] + b", "


def _ended(found: Match) -> bytes:
    """``{ val a = 1 }`` becomes ``{ val a = 1;}``."""
    return found.group()[:-1] + b";"


def _bare(found: Match) -> bytes:
    """``{ (name)?.let`` becomes ``{  name ?.let``: no lambda that takes a name."""
    return found.group().replace(b"(", b" ").replace(b")", b" ")


def _moved(found: Match) -> bytes:
    """The brace in front of a ``catch`` on a line of its own, moved next to it."""
    return found.group(1) + b"}"


def _without_dollars(found: Match) -> bytes:
    """``$$"a $b $$c"``: there one dollar is a dollar, and two begin a template."""
    text = found.group()[2:]
    text = re.sub(rb"\$\$?", lambda m: b"_$" if len(m.group()) == 2 else b"_", text)
    return b"  " + text


REPAIRS: list[Repair] = [
    # Strings that say how many dollars begin a template.
    (re.compile(rb'\$\$"""[\s\S]*?"""|\$\$"(?:[^"\\\n]|\\.)*"'), _without_dollars),
    # Names in parentheses that a block begins with, accessors behind a property on its line.
    (re.compile(rb"(?<=\{)\s*\([\w.]+\)(?=\??\.|!!)"), _bare),
    (
        re.compile(rb";[ \t]*(?:private|internal|protected)[ \t]+set\b(?![ \t]*\()"),
        blank,
    ),
    # Lambdas that may suspend.
    (re.compile(rb"\bsuspend(?=\s*\{)"), blank),
    # Annotations in front of accessors, and of types in parentheses.
    (
        re.compile(
            rb"@[\w.:]+(?:\([^()\n]*\))?"
            rb"(?=\s+(?:(?:private|internal|protected|inline)\s+)?(?:get\s*\(|set\b))"
        ),
        blank,
    ),
    (re.compile(rb"(?<=[:(,<>])(\s*)@[\w.]+(?=\s+\()"), blank),
    # Members at the end of a class on one line: plain ones, then those with braces of their own.
    (re.compile(rb"\b(?:val|var|fun)[ \t][^\n{}]{0,200}?[^\s{;][ \t]{1,4}(?=\})"), _ended),
    (
        re.compile(
            rb"\b(?:val|var|fun)[ \t][^\n{}]{0,200}\{[^\n{}]{0,200}\}[^\n{}]{0,80}?[ \t](?=\})"
        ),
        _ended,
    ),
    # A comma behind the last type argument.
    (re.compile(rb",(?=\s*>)"), blank),
    (re.compile(rb"\}([^\S\n]*\n\s*)(?=catch\b)"), _moved),
    # Fields behind properties, parameters that are contexts, annotations of constructors.
    (re.compile(rb"(?m)^[ \t]*field\s*:[^=\n]*(?==)"), blank),
    (re.compile(rb"(?m)^[ \t]*context\([^()]*\)[ \t]*$"), blank),
    (
        re.compile(
            rb"(?m)^(?:[ \t]*@[\w.]+(?:\([^\n]*\))?[ \t]*\n){1,8}"
            rb"(?=[ \t]*(?:private |internal |protected )?constructor\()"
        ),
        blank,
    ),
    # Conditions besides the one on the subject.
    (re.compile(rb"(?m)^[ \t]*else\s+if(?=[\s(][^\n]*->)"), blank),
    (re.compile(rb"(?m)^[ \t]*!?is\s+[\w.]+(?:<[^\n>]*>)?\s+if(?=[\s(])"), _guarded),
    (re.compile(rb"(?m)^[ \t]*[\w.]+\s+if(?=[\s(][^\n]*->)"), _guarded),
    # Words that are modifiers only in front of a declaration.
    (
        re.compile(
            rb"(?<![\w.@$`])(?:open|override|inner|data|sealed|annotation|operator|infix|inline|"
            rb"external|final|abstract|enum|const|where)(?=\s*(?:\(|\.|\+?=[^=]|[!=]=))"
        ),
        renamed,
    ),
    # Calls that look like accessors.
    (re.compile(rb"(?m)(?<=\s)set(?=\([^()\n]*(?:\([^\n]{0,200})?,)"), renamed),
    (re.compile(rb"(?m)(?<=\s)get(?=\([^)\n])"), renamed),
]
