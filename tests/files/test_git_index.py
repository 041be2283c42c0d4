"""Git's index is read without git, whatever it has become."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from msgsec_lint.files.git_index import GitIndexError, tracked_paths


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
                   cwd=folder, check=True, capture_output=True)  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", ".")
    for name in ("a.py", "long/" * 9 + "b.py", "long/c.py", "ü/x y.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    git(tmp_path, "add", ".")
    return tmp_path


EVERY = {"a.py", "long/" * 9 + "b.py", "long/c.py", "ü/x y.py"}


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_every_version(repository: Path, version: str) -> None:
    git(repository, "update-index", "--index-version", version)
    assert tracked_paths(str(repository)) == EVERY


def test_sha256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", ".")
    (tmp_path / "a.py").write_text("x")
    git(tmp_path, "add", ".")
    assert tracked_paths(str(tmp_path)) == {"a.py"}


def test_a_linked_work_tree(repository: Path) -> None:
    git(repository, "commit", "-qm", "x")
    git(repository, "worktree", "add", "-q", "other")
    assert tracked_paths(str(repository / "other")) == EVERY


def test_no_index_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    assert tracked_paths(str(tmp_path)) == frozenset()


@pytest.mark.parametrize("damage", ["pipe", "cut", "noise", "folder", "empty"])
def test_a_damaged_index(repository: Path, damage: str) -> None:
    index = repository / ".git" / "index"
    whole = index.read_bytes()
    index.unlink()
    if damage == "pipe":
        os.mkfifo(index)
    elif damage == "folder":
        index.mkdir()
    else:
        index.write_bytes({"cut": whole[:100], "noise": b"\xff" * 4000, "empty": b""}[damage])
    with pytest.raises(GitIndexError):
        tracked_paths(str(repository))


def test_git_is_a_device(tmp_path: Path) -> None:
    (tmp_path / ".git").symlink_to("/dev/zero")
    with pytest.raises(GitIndexError):
        tracked_paths(str(tmp_path))
