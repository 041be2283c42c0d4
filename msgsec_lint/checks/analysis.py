"""Everything of a scan but its rules: the files read, linked, and a search over them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from msgsec_lint.checks.collect import Collected, Read, collect
from msgsec_lint.checks.compose import Composer
from msgsec_lint.checks.request import ScanRequest, find_files, language_of
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts.store import Store
from msgsec_lint.files.discovery import Discovery, SourceFile
from msgsec_lint.flow.lexicon import Lexicon, bundled_lexicon
from msgsec_lint.flow.search import Search
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.names.folders import PackageRoots
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import STATED, Config
from msgsec_lint.policy.document import load_documents
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
from msgsec_lint.repo.model import Project
from msgsec_lint.repo.project import read_project
from msgsec_lint.syntax.source import to_utf8

_LAST: list[Search] = []
"""The program that was analysed last. Taking one apart piece by piece takes a tenth of a scan, and
a process that ends anyway need not wait for it."""


class Scope(NamedTuple):
    """What a scan reads, and what of it the report is about."""

    read: Discovery
    """Everything that data may flow through: the whole tree."""
    about: Discovery
    """What was asked about; counted and reported."""


def scope_of(request: ScanRequest) -> Scope:
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


class Analysis(NamedTuple):
    """A program that is ready to be asked."""

    program: Program
    search: Search
    zones: Zones
    project: Project
    collected: list[Collected]
    sources: dict[str, bytes]
    """Path → what was read, as it stands on the disk."""

    def text(self, path: str) -> bytes:
        """A file in UTF-8, to which the positions in facts refer."""
        return to_utf8(self.sources[path])[0]

    def fresh(self) -> Search:
        """A search over the same program that has not found anything out yet."""
        made = self.search
        return Search(made.linker, made.calls, made.library, made.lexicon, made.left_out)

    def comments(self, collected: Iterable[Collected]) -> dict[str, list[tuple[int, int, str]]]:
        """The comments of files that have any, with their lines and columns."""
        return {
            c.path: [(m.line, m.column, m.text) for m in c.facts.comments]
            for c in collected
            if c.facts is not None and c.facts.comments
        }


def analyse(request: ScanRequest, reads: list[Read], builds: list[Read], store: Store) -> Analysis:
    """Lower and link what was read."""
    project = read_project([(made.file.path, made.data, made.error) for made in builds])
    collected = collect(reads, store, request.jobs, request.progress)
    library = _library(request)
    program = Program([(c.path, c.facts) for c in collected if c.facts is not None])
    zones = Zones(program, request.config.zones(), project, library)
    tests = frozenset(unit for unit, zone in enumerate(zones.of) if zone == "test")
    linker = Linker(program, library, _go_modules(project), project.imports, tests)
    calls = Calls(linker, library.own_calls)
    search = Search(linker, calls, library, _lexicon(request), tests)
    _LAST[:] = [search]
    sources = {made.file.path: made.data for made in reads}
    return Analysis(program, search, zones, project, collected, sources)


def composer(request: ScanRequest, made: Analysis) -> Composer:
    """What makes findings of drafts about a program."""
    rules = request.ruleset.rules
    return Composer(made.program, made.zones, rules, request.config, made.text)


def _lexicon(request: ScanRequest) -> Lexicon:
    settings = request.config.settings
    return Lexicon(
        bundled_lexicon(request.cache_dir),
        {kind: [*settings.names.get(kind, ()), *settings.fields.get(kind, ())]
         for kind in {**settings.names, **settings.fields}},
        settings.not_sensitive,
    )  # fmt: skip


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


def _go_modules(project: Project) -> list[PackageRoots]:
    """Modules of Go with what their imports mean: their own packages before those of others."""
    all_ = tuple((module.path, module.folder) for module in project.go_modules)
    return [
        PackageRoots(m.folder, ((m.path, m.folder), *sorted(m.replaced.items()), *all_))
        for m in project.go_modules
    ]
