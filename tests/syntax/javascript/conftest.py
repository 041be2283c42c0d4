"""TypeScript and JavaScript as text, whole files or what stands in a method."""

from __future__ import annotations

import pytest

from msgsec_lint.syntax.javascript import lower_javascript, lower_tsx
from msgsec_lint.syntax.javascript import lower_svelte as svelte
from msgsec_lint.syntax.javascript import lower_typescript as lower_ts
from msgsec_lint.syntax.javascript import lower_vue as vue
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
    return reader(vue)


@pytest.fixture
def method(lower: Lower) -> Lower:
    """Statements in a method ``A.m`` whose parameter is x."""

    def made(statements: str) -> Facts:
        fields = "field: Foo; static count = 0;"
        return lower(f"class A extends Base {{ {fields} m(x) {{ {statements} }} }}")

    return made


@pytest.fixture
def lower_svelte() -> Lower:
    return reader(svelte)
