"""One scan from request to report."""

from __future__ import annotations

import gc
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from msgsec_lint.checks.allowed import Allowances
from msgsec_lint.checks.collect import Collected, Read, collect, read_all
from msgsec_lint.checks.compose import Composer
from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.halves import flow_drafts
from msgsec_lint.checks.manifest import ManifestCheck
from msgsec_lint.checks.request import ScanRequest, find_files, language_of
from msgsec_lint.checks.shape import ShapeCheck
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts.model import FileFacts
from msgsec_lint.facts.store import Store, digest
from msgsec_lint.files.discovery import Discovery, SourceFile
from msgsec_lint.findings import suppression
from msgsec_lint.findings.model import CONFIDENCES, SEVERITIES, Coverage, Finding, Notice, Report
from msgsec_lint.flow.lexicon import Lexicon, bundled_lexicon
from msgsec_lint.flow.search import Search
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.names.folders import PackageRoots
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import STATED, Config
from msgsec_lint.policy.document import load_documents, read_text
from msgsec_lint.policy.entries import check_entry
from msgsec_lint.policy.models import (
    ANY_FAMILY,
    Entry,
    FieldModel,
    Library,
    ModelFile,
    bundled_models,
    read_models,
)
from msgsec_lint.policy.rules import bundled_rules
from msgsec_lint.repo.model import Project
from msgsec_lint.repo.project import read_project
from msgsec_lint.syntax.source import to_utf8


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What a scan found before the asked-for thresholds; the unit of the cache."""

    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    coverage: Coverage
    comments: dict[str, list[tuple[int, int, str]]]


_LAST: list[Search] = []
"""The program that was analysed last. Taking one apart piece by piece takes a tenth of a scan, and
a process that ends anyway need not wait for it."""


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
    scope = _discover(request)
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


class Scope(NamedTuple):
    """What a scan reads, and what of it the report is about."""

    read: Discovery
    """Everything that data may flow through: the whole tree."""
    about: Discovery
    """What was asked about; counted and reported."""


def _discover(request: ScanRequest) -> Scope:
    """The whole tree, so that a flow through files that nobody named is still seen."""
    ignore = request.respect_ignore
    whole = find_files(request.root, (), request.config, respect_ignore=ignore)
    if request.stdin is not None:
        language = language_of(request.stdin)
        own = SourceFile(request.stdin.path, language, len(request.stdin.data), True)
        about = Discovery(root=whole.root, files=(own,), skipped={}, notices=())
    elif request.paths:
        about = find_files(
            request.root,
            request.paths,
            request.config,
            force_exclude=request.force_exclude,
            respect_ignore=ignore,
        )
    else:
        return Scope(whole, whole)
    asked = {file.path for file in about.files}
    others = (file for file in whole.files if file.path not in asked)
    files = tuple(sorted((*others, *about.files))) if asked else ()
    return Scope(structs.replace(whole, files=files), about)


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


def _library(request: ScanRequest) -> Library:
    files = bundled_models(request.cache_dir)
    documents = load_documents([Path(path) for path in request.config.model_files])
    own = read_models(documents)
    for document, file in zip(documents, own, strict=True):
        for number, entry in enumerate(file.entries):
            check_entry(entry, document, ("entries", number))
    fields = _own_fields(request.config)
    if request.config.entries or fields:
        own.append(
            ModelFile(
                library="project",
                language=ANY_FAMILY,
                evidence=request.config.source,
                entries=[*request.config.entries, *fields],
            )
        )
    return Library(files, own)


def _own_fields(config: Config) -> list[Entry]:
    """Fields that the policy file names with their type: ``Type.field``."""
    return [
        Entry(class_=owner, fields={name: FieldModel(kind=kind, why=STATED)})
        for kind, patterns in config.settings.fields.items()
        for pattern in patterns
        for owner, dot, name in [pattern.rpartition(".")]
        if dot and "*" not in pattern
    ]


def _analyse(
    request: ScanRequest,
    discovery: Discovery,
    reads: list[Read],
    builds: list[Read],
    store: Store,
) -> Result:
    project = read_project([(made.file.path, made.data, made.error) for made in builds])
    collected = collect(reads, store, request.jobs, request.progress)
    library = _library(request)
    settings = request.config.settings
    lexicon = Lexicon(
        bundled_lexicon(request.cache_dir),
        {kind: [*settings.names.get(kind, ()), *settings.fields.get(kind, ())]
         for kind in {**settings.names, **settings.fields}},
        settings.not_sensitive,
    )  # fmt: skip
    program = Program([(c.path, c.facts) for c in collected if c.facts is not None])
    linker = Linker(program, library, _go_modules(project), project.imports)
    zones = Zones(program, request.config.zones(), project, library)
    tests = frozenset(unit for unit, zone in enumerate(zones.of) if zone == "test")
    search = Search(linker, Calls(linker, library.own_calls), library, lexicon, tests)
    _LAST[:] = [search]
    if request.progress is not None:
        request.progress("following", 0, 1)
    drafts = _drafts(request, search, zones, project)
    sources = {made.file.path: made.data for made in reads}
    asked = {file.path for file in (*discovery.files, *discovery.build_files)}
    composer = Composer(
        program, zones, request.ruleset.rules, request.config,
        lambda path: to_utf8(sources[path])[0],
    )  # fmt: skip
    placed = _placed(request, program, zones, project)
    findings = composer.findings(drafts, placed)
    collected = [made for made in collected if made.path in asked]
    return Result(
        tuple(finding for finding in findings if finding.primary.path in asked),
        tuple(_notices(discovery, collected, project)),
        _coverage(discovery, collected),
        {
            c.path: [(m.line, m.column, m.text) for m in c.facts.comments]
            for c in collected
            if c.facts is not None and c.facts.comments
        },
    )


def _go_modules(project: Project) -> list[PackageRoots]:
    """Modules of Go with what their imports mean: their own packages before those of others."""
    all_ = tuple((module.path, module.folder) for module in project.go_modules)
    return [
        PackageRoots(m.folder, ((m.path, m.folder), *sorted(m.replaced.items()), *all_))
        for m in project.go_modules
    ]


def _drafts(request: ScanRequest, search: Search, zones: Zones, project: Project) -> list[Draft]:
    rules = list(request.ruleset.rules.values())
    switches = Switches(search, project)
    drafts = flow_drafts(FlowCheck(search, zones, rules, switches), request.jobs)
    shapes = ShapeCheck(search, zones, switches)
    for rule in rules:
        drafts.extend(shapes.run(rule))
    allowed = Allowances(search.linker, request.config, request.ruleset.rules)
    return [draft for draft in drafts if not allowed.permits(draft)]


def _placed(
    request: ScanRequest, program: Program, zones: Zones, project: Project
) -> list[Finding]:
    """Findings outside of source code."""
    check = ManifestCheck(program, zones, project, request.config)
    return [made for rule in request.ruleset.rules.values() for made in check.run(rule)]


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
            message = f"nested too deeply to be followed everywhere: {where}"
            found.append(Notice(level="note", code="too-deep", message=message, path=made.path))
        if not made.utf8:
            message = "not UTF-8; read as declared in the file, or else as Latin-1"
            found.append(Notice(level="note", code="not-utf8", message=message, path=made.path))
    found.sort(key=lambda n: (n.path, n.line, n.code, n.message))
    return found


def _unparsed(path: str, facts: FileFacts) -> Notice:
    if facts.error_lines >= facts.lines > 1:
        message = "it could not be parsed"
        return Notice(level="warning", code="syntax-errors", message=message, path=path)
    lines = "line" if facts.error_lines == 1 else "lines"
    message = f"{facts.error_lines} {lines} could not be parsed; the rest was analysed"
    return Notice(level="note", code="syntax-errors", message=message, path=path)


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
    severity = SEVERITIES.index(request.min_severity)
    confidence = CONFIDENCES.index(request.min_confidence)
    shown = [
        finding
        for finding in outcome.shown
        if SEVERITIES.index(finding.severity) <= severity
        and CONFIDENCES.index(finding.confidence) <= confidence
    ]
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
