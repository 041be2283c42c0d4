"""What names of imports and files say of where code runs."""

from __future__ import annotations

import pytest

from msgsec_lint.policy.zoning import ZoneNames, Zoning

KNOWN = Zoning(
    [
        ZoneNames(
            imports={"server": ["courier.relay"], "network": ["=wire", "*socket*"]},
            marks={"test": ["cy"], "tooling": ["config"]},
            folders={"test": ["stage"]},
            files={"tooling": ["taskfile"]},
        ),
        ZoneNames(imports={"server": ["hub"], "console": ["courier.relay"]}),
    ]
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("courier.relay", {"server", "console"}),
        ("courier.relay.Hub", {"server", "console"}),
        ("courier/relay", set()),
        ("courier", set()),
        ("courier.relays", set()),
        ("hub/v2", {"server"}),
        ("wire", {"network"}),
        ("wire/format", set()),
        ("a/websockets/b", {"network"}),
    ],
)
def test_imports(name: str, told: set[str]) -> None:
    assert KNOWN.imported(name) == told


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a/x.cy.ts", ("test", "cy")),
        ("a/x.config.ts", ("tooling", "config")),
        ("stage/x.config.ts", ("test", "stage")),
        ("a/taskfile.babel.js", ("tooling", "taskfile")),
        ("stages/cy.ts", None),
        ("stage", None),
    ],
)
def test_paths(path: str, told: tuple[str, str] | None) -> None:
    assert KNOWN.of_path(path) == told
