from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgsec_lint.policy.document import Document, PolicyError, load_document, yaml_files
from msgsec_lint.policy.entries import check_entry
from msgsec_lint.policy.models import ModelFile
from msgsec_lint.policy.rules import bundled_rules

if TYPE_CHECKING:
    from pathlib import Path

MODELS = yaml_files(bundled_rules() / "models" / "python")
MODEL = """\
library: lib
language: python
evidence: https://example.org
entries:
"""


def check(document: Document) -> None:
    for number, entry in enumerate(document.convert(ModelFile).entries):
        check_entry(entry, document, ("entries", number))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_bundled_models_are_sound(path: Path) -> None:
    check(load_document(path))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{call: a, when: {x: [1, {match: y}]}}", "5: a condition is a literal, a name, {matches: REGEX}, {called: REGEX} or {given: true}."),
        ("{call: a, when: {x: {matches: '('}}}", "5: `matches` is no regular expression: missing ), unterminated subpattern."),
        ("{call: a, unless: {x: [[1]]}}", "5: a condition cannot be a list of lists."),
        ("{call: a, when: {0: [b.c, true], x: {matches: ^y}}, sink: log}", ""),
        ("{call: 'a.{b c,d}', sink: log}", "5: `call` cannot have the alternatives {b c,d}."),
        ("{call: a, value: b}", "5: the entry names call and value. Give exactly one of call, class, value, override, decorator, callback, set, method."),
        ("{sink: log}", "5: the entry names nothing. Give exactly one of call, class, value, override, decorator, callback, set, method."),
    ],
)  # fmt: skip
def test_entries_whose_keys_do_not_fit_together(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "lib.yaml"
    path.write_text(f"{MODEL}  - {entry}\n")
    if not message:
        check(load_document(path))
        return
    with pytest.raises(PolicyError) as raised:
        check(load_document(path))
    assert str(raised.value) == f"{path}:{message}"
