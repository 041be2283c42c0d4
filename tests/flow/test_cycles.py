"""Circles of functions and fields: an answer does not depend on what was asked before it."""

from __future__ import annotations

import pytest

from tests.conftest import Scan

PARTIAL = "what is found while a circle is still open is kept as if it were all ({})"

CIRCLES = {
    "results": """
def a(x, n): return b(x, n) if n else x
def b(x, n): return a(x, n)
def show(message_text):
    log.info(a(message_text, 1))
    log.info(b(message_text, 1))
""",
    "fields": """
class A:
    def one(self): self.x = self.y
    def two(self, message_text):
        self.y = self.x
        self.y = message_text
def show(a: A):
    log.info(a.y)
    log.info(a.x)
""",
    "globals": """
x = y = None
def one():
    global x
    x = y
def two(message_text):
    global y
    y = x
    y = message_text
def show():
    log.info(x)
    log.info(y)
""",
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("shape", CIRCLES)
def test_every_order_of_questions(
    scan: Scan, request: pytest.FixtureRequest, shape: str, turned: bool
) -> None:
    if (shape, turned) in (("results", False), ("fields", False)):
        where = {"results": "Search.summary", "fields": "Search.field"}[shape]
        request.applymarker(pytest.mark.xfail(strict=True, reason=PARTIAL.format(where)))
    *lines, one, two = CIRCLES[shape].strip().split("\n")
    questions = [two, one] if turned else [one, two]
    report = scan("\n".join(["import logging; log = logging.getLogger()", *lines, *questions]))
    asked = len(lines) + 2
    assert {finding.primary.line for finding in report.findings} == {asked, asked + 1}


@pytest.mark.xfail(strict=True, reason=PARTIAL.format("Search.upstream"))
def test_functions_that_hand_on_to_each_other(scan: Scan) -> None:
    report = scan(
        """
        import logging
        log = logging.getLogger()
        def one(x, n):
            if n: two(x, n)
            log.debug("a %s", x)
        def two(x, n):
            one(x, n)
            log.debug("b %s", x)
        def go(message_text): one(message_text, 1)
        """
    )
    assert {finding.primary.line for finding in report.findings} == {6, 9}
