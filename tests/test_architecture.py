"""The arrows between packages, the size of modules, the proof of rules, the tool on itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from msgsec_lint.checks.examples import run_example
from msgsec_lint.policy.rules import RuleSet, load_rules

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "msgsec_lint"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(REPOSITORY).as_posix() for path in MODULES]

FORBIDDEN = {
    "languages": {
        "facts",
        "syntax",
        "link",
        "flow",
        "repo",
        "checks",
        "policy",
        "findings",
        "output",
        "files",
        "cli",
    },
    "facts": {"syntax", "link", "flow", "checks", "policy", "findings", "output", "files", "cli"},
    "syntax": {"link", "flow", "checks", "policy", "findings", "output", "files", "cli"},
    "link": {"syntax", "flow", "checks", "findings", "output", "files", "cli"},
    "flow": {"syntax", "checks", "findings", "output", "files", "cli"},
    "repo": {"facts", "syntax", "link", "flow", "checks", "policy", "output", "files", "cli"},
    "files": {"facts", "syntax", "link", "flow", "checks", "policy", "output", "cli"},
    "findings": {"facts", "syntax", "link", "flow", "checks", "policy", "output", "files", "cli"},
    "output": {"facts", "syntax", "link", "flow", "checks", "files", "cli"},
    "policy": {"facts", "syntax", "link", "flow", "checks", "output", "cli"},
    "checks": {"output", "cli"},
    "cli": {"facts", "syntax", "link", "flow"},
}
"""Package → the packages that it must not know; ARCHITECTURE.md draws the arrows that there are."""
TOO_LONG = 800


def imported(path: Path) -> set[str]:
    """The modules that a file imports anywhere in it, by dotted name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
    return found


def packages(path: Path) -> set[str]:
    """The packages of msgsec_lint that a file imports."""
    parts = [name.split(".") for name in imported(path)]
    return {part[1] for part in parts if part[0] == "msgsec_lint" and len(part) > 1}


@pytest.mark.parametrize("name", NAMES)
def test_arrows_run_one_way(name: str) -> None:
    path = REPOSITORY / name
    inside = path.relative_to(PACKAGE).parts
    if len(inside) == 1:
        assert packages(path) <= {"cli"}
    else:
        assert packages(path).isdisjoint(FORBIDDEN[inside[0]])


@pytest.mark.parametrize("name", NAMES)
def test_only_front_ends_know_the_parser(name: str) -> None:
    parsers = {n for n in imported(REPOSITORY / name) if n.split(".")[0].startswith("tree_sitter")}
    assert not parsers or name.startswith("msgsec_lint/syntax/")


@pytest.mark.parametrize("name", NAMES)
def test_only_the_command_line_knows_its_libraries(name: str) -> None:
    tops = {n.split(".")[0] for n in imported(REPOSITORY / name)}
    assert "click" not in tops or name.startswith("msgsec_lint/cli/")
    assert "rich" not in tops or name.startswith(("msgsec_lint/cli/", "msgsec_lint/output/"))


@pytest.mark.parametrize("name", NAMES)
def test_modules_are_short(name: str) -> None:
    assert len((REPOSITORY / name).read_text(encoding="utf-8").splitlines()) < TOO_LONG


@pytest.mark.parametrize("name", NAMES)
def test_modules_say_what_they_are(name: str) -> None:
    tree = ast.parse((REPOSITORY / name).read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree)


RULES = load_rules()


@pytest.mark.parametrize("rule_id", RULES.rules)
def test_examples_of_a_rule_hold(ruleset: RuleSet, rule_id: str) -> None:
    rule = ruleset.rules[rule_id]
    outcomes = [
        run_example(ruleset, rule, group, number, example)
        for group in ("bad", "good")
        for number, example in enumerate(getattr(rule.tests, group), 1)
    ]
    assert outcomes
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_the_tool_holds_its_own_promises() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "msgsec_lint", "scan", ".", "--no-cache", "--format", "concise"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count(" error ")) == (0, 0), done.stdout + done.stderr
