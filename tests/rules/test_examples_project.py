"""The leaky messenger has the findings that its expected.yaml lists, and its safe twin has none."""

from __future__ import annotations

import json
import py_compile
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from msgsec_lint.files.languages import by_name
from msgsec_lint.syntax.frontends import FRONT_ENDS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "examples" / "leaky-messenger"
EXPECTED: dict[str, list[str]] = yaml.safe_load((PROJECT / "expected.yaml").read_text("utf-8"))
RULES: dict[str, set[str]] = {
    path.stem: set(yaml.safe_load(path.read_text("utf-8"))["languages"])
    for path in (ROOT / "rules").glob("[0-9]-*/*.yaml")
}
SOURCES = sorted(path for path in PROJECT.rglob("*.*") if by_name(path.name) in FRONT_ENDS)
FAMILIES = {
    "python": {"python"},
    "jvm": {"java", "kotlin"},
    "go": {"go"},
    "web": {"javascript", "typescript", "tsx", "vue", "svelte"},
}
"""Languages in which one program is written: either may break a rule for both."""
WRITTEN = {by_name(path.name) for path in SOURCES}


@cache
def found(variant: str) -> dict[str, list[str]]:
    """Rule → sorted file:line of its findings in one variant of the project."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "msgsec_lint",
        "scan",
        PROJECT / variant,
        "--format",
        "json",
    ]
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


def broken_in(family: set[str]) -> list[str]:
    """Rules that have an expected finding in a file of these languages."""
    files = {
        rule: {place.rpartition(":")[0] for place in places} for rule, places in EXPECTED.items()
    }
    return sorted(rule for rule in files if {by_name(file) for file in files[rule]} & family)


def test_every_rule_is_broken() -> None:
    assert sorted(EXPECTED) == sorted(RULES)


@pytest.mark.parametrize("family", sorted(name for name in FAMILIES if FAMILIES[name] & WRITTEN))
def test_every_rule_is_broken_in_every_language_that_it_knows(family: str) -> None:
    known = sorted(rule for rule in RULES if RULES[rule] & FAMILIES[family])
    assert broken_in(FAMILIES[family]) == known


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_sources_can_be_read(path: Path, tmp_path: Path) -> None:
    language = by_name(path.name)
    assert language is not None
    assert FRONT_ENDS[language](path.read_bytes()).error_lines == 0
    if language == "python":
        py_compile.compile(str(path), cfile=str(tmp_path / "out.pyc"), doraise=True)


def test_readme_explains_every_finding() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| `([^`]+)` \|", text)
    missing = [
        (rule, place)
        for rule, places in EXPECTED.items()
        for place in places
        if not any(rule == row and place.rpartition(":")[0].endswith(file) for row, file in rows)
    ]
    assert missing == []


@pytest.mark.parametrize("rule", sorted(EXPECTED))
def test_leaky_variant_is_reported(rule: str) -> None:
    assert found("leaky").get(rule, []) == sorted(EXPECTED[rule])


def test_leaky_variant_has_no_other_findings() -> None:
    assert {rule: places for rule, places in found("leaky").items() if rule not in EXPECTED} == {}


def test_safe_variant_is_silent() -> None:
    assert found("safe") == {}
