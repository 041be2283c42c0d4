"""Java as text, whole files or what stands in a method or class."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.java import lower as lower_java
from tests.syntax.conftest import Facts, Lower, reader


@pytest.fixture
def lower() -> Lower:
    return reader(lower_java)


@pytest.fixture
def method(lower: Lower) -> Lower:
    """Statements in a method ``A.m`` whose parameter is x."""

    def made(statements: str) -> Facts:
        fields = "Object field; static int count; List<String> items;"
        return lower(f"class A extends Base {{ {fields} void m(Object x) {{ {statements} }} }}")

    return made
