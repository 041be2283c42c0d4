"""A policy file of a stranger may be refused, and takes no time to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgsec_lint.policy.config import MAX_GLOBS, MAX_PATTERNS, load_config
from msgsec_lint.policy.document import PolicyError
from msgsec_lint.policy.models import expand

WIDE = ",".join(f"a{n}" for n in range(44))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loggers:\n" + "".join(f'  - "x{n}.{{{WIDE}}}.{{{WIDE}}}"\n' for n in range(20)), "names"),
        ("exclude:\n" + "  - a*\n" * (MAX_GLOBS + 1), "globs"),
        ("names:\n  content:\n" + '    - "*a*"\n' * (MAX_PATTERNS + 1), "wildcards"),
        ('models: ["a\\0b"]\n', "zero byte"),
        ('sinks:\n  - {call: a.b, sink: log, when: {0: {matches: "'
         + "(?:a|bc)" * 30 + '"}}}\n', "ways"),
    ],
)  # fmt: skip
def test_refused_with_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "msgsec.yaml").write_text(text)
    with pytest.raises(PolicyError, match=said):
        load_config(tmp_path)


def test_many_names_without_wildcards_are_fine(tmp_path: Path) -> None:
    lines = "".join(f"    - name{n}\n" for n in range(MAX_PATTERNS * 2))
    (tmp_path / "msgsec.yaml").write_text("names:\n  content:\n" + lines)
    assert len(load_config(tmp_path).settings.names["content"]) == MAX_PATTERNS * 2


def test_alternatives() -> None:
    assert expand("a.{b, c}.{d,e}") == ["a.b.d", "a.b.e", "a.c.d", "a.c.e"]
    assert expand("a.b") == ["a.b"]
    assert expand("{a}" * 2000) == ["a" * 2000]
