"""One scan from request to report."""

from __future__ import annotations

import gc
from collections import Counter
from datetime import date

import msgspec

from msgsec_lint.checks.allowed import Allowances
from msgsec_lint.checks.analysis import Analysis, analyse, composer, scope_of
from msgsec_lint.checks.collect import Collected, Read, read_all
from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.manifest import ManifestCheck
from msgsec_lint.checks.parallel import flow_drafts
from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.shape import ShapeCheck
from msgsec_lint.facts.model import FileFacts
from msgsec_lint.facts.store import Store, digest
from msgsec_lint.files.discovery import Discovery
from msgsec_lint.findings import suppression
from msgsec_lint.findings.model import Coverage, Finding, Notice, NoticeLevel, Report
from msgsec_lint.policy.document import read_text
from msgsec_lint.policy.rules import bundled_rules
from msgsec_lint.repo.model import Project


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What a scan found before the asked-for thresholds; the unit of the cache."""

    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    coverage: Coverage
    comments: dict[str, list[tuple[int, int, str]]]


def run(request: ScanRequest) -> Report:
    """Scan and report. Raises PolicyError and FilesError for input that is wrong."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _run(request)
    finally:
        if collecting:
            gc.enable()


def _run(request: ScanRequest) -> Report:
    scope = scope_of(request)
    store = Store(request.cache_dir)
    reads = read_all(request.root, scope.read.files, request.stdin)
    builds = read_all(request.root, scope.read.build_files, None)
    key = _key(request, [*reads, *builds], scope.about)
    cached = store.get(key)
    result = _decode(cached) if cached is not None else None
    if result is None:
        result = _analyse(request, scope.about, reads, builds, store)
        # msgsec: ignore[plaintext-at-rest] -- findings about code, not messages of people
        store.put_many({key: msgspec.msgpack.encode(result)})
    store.close()
    return _report(request, result)


def _key(request: ScanRequest, reads: list[Read], discovery: Discovery) -> bytes:
    models = b"".join(digest(read_text(path)) for path in request.config.model_files)
    return digest(
        _models_digest(),
        request.ruleset.digest.encode(),
        request.config.digest.encode(),
        models,
        msgspec.msgpack.encode([[r.file.path, r.key, r.error] for r in reads]),
        msgspec.msgpack.encode(
            [discovery.skipped, discovery.notices, [file.path for file in discovery.files]]
        ),
    )


def _models_digest() -> bytes:
    folder = bundled_rules() / "models"
    return digest(*(path.read_bytes() for path in sorted(folder.rglob("*.yaml"))))


def _decode(data: bytes) -> Result | None:
    try:
        return msgspec.msgpack.decode(data, type=Result)
    except msgspec.DecodeError:
        return None


def _analyse(
    request: ScanRequest,
    discovery: Discovery,
    reads: list[Read],
    builds: list[Read],
    store: Store,
) -> Result:
    made = analyse(request, reads, builds, store)
    if request.progress is not None:
        request.progress("following", 0, 1)
    drafts = _drafts(request, made)
    asked = {file.path for file in (*discovery.files, *discovery.build_files)}
    placed = _placed(request, made)
    findings = composer(request, made).findings(drafts, placed)
    collected = [one for one in made.collected if one.path in asked]
    return Result(
        tuple(finding for finding in findings if finding.primary.path in asked),
        tuple(_notices(discovery, collected, made.project)),
        _coverage(discovery, collected),
        made.comments(collected),
    )


def _drafts(request: ScanRequest, made: Analysis) -> list[Draft]:
    rules = list(request.ruleset.rules.values())
    search, zones = made.search, made.zones
    switches = Switches(search, made.project)
    check = FlowCheck(search, zones, rules, switches)
    drafts = flow_drafts(check, check.sinks(), request.jobs).drafts
    shapes = ShapeCheck(search, zones, switches)
    for rule in rules:
        drafts.extend(shapes.run(rule))
    allowed = Allowances(made.search.linker, request.config, request.ruleset.rules)
    return [draft for draft in drafts if not allowed.permits(draft)]


def _placed(request: ScanRequest, made: Analysis) -> list[Finding]:
    """Findings outside of source code."""
    check = ManifestCheck(made.program, made.zones, made.project, request.config)
    return [found for rule in request.ruleset.rules.values() for found in check.run(rule)]


def _notices(discovery: Discovery, collected: list[Collected], project: Project) -> list[Notice]:
    found = [*discovery.notices, *project.notices]
    for made in collected:
        if made.facts is None:
            if made.reason == "unreadable":
                message = f"not analysed: {made.detail or 'it cannot be read'}"
                found.append(
                    Notice(level="warning", code="unreadable", message=message, path=made.path)
                )
            continue
        facts = made.facts
        if facts.error_lines:
            found.append(_unparsed(made.path, facts))
        if facts.truncated:
            where = ", ".join(s or "module level" for s in facts.truncated[:3])
            message = f"nested too deeply or too large to be followed everywhere: {where}"
            found.append(Notice(level="note", code="too-deep", message=message, path=made.path))
        if not made.utf8:
            message = "not UTF-8; read as declared in the file, or else as Latin-1"
            found.append(Notice(level="note", code="not-utf8", message=message, path=made.path))
    found.sort(key=lambda n: (n.path, n.line, n.code, n.message))
    return found


MUCH_UNREAD = 10
"""More than one line in so many that could not be parsed is a warning."""


def _unparsed(path: str, facts: FileFacts) -> Notice:
    if facts.error_lines >= facts.lines > 1:
        message = "it could not be parsed"
        return Notice(level="warning", code="syntax-errors", message=message, path=path)
    lines = "line" if facts.error_lines == 1 else "lines"
    message = f"{facts.error_lines} {lines} could not be parsed; the rest was analysed"
    much = facts.error_lines * MUCH_UNREAD > facts.lines
    level: NoticeLevel = "warning" if much else "note"
    return Notice(level=level, code="syntax-errors", message=message, path=path)


def _coverage(discovery: Discovery, collected: list[Collected]) -> Coverage:
    skipped = Counter(discovery.skipped)
    languages: Counter[str] = Counter()
    lines = 0
    for made in collected:
        if made.facts is None:
            skipped[made.reason] += 1
        else:
            languages[made.facts.language] += 1
            lines += made.facts.lines
    return Coverage(
        files=sum(languages.values()),
        lines=lines,
        languages=dict(sorted(languages.items())),
        skipped=dict(sorted(skipped.items())),
    )


def _report(request: ScanRequest, result: Result) -> Report:
    outcome = suppression.apply(
        result.findings,
        result.comments,
        known=request.ruleset.known,
        selected=request.ruleset.rules,
        today=date.today(),  # noqa: DTZ011 - expiry dates are meant in the reader's own time
    )
    shown = [finding for finding in outcome.shown if request.shows(finding)]
    notices = sorted(
        (*result.notices, *outcome.notices), key=lambda n: (n.path, n.line, n.code, n.message)
    )
    return Report(
        root=str(request.root),
        findings=tuple(shown),
        suppressed=tuple(outcome.suppressed),
        hidden=len(outcome.shown) - len(shown),
        notices=tuple(notices),
        coverage=result.coverage,
    )
