"""JavaScript and TypeScript, which run as one."""

from __future__ import annotations

from msgspec import structs

from msgsec_lint.languages.traits import Traits

JAVASCRIPT = Traits(
    name="javascript",
    group="web",
    endings=dict.fromkeys((".cjs", ".js", ".jsx", ".mjs"), "javascript"),
    interpreters=("node",),
    naming="script",
    global_objects=frozenset({"window", "globalThis", "self"}),
    keys_are_members=True,
    one_implementer_is_meant=True,
    untyped_are_containers=True,
    binding_methods=frozenset({"bind"}),
    listens_by_name=True,
    keywords_are_properties=True,
    built_by="packages",
    main_file="require.main",
    module_constants_hold=True,
    texts_name_next=True,
    makes_functions=True,
    empty_methods_are_defaults=True,
    interfaces_name_receivers=True,
)
TYPESCRIPT = structs.replace(
    JAVASCRIPT,
    name="typescript",
    endings={
        ".cts": "typescript",
        ".mts": "typescript",
        ".ts": "typescript",
        ".tsx": "tsx",
        ".svelte": "svelte",
        ".vue": "vue",
    },
    interpreters=("deno", "bun"),
)
