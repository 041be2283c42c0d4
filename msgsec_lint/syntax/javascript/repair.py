"""Forms of TypeScript that the grammar does not know."""

from __future__ import annotations

import re

from msgsec_lint.syntax.repair import Repair, blank, renamed

REPAIRS: list[Repair] = [
    # Names that are operators elsewhere: `private readonly as: Appservice`.
    (
        re.compile(
            rb"(?:(?<=\bprivate\s)|(?<=\bpublic\s)|(?<=\bprotected\s)|(?<=\breadonly\s)"
            rb"|(?<=\boverride\s)|(?<=\blet\s)|(?<=\bvar\s)|(?<=\bconst\s))"
            rb"(?:as|satisfies)(?=\s*[?!]?\s*:)"
        ),
        renamed,
    ),
    # All types of another file.
    (re.compile(rb"(?<=\bexport\s)type(?=\s*\*)"), blank),
]
