"""Documents that are made from rules and code are up to date; `make docs` brings them so."""

from __future__ import annotations

import html
import importlib.util
import re
from functools import cache
from types import ModuleType

import pytest

from msgsec_lint.policy.rules import load_rules
from tests.docs.markdown import ROOT

STALE = "out of date: run `make docs`"


@cache
def program(name: str) -> ModuleType:
    """Return one of the programs beside the documents."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def pages() -> dict[str, str]:
    made: dict[str, str] = program("make_pages").pages(load_rules())
    return made


def words(text: str) -> list[str]:
    """Return the words of a text: versions of click wrap and draw differently."""
    return text.split()


@pytest.mark.parametrize("path", sorted(pages()))
def test_page_is_up_to_date(path: str) -> None:
    assert words((ROOT / path).read_text("utf-8")) == words(pages()[path]), STALE


def test_no_page_of_a_rule_is_left_over() -> None:
    there = {f"docs/rules/{path.name}" for path in (ROOT / "docs" / "rules").iterdir()}
    assert there == {path for path in pages() if path.startswith("docs/rules/")}, STALE


def test_every_bound_is_listed() -> None:
    """A new limit of the search must be told to people."""
    listed = program("make_pages").BOUNDS
    for room in ("link", "flow"):
        for path in (ROOT / "msgsec_lint" / room).glob("*.py"):
            for name in re.findall(r"(?m)^(MAX_\w+|LIMIT)(?:: Final)? =", path.read_text("utf-8")):
                bound = f"{room}.{path.stem}.{name}"
                assert bound in listed, f"say in docs/make_pages.py what {bound} counts"


def test_picture_is_up_to_date() -> None:
    there = (ROOT / "docs" / "images" / "scan.svg").read_text("utf-8")
    assert drawn(there) == drawn(program("make_images").picture()), STALE


def test_picture_needs_no_network() -> None:
    there = (ROOT / "docs" / "images" / "scan.svg").read_text("utf-8")
    assert re.findall(r"(?:href|src)\s*=|url\((?!#)|@import", there) == []


def drawn(picture: str) -> list[str]:
    """Return the text of a picture: the drawing is the business of the library that draws."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    words = " ".join(html.unescape(text).replace("\xa0", " ") for text in texts).split()
    # The last line counts lines of the example, which change for other reasons.
    return words[: words.index("Analysed")]
