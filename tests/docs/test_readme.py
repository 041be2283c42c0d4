"""What the README tells a reader to type does what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from msgsec_lint.cli import main
from msgsec_lint.findings import suppression
from msgsec_lint.policy.rules import load_rules
from tests.docs.markdown import ROOT, WRITTEN, blocks, keys, links

README = (ROOT / "README.md").read_text("utf-8")
CHECK = (ROOT / ".ci" / "run").read_text("utf-8")
SCAN, TEST = (block.text.splitlines() for block in blocks("README.md", "sh")[:2])
COMMANDS = sorted(
    {
        command
        for path in WRITTEN
        for block in blocks(str(path.relative_to(ROOT)))
        if block.language in ("sh", "yaml", "")
        for command in re.findall(r"(?m)^(?:\s*- run: |\.venv/bin/)?(msgsec-lint .*)$", block.text)
    }
    | {
        command
        for path in WRITTEN
        for command in re.findall(r"`(msgsec-lint [^`]+)`", path.read_text("utf-8"))
    }
)


def test_two_commands_set_up_everything() -> None:
    assert SCAN[:2] == TEST[:2]
    assert len(SCAN) == len(TEST) == 3
    assert "-m venv .venv" in SCAN[0]
    assert "'.[dev]'" in SCAN[1]
    assert "'.[dev]'" in CHECK


def test_the_scan_has_findings() -> None:
    _, *arguments = shlex.split(SCAN[2])
    command = [sys.executable, "-m", "msgsec_lint", *arguments, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == main.FINDINGS, done.stderr


def test_the_tests_are_those_of_the_check() -> None:
    command = TEST[2].removeprefix(".venv/bin/")
    assert command in CHECK.splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command: str) -> None:
    words = shlex.split(command.partition(" -> ")[0], comments=True)[1:]
    if words[0].startswith("-"):
        assert words in (["--help"], ["--version"])
        return
    assert words[0] in main.COMMANDS
    found = main.cli.get_command(click.Context(main.cli), words[0])
    assert found is not None
    try:
        found.make_context(words[0], words[1:])
    except click.BadParameter as error:
        assert "does not exist" in error.format_message()  # noqa: PT017 - a name made up


def test_the_table_of_options_is_complete() -> None:
    scan = main.cli.get_command(click.Context(main.cli), "scan")
    assert scan is not None
    known = {name for option in scan.params for name in option.opts if name.startswith("-")}
    told = {word.split()[0] for word in keys("README.md", "Options") if word.startswith("-")}
    assert told - known == set()
    assert known - told == {"--output-to"}  # another name of --output


def test_exit_codes() -> None:
    rows = re.findall(r"(?m)^\| (\d) \|", README)
    codes = (main.OK, main.FINDINGS, main.ERROR, main.NOTHING, main.INCOMPLETE)
    assert [int(row) for row in rows] == list(codes)


def test_hooks_exist() -> None:
    known = {
        hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    }
    told = [block for block in blocks("README.md", "yaml") if "hooks:" in block.text]
    (repository,) = yaml.safe_load(told[0].text)["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= known


def test_the_workflow_is_yaml() -> None:
    workflow = next(b for b in blocks("README.md", "yaml") if "runs-on" in b.text)
    assert yaml.safe_load(workflow.text)["jobs"]


def test_suppressions_are_understood() -> None:
    (example,) = (b for b in blocks("README.md", "python") if "msgsec: ignore" in b.text)
    comments = [
        (number, 1, line[line.index("#") :]) for number, line in enumerate(example.text.splitlines(), 1)
        if "#" in line
    ]  # fmt: skip
    directives, notices = suppression.parse(comments, "app.py")
    assert notices == []
    known = load_rules().known
    assert {rule for directive in directives for rule in directive.rules} <= set(known)
    assert all(directive.reason for directive in directives)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert [link for link in links(path) if link and not (path.parent / link).exists()] == []
