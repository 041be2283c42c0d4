"""What the index of library models answers."""

from __future__ import annotations

import pytest

from msgsec_lint.policy.models import Entry, Library, ModelFile

LIBRARY = Library(
    [
        ModelFile(
            library="sockets",
            language="web",
            evidence="https://example.org",
            aliases={"@scope/socket": "Socket"},
            entries=[
                Entry(
                    callback="Socket.on",
                    argument=1,
                    when={0: ["message", "data"]},
                    parameters=["Socket.Frame"],
                ),
                Entry(
                    callback="Socket.on", argument=1, when={0: "close"}, parameters=["Socket.End"]
                ),
                Entry(callback="Socket.use", argument=0, parameters=["Socket.Request"]),
            ],
        )
    ]
)


@pytest.mark.parametrize(
    ("call", "argument", "event", "type_"),
    [
        ("Socket.on", 1, "message", "Socket.Frame"),
        ("@scope/socket.on", 1, "data", "Socket.Frame"),
        ("Socket.on", 1, "close", "Socket.End"),
        ("Socket.on", 1, "open", None),
        ("Socket.on", 1, None, None),
        ("Socket.on", 0, "message", None),
        ("Socket.use", 0, None, "Socket.Request"),
        ("Socket.use", 0, "message", "Socket.Request"),
    ],
)
def test_parameters_of_callbacks_are_told_by_the_event(
    call: str, argument: int, event: str | None, type_: str | None
) -> None:
    assert LIBRARY.callback_type(call, argument, 0, event) == type_
