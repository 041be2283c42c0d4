from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from msgsec_lint.files.discovery import SourceFile, discover, read
from msgsec_lint.files.errors import FilesError, UnreadableError

CODE = "print('hello')\n"


def write(root: Path, *paths: str, text: str = CODE) -> None:
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def found(root: Path, *paths: str, force_exclude: bool = False) -> list[str]:
    return [f.path for f in discover(root, paths, force_exclude=force_exclude).files]


def test_sorted_and_only_source(tmp_path: Path) -> None:
    write(tmp_path, "b.py", "a/z.py", "a.py", "notes.md", "logo.png", ".hidden/c.pyw", "B.PY")
    expected = [".hidden/c.pyw", "B.PY", "a.py", "a/z.py", "b.py"]
    result = discover(tmp_path)
    assert expected == [f.path for f in result.files]
    assert result.skipped == {}
    assert result.files[2] == SourceFile("a.py", "python", len(CODE))


def test_other_languages_are_counted_not_analysed(tmp_path: Path) -> None:
    write(tmp_path, "a.dart", "b.swift", "c.pyi", "d.txt", "e.py")
    result = discover(tmp_path)
    assert [f.path for f in result.files] == ["e.py"]
    assert result.skipped == {"unsupported": 3}


def test_shebang(tmp_path: Path) -> None:
    write(tmp_path, "run", text="#!/usr/bin/env -S python3.11 -u\n")
    write(tmp_path, "other", text="#!/bin/sh\n")
    write(tmp_path, "serve", text="#!/usr/bin/ruby\n")
    result = discover(tmp_path)
    assert [f.path for f in result.files] == ["run"]
    assert result.skipped == {"unsupported": 1}


@pytest.mark.parametrize("with_git", [True, False])
def test_ignore_files(tmp_path: Path, *, with_git: bool) -> None:
    write(tmp_path, "a.py", "build/b.py", "sub/skip.py", "sub/keep.py", "mine.py", "sub/mine.py")
    write(tmp_path, ".gitignore", text="build/\nskip.py\n")
    write(tmp_path, ".msgsecignore", text="mine.py\n")
    write(tmp_path, "sub/.msgsecignore", text="!mine.py\n")
    if with_git:
        git(tmp_path, "init", "-q")
        git(tmp_path, "add", "-A")
    assert found(tmp_path) == ["a.py", "sub/keep.py", "sub/mine.py"]


def test_tracked_files_are_scanned_although_gitignore_names_them(tmp_path: Path) -> None:
    write(tmp_path, "kept.py", "ours.py", "free.py")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    write(tmp_path, ".gitignore", text="*.py\n")
    write(tmp_path, ".msgsecignore", text="ours.py\n")
    write(tmp_path, "new.py")
    assert found(tmp_path) == ["free.py", "kept.py"]


def test_ignore_rules_of_the_repository_hold_below_its_top(tmp_path: Path) -> None:
    write(tmp_path, "app/a.py", "app/local/b.py")
    write(tmp_path, ".gitignore", text="local/\n")
    git(tmp_path, "init", "-q")
    assert found(tmp_path / "app") == ["a.py"]


def test_ignore_rules_above_a_tree_without_git_do_not_hold(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", text="*\n")
    write(tmp_path, "app/a.py")
    assert found(tmp_path / "app") == ["a.py"]
    git(tmp_path / "app", "init", "-q")
    assert found(tmp_path / "app") == ["a.py"]


def test_configuration_of_the_repository_starts_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.py", ".gitignore")
    git(tmp_path, "init", "-q")
    marker = tmp_path / "started"
    git(tmp_path, "config", "core.fsmonitor", f"touch {marker}")
    assert found(tmp_path) == ["a.py"]
    assert not marker.exists()


def test_git_environment_of_a_hook_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.py", "b.py")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    write(tmp_path, ".gitignore", text="a.py\n")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert found(tmp_path) == ["a.py", "b.py"]


def test_vendored(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "node_modules/x/b.js", "lib/vendor/y/c.py", "env/pyvenv.cfg")
    write(tmp_path, "env/lib/d.py", "env/lib/notes.txt", "hidden/third_party/e.py")
    write(tmp_path, ".gitignore", text="hidden\n")
    result = discover(tmp_path)
    assert [f.path for f in result.files] == ["a.py"]
    assert result.skipped == {"vendored": 3}


def test_what_is_ignored_is_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "build/b.py", "build/c.rb", "build/vendor/d.py", "docs/e.py", "f.py")
    write(tmp_path, ".gitignore", text="build\n")
    result = discover(tmp_path, excluded=lambda path: path.startswith("docs/"))
    assert [f.path for f in result.files] == ["a.py", "f.py"]
    assert result.skipped == {"ignored": 2}
    named = discover(tmp_path, ["docs/e.py"], excluded=lambda _: True)
    assert [f.path for f in named.files] == ["docs/e.py"]
    forced = discover(tmp_path, ["docs/e.py"], excluded=lambda _: True, force_exclude=True)
    assert forced.skipped == {"ignored": 1}


def test_generated_minified_and_large_by_name_and_size(tmp_path: Path) -> None:
    write(tmp_path, "x_pb2.py", "y_pb2_grpc.py", "app.min.js")
    (tmp_path / "big.py").write_bytes(b"#" * 50)
    result = discover(tmp_path, max_bytes=49)
    assert result.files == ()
    assert result.skipped == {"generated": 2, "minified": 1, "too-large": 1}
    assert [(n.code, n.path) for n in result.notices] == [("too-large", "big.py")]


def test_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    write(outside, "secret.py", "more/b.py")
    write(root, "a.py", "sub/b.py")
    (root / "link.py").symlink_to("a.py")
    (root / "leak.py").symlink_to(outside / "secret.py")
    (root / "folder").symlink_to(outside)
    (root / "again").symlink_to("sub")
    (root / "loop").symlink_to(".")
    (root / "dangling.py").symlink_to("nothing")
    result = discover(root)
    assert [f.path for f in result.files] == ["a.py", "sub/b.py"]
    assert result.skipped == {"outside-tree": 2, "unreadable": 1}
    assert found(root, "link.py") == ["a.py"]
    with pytest.raises(FilesError, match="outside"):
        discover(root, ["leak.py"])
    with pytest.raises(FilesError, match="outside"):
        discover(root, ["folder/secret.py"])


def test_named_paths(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "gen/x_pb2.py", "build/b.py", "build/c/d.py", "vendor/e.py", "f/g.py")
    write(tmp_path, ".gitignore", text="build\n")
    assert found(tmp_path, "build/b.py", "gen/x_pb2.py") == ["build/b.py", "gen/x_pb2.py"]
    assert found(tmp_path, "build", "f") == ["build/b.py", "build/c/d.py", "f/g.py"]
    assert found(tmp_path, "build/c/") == ["build/c/d.py"]
    assert found(tmp_path, "vendor") == ["vendor/e.py"]
    assert found(tmp_path, str(tmp_path / "a.py"), "./f/../a.py") == ["a.py"]
    assert discover(tmp_path, ["a.py"]).files[0].named
    assert not discover(tmp_path, ["f"]).files[0].named


def test_force_exclude(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "gen/x_pb2.py", "build/b.py", "vendor/e.py", "f/g.py")
    write(tmp_path, ".gitignore", text="build\n")
    names = ["a.py", "gen/x_pb2.py", "build/b.py", "vendor/e.py"]
    result = discover(tmp_path, names, force_exclude=True)
    assert [f.path for f in result.files] == ["a.py"]
    assert result.skipped == {"generated": 1, "ignored": 1, "vendored": 1}
    assert found(tmp_path, "build", "vendor", force_exclude=True) == []


@pytest.mark.parametrize("path", ["nothing.py", "no/such"])
def test_absent_path(tmp_path: Path, path: str) -> None:
    with pytest.raises(FilesError, match="does not exist"):
        discover(tmp_path, [path])


def test_root_must_be_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    with pytest.raises(FilesError, match="does not exist"):
        discover(tmp_path / "none")
    with pytest.raises(FilesError, match="not a folder"):
        discover(tmp_path / "a.py")


def test_folder_that_is_named_like_a_file(tmp_path: Path) -> None:
    write(tmp_path, "pkg.py/inner.py")
    assert found(tmp_path) == ["pkg.py/inner.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX names")
class TestHostileTrees:
    def test_name_that_is_no_text(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py", ".gitignore", "z.py")
        try:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.py")).write_text(CODE)
        except OSError:
            pytest.skip("the file system takes UTF-8 only")
        result = discover(tmp_path)
        assert [f.path for f in result.files] == ["a.py", "z.py"]
        assert result.skipped == {"unreadable": 1}
        assert [n.path for n in result.notices] == ["m\\xff.py"]

    def test_name_with_a_line_break(self, tmp_path: Path) -> None:
        write(tmp_path, "a\nb.py", ".gitignore")
        assert found(tmp_path) == ["a\nb.py"]

    def test_pipes(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py")
        os.mkfifo(tmp_path / "pipe.py")
        os.mkfifo(tmp_path / "pipe")
        assert found(tmp_path) == ["a.py"]

    @pytest.mark.parametrize("name", [".gitignore", ".msgsecignore", "sub/.gitignore"])
    @pytest.mark.parametrize("kind", ["pipe", "endless", "outside", "large"])
    def test_ignore_file_that_is_none(self, tmp_path: Path, name: str, kind: str) -> None:
        write(tmp_path, "a.py", "sub/b.py")
        path = tmp_path / name
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "large":
            path.write_bytes(b"*.py\n" * 300_000)
        else:
            path.symlink_to("/dev/zero" if kind == "endless" else "/etc/passwd")
        git(tmp_path, "init", "-q")
        result = discover(tmp_path)
        assert [f.path for f in result.files] == ["a.py", "sub/b.py"]
        assert [("error", "ignore-file", name)] == [
            (n.level, n.code, n.path) for n in result.notices
        ]

    def test_patterns_that_backtrack(self, tmp_path: Path) -> None:
        write(tmp_path, "a" * 120 + ".py")
        write(tmp_path, ".gitignore", text="*a" * 40 + "b\n**/" * 40 + "x\n[[[\n\\\n")
        assert found(tmp_path) == ["a" * 120 + ".py"]

    def test_deep_tree(self, tmp_path: Path) -> None:
        write(tmp_path, "d/" * 900 + "a.py", ".gitignore")
        assert found(tmp_path) == ["d/" * 900 + "a.py"]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
    def test_folder_without_permission(self, tmp_path: Path) -> None:
        write(tmp_path, "closed/a.py", "b.py", ".gitignore")
        (tmp_path / "closed").chmod(0)
        try:
            result = discover(tmp_path)
        finally:
            (tmp_path / "closed").chmod(0o700)
        assert [f.path for f in result.files] == ["b.py"]
        assert result.skipped == {"unreadable": 1}


class TestRead:
    def test_content(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py")
        (file,) = discover(tmp_path).files
        assert CODE.encode() == read(tmp_path, file)

    def test_refuses_what_the_file_became(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py", "b.py", "c.py")
        a, b, c = discover(tmp_path).files
        (tmp_path / "a.py").unlink()
        (tmp_path / "b.py").unlink()
        (tmp_path / "b.py").symlink_to("c.py")
        (tmp_path / "c.py").write_bytes(b"#" * 200)
        for file in (a, b):
            with pytest.raises(UnreadableError):
                read(tmp_path, file)
        with pytest.raises(UnreadableError, match="changed"):
            read(tmp_path, c, max_bytes=100)
