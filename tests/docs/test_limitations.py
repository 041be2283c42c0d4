"""What docs/limitations.md says the analysis cannot do, it still cannot do.

Each case states what a perfect analysis would report. It is expected to fail; when it passes, take the
case away and the line that it belongs to out of the document.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import RuleSet, load_rules, select

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "limitations.md"
LOG = "import logging\nlog = logging.getLogger(__name__)\n"
UNKNOWN_LIBRARY = """
import frobnicate

def show(message_text):
    log.info(frobnicate.turn(message_text))  # leak
"""
NO_EVIDENCE = """
def show(window):
    x = window.pick()
    log.info(x)  # leak, if pick() gives a message
"""
COMMON_NAME = """
class A:
    def take(self, x): log.info(x)

class B:
    def take(self, x): log.info(x)

class C:
    def take(self, x): log.info(x)

def show(thing, message_text):
    thing.take(message_text)  # leak
"""
OVERRIDING = """
class Base:
    def show(self, x):
        return x.upper().lower().strip().title()

class Loud(Base):
    def show(self, x):
        log.info(x)

def show(thing: Base, message_text):
    thing.show(message_text)  # leak
"""
COMPUTED_NAME = """
class Handler:
    def on_text(self, x):
        log.info(x)

    def handle(self, name, message_text):
        getattr(self, "on_" + name)(message_text)  # leak
"""
EXCHANGED_BY_DECORATOR = """
def loud(function):
    def inner(*args):
        log.info("%s", args)
        return function(*args)
    return inner

@loud
def send(x):
    return None

def show(message_text):
    send(message_text)  # leak
"""
OPERATOR = """
class Page:
    def __lshift__(self, x):
        log.info(x)

def show(page: Page, message_text):
    page << message_text  # leak
"""
MUTATION_BY_CALLEE = """
def fill(found, x):
    found.append(x)

def show(message_text):
    found = []
    fill(found, message_text)
    log.info(found)  # leak
"""
FAR_EXCEPTION = """
class Refused(Exception):
    pass

def inner(x):
    raise ValueError("refused: " + x)

def outer(x):
    inner(x)

def show(message_text):
    try:
        outer(message_text)
    except ValueError as problem:
        log.info(problem)  # leak
"""
ONE_BIT = """
def show(message_text):
    log.info("agreed" if message_text == "yes" else "refused")  # leak of one bit
"""
FAR_CALLER = "def f0(x):\n    y = 1\n    log.info('got %s', x)\n" + "".join(
    f"def f{n}(x):\n    y = {n}\n    f{n - 1}(x)\n" for n in range(1, 40)
).replace("f38(x)\n", "f38(private_key)  # leak\n").replace("def f39(x)", "def f39(private_key)")

EXCLUDED_BRANCH = """
def show(debug, message_text):
    x = message_text if debug else "-"
    if not debug:
        log.info(x)
"""
GUARD = """
def show(message_text):
    if message_text in ("ping", "pong"):
        log.info(message_text)
"""
FIELD_WITHOUT_TIME = """
class Box:
    def open(self, message_text):
        self.x = message_text

    def close(self):
        self.x = ""

    def show(self):
        log.info(self.x)

def run():
    box = Box()
    box.close()
    box.show()
"""
ONE_OBJECT = """
class Box:
    def __init__(self, x):
        self.x = x

def show(box: Box):
    log.info(box.x)

def run(message_text):
    show(Box("nothing"))
    return Box(message_text)
"""
ELEMENT = """
def show(message_text):
    found = []
    found.append("first")
    found.append(message_text)
    log.info(found[0])
"""


class Case(NamedTuple):
    """One known fault and the words of the line that admits it."""

    words: str
    code: str


CASES = {
    "unknown-library": Case("data that goes in does not come out ◆", UNKNOWN_LIBRARY),
    "no-evidence": Case("nowhere the analysis knows is not ◆", NO_EVIDENCE),
    "common-name": Case("A common name is not resolved ◆", COMMON_NAME),
    "overriding": Case("abstract or does nothing ◆", OVERRIDING),
    "computed-name": Case("`getattr` with a computed name ◆", COMPUTED_NAME),
    "exchanged-by-decorator": Case("for another are not followed ◆", EXCHANGED_BY_DECORATOR),
    "operator": Case("for another are not followed ◆", OPERATOR),
    "mutation-by-callee": Case("the caller knows of it ◆", MUTATION_BY_CALLEE),
    "far-exception": Case("calls directly ◆", FAR_EXCEPTION),
    "one-bit": Case("a flow ◆", ONE_BIT),
    "far-caller": Case("silently ◆", FAR_CALLER),
    "excluded-branch": Case("excludes the first ◆", EXCLUDED_BRANCH),
    "guard": Case("understood as a guard ◆", GUARD),
    "field-without-time": Case("objects of its class ◆", FIELD_WITHOUT_TIME),
    "one-object": Case("function that makes them ◆", ONE_OBJECT),
    "element": Case("found in each ◆", ELEMENT),
}


@cache
def rules() -> RuleSet:
    return select(load_rules(), ["content-in-logs", "key-in-logs"])


@pytest.mark.xfail(strict=True, reason="docs/limitations.md")
@pytest.mark.parametrize("name", CASES)
def test_a_perfect_analysis(name: str, tmp_path: Path) -> None:
    text = LOG + CASES[name].code
    (tmp_path / "app.py").write_text(text, encoding="utf-8")
    report = run(ScanRequest(root=tmp_path, ruleset=rules(), config=Config()))
    leaks = {number for number, line in enumerate(text.split("\n"), 1) if "# leak" in line}
    assert {finding.primary.line for finding in report.findings} == leaks


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_in_the_document(name: str) -> None:
    text = " ".join(DOCUMENT.read_text("utf-8").split())
    assert CASES[name].words in text


def test_every_mark_has_a_case() -> None:
    text = " ".join(DOCUMENT.read_text("utf-8").split())
    for at, _ in enumerate(text.split("◆")[2:], 2):
        before = "◆".join(text.split("◆")[:at]).rpartition("◆")[2] + "◆"
        assert any(before.endswith(case.words) for case in CASES.values()), before[-60:]
