"""TypeScript and JavaScript as text, whole files or what stands in a method."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.javascript import lower_component, lower_javascript, lower_tsx
from msgsec_lint.syntax.javascript import lower_typescript as lower_ts
from tests.syntax.conftest import Facts, Lower, reader


@pytest.fixture
def lower() -> Lower:
    return reader(lower_ts)


@pytest.fixture
def lower_x() -> Lower:
    return reader(lower_tsx)


@pytest.fixture
def lower_js() -> Lower:
    return reader(lower_javascript)


@pytest.fixture
def lower_vue() -> Lower:
    return reader(lower_component)


@pytest.fixture
def method(lower: Lower) -> Lower:
    """Statements in a method ``A.m`` whose parameter is x."""

    def made(statements: str) -> Facts:
        fields = "field: Foo; static count = 0;"
        return lower(f"class A extends Base {{ {fields} m(x) {{ {statements} }} }}")

    return made
