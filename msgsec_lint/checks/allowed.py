"""What the policy file allows where a rule would object."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from msgsec_lint.checks.draft import Draft
from msgsec_lint.link.linker import Linker
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.patterns import Globs
from msgsec_lint.policy.rules import Rule

_NAMED = re.compile(r"`([^`]+)`")
_TELEMETRY = ("telemetry", "metric-label")


class Allowances:
    """Approved modules may hold keys and decrypt; telemetry may carry the fields it is allowed."""

    def __init__(self, linker: Linker, config: Config, rules: dict[str, Rule]) -> None:
        self._linker = linker
        self._rules = rules
        self._prefix = config.prefix
        approved = config.settings.approved_modules
        self._modules = tuple(name for name in approved if "/" not in name and "*" not in name)
        self._paths = Globs(approved)
        self._telemetry = config.settings.allowed_telemetry

    def permits(self, draft: Draft) -> bool:
        """Whether the policy file says that a finding is as it should be."""
        if draft.place in _TELEMETRY and self._telemetry:
            named = _NAMED.search(draft.evidence)
            name = named.group(1).rsplit(".", 1)[-1] if named else ""
            if any(fnmatchcase(name, pattern) for pattern in self._telemetry):
                return True
        return self._concerns_keys(draft) and self._is_approved(draft.function)

    def _concerns_keys(self, draft: Draft) -> bool:
        effects = any(body.effect is not None for body in self._rules[draft.rule_id].shape)
        return effects or (draft.kind == "key" and draft.place == "storage")

    def _is_approved(self, function: int) -> bool:
        program = self._linker.program
        unit = program.unit_of[function]
        module = self._linker.naming(unit).name(unit)
        if any(module == name or module.startswith(name + ".") for name in self._modules):
            return True
        return self._paths.match(self._prefix + program.units[unit].path)
