"""What an app's manifest leaves as libraries set it."""

from __future__ import annotations

from collections.abc import Iterator

from msgsec_lint.checks.zones import Zones
from msgsec_lint.findings.model import Finding, Location
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import ManifestBody, Rule
from msgsec_lint.repo.manifest import Manifest
from msgsec_lint.repo.model import Project

_START = "<application"


class ManifestCheck:
    """Runs the alternatives of rules that ask for a setting in the manifests of apps."""

    def __init__(self, program: Program, zones: Zones, project: Project, config: Config) -> None:
        self._program = program
        self._project = project
        self._severities = config.settings.rules.severity
        self._imports = {
            f"{made.module}.{made.name}" if made.name is not None else made.module
            for unit, zone in zip(program.units, zones.of, strict=True)
            if zone != "test"
            for made in unit.facts.imports
        }

    def run(self, rule: Rule) -> Iterator[Finding]:
        """Findings of one rule, without fingerprints, in the order of the manifests."""
        # Manifests of libraries and flavours are merged into those of apps.
        given = self._project.settings
        for manifest in self._project.manifests:
            for body in rule.manifest:
                if body.lacks not in given and self._matters(body):
                    yield self._finding(rule, body, manifest)

    def _matters(self, body: ManifestBody) -> bool:
        """Whether the code or the builds use what the setting is about."""
        return any(
            name == used or name.startswith((f"{used}.", f"{used}-"))
            for used in body.uses
            for name in (*self._imports, *self._project.needed)
        )

    def _finding(self, rule: Rule, body: ManifestBody, manifest: Manifest) -> Finding:
        chosen = self._severities.get(rule.id)
        place = Location(
            path=manifest.path,
            line=manifest.line,
            column=manifest.column,
            end_line=manifest.line,
            end_column=manifest.column + len(_START),
            symbol="application",
        )
        return Finding(
            rule_id=rule.id,
            message=body.message or rule.message,
            severity=chosen if chosen is not None and chosen != "off" else rule.severity,
            confidence=body.confidence,
            kind="",
            evidence=f"no `{body.lacks}` among its settings",
            zone="client",
            primary=place,
            caption=f"no `{body.lacks}`",
        )
