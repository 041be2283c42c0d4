"""What a scan says: the data that checks produce and that outputs render.

Three words, never mixed: a *rule* is what is looked for (``msgsec_lint.policy.rules``), a *finding*
is one fact about one place, a *report* is all that one run has to say. Everything here is frozen;
outputs are pure functions of a report.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]
Confidence = Literal["high", "medium", "low"]
NoticeLevel = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the most to the least harm."""
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
"""From the surest to the least sure."""


class Location(Struct, frozen=True, kw_only=True):
    """A span of source text in a scanned file."""

    path: str
    """POSIX path, relative to the root of the scan; no leading ``./``."""
    line: int
    """1-based line of the first character."""
    column: int
    """1-based column of the first character, in Unicode code points."""
    end_line: int
    """1-based line of the last character."""
    end_column: int
    """1-based column just behind the last character, in code points."""
    symbol: str = ""
    """Dotted name of the enclosing function or class (``Relay.forward``); empty at module level.
    This is the part of a location that survives moved lines."""


class FlowStep(Struct, frozen=True, kw_only=True):
    """One stop on the way from where a value is sensitive to where it may not arrive."""

    location: Location
    snippet: str
    """The source text of the step on one line, shortened; may hold any character."""
    note: str
    """What happens here, for a person: ``kept in ChatMessage.body``."""


class Suppression(Struct, frozen=True, kw_only=True):
    """A comment in the source that silences a finding, with its reason."""

    reason: str
    location: Location
    expires: str | None = None
    """ISO date behind which the suppression no longer holds; None means never."""


class Finding(Struct, frozen=True, kw_only=True):
    """One violation of one rule at one place."""

    rule_id: str
    message: str
    """One or two sentences: what reaches what. Ends with a full stop."""
    severity: Severity
    confidence: Confidence
    kind: str
    """Kind of data (``content``, ``key``, ``credential``, ``identity``, ``metadata``, …); empty for
    findings about form rather than data."""
    evidence: str
    """Why the value is held to be sensitive, or the form to be wrong; no full stop."""
    zone: str
    """``client``, ``server``, ``shared``, ``crypto-core``, ``tooling`` or ``test``."""
    primary: Location
    caption: str
    """Short text under the marked span: ``a ChatMessage prints its field `body```."""
    flow: tuple[FlowStep, ...] = ()
    """From the source to the sink; empty for findings about form. The last step is the sink."""
    related: tuple[Location, ...] = ()
    remedy: str = ""
    """What to do here, specific to this finding; empty means: see the rule's remedy."""
    fingerprint: str = ""
    """Identity that survives moved lines: 32 hexadecimal digits, unique within a report."""
    suppression: Suppression | None = None


class Notice(Struct, frozen=True, kw_only=True):
    """Something about the run that a reader must know: a file not scanned, a stale suppression."""

    level: NoticeLevel
    code: str
    """Stable kebab-case word: ``too-large``, ``binary``, ``not-utf8``, ``syntax-errors``,
    ``stale-suppression``, ``suppression-without-reason``, …"""
    message: str
    path: str = ""
    line: int = 0
    """1-based; 0 where the notice is about the whole file or run."""


class Coverage(Struct, frozen=True, kw_only=True):
    """What was read and what was not."""

    files: int
    """Files analysed."""
    lines: int
    languages: dict[str, int]
    """Language → number of files analysed, sorted by name."""
    skipped: dict[str, int]
    """Reason (``vendored``, ``generated``, ``minified``, ``binary``, ``too-large``, ``unreadable``,
    ``ignored``, ``outside-tree``, ``unsupported``) → number of files not analysed, sorted."""


class Report(Struct, frozen=True, kw_only=True):
    """All that one run has to say; the input of every output."""

    root: str
    """Absolute path of the scanned tree; only for reading code frames, never printed."""
    findings: tuple[Finding, ...]
    """Shown findings, sorted by (severity, path, line, column, rule)."""
    suppressed: tuple[Finding, ...]
    hidden: int
    """Findings below the asked-for severity or confidence."""
    notices: tuple[Notice, ...]
    coverage: Coverage
