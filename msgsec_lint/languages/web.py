"""JavaScript and TypeScript, which run as one."""

from __future__ import annotations

from msgspec import structs

from msgsec_lint.languages.traits import Traits

JAVASCRIPT = Traits(
    name="javascript",
    group="web",
    naming="script",
    global_objects=frozenset({"window", "globalThis", "self"}),
    keys_are_members=True,
    one_implementer_is_meant=True,
    untyped_are_containers=True,
    binding_methods=frozenset({"bind"}),
    listens_by_name=True,
    keywords_are_properties=True,
)
TYPESCRIPT = structs.replace(JAVASCRIPT, name="typescript")
