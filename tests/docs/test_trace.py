"""The page about `msgsec-lint trace` shows what the program says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from msgsec_lint.cli.main import run
from msgsec_lint.flow.tracing import Sort
from tests.docs.markdown import blocks, keys

PAGE = "docs/trace.md"
SHOWN = [block.text for block in blocks(PAGE) if block.text.startswith("relay.py:")]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda text: text.split()[0])
def test_the_example_is_what_is_said(
    shown: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (source,) = (block.text for block in blocks(PAGE) if block.file == "relay.py")
    (tmp_path / "relay.py").write_text(source, encoding="utf-8")
    place = f"{tmp_path}/{shown.split(maxsplit=1)[0]}"
    assert run(["trace", place, "--root", str(tmp_path), "--no-cache"]) == 0
    assert capfd.readouterr().out == shown


def test_three_lines_are_shown() -> None:
    assert len(SHOWN) == 3


def test_every_word_is_explained() -> None:
    assert set(get_args(Sort)) <= keys(PAGE, "What is told")
