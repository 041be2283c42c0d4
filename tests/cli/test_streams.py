"""Streams that are closed or full, folders that are gone, and text of the tree in messages."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

LEAK = "import logging\ndef f(message_text):\n    logging.info(message_text)\n"
COMMAND = f"{shlex.quote(sys.executable)} -m msgsec_lint"
REPOSITORY = Path(__file__).resolve().parents[2]


def run(folder: Path, line: str) -> tuple[int, str, str]:
    """Exit code and both outputs of a line of the shell, in which LINT is the command."""
    done = subprocess.run(
        ["bash", "-c", line.replace("LINT", COMMAND)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "good.py").write_text(LEAK)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("LINT scan t --no-cache --format concise >/dev/full", 2, "Cannot write"),
        ("LINT rules >/dev/full", 2, "Cannot write"),
        ("LINT scan t --no-cache --format concise >&-", 2, "Standard output is closed"),
        ("LINT scan t --no-cache --format json >&-", 2, "Standard output is closed"),
        ("LINT scan t --no-cache --format concise 2>&-", 1, ""),
        ("LINT scan nowhere --no-cache 2>&-", 2, ""),
        ("mkdir gone; cd gone; rmdir ../gone; LINT scan", 2, "The current folder is gone"),
        ("LINT scan '' --no-cache", 2, "A path is empty"),
    ],
)
def test_ends_with_a_sentence(folder: Path, line: str, code: int, said: str) -> None:
    returned, _, error = run(folder, line)
    assert returned == code
    assert said in error
    assert "Traceback" not in error
    assert "internal fault" not in error


def test_names_that_act_are_escaped(folder: Path) -> None:
    (folder / "t" / "a\x1b]0;owned\a.py").write_text(LEAK)
    for options in ("--show-files", "--no-cache --format github", "--no-cache --format concise"):
        _, output, _ = run(folder, f"LINT scan t {options}")
        assert "owned" in output
        assert "\x1b" not in output


def test_keys_of_a_policy_file_are_escaped_and_cut(folder: Path) -> None:
    policy = folder / "t" / "msgsec.yaml"
    policy.write_text('"x\\n::error file=good.py::said\\e]0;owned\\a": 1\n')
    code, output, error = run(folder, "LINT scan t --no-cache")
    assert (code, output, error.count("\n")) == (2, "", 1)
    assert "\x1b" not in error
    policy.write_text(f"? {'key' * 100_000}\n: x\n")
    code, _, error = run(folder, "LINT scan t --no-cache")
    assert code == 2
    assert len(error) < 3000


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_policy_file_that_is_none(folder: Path, kind: str) -> None:
    path = folder / "t" / "msgsec.yaml"
    os.mkfifo(path) if kind == "pipe" else path.mkdir()
    code, _, error = run(folder, "LINT scan t --no-cache")
    assert code == 2
    assert "no regular file" in error


def test_files_named_by_a_policy_that_are_not_read(folder: Path) -> None:
    tree = folder / "t"
    (folder / "secret.yaml").write_text("line_of_a_file_outside: 1\n")
    (tree / "rules").mkdir()
    (tree / "rules" / "r.yaml").symlink_to(folder / "secret.yaml")
    (tree / "msgsec.yaml").write_text("rules: {paths: [rules]}\n")
    code, _, error = run(folder, "LINT scan t --no-cache")
    assert code == 2
    assert "outside of the tree" in error
    assert "line_of_a_file" not in error
    os.mkfifo(tree / "m.yaml")
    (tree / "msgsec.yaml").write_text("models: [m.yaml]\n")
    code, _, error = run(folder, "LINT scan t --no-cache")
    assert code == 2
    assert "no regular file" in error


def test_sources_that_are_no_files_are_said(folder: Path) -> None:
    os.mkfifo(folder / "t" / "pipe.py")
    (folder / "t" / "gone.py").symlink_to("nowhere")
    code, output, _ = run(folder, "LINT scan t --no-cache --format concise")
    assert code == 1
    assert "pipe.py: warning unreadable" in output
    assert "gone.py: warning unreadable" in output
    assert "Not analysed: 2 unreadable" in output
