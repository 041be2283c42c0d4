"""From files to facts: in this process or in workers, with a cache between scans."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

import msgspec

from msgsec_lint.checks.request import Progress, StdinFile
from msgsec_lint.checks.workers import worker_pool
from msgsec_lint.facts import model as f
from msgsec_lint.facts.store import Store, digest
from msgsec_lint.files.discovery import SourceFile, read
from msgsec_lint.files.errors import UnreadableError
from msgsec_lint.files.skipping import content_skip_reason
from msgsec_lint.syntax.frontends import FRONT_ENDS
from msgsec_lint.syntax.source import to_utf8

_LOG = logging.getLogger(__name__)
"""Says where a fault in a file comes from; nobody listens without ``--debug``."""
BATCH_BYTES = 160_000
"""Workers are given files in portions of about this size."""
MIN_PARALLEL_BYTES = 300_000
"""Less than this is faster done in one process."""


Batch = list[tuple[int, str, str, bytes, bool]]
"""Number, path, language and content of files, and whether each was asked for by name."""


class Collected(NamedTuple):
    """What became of one file."""

    path: str
    facts: f.FileFacts | None
    reason: str
    """Why there are no facts: a reason to skip, or ``unreadable``."""
    detail: str
    utf8: bool


class Lowered(NamedTuple):
    """The outcome for one file: facts, or a reason to have none."""

    reason: str
    facts: f.FileFacts | None


class Read(NamedTuple):
    """A file with the key of its content."""

    file: SourceFile
    data: bytes
    key: bytes
    error: str


def read_all(root: Path, files: Sequence[SourceFile], stdin: StdinFile | None) -> list[Read]:
    """Read every file and hash it; one that cannot be read has an error instead of data."""
    found: list[Read] = []
    for file in files:
        data, error = b"", ""
        if stdin is not None and file.path == stdin.path:
            data = stdin.data
        else:
            try:
                data = read(root, file)
            except UnreadableError as problem:
                error = str(problem)
        name = file.path.encode("utf-8", "surrogateescape")
        mark = f"{file.language} {int(file.named)}".encode()
        found.append(Read(file, data, digest(mark, name, data), error))
    return found


def _lower(path: str, language: str, data: bytes, named: bool) -> tuple[str, bytes]:
    """A reason to skip a file, or its encoded facts."""
    reason = content_skip_reason(path, data)
    if reason is not None and (not named or reason == "binary"):
        return reason, b""
    text, utf8 = to_utf8(data)
    facts = FRONT_ENDS[language](text)
    return "" if utf8 else "not-utf8", f.encode_file(facts)


def _lower_batch(batch: Batch) -> list[tuple[int, str, bytes]]:
    done: list[tuple[int, str, bytes]] = []
    for number, path, language, data, named in batch:
        try:
            reason, encoded = _lower(path, language, data, named)
        except Exception as fault:  # noqa: BLE001 - one file must cost only itself
            _LOG.debug("%s", path, exc_info=fault)
            reason, encoded = _fault(fault), b""
        done.append((number, reason, encoded))
    return done


def _fault(fault: Exception) -> str:
    """What went wrong, in words that do not depend on where the stack or the memory ended."""
    kind = f"fault {type(fault).__name__}"
    lines = str(fault).splitlines()
    if not lines or isinstance(fault, (RecursionError, MemoryError)):
        return kind
    return f"{kind}: {lines[0]}"


def collect(
    reads: list[Read], store: Store, jobs: int, progress: Progress | None
) -> list[Collected]:
    """The facts of all files, in their order."""
    known = store.get_many(r.key for r in reads if not r.error)
    results: dict[int, Lowered] = {}
    missing: Batch = []
    for number, made in enumerate(reads):
        if made.error:
            continue
        entry = known.get(made.key)
        kept = _decode(entry) if entry is not None else None
        if kept is not None:
            results[number] = kept
        else:
            file = made.file
            missing.append((number, file.path, file.language, made.data, file.named))
    fresh: dict[bytes, bytes] = {}
    total = len(reads)
    for done in _batches(missing, jobs):
        for number, reason, encoded in done:
            results[number] = Lowered(reason, f.decode_file(encoded) if encoded else None)
            if not reason.startswith("fault"):
                fresh[reads[number].key] = reason.encode() + b"\0" + encoded
        if progress is not None:
            progress("reading", len(results), total)
    store.put_many(fresh)
    return [_collected(made, results.get(number)) for number, made in enumerate(reads)]


def _decode(entry: bytes) -> Lowered | None:
    """What the cache holds of a file; None when it is damaged."""
    reason, _, encoded = entry.partition(b"\0")
    try:
        return Lowered(reason.decode(), f.decode_file(encoded) if encoded else None)
    except (ValueError, msgspec.DecodeError):
        return None


def _collected(made: Read, result: Lowered | None) -> Collected:
    path = made.file.path
    if result is None:
        return Collected(path, None, "unreadable", made.error, True)
    reason, facts = result
    if facts is None:
        fault = reason.startswith("fault")
        return Collected(path, None, "unreadable" if fault else reason, reason if fault else "",
                         True)  # fmt: skip
    return Collected(path, facts, "", "", reason != "not-utf8")


def _batches(missing: Batch, jobs: int) -> Iterator[list[tuple[int, str, bytes]]]:
    """Lower what is missing; in workers when it is worth their start."""
    batches: list[Batch] = []
    size = BATCH_BYTES
    for item in missing:
        if size >= BATCH_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += len(item[3])
    if jobs <= 1 or sum(len(item[3]) for item in missing) < MIN_PARALLEL_BYTES:
        for batch in batches:
            yield _lower_batch(batch)
        return
    yield from _in_workers(batches, jobs)


def _in_workers(batches: list[Batch], jobs: int) -> Iterator[list[tuple[int, str, bytes]]]:
    """Lower batches in other processes; a file that ends its process costs only itself."""
    broken: list[Batch] = []
    with worker_pool(min(jobs, len(batches))) as pool:
        futures = {pool.submit(_lower_batch, batch): batch for batch in batches}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                broken.append(futures[future])
    for batch in broken:
        for item in batch:
            # One file a process: the one at fault shows itself.
            yield _alone([item])


def _alone(batch: Batch) -> list[tuple[int, str, bytes]]:
    """Lower one file in a process of its own."""
    with worker_pool(1) as pool:
        try:
            return pool.submit(_lower_batch, batch).result()
        except BrokenProcessPool:
            return [(batch[0][0], "fault the process that read it was ended", b"")]
