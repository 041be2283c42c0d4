"""JavaScript and TypeScript, which run as one."""

from __future__ import annotations

from msgspec import structs

from msgsec_lint.languages.traits import Traits

JAVASCRIPT = Traits(name="javascript", group="web")
TYPESCRIPT = structs.replace(JAVASCRIPT, name="typescript")
