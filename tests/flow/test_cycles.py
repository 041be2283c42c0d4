"""Circles of functions and fields: an answer does not depend on what was asked before it."""

from __future__ import annotations

import pytest

from tests.conftest import Scan

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
def test_every_order_of_questions(scan: Scan, shape: str, turned: bool) -> None:
    *lines, one, two = CIRCLES[shape].strip().split("\n")
    questions = [two, one] if turned else [one, two]
    report = scan("\n".join(["import logging; log = logging.getLogger()", *lines, *questions]))
    asked = len(lines) + 2
    assert {finding.primary.line for finding in report.findings} == {asked, asked + 1}


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


@pytest.mark.parametrize(("hops", "found"), [(5, {2}), (36, {2}), (600, set())])
def test_a_chain_longer_than_pythons_stack(scan: Scan, hops: int, found: set[int]) -> None:
    """Deep questions are answered, and what has come too long a way is dropped."""
    lines = ["import logging; log = logging.getLogger()", "def f0(x): log.info('x %s', x)"]
    lines += [f"def f{n}(x): f{n - 1}(x)" for n in range(1, hops)]
    lines += [f"def start(message_text): f{hops - 1}(message_text)"]
    report = scan("\n".join(lines), confidence="low")
    assert {finding.primary.line for finding in report.findings} == found
