"""What names hold where branches come together, and what that costs."""

from __future__ import annotations

import pytest

from msgsec_lint.facts import model as f
from msgsec_lint.facts.model import decode_body
from msgsec_lint.syntax import scope as scopes
from msgsec_lint.syntax.javascript import lower_javascript
from msgsec_lint.syntax.scope import Scope


def joined(*branches: dict[str, int]) -> tuple[dict[str, int | list[int]], list[str]]:
    """What names hold behind some branches, and the names in their order."""
    scope = Scope(1)
    scope.values = [[f.UNKNOWN, 0, 0, []] for _ in range(10)]
    scope.merge(branches, 7)
    assert scope.values[10:] == [[f.JOIN, 7, 7, made[3]] for made in scope.values[10:]]
    held = {name: scope.values[value][3] if value >= 10 else value
            for name, value in scope.env.items()}  # fmt: skip
    return held, list(scope.env)


def test_names_that_differ_are_joined_in_their_order() -> None:
    held, order = joined({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "c": 5}, {"c": 3, "a": 6})
    assert held == {"a": [1, 6], "b": [2, 4], "c": [3, 5]}
    assert order == ["a", "b", "c"]


def test_names_of_one_branch_are_kept() -> None:
    held, order = joined({"a": 1}, {"x": 3, "a": 1, "b": 2}, {"b": 2, "c": 4})
    assert held == {"a": 1, "x": 3, "b": 2, "c": 4}
    assert order == ["a", "x", "b", "c"]


def test_joins_are_made_in_the_order_of_names() -> None:
    scope = Scope(1)
    scope.values = [[f.UNKNOWN, 0, 0, []] for _ in range(10)]
    names = [f"n{n}" for n in range(200)]
    scope.merge([dict.fromkeys(names, 1), dict.fromkeys(reversed(names), 2)], 0)
    assert [scope.env[name] for name in names] == list(range(10, 210))


def test_a_branch_may_be_the_only_one() -> None:
    branch = {"a": 1}
    scope = Scope(1)
    scope.merge([branch], 0)
    scope.env["b"] = 2
    assert branch == {"a": 1}


def many(names: int, branches: int) -> bytes:
    lines = [f"let v{n} = m;" for n in range(names)]
    lines += [f"if (c) {{ v{n % names} = v0; }}" for n in range(branches)]
    return "\n".join(
        ["function q(m, c) {", *lines, "last(); }", "function r() { next(); }"]
    ).encode()


def test_what_branches_do_not_change_costs_nothing() -> None:
    facts = lower_javascript(many(1000, 1000))
    assert len(decode_body(facts.bodies[1]).values) < 10 * 1000
    assert facts.truncated == []


def test_names_times_branches_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "MAX_MERGED", 100 * 50)
    facts = lower_javascript(many(100, 100))
    assert facts.truncated == ["q"]
    assert set(facts.calls) == {"next"}
