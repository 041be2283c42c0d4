"""Every room knows the same languages."""

from __future__ import annotations

from msgsec_lint.files.languages import EXTENSIONS, INTERPRETERS, SUPPORTED
from msgsec_lint.languages.registry import LANGUAGES
from msgsec_lint.policy import vocabulary
from msgsec_lint.policy.models import bundled_models
from msgsec_lint.syntax.frontends import FRONT_ENDS


def test_rules_may_speak_of_all_that_are_analysed() -> None:
    assert set(vocabulary.LANGUAGES) == set(LANGUAGES)


def test_every_form_of_file_has_a_front_end() -> None:
    assert set(FRONT_ENDS) == SUPPORTED


def test_every_language_has_files_and_says_which() -> None:
    for name, traits in LANGUAGES.items():
        assert traits.name == name
        assert {EXTENSIONS[ending] for ending in traits.endings} == set(traits.endings.values())
        assert all(INTERPRETERS[program] == name for program in traits.interpreters)


def test_models_are_of_groups_that_there_are() -> None:
    groups = {traits.group for traits in LANGUAGES.values()}
    assert {file.language for file in bundled_models()} == groups
