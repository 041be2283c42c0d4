"""The files of one scan: which are analysed, which are not and why.

Deterministic (sorted by path), blind to links that leave the tree, and never silent: a source file
that is left out is counted under its reason.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgsec_lint.files.errors import FilesError, UnreadableError
from msgsec_lint.files.ignores import kept_paths
from msgsec_lint.files.languages import SUPPORTED
from msgsec_lint.files.skipping import is_vendored_folder, name_skip_reason
from msgsec_lint.files.tree import (
    Candidate,
    Listing,
    candidate,
    count_sources,
    folders_above,
    list_tree,
    printable,
)
from msgsec_lint.findings.model import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_MAX_BYTES = 2_000_000
MAX_BUILD_BYTES = 500_000
"""A larger build file is made by a program and not read."""


class SourceFile(Struct, frozen=True, order=True):
    """A file to analyse."""

    path: str
    """POSIX path relative to the root of the scan."""
    language: str
    size: int
    """Bytes, when the tree was listed."""
    named: bool = False
    """A person asked for this very file, so its content decides nothing but whether it is text."""


class Discovery(Struct, frozen=True, kw_only=True):
    """What a scan has before it."""

    root: str
    """Absolute path without links."""
    files: tuple[SourceFile, ...]
    """Sorted by path, each once."""
    skipped: dict[str, int]
    """Reason to number of source files left out, sorted by reason."""
    notices: tuple[Notice, ...]
    build_files: tuple[SourceFile, ...] = ()
    """What says how the code of the tree is built and shipped, sorted by path."""


def discover(
    root: Path,
    paths: Sequence[str] = (),
    *,
    force_exclude: bool = False,
    respect_ignore: bool = True,
    max_bytes: int = DEFAULT_MAX_BYTES,
    excluded: Callable[[str], bool] | None = None,
) -> Discovery:
    """Find the source files under ``root``, or among ``paths``, which are relative to it.

    ``excluded`` is one more ignore rule, a function of the path. A path that is named wins over
    ignore rules and over the names of foreign or generated code, unless ``force_exclude``. Raises
    ``FilesError`` for a path that is absent or outside the root.
    """
    top = _existing_root(root)
    rules = _Rules(respect_ignore, max_bytes, excluded or _nothing)
    search = _Search(top, rules)
    for path in sorted({_inside(top, path) for path in paths} or {""}):
        full = f"{top}/{path}"
        if path and not Path(full).is_dir():
            search.add_named_file(path, force_exclude=force_exclude)
        else:
            search.add_folder(path, force_exclude=force_exclude)
    return search.result()


def read(root: str | Path, file: SourceFile, *, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return the content of a file. Raises ``UnreadableError`` where it is no longer that file.

    The tree may change between listing and reading, so a link, a pipe or a file that has grown
    is refused here again.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(f"{root}/{file.path}", flags)
    except OSError as error:
        raise UnreadableError((error.strerror or type(error).__name__).lower()) from error
    with open(descriptor, "rb", buffering=0) as stream:  # noqa: PTH123 - opens a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError("no regular file")
        try:
            data = stream.read(max(max_bytes, file.size) + 1)
        except OSError as error:
            raise UnreadableError((error.strerror or type(error).__name__).lower()) from error
    if data is None or len(data) > max(max_bytes, file.size):
        raise UnreadableError("it changed while it was read")
    return data


class _Rules(Struct, frozen=True):
    respect_ignore: bool
    max_bytes: int
    excluded: Callable[[str], bool]


def _nothing(_path: str) -> bool:
    return False


class _Search:
    """Gathers files and reasons from the folders and files of one scan."""

    def __init__(self, top: str, rules: _Rules) -> None:
        self._top = top
        self._rules = rules
        self._files: dict[str, SourceFile] = {}
        self._skipped: dict[str, str] = {}
        self._vendored: dict[str, int] = {}
        self._builds: dict[str, SourceFile] = {}
        self._notices: dict[Notice, None] = {}
        self._walks: dict[str, tuple[Listing, frozenset[str] | None]] = {}

    def add_folder(self, folder: str, *, force_exclude: bool) -> None:
        """Add what the rules leave in a folder.

        A folder that the rules leave out was named on purpose, so it is listed on its own.
        """
        if folder and not force_exclude and self._is_left_out(folder):
            listing, kept = self._walk(folder)
        else:
            listing, kept = self._walk("")
        inside = f"{folder}/" if folder else ""
        for path, reason in listing.skipped:
            if path.startswith(inside):
                self._skipped[path] = reason
        for notice in listing.notices:
            if notice.path.startswith(inside) or notice.code != "unreadable":
                self._notices[notice] = None
        for found in listing.build_files:
            if (kept is None or found.path in kept) and not self._rules.excluded(found.path):
                self._add_build_file(found)
        for path in listing.vendored:
            if f"{path}/".startswith(inside) and (kept is None or path in kept):
                self._vendored[path] = count_sources(self._top, path)
        for found in listing.candidates:
            if not found.path.startswith(inside):
                continue
            if (kept is None or found.path in kept) and not self._rules.excluded(found.path):
                self._add(found)
            elif found.language in SUPPORTED:
                self._skipped.setdefault(found.path, "ignored")

    def add_named_file(self, path: str, *, force_exclude: bool) -> None:
        """Add one file that a person or a hook named."""
        full = f"{self._top}/{path}"
        try:
            info = os.stat(full)  # noqa: PTH116 - hot path with many names
            found = candidate(self._top, path, info) if stat.S_ISREG(info.st_mode) else None
        except OSError as error:
            self._skipped[path] = "unreadable"
            message = f"The file cannot be read ({(error.strerror or '').lower()})."
            self._notice("unreadable", message, path)
            return
        if found is None:
            return
        if force_exclude:
            listing, kept = self._walk("")
            if any(is_vendored_folder(name) for name in path.split("/")[:-1]) or any(
                folder in listing.vendored for folder in folders_above(path)
            ):
                self._skipped[path] = "vendored"
                return
            if (kept is not None and path not in kept) or self._rules.excluded(path):
                self._skipped[path] = "ignored"
                return
        self._add(found, named=not force_exclude)

    def result(self) -> Discovery:
        for path in self._files:
            self._skipped.pop(path, None)
        reasons = Counter(self._skipped.values())
        reasons["vendored"] += sum(self._vendored.values())
        return Discovery(
            root=self._top,
            files=tuple(self._files[path] for path in sorted(self._files)),
            skipped={reason: reasons[reason] for reason in sorted(reasons) if reasons[reason]},
            notices=tuple(sorted(self._notices, key=lambda n: (n.path, n.code, n.message))),
            build_files=tuple(self._builds[path] for path in sorted(self._builds)),
        )

    def _add(self, found: Candidate, *, named: bool = False) -> None:
        reason = None if named else name_skip_reason(found.path)
        if reason is None and found.language not in SUPPORTED:
            reason = "unsupported"
        if reason is None and found.size > self._rules.max_bytes:
            reason = "too-large"
            message = f"The file has {found.size:,} bytes, too many for the scan; split it."
            self._notice(reason, message, found.path)
        if reason:
            self._skipped[found.path] = reason
            return
        self._files[found.path] = SourceFile(found.path, found.language, found.size, named)

    def _add_build_file(self, found: Candidate) -> None:
        if found.size <= MAX_BUILD_BYTES:
            self._builds[found.path] = SourceFile(found.path, found.language, found.size)
        else:
            message = f"The build file has {found.size:,} bytes, too many to be read."
            self._notice("build-file", message, found.path)

    def _walk(self, start: str) -> tuple[Listing, frozenset[str] | None]:
        if start not in self._walks:
            listing = list_tree(self._top, start)
            kept = kept_paths(self._top, start, listing) if self._rules.respect_ignore else None
            self._walks[start] = listing, kept
        return self._walks[start]

    def _is_left_out(self, folder: str) -> bool:
        listing, kept = self._walk("")
        if any(f"{folder}/".startswith(f"{vendored}/") for vendored in listing.vendored):
            return True
        return kept is not None and folder not in kept

    def _notice(self, code: str, message: str, path: str) -> None:
        notice = Notice(level="warning", code=code, message=message, path=printable(path))
        self._notices[notice] = None


def _existing_root(root: Path) -> str:
    top = os.path.realpath(root)
    if not Path(top).exists():
        raise FilesError(f"{root} does not exist; name a folder to scan.")
    if not Path(top).is_dir():
        raise FilesError(f"{root} is not a folder; the root of a scan must be one.")
    return top


def _inside(top: str, path: str) -> str:
    """Return a path relative to the root with links resolved, or raise."""
    full = os.path.realpath(Path(top, path))
    if full == top:
        return ""
    if not full.startswith(top.rstrip("/") + "/"):
        raise FilesError(f"{path} is outside of the scanned tree {top}; scan it on its own.")
    if not os.path.lexists(full):
        raise FilesError(f"{path} does not exist; check the spelling of the path.")
    return Path(full).relative_to(top).as_posix()
