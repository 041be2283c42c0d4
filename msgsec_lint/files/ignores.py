"""Which paths of a tree the ignore rules leave: ``.gitignore``, ``.msgsecignore`` and git's index.

A walker written in Rust applies the patterns (its matching is linear, so no pattern can hang it).
Git's index says what patterns cannot know: files that are tracked although a pattern names them.
The user's global ignore file is left out: results must not differ between machines.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import rignore

from msgsec_lint.files.git_index import GitIndexError, tracked_paths
from msgsec_lint.files.tree import IGNORE_FILES, Listing, is_safe_ignore_file
from msgsec_lint.findings.model import Notice

_GLOB_CHARACTERS = re.compile(r"([\\*?\[\]{}!#])")


def kept_paths(root: str, start: str, listing: Listing) -> frozenset[str] | None:
    """Return the files and folders that no ignore rule names, relative to ``root``.

    None means that rules are not applied, because an ignore file is not safe to open; a notice
    in ``listing`` then says so.
    """
    top = git_top(root)
    # A folder that is asked for by name is not subject to the rules above it.
    above = _folders_up_to(root, top) if top and not start else []
    broken = listing.broken_ignores + _broken_above(above)
    if broken:
        listing.notices.extend(_broken_notice(path) for path in sorted(broken))
        return None
    if not listing.ignore_files and top is None:
        return None
    folder = f"{root}/{start}" if start else root
    kept = _walk(root, folder, start, listing, in_git=top is not None, parents=bool(above))
    tracked = (_tracked(top, root, start, listing) if top else set()) - kept
    if tracked:
        # What our own ignore file names stays ignored, tracked or not.
        tracked &= _walk(root, folder, start, listing, in_git=False, parents=False, ours_only=True)
    return frozenset(kept | tracked)


def git_top(folder: str) -> str | None:
    """Return the nearest folder upward that holds a ``.git``, None outside of a work tree."""
    while True:
        if os.path.lexists(f"{folder}/.git"):
            return folder
        parent = os.path.dirname(folder)  # noqa: PTH120 - plain strings throughout
        if parent == folder:
            return None
        folder = parent


def _walk(
    root: str,
    folder: str,
    start: str,
    listing: Listing,
    *,
    in_git: bool,
    parents: bool,
    ours_only: bool = False,
) -> set[str]:
    prune = [f"!/{_escape(_below(path, start))}/**" for path in listing.vendored]
    walker = rignore.walk(
        Path(folder),
        ignore_hidden=False,
        read_ignore_files=False,
        read_parents_ignores=parents,
        read_git_ignore=not ours_only,
        read_global_git_ignore=False,
        read_git_exclude=in_git and not ours_only and not listing.linked_repositories,
        # With it, rules of folders above the work tree are not looked at.
        require_git=in_git,
        additional_ignore_paths=[".msgsecignore"],
        overrides=["!.git", *prune],
        follow_links=False,
    )
    cut = len(root.rstrip("/")) + 1
    kept: set[str] = set()
    while True:
        try:
            path = next(walker)
        except StopIteration:
            return kept
        except (OSError, ValueError):
            # A folder without permission or a name that is no UTF-8: the listing has noted both.
            continue
        if path is not None:
            kept.add(os.fspath(path)[cut:])


def _tracked(top: str, root: str, start: str, listing: Listing) -> set[str]:
    """The tracked files below the folder ``start`` of ``root``, relative to ``root``."""
    try:
        paths = tracked_paths(top)
    except GitIndexError as error:
        message = f"Tracked files that .gitignore names were not scanned: {error}."
        listing.notices.append(Notice(level="warning", code="git-index", message=message))
        return set()
    above = f"{root[len(top.rstrip('/')) + 1 :]}/" if root != top else ""
    inside = f"{above}{start}/" if start else above
    return {path[len(above) :] for path in paths if path.startswith(inside)}


def _folders_up_to(root: str, top: str) -> list[str]:
    folders = []
    while root != top:
        root = os.path.dirname(root)  # noqa: PTH120 - plain strings throughout
        folders.append(root)
    return folders


def _broken_above(folders: list[str]) -> list[str]:
    paths = [f"{folder}/{name}" for folder in folders for name in IGNORE_FILES]
    return [path for path in paths if not is_safe_ignore_file(path)]


def _broken_notice(path: str) -> Notice:
    return Notice(
        level="error",
        code="ignore-file",
        message="No ignore rules were used: this is not a regular file of at most 1 MiB, or all "
        "ignore files together have more than 2 MiB.",
        path=path,
    )


def _escape(path: str) -> str:
    return _GLOB_CHARACTERS.sub(r"\\\1", path)


def _below(path: str, start: str) -> str:
    return path[len(start) + 1 :] if start else path
