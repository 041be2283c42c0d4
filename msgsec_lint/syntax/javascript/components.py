"""Where scripts and markup made from values stand in a component of Vue or Svelte.

No grammar is needed for this: the tags, and in Svelte the blocks in braces, are read in one pass,
so that text of any form costs no more than its length.
"""

from __future__ import annotations

import re

from msgspec import Struct

MAX_OPEN = 100
"""Elements and blocks nested deeper than this bind no names for the markup inside."""
MAX_LOOPS = 8
"""So many loops over one piece of markup are read, the innermost."""
MAX_MARKUP = 1000
"""So many pieces of markup are read in one component."""
MAX_EXPRESSION = 5000
"""A longer expression is not read."""

_TAG = re.compile(rb"<!--|<(/?)([A-Za-z][\w.:-]*)")
_ATTRIBUTE = re.compile(rb"\s*([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+)))?")
_SCRIPT = re.compile(rb"<!--|<script\b((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>", re.IGNORECASE)
_SCRIPT_END = re.compile(rb"</script\s*>", re.IGNORECASE)
_LANGUAGE = re.compile(rb"\blang\s*=\s*[\"']?(\w+)")
_SHOWN = {
    b"v-html": "innerHTML",
    b":innerhtml": "innerHTML",
    b".innerhtml": "innerHTML",
    b"v-bind:innerhtml": "innerHTML",
    b":inner-html": "innerHTML",
    b":srcdoc": "srcdoc",
    b"v-bind:srcdoc": "srcdoc",
}
"""Attributes whose value is parsed as markup, without their modifiers."""
_VOID = frozenset(
    {b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
     b"param", b"source", b"track", b"wbr"}
)  # fmt: skip
_LOOP = re.compile(rb"(.*?)\s(?:in|of)\s", re.DOTALL)
_BRACE = re.compile(rb"<!--|\{(?:@html\s|#each\s|/each\b)")
_EACH_AS = re.compile(rb"\sas\s")
_OTHER_LANGUAGES = frozenset({"coffee", "coffeescript", "livescript", "json"})
_CODE = re.compile(rb"[{}()\[\]\"'`]|//|/\*")
_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
_RENAMED = re.compile(rb"([A-Za-z_$][\w$]*)\s*:\s*([A-Za-z_$][\w$]*)")
_CLOSING = {ord("{"): b"}", ord("("): b")", ord("["): b"]"}

Span = tuple[int, int]


class Loop(Struct, frozen=True):
    """What stands over markup that is made for every element of something."""

    names: tuple[tuple[str, str], ...]
    """Names that are bound, each with the property that it holds of the element, if not all."""
    others: tuple[str, ...]
    """Names of keys and indexes."""
    over: Span


class Markup(Struct, frozen=True):
    """An expression whose value the page parses as markup."""

    property: str
    value: Span
    loops: tuple[Loop, ...]


class Component(Struct, frozen=True):
    """The parts of a component that have to do with values."""

    scripts: tuple[Span, ...]
    language: str
    """As its scripts name it; empty where they do not."""
    markup: tuple[Markup, ...]


def vue(source: bytes) -> Component:
    """The parts of a single-file component of Vue."""
    scripts, language = _scripts(source)
    return Component(scripts, language, tuple(_directives(source, scripts)[:MAX_MARKUP]))


def svelte(source: bytes) -> Component:
    """The parts of a component of Svelte."""
    scripts, language = _scripts(source)
    return Component(scripts, language, tuple(_blocks(source, scripts)[:MAX_MARKUP]))


def _scripts(source: bytes) -> tuple[tuple[Span, ...], str]:
    found: list[Span] = []
    language = ""
    at = 0
    while (opening := _SCRIPT.search(source, at)) is not None:
        if opening.group(1) is None:
            at = _behind(source, b"-->", opening.end())
            continue
        closing = _SCRIPT_END.search(source, opening.end())
        if closing is None:
            break
        at = closing.end()
        named = _LANGUAGE.search(opening.group(1))
        if named is not None:
            language = named.group(1).decode("ascii", "replace").lower()
        if language not in _OTHER_LANGUAGES:
            found.append((opening.end(), closing.start()))
    return tuple(found), language


class _Open(Struct):
    """An element, or a block, that has not ended."""

    tag: bytes
    loop: Loop | None


def _directives(source: bytes, scripts: tuple[Span, ...]) -> list[Markup]:
    """Attributes in the template that are shown as markup, with the loops over them."""
    found: list[Markup] = []
    opened: list[_Open] = []
    skipped = dict(scripts)
    at = 0
    while (tag := _TAG.search(source, at)) is not None:
        at = tag.end()
        if tag.group() == b"<!--":
            at = _behind(source, b"-->", at)
            continue
        name = tag.group(2).lower()
        if tag.group(1):
            _close(opened, name)
            continue
        at, attributes, ends = _attributes(source, at)
        if at in skipped:
            at = skipped[at]
            continue
        if not opened and name != b"template":
            # Blocks beside the template: styles, documents, translations.
            at = at if ends else _behind(source, b"</" + tag.group(2), at)
            continue
        loop = _v_for(source, attributes)
        loops = tuple(x for x in (*(one.loop for one in opened), loop) if x is not None)
        found += (
            Markup(shown, span, loops[-MAX_LOOPS:])
            for written, span in attributes
            for shown in [_SHOWN.get(written.lower().split(b".", 1)[0] or written.lower())]
            if shown is not None and span[1] - span[0] <= MAX_EXPRESSION
        )
        if not ends and name not in _VOID and len(opened) < MAX_OPEN:
            opened.append(_Open(name, loop))
    return found


def _close(opened: list[_Open], name: bytes) -> None:
    for at in range(len(opened) - 1, -1, -1):
        if opened[at].tag == name:
            del opened[at:]
            return


def _attributes(source: bytes, at: int) -> tuple[int, list[tuple[bytes, Span]], bool]:
    """Read a tag to its end: where that is, the attributes, and whether the element ends there."""
    found: list[tuple[bytes, Span]] = []
    while (made := _ATTRIBUTE.match(source, at)) is not None:
        at = made.end()
        group = next((g for g in (2, 3, 4) if made.group(g) is not None), 0)
        if group:
            found.append((made.group(1), made.span(group)))
    while at < len(source) and source[at : at + 1] in (b" ", b"\t", b"\r", b"\n"):
        at += 1
    if source[at : at + 2] == b"/>":
        return at + 2, found, True
    return (at + 1 if source[at : at + 1] == b">" else at), found, False


def _v_for(source: bytes, attributes: list[tuple[bytes, Span]]) -> Loop | None:
    for name, (start, end) in attributes:
        if name.lower() == b"v-for" and end - start <= MAX_EXPRESSION:
            made = _LOOP.match(source, start, end)
            if made is not None:
                return _loop(made.group(1), (made.end(), end))
    return None


def _loop(pattern: bytes, over: Span) -> Loop:
    """``message``, ``(message, index)``, ``{id, text: body}`` over something."""
    pattern = pattern.strip()
    if pattern[:1] == b"(" and pattern[-1:] == b")":
        pattern = pattern[1:-1].strip()
    if pattern[:1] == b"{":
        inside, _, rest = pattern[1:].partition(b"}")
        taken: list[tuple[str, str]] = []
        for part in inside.split(b","):
            renamed = _RENAMED.match(part.strip())
            plain = _NAME.match(part.strip())
            if renamed is not None:
                taken.append((_text(renamed.group(2)), _text(renamed.group(1))))
            elif plain is not None:
                taken.append((_text(plain.group()), _text(plain.group())))
        return Loop(tuple(taken), tuple(_text(n) for n in _NAME.findall(rest)), over)
    names = [_text(name) for name in _NAME.findall(pattern)]
    return Loop(tuple((name, "") for name in names[:1]), tuple(names[1:]), over)


def _blocks(source: bytes, scripts: tuple[Span, ...]) -> list[Markup]:
    """``{@html …}`` of Svelte, with the ``{#each …}`` over them."""
    found: list[Markup] = []
    opened: list[Loop | None] = []
    at, ahead = 0, [*scripts]
    while (made := _BRACE.search(source, at)) is not None:
        while ahead and ahead[0][1] <= made.start():
            ahead.pop(0)
        if ahead and ahead[0][0] <= made.start():
            at = ahead[0][1]
            continue
        at = made.end()
        if made.group() == b"<!--":
            at = _behind(source, b"-->", at)
        elif made.group().startswith(b"{/"):
            if opened:
                opened.pop()
        else:
            at, whole = _closing_brace(source, made.end())
            span = (made.end(), at)
            if made.group().startswith(b"{@"):
                loops = tuple(loop for loop in opened if loop is not None)
                if whole:
                    found.append(Markup("innerHTML", span, loops[-MAX_LOOPS:]))
            elif len(opened) < MAX_OPEN:
                opened.append(_each(source, *span) if whole else None)
    return found


def _each(source: bytes, start: int, end: int) -> Loop | None:
    """``list as item, index (key)``."""
    made = _EACH_AS.search(source, start, end)
    if made is None:
        return None
    return _loop(source[made.end() : end].split(b"(", 1)[0], (start, made.start()))


def _closing_brace(source: bytes, at: int) -> tuple[int, bool]:
    """Where an expression ends that an opening brace began, and whether it does."""
    limit = min(at + MAX_EXPRESSION, len(source))
    expected = [b"}"]
    while (made := _CODE.search(source, at, limit)) is not None:
        sign, at = made.group(), made.end()
        if sign == expected[-1]:
            expected.pop()
            if not expected:
                return made.start(), True
        elif sign[0] in _CLOSING:
            expected.append(_CLOSING[sign[0]])
        elif sign in (b'"', b"'", b"`"):
            at = _behind_text(source, sign, at, limit)
        elif sign in (b"//", b"/*"):
            at = _behind(source, b"\n" if sign == b"//" else b"*/", at, limit)
    return limit, False


def _behind_text(source: bytes, quote: bytes, at: int, limit: int) -> int:
    while at < limit:
        sign = source[at : at + 1]
        if sign == quote:
            return at + 1
        at += 2 if sign == b"\\" else 1
    return limit


def _behind(source: bytes, mark: bytes, at: int, limit: int | None = None) -> int:
    """The place behind the next mark, or the end."""
    end = len(source) if limit is None else limit
    found = source.find(mark, at, end)
    return found + len(mark) if found >= 0 else end


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
