"""The references of models, rules and the policy file name every key, and their examples work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml

from msgsec_lint.checks.examples import run_example
from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.cli.plan import chosen_rules
from msgsec_lint.policy.config import Config, RuleChoice, Settings, load_config
from msgsec_lint.policy.conventions import Conventions
from msgsec_lint.policy.models import Entry, FieldModel, ModelFile
from msgsec_lint.policy.rules import (
    Example,
    KindOverride,
    ManifestBody,
    Rule,
    RuleSet,
    ShapeBody,
    load_rules,
)
from msgsec_lint.policy.vocabulary import KINDS, PLACES
from msgsec_lint.policy.zoning import Told, ZoneNames
from tests.docs.markdown import ROOT, Block, blocks, keys

MODELS = {b.file: b for b in blocks("docs/models.md") if b.file}
RULES = {b.file: b for b in blocks("docs/writing-rules.md", "yaml") if b.file}
POLICIES = [
    b
    for path in ("README.md", "docs/policy-file.md")
    for b in blocks(path)
    if b.file == "msgsec.yaml"
]
FLOW = ROOT / "msgsec_lint" / "flow"
PROJECT = {
    "journal.py": "def write(line):\n    pass\n",
    "vault.py": "def read():\n    return open('vault').read()\n",
    "shared/__init__.py": "",
    "shared/redact.py": "def mask(text):\n    return text\n",
    "app/__init__.py": "",
    "app/ratchet/__init__.py": "def seal(text):\n    return text\n",
    "relay/__init__.py": "",
    "relay/http.py": "def put(url, payload):\n    pass\n",
    "app/view.py": """\
import courier
import journal
import relay.http
import vault
from app.ratchet import seal
from shared.redact import mask

class Whisper:
    note: str

def show(whisper: Whisper, photo_caption, new_entry_ticket, message_body_length):
    journal.write(whisper.note)  # content-in-logs
    journal.write(photo_caption)  # content-in-logs
    journal.write(new_entry_ticket)  # credential-in-logs
    journal.write(vault.read())  # key-in-logs
    journal.write(message_body_length)
    relay.http.put("https://relay.example.org", photo_caption)  # plaintext-reaches-server
    courier.connect("relay.example.org").transcript(photo_caption)  # content-in-logs
    courier.connect("relay.example.org", tls=False)  # courier-without-tls
""",
    "app/clean.py": """\
import journal
from app.ratchet import seal
from shared.redact import mask

def show(photo_caption):
    journal.write(mask(photo_caption))
    journal.write(seal(photo_caption))
""",
}


def names(struct: Any) -> set[str]:
    """Return the keys of a struct as they are written."""
    return {field.encode_name for field in msgspec.structs.fields(struct)}


def project(folder: Path) -> tuple[Config, RuleSet]:
    """Lay out a project with everything that the documents name; return its policy and rules."""
    files = {
        **PROJECT,
        "msgsec.yaml": blocks_of("docs/policy-file.md", "msgsec.yaml").text,
        "security/models/courier.yaml": MODELS["models/courier.yaml"].text,
        **{path: block.text for path, block in RULES.items()},
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    config = load_config(folder)
    rules = chosen_rules(load_rules([Path(path) for path in config.rule_dirs]), config, (), ())
    return config, rules


def blocks_of(path: str, file: str) -> Block:
    (found,) = (block for block in blocks(path) if block.file == file)
    return found


def findings(folder: Path, path: str) -> list[tuple[int, str]]:
    config, rules = project(folder)
    report = run(ScanRequest(root=folder, ruleset=rules, config=config))
    return sorted((f.primary.line, f.rule_id) for f in report.findings if f.primary.path == path)


def expected(path: str) -> list[tuple[int, str]]:
    lines = enumerate(PROJECT[path].splitlines(), 1)
    return [(number, line.partition("  # ")[2]) for number, line in lines if "  # " in line]


# Models


def test_every_key_of_a_model_is_explained() -> None:
    told = keys("docs/models.md") - {"all", "null", *(set(get_args(Told)) - names(Entry))}
    known = names(ModelFile) | names(Entry) | names(FieldModel) | names(Conventions)
    known |= names(ZoneNames)
    ports = keys("docs/models.md", "Ports of `passes`")
    assert known - told == set()
    assert told - known - ports == set()


def test_all_that_names_of_code_tell_is_explained() -> None:
    assert keys("docs/models.md", "Where code runs") == names(ZoneNames) | set(get_args(Told))


def test_every_port_is_explained() -> None:
    source = "".join(path.read_text("utf-8") for path in FLOW.glob("*.py"))
    used = set(re.findall(r'"(\w+)" in entry\.passes|port == "(\w+)"', source))
    words = {word for pair in used for word in pair if word}
    assert words | {"receiver", "all"} == keys("docs/models.md", "Ports of `passes`")


def test_every_kind_and_place_is_named() -> None:
    text = (ROOT / "docs" / "models.md").read_text("utf-8")
    assert [word for word in (*KINDS, *PLACES) if f"`{word}`" not in text] == []


def test_the_model_does_what_the_text_says(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(MODELS["app.py"].text, encoding="utf-8")
    (tmp_path / "courier.yaml").write_text(MODELS["models/courier.yaml"].text, encoding="utf-8")
    (tmp_path / "msgsec.yaml").write_text("models: [courier.yaml]\n", encoding="utf-8")
    config = load_config(tmp_path)
    report = run(ScanRequest(root=tmp_path, ruleset=load_rules(), config=config))
    (finding,) = report.findings
    # The block's first line is its name.
    assert (finding.rule_id, finding.primary.line) == ("content-in-logs", 6)
    assert finding.flow[-1].note == "courier.Line.transcript"


# Policy file


@pytest.mark.parametrize("number", range(len(POLICIES)))
def test_policy_files_are_right(number: int, tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "msgsec.yaml").write_text(POLICIES[number].text, encoding="utf-8")
    config = load_config(tmp_path)
    config.check(load_rules([Path(path) for path in config.rule_dirs]))


def test_the_full_policy_file_has_every_key() -> None:
    full = yaml.safe_load(blocks_of("docs/policy-file.md", "msgsec.yaml").text)
    assert set(full) == names(Settings)
    assert set(full["rules"]) == names(RuleChoice)


def test_the_policy_file_finds_what_it_names(tmp_path: Path) -> None:
    assert findings(tmp_path, "app/view.py") == expected("app/view.py")


def test_cleaners_of_the_policy_file_clean(tmp_path: Path) -> None:
    assert findings(tmp_path, "app/clean.py") == []


# Rules


@pytest.mark.parametrize("path", RULES)
def test_rules_find_their_examples(path: str, tmp_path: Path) -> None:
    file = tmp_path / Path(path).name
    file.write_text(RULES[path].text, encoding="utf-8")
    ruleset = load_rules([file])
    rule = ruleset.rules[file.stem]
    for group, examples in (("bad", rule.tests.bad), ("good", rule.tests.good)):
        for number, example in enumerate(examples, 1):
            outcome = run_example(ruleset, rule, group, number, example)  # type: ignore[arg-type]
            assert outcome.passed, outcome


def test_every_key_of_a_rule_is_explained() -> None:
    told = keys("docs/writing-rules.md")
    shape = keys("docs/writing-rules.md", "A rule about form")
    example = keys("docs/writing-rules.md", "Examples")
    body = keys("docs/writing-rules.md", "The keys of a rule")
    assert shape == names(ShapeBody)
    assert example == names(Example)
    assert names(Rule) - {"flow", "shape", "manifest"} == body & names(Rule)
    assert names(ManifestBody) == keys("docs/writing-rules.md", "Settings of a manifest")
    text = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")
    assert [key for key in names(KindOverride) if f"`{key}`" not in text] == []
    assert told <= names(Rule) | names(ShapeBody) | names(ManifestBody) | names(Example)
