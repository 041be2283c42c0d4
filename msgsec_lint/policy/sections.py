"""The policy that rules enforce: principles and their sections, read from ``policy.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct, structs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.policy.document import Document

_Text = Annotated[str, Meta(min_length=1)]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section of a principle, such as III.b."""

    id: _Text
    title: _Text
    text: _Text
    """What the section asks for, in our own words."""
    checks: _Text
    """What the rules of this section look for today."""
    not_covered: _Text
    """What belongs to this section and no rule looks for."""
    covered_by: tuple[str, ...] = ()
    """Ids of the rules of this section, sorted. Derived from the rules, never written by hand."""


class Principle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the principles, such as III."""

    id: _Text
    title: _Text
    text: _Text
    sections: tuple[Section, ...]


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All principles, in their order."""

    principles: tuple[Principle, ...]

    def section(self, section_id: str) -> Section:
        """The section of that id, which must exist."""
        return self.sections()[section_id]

    def sections(self) -> dict[str, Section]:
        """All sections by id, in their order."""
        return {section.id: section for part in self.principles for section in part.sections}

    def principle_of(self, section_id: str) -> Principle:
        """The principle that a section, which must exist, belongs to."""
        return next(p for p in self.principles if any(s.id == section_id for s in p.sections))

    def covered(self, rule_sections: Mapping[str, str]) -> Policy:
        """The same policy with ``covered_by`` filled in from a mapping of rule id to section."""
        rules: dict[str, list[str]] = {}
        for rule_id, section_id in sorted(rule_sections.items()):
            rules.setdefault(section_id, []).append(rule_id)
        return Policy(
            principles=tuple(
                structs.replace(
                    principle,
                    sections=tuple(
                        structs.replace(section, covered_by=tuple(rules.get(section.id, ())))
                        for section in principle.sections
                    ),
                )
                for principle in self.principles
            )
        )


def read_policy(document: Document) -> Policy:
    """The policy in a document; raises PolicyError for what does not fit together."""
    policy = document.convert(Policy)
    seen: set[str] = set()
    for row, principle in enumerate(policy.principles):
        for column, section in enumerate(principle.sections):
            at = ("principles", row, "sections", column, "id")
            if not section.id.startswith(f"{principle.id}."):
                message = f"the section `{section.id}` stands under the principle `{principle.id}`"
                raise document.error(at, message, f"Give it an id such as `{principle.id}.a`.")
            if section.id in seen:
                message = f"the section `{section.id}` stands here a second time"
                raise document.error(at, message, "Keep one of them.")
            if section.covered_by:
                hint = "Leave it out: it is derived from the rules."
                raise document.error((*at[:-1], "covered_by"), "`covered_by` is written", hint)
            seen.add(section.id)
    return policy
