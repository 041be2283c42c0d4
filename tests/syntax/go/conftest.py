"""Go as text, whole files or what stands in a method."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.go import lower as lower_go
from tests.syntax.conftest import Facts, Lower, reader


@pytest.fixture
def lower() -> Lower:
    return reader(lower_go)


@pytest.fixture
def method(lower: Lower) -> Lower:
    """Statements in a method ``R.m`` whose receiver is r and whose parameter is x."""

    def made(statements: str) -> Facts:
        imports = 'import ("fmt"; "io"; "http")'
        type_ = "type R struct { items []string; table map[string]int }"
        return lower(f"package p\n{imports}\n{type_}\nfunc (r *R) m(x any) {{\n{statements}\n}}\n")

    return made
