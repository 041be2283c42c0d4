"""Which paths of a tree the ignore rules leave: ``.gitignore``, ``.msgsecignore`` and git's index.

A walker written in Rust applies the patterns (its matching is linear, so no pattern can hang it).
Git is asked only for what patterns cannot know: files that are tracked although a pattern names
them. The user's global ignore file is left out: results must not differ between machines.
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import suppress
from pathlib import Path

import rignore

from msgsec_lint.files.tree import IGNORE_FILES, Listing, is_safe_ignore_file
from msgsec_lint.findings.model import Notice

_GIT_SECONDS = 10
_GIT_COMMAND = (
    "git",
    # Nothing that a repository's own configuration names may be started or read.
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.excludesFile="),
    *("ls-files", "-z", "--cached", "--ignored", "--exclude-standard"),
)
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
    git = _start_git(folder) if top else None
    try:
        kept = _walk(root, folder, start, listing, in_git=top is not None, parents=bool(above))
        tracked = _tracked_but_ignored(git, start, listing)
    finally:
        if git and git.poll() is None:
            git.kill()
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


def _tracked_but_ignored(
    git: subprocess.Popen[bytes] | None, start: str, listing: Listing
) -> set[str]:
    if git is None:
        return set()
    try:
        output, _ = git.communicate(timeout=_GIT_SECONDS)
    except subprocess.TimeoutExpired:
        git.kill()
        message = "Git did not answer, so tracked files that .gitignore names were not scanned."
        listing.notices.append(Notice(level="warning", code="git-timeout", message=message))
        return set()
    prefix = f"{start}/" if start else ""
    return {prefix + os.fsdecode(name) for name in output.split(b"\0") if name}


def _start_git(folder: str) -> subprocess.Popen[bytes] | None:
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    # GIT_DIR and its kin are set while a hook runs and would point at another tree.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    with suppress(OSError):
        return subprocess.Popen(
            _GIT_COMMAND,
            cwd=folder,
            env=inherited | quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return None


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
        message="No ignore rules were used: this is not a regular file of at most 1 MiB.",
        path=path,
    )


def _escape(path: str) -> str:
    return _GLOB_CHARACTERS.sub(r"\\\1", path)


def _below(path: str, start: str) -> str:
    return path[len(start) + 1 :] if start else path
