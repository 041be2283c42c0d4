from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import sample

if TYPE_CHECKING:
    from pathlib import Path

    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write_sources(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="session")
def report(tree: Path) -> Report:
    return sample.report(tree)


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    return sample.rules()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return sample.policy()
