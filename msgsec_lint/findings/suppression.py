"""Comments that silence findings: ``msgsec: ignore[RULE] -- REASON``.

A suppression says which rule and why; without both it does nothing but be reported. It may say
until when: ``msgsec: ignore[RULE] until=2027-01-31 -- REASON``. Several rules are separated by
commas, and a section (``III.b``) stands for all its rules. ``ignore-file`` in the first lines of a
file holds for the whole file.

Only a comment that is a suppression counts, not one that talks about them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from msgsec_lint.findings.model import Finding, Location, Notice, NoticeLevel, Suppression

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Comment = tuple[int, int, str]
"""1-based line and column of a comment, and its text with or without the comment signs."""

FILE_LINES = 20
"""``ignore-file`` counts only this far down, where a reader of the file sees it."""

_LEAD = r"(?:^[ \t]*(?:\#+|//+[!/]?|/\*+|\*+|--|;+|<!--|%+)?|(?<=[ \t])(?:\#|//))[ \t]*"
_MENTION = re.compile(_LEAD + r"(?P<marker>msgsec:[ \t]*ignore)(?P<rest>.*)", re.VERBOSE)
_EXACT = re.compile(
    r"""(?P<file>-file)?\[(?P<rules>[^\[\]]*)\]
    (?:[ \t]+until=(?P<until>\S+))?
    (?:[ \t]+--(?:[ \t]+(?P<reason>\S.*))?)?
    [ \t]*""",
    re.VERBOSE,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ATTEMPT = re.compile(r"(?:-file)?[ \t]*(?:\[|--|until=|$)")


class Directive(NamedTuple):
    """One suppression comment, as far as its form says."""

    rules: tuple[str, ...]
    """Rule and section ids, as written."""
    reason: str
    until: str | None
    whole_file: bool
    line: int
    column: int
    end_column: int


class Outcome(NamedTuple):
    """Findings divided by whether a suppression holds for them, and what is to be said of it."""

    shown: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    """With their ``suppression`` filled in."""
    notices: tuple[Notice, ...]


def parse(comments: Iterable[Comment], path: str) -> tuple[list[Directive], list[Notice]]:
    """The suppressions among the comments of one file, and notices about those that are none."""
    directives: list[Directive] = []
    notices: list[Notice] = []
    for line, column, text in comments:
        # Most comments are cheap to pass over.
        if "msgsec:" not in text:
            continue
        for offset, part in enumerate(text.splitlines()):
            if "msgsec:" not in part:
                continue
            text_alone = _without_end(part)
            blanks = len(part) - len(part.lstrip(" \t"))
            mention = _MENTION.search(text_alone)
            if mention is None:
                continue
            start = mention.start("marker") + blanks + (column if offset == 0 else 1)
            found = _directive(mention, line + offset, start)
            if found is not None:
                directives.append(found)
            elif _ATTEMPT.match(mention["rest"]):
                form = "`msgsec: ignore[RULE] -- REASON`"
                message = f"This suppression has no effect: write {form}."
                notices.append(_notice("malformed-suppression", message, path, line + offset))
    return directives, notices


def _without_end(part: str) -> str:
    """A line of a comment without the blanks before it; the sign that ends it is no part of it."""
    text = part.lstrip(" \t")
    end = text.rstrip(" \t")
    if end.endswith("-->"):
        return end[:-3].rstrip(" \t")
    if end.endswith("*/"):
        return end[:-1].rstrip("*").rstrip(" \t")
    return text


def _directive(mention: re.Match[str], line: int, column: int) -> Directive | None:
    exact = _EXACT.fullmatch(mention["rest"])
    rules = tuple(word.strip() for word in exact["rules"].split(",")) if exact else ()
    if exact is None or not all(rules):
        return None
    return Directive(
        rules=tuple(dict.fromkeys(rules)),
        reason=(exact["reason"] or "").strip(),
        until=exact["until"],
        whole_file=exact["file"] is not None,
        line=line,
        column=column,
        end_column=column + mention.end() - mention.start("marker"),
    )


def apply(
    findings: Sequence[Finding],
    comments: Mapping[str, Iterable[Comment]],
    *,
    known: Mapping[str, str],
    selected: Collection[str],
    today: dt.date,
) -> Outcome:
    """Divide findings by the suppressions in the comments of their files.

    ``comments`` has the comments of every analysed file by path, ``known`` all rules with their
    section, ``selected`` the rules of this run. Give all findings, also those below the asked-for
    severity or confidence: a suppression that only holds for one of them is not stale.
    """
    notices: list[Notice] = []
    files: dict[str, list[_Active]] = {}
    for path in sorted(comments):
        directives, malformed = parse(comments[path], path)
        notices += malformed
        for directive in directives:
            active, said = _activate(directive, path, known, today)
            notices += said
            files.setdefault(path, []).extend(active)
    shown: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        holding = [a for a in files.get(finding.primary.path, ()) if a.holds(finding, known)]
        for one in holding:
            one.used = True
        if holding:
            suppressed.append(structs.replace(finding, suppression=holding[0].suppression()))
        else:
            shown.append(finding)
    for path, actives in files.items():
        notices += _stale(actives, path, known, selected)
    notices.sort(key=lambda notice: (notice.path, notice.line, notice.code, notice.message))
    return Outcome(tuple(shown), tuple(suppressed), tuple(notices))


class _Active:
    """One rule or section of a valid suppression."""

    def __init__(self, word: str, directive: Directive, path: str) -> None:
        self.word = word
        self.directive = directive
        self.path = path
        self.used = False

    def holds(self, finding: Finding, known: Mapping[str, str]) -> bool:
        """Whether the comment stands on or directly above a line of the finding, and names it."""
        if self.word not in (finding.rule_id, known.get(finding.rule_id)):
            return False
        span = finding.primary
        return self.directive.whole_file or span.line - 1 <= self.directive.line <= span.end_line

    def suppression(self) -> Suppression:
        directive = self.directive
        location = Location(
            path=self.path,
            line=directive.line,
            column=directive.column,
            end_line=directive.line,
            end_column=directive.end_column,
        )
        return Suppression(reason=directive.reason, location=location, expires=directive.until)


def _activate(
    directive: Directive, path: str, known: Mapping[str, str], today: dt.date
) -> tuple[list[_Active], list[Notice]]:
    """The parts of a suppression that hold, and notices about those that do not."""
    line = directive.line
    if not directive.reason:
        listed = ", ".join(directive.rules)
        message = f"The suppression of {listed} gives no reason: add ` -- REASON`."
        return [], [_notice("suppression-without-reason", message, path, line)]
    if directive.whole_file and line > FILE_LINES:
        message = f"`ignore-file` counts only in the first {FILE_LINES} lines of a file."
        return [], [_notice("malformed-suppression", message, path, line)]
    if directive.until is not None:
        expired = _expiry(directive.until, today)
        if expired:
            return [], [_notice(*expired, path, line)]
    sections = set(known.values())
    active, notices = [], []
    for word in directive.rules:
        if word in known or word in sections:
            active.append(_Active(word, directive, path))
        else:
            message = f"The suppression names `{word[:60]}`, which is no rule.{_meant(word, known)}"
            notices.append(_notice("unknown-rule-in-suppression", message, path, line))
    return active, notices


def _expiry(until: str, today: dt.date) -> tuple[str, str] | None:
    """Code and message of a notice if a suppression no longer holds."""
    try:
        date = dt.date.fromisoformat(until) if _DATE.fullmatch(until) else None
    except ValueError:
        date = None
    if date is None:
        message = f"`until={until}` is no date: write it as until=2027-01-31."
        return "malformed-suppression", message
    if date < today:
        message = f"The suppression ended on {until}: look at the finding again."
        return "expired-suppression", message
    return None


def _meant(word: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    words = {name.lower(): name for name in (*known.values(), *known)}
    close = get_close_matches(word.lower().replace("_", "-"), words, n=1)
    return f" Did you mean `{words[close[0]]}`?" if close else ""


def _stale(
    actives: Iterable[_Active], path: str, known: Mapping[str, str], selected: Collection[str]
) -> list[Notice]:
    """Notices about suppressions without a finding, where this run would have found it."""
    notices = []
    for active in actives:
        rules = [rule for rule, section in known.items() if active.word in (rule, section)]
        if not active.used and all(rule in selected for rule in rules):
            message = f"The suppression of {active.word} silences nothing any more: remove it."
            notices.append(_notice("stale-suppression", message, path, active.directive.line))
    return notices


def _notice(code: str, message: str, path: str, line: int) -> Notice:
    level: NoticeLevel = "note" if code == "stale-suppression" else "warning"
    return Notice(level=level, code=code, message=message, path=path, line=line)
