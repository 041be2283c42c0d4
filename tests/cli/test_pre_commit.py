"""The hooks, run by the real pre-commit program in a throw-away repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
LEAK = """
import logging

log = logging.getLogger(__name__)


def deliver(message_body: str, message_id: str) -> None:
    log.info("delivering %s", {logged})
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment["PATH"] = f"{root / 'bin'}{os.pathsep}{environment['PATH']}"
    environment["PRE_COMMIT_HOME"] = str(root / "pre-commit-home")
    environment["MSGSEC_CACHE_DIR"] = str(root / "cache")
    return subprocess.run(
        arguments, cwd=root / "repo", env=environment, capture_output=True, text=True, check=False
    )


def pre_commit(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(root, sys.executable, "-m", "pre_commit", *arguments)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a repository that uses our hooks, with the command of this checkout on the path."""
    (tmp_path / "repo").mkdir()
    command = tmp_path / "bin" / "msgsec-lint"
    command.parent.mkdir()
    code = f"import sys; sys.path.insert(0, {str(HOOKS.parent)!r}); from msgsec_lint.__main__ import main; main()"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n')
    command.chmod(0o755)
    hooks = yaml.safe_load(HOOKS.read_text())
    for hook in hooks:
        # Installed from the network otherwise; the rest of each hook is used as it is.
        hook["language"] = "system"
        hook.pop("minimum_pre_commit_version")
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / "repo" / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    for arguments in (
        ["init", "-q"],
        ["config", "user.name", "t"],
        ["config", "user.email", "t@example.org"],
    ):
        assert run(tmp_path, "git", *arguments).returncode == 0
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    target = root / "repo" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def test_manifest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a shell script")
class TestHooks:
    def test_staged_files(self, root: Path) -> None:
        write(root, "server/relay.py", LEAK.format(logged="message_body"))
        write(root, "server/quiet.py", LEAK.format(logged="message_id"))
        assert run(root, "git", "add", "server/relay.py").returncode == 0
        done = pre_commit(root, "run", "msgsec-lint")
        assert done.returncode == 1, done.stdout + done.stderr
        assert "content-in-logs" in done.stdout
        assert "server/relay.py:8" in done.stdout

    def test_clean_staged_file(self, root: Path) -> None:
        write(root, "server/relay.py", LEAK.format(logged="message_body"))
        write(root, "server/quiet.py", LEAK.format(logged="message_id"))
        assert run(root, "git", "add", "server/quiet.py").returncode == 0
        done = pre_commit(root, "run", "msgsec-lint")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Passed" in done.stdout

    def test_staged_files_that_are_excluded(self, root: Path) -> None:
        write(root, "vendor/relay.py", LEAK.format(logged="message_body"))
        assert run(root, "git", "add", "-A").returncode == 0
        done = pre_commit(root, "run", "msgsec-lint")
        assert done.returncode == 0, done.stdout + done.stderr

    def test_other_files_do_not_start_it(self, root: Path) -> None:
        write(root, "notes.md", "text\n")
        assert run(root, "git", "add", "-A").returncode == 0
        assert "Skipped" in pre_commit(root, "run", "msgsec-lint").stdout

    def test_whole_project(self, root: Path) -> None:
        write(root, "server/relay.py", LEAK.format(logged="message_body"))
        write(root, "notes.md", "text\n")
        assert run(root, "git", "add", "notes.md").returncode == 0
        done = pre_commit(root, "run", "msgsec-lint-project", "--hook-stage", "pre-push")
        assert done.returncode == 1, done.stdout + done.stderr
        assert "server/relay.py:8" in done.stdout
