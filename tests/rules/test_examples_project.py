"""The leaky messenger has exactly the findings that its expected.yaml lists; its safe twin has none."""

from __future__ import annotations

import json
import py_compile
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "examples" / "leaky-messenger"
EXPECTED: dict[str, list[str]] = yaml.safe_load((PROJECT / "expected.yaml").read_text("utf-8"))
RULES = sorted(path.stem for path in (ROOT / "rules").glob("[0-9]-*/*.yaml"))
SOURCES = sorted(PROJECT.rglob("*.py"))


@cache
def found(variant: str) -> dict[str, list[str]]:
    """Rule → sorted file:line of its findings in one variant of the project."""
    command = [sys.executable, "-m", "msgsec_lint", "scan", PROJECT / variant, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    findings: dict[str, list[str]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        findings.setdefault(finding["rule"], []).append(place_of(finding["location"], variant))
    return {rule: sorted(places) for rule, places in findings.items()}


def place_of(location: dict[str, Any], variant: str) -> str:
    """Where a finding is, relative to the variant, whichever folder the scan took as its root."""
    path: str = location["path"]
    marker = f"{variant}/"
    inner = path.rpartition(marker)[2] if marker in path else path
    return f"{inner}:{location['line']}"


def test_every_rule_is_broken_once() -> None:
    assert sorted(EXPECTED) == RULES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_sources_compile(path: Path, tmp_path: Path) -> None:
    py_compile.compile(str(path), cfile=str(tmp_path / "out.pyc"), doraise=True)


def test_readme_explains_every_rule() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    assert [rule for rule in EXPECTED if f"| `{rule}` |" not in text] == []


@pytest.mark.parametrize("rule", sorted(EXPECTED))
def test_leaky_variant_is_reported(rule: str) -> None:
    assert found("leaky").get(rule, []) == sorted(EXPECTED[rule])


def test_leaky_variant_has_no_other_findings() -> None:
    assert {rule: places for rule, places in found("leaky").items() if rule not in EXPECTED} == {}


def test_safe_variant_is_silent() -> None:
    assert found("safe") == {}
