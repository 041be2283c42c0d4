"""Flows as tests write them: code with ``«marks»`` round what must be found, and the ways there."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from tests.conftest import Files, Scan, place, way

PRELUDE = "import logging; log = logging.getLogger(__name__)"
"""Takes the place of the empty first line of a single text."""
SAYS = "`message_text`: the name says message text"
"""The first step of a flow from a name that surely means content."""
INFO = "logging.Logger.info"
"""The last step at a logger."""

_MARK = re.compile(r"«(?:(?P<rule>[a-z-]+)\|)?|»")


def unmarked(path: str, text: str) -> tuple[str, list[str]]:
    """The text without marks, and the places that the marks stand round."""
    lines: list[str] = []
    found: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        plain = ""
        start, rule, at = 0, "", 0
        for mark in _MARK.finditer(line):
            plain += line[at : mark.start()]
            at = mark.end()
            if mark.group() == "»":
                found.append(f"{path}:{number}:{start}-{len(plain) + 1} {rule}")
            else:
                start, rule = len(plain) + 1, mark.group("rule") or "content-in-logs"
        lines.append(plain + line[at:])
    return "\n".join(lines), found


class Flows:
    """Scans marked code and returns the ways of its findings, in the order of their places.

    A step is ``line note``, in other files than ``app.py`` ``path:line note``. Findings anywhere
    but at the marks fail the test at once, as do marks without a finding.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan

    def __call__(self, files: Files | str, *, prelude: str = PRELUDE) -> list[list[str]]:
        given = {"app.py": files} if isinstance(files, str) else files
        plain: dict[str, str | bytes] = {}
        expected: list[str] = []
        for path, text in given.items():
            assert isinstance(text, str)
            body = dedent(text)
            if isinstance(files, str):
                body = prelude + body
            plain[path], marked = unmarked(path, body)
            expected += marked
        found = sorted(self._scan(plain).findings, key=lambda f: _order(place(f)))
        assert [place(finding) for finding in found] == sorted(expected, key=_order)
        return [[s.removeprefix("app.py:") for s in way(finding)] for finding in found]


def _order(where: str) -> tuple[object, ...]:
    path, line, columns = where.rsplit(":", 2)
    return path, int(line), int(columns.split("-")[0]), columns


@pytest.fixture
def flows(scan: Scan) -> Flows:
    return Flows(scan)
