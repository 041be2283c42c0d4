"""What a reader sees: a report as text, JSON, SARIF or workflow commands.

Every format is a module with a pure function ``render``; it is imported when it is asked for, so
that the start of the command line does not pay for formats nobody wants.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


class Renderer(Protocol):
    """Turns a report into the text of one format, which ends with a line break."""

    def __call__(
        self,
        report: Report,
        rules: Mapping[str, Rule],
        policy: Policy,
        *,
        include_suppressed: bool = False,
    ) -> str:
        """Render the report of a run that selected ``rules``."""


def _load(module: str) -> Renderer:
    loaded = import_module(f"msgsec_lint.output.{module}")
    return cast("Renderer", loaded.render)


FORMATS: Mapping[str, Callable[[], Renderer]] = {
    "text": partial(_load, "text"),
    "concise": partial(_load, "concise"),
    "json": partial(_load, "json_report"),
    "sarif": partial(_load, "sarif"),
    "github": partial(_load, "github"),
}
"""Name of a format → function that imports its renderer."""
