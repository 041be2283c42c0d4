"""Kotlin as text, whole files or what stands in a method or class."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.kotlin import lower as lower_kotlin
from tests.syntax.conftest import Facts, Lower, reader


@pytest.fixture
def lower() -> Lower:
    return reader(lower_kotlin)


@pytest.fixture
def method(lower: Lower) -> Lower:
    """Statements in a method ``A.m`` whose parameter is x."""

    def made(statements: str) -> Facts:
        fields = "val field: Any = 0\nvar count = 0\nval items = mutableListOf<String>()"
        return lower(f"class A : Base() {{\n{fields}\nfun m(x: Any) {{\n{statements}\n}}\n}}")

    return made
