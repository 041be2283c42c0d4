"""The listing of a folder tree, before any ignore rule: one pass, each folder read once.

It opens no file but scripts without extension (for their first line) and follows no link. Besides
source files it finds what a hostile tree could trip the ignore rules with, such as a ``.gitignore``
that is a pipe or leads to an endless device.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from msgspec import Struct, field

from msgsec_lint.files.languages import by_name, by_shebang, is_build_file
from msgsec_lint.files.skipping import is_vendored_folder
from msgsec_lint.findings.model import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

IGNORE_FILES = (".gitignore", ".msgsecignore")
MAX_IGNORE_BYTES = 1 << 20
MAX_ALL_IGNORE_BYTES = 2 << 20
"""Of all ignore files of a tree together: the rules of one hold for all folders below it."""
_SHEBANG_BYTES = 128
_NAMES_WITHOUT_SHEBANG = frozenset({"Dockerfile", "LICENSE", "Makefile", "NEWS", "README"})


class Candidate(Struct, frozen=True):
    """A regular file of a language we know by name."""

    path: str
    """POSIX path relative to the listed folder."""
    language: str
    size: int


class Listing(Struct, kw_only=True):
    """What stands in a tree. Filled by ``list_tree``, read by everybody else."""

    candidates: list[Candidate] = field(default_factory=list)
    build_files: list[Candidate] = field(default_factory=list)
    """What says how code is built and shipped; some are source code as well."""
    vendored: list[str] = field(default_factory=list)
    """Folders with code of other people; their content is not listed."""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """(path, reason) of what can never be scanned."""
    notices: list[Notice] = field(default_factory=list)
    ignore_files: int = 0
    ignore_bytes: int = 0
    broken_ignores: list[str] = field(default_factory=list)
    """Ignore files that no program should open."""
    linked_repositories: bool = False
    """Some ``.git`` is a file that points elsewhere."""


def list_tree(top: str, start: str = "") -> Listing:
    """List the folder ``start`` of the tree ``top``, an absolute path. Paths are relative to
    ``top``, in the order of the file system. ``start`` itself is listed even if it is vendored.
    """
    listing = Listing()
    pending = [start]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(f"{top}/{folder}") as entries:
                found = list(entries)
        except OSError as error:
            _unreadable(listing, folder, f"The folder cannot be read ({_why(error)})")
            continue
        names = {entry.name for entry in found}
        name = folder.rsplit("/", 1)[-1]
        if folder != start and ("pyvenv.cfg" in names or is_vendored_folder(name)):
            listing.vendored.append(folder)
            _check_ignore_files(listing, folder, found)
            continue
        prefix = f"{folder}/" if folder else ""
        for entry in found:
            _visit(listing, top, prefix, entry, pending)
    return listing


def count_sources(top: str, folder: str) -> int:
    """Count the files of a language we know under a vendored folder, whatever is ignored there."""
    count = 0
    pending = [f"{top}/{folder}"]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    elif by_name(entry.name) is not None:
                        count += 1
        except OSError:
            continue
    return count


def candidate(top: str, path: str, info: os.stat_result) -> Candidate | None:
    """Return the regular file ``path`` as a candidate, None where its language is not known."""
    name = path.rsplit("/", 1)[-1]
    language = by_name(name)
    if language is None and "." not in name and name not in _NAMES_WITHOUT_SHEBANG:
        language = by_shebang(_head(f"{top}/{path}"))
    return Candidate(path, language, info.st_size) if language else None


def is_safe_ignore_file(path: str) -> bool:
    """Tell whether an ignore file can be opened without harm, or is not there at all."""
    try:
        info = os.lstat(path)
    except OSError:
        return True
    return stat.S_ISREG(info.st_mode) and info.st_size <= MAX_IGNORE_BYTES


def printable(path: str) -> str:
    """Return a path as valid text; bytes that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _visit(
    listing: Listing, top: str, prefix: str, entry: os.DirEntry[str], pending: list[str]
) -> None:
    name = entry.name
    path = prefix + name
    if name == ".git":
        _check_git_entry(listing, path, entry)
    elif not _is_text(name):
        _unreadable(listing, path, "Its name is not valid UTF-8, so it was not scanned")
    elif entry.is_dir(follow_symlinks=False):
        pending.append(path)
    elif name in IGNORE_FILES:
        _check_ignore_file(listing, path, entry)
    elif entry.is_symlink():
        if leads_out(top, entry.path):
            listing.skipped.append((path, "outside-tree"))
        elif by_name(name) and not os.path.exists(entry.path):  # noqa: PTH110 - hot path
            _unreadable(listing, path, "The link leads nowhere, so nothing was scanned")
    elif entry.is_file(follow_symlinks=False):
        builds = is_build_file(name)
        if not builds and not by_name(name) and "." in name:
            return
        try:
            info = entry.stat(follow_symlinks=False)
            found = candidate(top, path, info)
        except OSError as error:
            _unreadable(listing, path, f"The file cannot be read ({_why(error)})")
            return
        if builds:
            listing.build_files.append(Candidate(path, "build", info.st_size))
        if found:
            listing.candidates.append(found)
    elif by_name(name):
        _unreadable(listing, path, "This is no regular file, so it was not scanned")


def leads_out(top: str, path: str) -> bool:
    """Tell whether a link ends outside the tree at something that exists."""
    target = os.path.realpath(path)
    inside = target == top or target.startswith(top.rstrip("/") + "/")
    return not inside and os.path.exists(target)  # noqa: PTH110 - hot path, no Path objects


def _check_git_entry(listing: Listing, path: str, entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        if not is_safe_ignore_file(f"{entry.path}/info/exclude"):
            listing.broken_ignores.append(f"{path}/info/exclude")
    elif is_safe_ignore_file(entry.path):
        listing.linked_repositories = True
    else:
        listing.broken_ignores.append(path)


def _check_ignore_files(listing: Listing, folder: str, found: list[os.DirEntry[str]]) -> None:
    for entry in found:
        if entry.name in IGNORE_FILES:
            _check_ignore_file(listing, f"{folder}/{entry.name}", entry)
        elif entry.name == ".git":
            _check_git_entry(listing, f"{folder}/{entry.name}", entry)


def _check_ignore_file(listing: Listing, path: str, entry: os.DirEntry[str]) -> None:
    listing.ignore_files += 1
    if not is_safe_ignore_file(entry.path):
        listing.broken_ignores.append(path)
        return
    try:
        listing.ignore_bytes += entry.stat(follow_symlinks=False).st_size
    except OSError:
        return
    if listing.ignore_bytes > MAX_ALL_IGNORE_BYTES:
        listing.broken_ignores.append(path)


def _unreadable(listing: Listing, path: str, why: str) -> None:
    listing.skipped.append((path, "unreadable"))
    listing.notices.append(
        Notice(level="warning", code="unreadable", message=f"{why}.", path=printable(path))
    )


def _head(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        return os.read(descriptor, _SHEBANG_BYTES)
    finally:
        os.close(descriptor)


def _is_text(name: str) -> bool:
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a relative path stands in, outermost first."""
    position = path.find("/")
    while position != -1:
        yield path[:position]
        position = path.find("/", position + 1)
