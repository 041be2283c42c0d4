"""Go."""

from __future__ import annotations

from msgsec_lint.languages.traits import Traits

GO = Traits(
    name="go",
    group="go",
    endings={".go": "go"},
    naming="folder",
    several_results=True,
    makers=("MustNew", "New"),
    structural_interfaces=True,
    untyped_is_foreign=True,
    built_by="modules",
    program_package="main",
)
