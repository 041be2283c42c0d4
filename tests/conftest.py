"""Trees to scan and scans of them, for every test of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.findings.model import Confidence, Finding, Report
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import RuleSet, load_rules

Files = Mapping[str, str | bytes]
"""Path → content; text is freed of its common indentation."""
Tree = Callable[[Files], Path]
"""Writes files into the tree of the test and returns its root."""


class Scan:
    """Scans small trees with the bundled rules."""

    def __init__(self, tree: Tree, ruleset: RuleSet, cache: Path) -> None:
        self._tree = tree
        self._ruleset = ruleset
        self._cache = cache

    def __call__(
        self,
        files: Files | str,
        *,
        paths: tuple[str, ...] = (),
        confidence: Confidence = "medium",
        jobs: int = 1,
    ) -> Report:
        """Write files (a single text is ``app.py``) and scan what the tree then holds.

        The cache only spares the models of the libraries: its keys are the contents.
        """
        root = self._tree({"app.py": files} if isinstance(files, str) else files)
        return run(
            ScanRequest(
                root=root,
                ruleset=self._ruleset,
                config=Config(),
                paths=paths,
                min_confidence=confidence,
                jobs=jobs,
                cache_dir=self._cache,
            )
        )


def place(finding: Finding) -> str:
    """``path:line:column-end_column rule``: where a finding is, exactly."""
    at = finding.primary
    end = f"{at.end_line}:{at.end_column}" if at.end_line != at.line else f"{at.end_column}"
    return f"{at.path}:{at.line}:{at.column}-{end} {finding.rule_id}"


def way(finding: Finding) -> list[str]:
    """``path:line note`` of each step from the source to the sink."""
    return [f"{s.location.path}:{s.location.line} {s.note}" for s in finding.flow]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path.resolve() / "tree"

    def write(files: Files) -> Path:
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else dedent(content).encode()
            target.write_bytes(data)
        return root

    return write


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return load_rules()


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all scans of one test process share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def scan(tree: Tree, ruleset: RuleSet, warm: Path) -> Scan:
    return Scan(tree, ruleset, warm)
