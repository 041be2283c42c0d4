"""``msgsec-lint trace``: what the engine says of one line, and nothing that it does not do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msgsec_lint.cli.main import run

PYTHON = """\
import courier
import hashlib
import logging

log = logging.getLogger(__name__)


def audit(text, loud=False):
    if loud:
        log.info(text)


def relay(message, password, user, size: int):
    log.info("sent %s", message.body)
    log.info(courier.wrap(password))
    log.info(hashlib.md5(password))
    audit(password)
    audit(password, loud=True)
    log.info(password)  # msgsec: ignore[credential-in-logs] -- tried
    if not password:
        log.info(password)
    log.info(user.user_id)
    log.info(self.login(password))
    user.unheard.info(password)
    note = message.body
    log.info(redact_token(password))
    log.info(user.encrypted_password)


relay(1, 2, 3, 4)
"""
SCRIPT = """\
const TRACE = false;
function send(token: string) {
  if (TRACE) console.log(token);
  fetch("https://chat.example/", { method: "POST", body: token });
}
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("traced")
    files = {"app.py": PYTHON, "web/send.ts": SCRIPT, "tests/test_app.py": PYTHON, "notes.txt": ""}
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def traced(tree: Path, capfd: pytest.CaptureFixture[str]) -> Any:
    def ask(place: str, *options: str) -> dict[str, Any]:
        arguments = ["--root", str(tree), "--no-cache", "--format", "json", *options]
        assert run(["trace", f"{tree}/{place}", *arguments]) == 0
        found: dict[str, Any] = json.loads(capfd.readouterr().out)
        return found

    return ask


def line_of(text: str) -> int:
    """The line of the Python file that begins so."""
    return next(n for n, line in enumerate(PYTHON.splitlines(), 1) if line.strip().startswith(text))


SENT = line_of('log.info("sent')


def value(found: dict[str, Any], text: str) -> dict[str, Any]:
    """What is told of the first value that is written so."""
    values = [value for place in found["places"] for value in place["values"]]
    told: dict[str, Any] = next(value for value in values if value["text"] == text)
    return told


def test_a_finding(traced: Any) -> None:
    found = traced(f"app.py:{SENT}")
    assert found["zone"] == "shared"
    (place,) = found["places"]
    assert place["denotes"] == ["logging.Logger.info of a library"]
    assert place["models"] == ["logging.Logger.info: a place of kind log for all"]
    body = value(found, "message.body")
    assert (body["place"], body["shown"]) == ("log", "text")
    (source,) = body["sources"]
    assert (source["kind"], source["arrives"]) == ("content", "medium")
    assert source["decisions"] == ["content-in-logs: medium"]
    assert [step["location"]["line"] for step in source["path"]] == [place["location"]["line"]]
    assert body["origins"] == ["the parameter `message.body` of relay; 1 known call may give it"]
    assert [one["rule"] for one in found["findings"]] == ["content-in-logs"]


@pytest.mark.parametrize(
    ("line", "text", "code", "why"),
    [
        ("log.info(courier", "courier.wrap(password)", "no-model", "courier.wrap()"),
        ("log.info(hashlib", "hashlib.md5(password)", "cleaned", "takes away all data"),
        ("log.info(self", "self.login(password)", "no-model", "self.login()"),
        ("log.info(user.enc", "user.encrypted_password", "harmless", "its name says"),
    ],
)
def test_what_stopped_the_search(traced: Any, line: str, text: str, code: str, why: str) -> None:
    found = traced(f"app.py:{line_of(line)}")
    stops = value(found, text)["stops"]
    assert [stop["code"] for stop in stops] == [code]
    assert why in stops[0]["why"]
    assert found["findings"] == []


def test_a_wrapper_has_its_finding_where_it_is_called(traced: Any) -> None:
    found = traced(f"app.py:{line_of('audit(password, loud')}")
    handed = value(found, "password")
    assert (handed["place"], handed["through"]) == ("log", "logging.Logger.info")
    assert handed["sources"][0]["decisions"] == ["credential-in-logs: high"]
    inside = traced(f"app.py:{line_of('log.info(text)')}")
    assert "findings are at its calls" in value(inside, "text")["origins"][0]
    assert inside["findings"] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("audit(password)", "an option that this call does not give"),
        ("log.info(password)\n", "empty where it is reached"),
        ("user.unheard.info", "`unheard` is not among its receiver_names"),
    ],
)
def test_why_something_is_no_place(traced: Any, line: str, why: str) -> None:
    lines = [n for n, x in enumerate(PYTHON.splitlines(True), 1) if x.strip(" ").startswith(line)]
    found = traced(f"app.py:{lines[0]}")
    assert why in found["places"][0]["passed_over"][0]
    assert found["findings"] == []


def test_code_that_is_never_reached(traced: Any) -> None:
    found = traced("web/send.ts:3")
    assert "a constant that is false" in found["places"][0]["passed_over"][0]


def test_a_comment_a_threshold_and_the_policy_withhold(traced: Any, tmp_path: Path) -> None:
    (silenced,) = traced(f"app.py:{line_of('log.info(password)  #')}")["withheld"]
    assert "the comment in line 19 silences it: tried" in silenced["why"]
    (unsure,) = traced(f"app.py:{line_of('log.info(user.user_id)')}")["withheld"]
    assert "below note severity or medium confidence" in unsure["why"]
    shown = traced(f"app.py:{line_of('log.info(user.user_id)')}", "--min-confidence", "low")
    assert [one["rule"] for one in shown["findings"]] == ["identity-in-logs"]
    chosen = traced(f"app.py:{SENT}", "--select", "credential-in-logs")
    said = value(chosen, "message.body")["sources"][0]["decisions"]
    assert said == ["no chosen rule asks for content at a log"]
    policy = tmp_path / "msgsec.yaml"
    policy.write_text("zones:\n  tooling: [app.py]\n", encoding="utf-8")
    zoned = traced(f"app.py:{SENT}", "--config", str(policy))
    assert (zoned["zone"], zoned["zone_why"]) == ("tooling", "the policy file says so")
    (decision,) = value(zoned, "message.body")["sources"][0]["decisions"]
    assert decision == "content-in-logs: no finding, it is not about tooling code"


def test_an_assignment_and_a_column(traced: Any) -> None:
    line = line_of("note = message.body")
    (place,) = traced(f"app.py:{line}")["places"]
    assert (place["form"], place["text"]) == ("assignment", "note = message.body")
    assert place["values"][0]["sources"][0]["kind"] == "content"
    line = line_of("log.info(courier")
    assert len(traced(f"app.py:{line}")["places"]) == 2
    (inner,) = traced(f"app.py:{line}:20")["places"]
    assert inner["text"] == "courier.wrap(password)"
    (outer,) = traced(f"app.py:{line}:6")["places"]
    assert outer["text"] == "log.info(courier.wrap(password))"


def test_tests_are_no_place_to_look_for(traced: Any) -> None:
    found = traced(f"tests/test_app.py:{SENT}")
    assert (found["zone"], found["findings"]) == ("test", [])
    (decision,) = value(found, "message.body")["sources"][0]["decisions"]
    assert decision.endswith("no finding, it is not about test code")


def test_text(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = line_of("log.info(courier")
    assert run(["trace", f"{tree}/app.py:{line}", "--root", str(tree), "--no-cache"]) == 0
    said = capfd.readouterr().out
    assert f"app.py:{line}  shared code: nothing says where its code runs" in said
    assert "no-model  `courier.wrap(password)`: no model says what courier.wrap() gives" in said
    assert "no finding on this line" in said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("app.py", "names no line; write FILE:LINE"),
        ("app.py:0", "names no line"),
        ("app.py:6", "Line 6 of app.py holds no call and no assignment; line 5 does."),
        ("app.py:5:90", "leave the column out"),
        ("gone.py:1", "gone.py does not exist"),
        ("notes.txt:1", "notes.txt is not among the files of the scan"),
    ],
)
def test_errors_say_what_to_do(
    place: str, said: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["trace", f"{tree}/{place}", "--root", str(tree), "--no-cache"]) == 2
    told = capfd.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_what_is_said_is_what_a_scan_finds(
    traced: Any, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["scan", str(tree), "--no-cache", "--format", "json", "--exit-zero"])
    report = json.loads(capfd.readouterr().out)
    scanned = {
        (one["location"]["line"], one["rule"], one["confidence"])
        for one in report["findings"]
        if one["location"]["path"] == "app.py"
    }
    told = set()
    for number, text in enumerate(PYTHON.splitlines(), 1):
        if "info(" in text or "audit(p" in text:
            for one in traced(f"app.py:{number}")["findings"]:
                told.add((number, one["rule"], one["confidence"]))
    assert told == scanned
