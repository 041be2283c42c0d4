"""Everything that tells whose member a name is, together."""

from __future__ import annotations

from msgsec_lint.link.members.extensions import Extensions
from msgsec_lint.link.members.implicit import Implicit
from msgsec_lint.link.members.overloads import Overloads
from msgsec_lint.link.members.written import Written
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.classes import Classes


class Members:
    """The ways in which a name is found to be a member."""

    def __init__(self, resolver: Resolver, classes: Classes) -> None:
        self.written = Written(resolver)
        self.implicit = Implicit(resolver)
        self.extensions = Extensions(resolver, classes)
        self.overloads = Overloads(resolver, classes, self.extensions)
