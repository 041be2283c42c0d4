"""A report built by hand, with the sources it speaks of and rules and policy of its own.

Nothing here depends on the real rules, so that golden files change only when outputs do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from msgsec_lint.findings.model import (
    Coverage,
    Finding,
    FlowStep,
    Location,
    Notice,
    Report,
    Suppression,
)
from msgsec_lint.policy.rules import Rule
from msgsec_lint.policy.sections import Policy

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = {
    "client/inbox.py": """\
from shared.models import ChatMessage


class Inbox:
    def __init__(self, session, relay):
        self.session = session
        self.relay = relay

    def receive(self, sender, envelope):
        body = self.session.decrypt(envelope)
        message = ChatMessage(sender, body)
        self.relay.forward(message)
""",
    "server/relay.py": """\
from shared.audit import Audit
from shared.models import ChatMessage


class Relay:
    audit = Audit()

    def forward(self, msg: ChatMessage) -> None:
        self.audit.note("relayed %s", msg)

    def queue(self, msg: ChatMessage) -> None:
        self.store.save(
            "queue",
            key=msg.id,
            value=msg.body,
            owner=msg.sender,
            priority=0,
            retries=3,
            expires=None,
        )
""",
    "shared/audit.py": """\
import logging

log = logging.getLogger("audit")


class Audit:
    def note(self, fmt: str, *args: object) -> None:
        log.info(fmt, *args)
""",
    "client/ünïcode dir/größe [1].py": (
        'import pickle\n\ndef load(blob):\n\tname = "日本語"; return pickle.loads(blob)  # 日本\n'
    ),
    "server/debug.py": (
        'TITLE = "\x1b[31mred\u202e\u0007"\n'
        'def dump(message_text):\n    print("[bold]", message_text)  # \x1b[2J[red]\n'
    ),
    "client/long.py": (
        "def show(message_text):\n"
        f"    table = [{', '.join(str(n) for n in range(60))}]; print(table, message_text)\n"
    ),
}

_POLICY = {
    "principles": [
        {
            "id": "II",
            "title": "Several layers",
            "text": "One broken layer does not give everything away.",
            "sections": [
                {
                    "id": "II.a",
                    "title": "Defence in depth",
                    "text": "Data at rest is protected.",
                    "checks": "Storage.",
                    "not_covered": "The rest.",
                },
            ],
        },
        {
            "id": "III",
            "title": "Reduce the attack surface",
            "text": "Less is more.",
            "sections": [
                {
                    "id": "III.a",
                    "title": "Attack surface",
                    "text": "Fewer doors.",
                    "checks": "Decoders.",
                    "not_covered": "The rest.",
                },
                {
                    "id": "III.b",
                    "title": "Limiting our access to data",
                    "text": "Nobody reads along.",
                    "checks": "Logs.",
                    "not_covered": "The rest.",
                },
            ],
        },
    ]
}

_RULES: list[dict[str, Any]] = [
    {
        "id": "content-in-logs",
        "section": "III.b",
        "title": "Message content in logs",
        "message": "Message content reaches a log.",
        "severity": "error",
        "security_severity": 7.5,
        "cwe": [532, 200],
        "why": "A log line has other readers\nthan the message.\n\nAnd it lives longer.",
        "remedy": "Log a message id or a length, not what was said.\n\nMore on this elsewhere.",
        "references": ["https://cwe.mitre.org/data/definitions/532.html"],
        "engine": "flow",
        "flow": {"kinds": ["content"], "places": ["log"]},
    },
    {
        "id": "plaintext-at-rest",
        "section": "II.a",
        "title": "Plaintext at rest",
        "message": "Message content is stored unprotected.",
        "severity": "warning",
        "security_severity": 5.0,
        "cwe": [312],
        "why": "Whoever holds the disk reads the messages.",
        "remedy": "Store ciphertext.",
        "engine": "flow",
        "flow": {"kinds": ["content"], "places": ["storage"]},
    },
    {
        "id": "unsafe-deserialization",
        "section": "III.a",
        "title": "Decoder that runs code",
        "message": "A decoder that can run code reads foreign data.",
        "severity": "note",
        "security_severity": 9.8,
        "cwe": [79],
        "why": "Pickle builds any object.",
        "remedy": "Use a decoder of plain data.",
        "engine": "shape",
        "shape": [{"call": "pickle.loads"}],
    },
    {
        "id": "never-found",
        "section": "II.a",
        "title": "Something that does not occur",
        "message": "It occurs.",
        "severity": "note",
        "security_severity": 1.0,
        "why": "It is here to show that rules without findings are listed.",
        "remedy": "Nothing.",
        "engine": "shape",
        "shape": [{"call": "os.abort"}],
    },
]


def policy() -> Policy:
    return msgspec.convert(_POLICY, Policy)


def rules() -> dict[str, Rule]:
    example = {"language": "python", "code": "pass\n", "because": "It is an example."}
    common = {
        "since": "0.1.0",
        "status": "stable",
        "precision": "high",
        "languages": ["python"],
        "zones": ["client", "server", "shared"],
        "tests": {"bad": [example | {"at": [1]}], "good": [example]},
    }
    return {row["id"]: msgspec.convert(common | row, Rule) for row in _RULES}


def at(path: str, line: int, column: int, end: int, symbol: str = "", **more: int) -> Location:
    end_line = more.get("end_line", line)
    return Location(
        path=path, line=line, column=column, end_line=end_line, end_column=end, symbol=symbol
    )


def step(location: Location, snippet: str, note: str) -> FlowStep:
    return FlowStep(location=location, snippet=snippet, note=note)


def logged() -> Finding:
    flow = (
        step(
            at("client/inbox.py", 10, 16, 46, "Inbox.receive"),
            "body = self.session.decrypt(envelope)",
            "decrypted payload: content",
        ),
        step(
            at("client/inbox.py", 11, 19, 44, "Inbox.receive"),
            "ChatMessage(sender, body)",
            "kept in ChatMessage.body",
        ),
        step(
            at("server/relay.py", 9, 39, 42, "Relay.forward"),
            'self.audit.note("relayed %s", msg)',
            "the dataclass text shows body",
        ),
        step(
            at("shared/audit.py", 8, 9, 29, "Audit.note"),
            "log.info(fmt, *args)",
            "logging.Logger.info",
        ),
    )
    return Finding(
        rule_id="content-in-logs",
        message="Message content reaches a log.",
        severity="error",
        confidence="high",
        kind="content",
        evidence="the payload has just been decrypted",
        zone="server",
        primary=at("server/relay.py", 9, 39, 42, "Relay.forward"),
        caption="a ChatMessage prints its field `body`",
        flow=flow,
        related=(at("client/inbox.py", 4, 1, 13, "Inbox"),),
        remedy="log msg.id, or keep the field out of the text form: body: str = field(repr=False)",
        fingerprint="0123456789abcdef0123456789abcdef",
    )


def hostile() -> Finding:
    """Everything in it that can hold a foreign character holds one."""
    place = at("server/debug.py", 3, 21, 33, "dump")
    return Finding(
        rule_id="content-in-logs",
        message="Message content [bold]reaches[/bold] a log\x1b[0m.",
        severity="error",
        confidence="low",
        kind="content",
        evidence="the name [message_text](https://example.org) says so, 100% sure\r\n::error::x",
        zone="server",
        primary=place,
        caption="printed \x1b]0;title\x07 [red]here",
        flow=(
            step(
                at("server/debug.py", 2, 10, 22, "dump"),
                "message_text \u202e\u2066",
                "parameter\x1b[1m",
            ),
            step(place, 'print("[bold]", message_text)', "print, [link](1)"),
        ),
        fingerprint="1123456789abcdef0123456789abcdef",
    )


def long_path() -> Finding:
    steps = tuple(
        step(at("client/long.py", 1 + n % 2, 5, 10, "show"), f"hop_{n}(value)", f"hop {n}")
        for n in range(47)
    )
    column = 5 + len(f"table = [{', '.join(str(n) for n in range(60))}]; print(table, ")
    return Finding(
        rule_id="content-in-logs",
        message="Message content reaches a log.",
        severity="error",
        confidence="medium",
        kind="content",
        evidence="the parameter is named message_text",
        zone="client",
        primary=at("client/long.py", 2, column, column + 12, "show"),
        caption="printed",
        flow=steps,
        fingerprint="2123456789abcdef0123456789abcdef",
    )


def stored() -> Finding:
    place = at("server/relay.py", 12, 9, 10, "Relay.queue", end_line=20)
    return Finding(
        rule_id="plaintext-at-rest",
        message="Message content is stored unprotected.",
        severity="warning",
        confidence="medium",
        kind="content",
        evidence="ChatMessage.body is content",
        zone="server",
        primary=place,
        caption="the body is saved as it is",
        flow=(
            step(at("server/relay.py", 15, 19, 27, "Relay.queue"), "msg.body", "ChatMessage.body"),
            step(place, 'self.store.save("queue", …)', "Store.save"),
        ),
        fingerprint="3123456789abcdef0123456789abcdef",
    )


def unpickled() -> Finding:
    return Finding(
        rule_id="unsafe-deserialization",
        message="A decoder that can run code reads foreign data.",
        severity="note",
        confidence="high",
        kind="",
        evidence="pickle.loads builds any object",
        zone="client",
        primary=at("client/ünïcode dir/größe [1].py", 4, 23, 41, "load"),
        caption="pickle",
        fingerprint="4123456789abcdef0123456789abcdef",
    )


def silenced() -> Finding:
    return msgspec.structs.replace(
        stored(),
        primary=at("server/relay.py", 15, 13, 27, "Relay.queue"),
        flow=(),
        fingerprint="5123456789abcdef0123456789abcdef",
        suppression=Suppression(
            reason="the queue lives in an encrypted volume",
            location=at("server/relay.py", 14, 1, 40),
            expires="2030-01-01",
        ),
    )


def notices() -> tuple[Notice, ...]:
    return (
        Notice(
            level="warning",
            code="stale-suppression",
            message="The suppression of content-in-logs silences nothing; remove it.",
            path="client/inbox.py",
            line=3,
        ),
        Notice(level="note", code="git-timeout", message="Git did not answer: 50% of it, later."),
    )


def report(root: Path | str) -> Report:
    return Report(
        root=str(root),
        findings=(long_path(), hostile(), logged(), stored(), unpickled()),
        suppressed=(silenced(),),
        hidden=3,
        notices=notices(),
        coverage=Coverage(
            files=6,
            lines=1234,
            languages={"python": 6},
            skipped={"outside-tree": 1, "too-large": 1, "vendored": 12},
        ),
    )


def write_sources(root: Path) -> Path:
    for path, text in SOURCES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root
