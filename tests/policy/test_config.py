from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from msgsec_lint.policy.config import Config, load_config
from msgsec_lint.policy.document import PolicyError
from msgsec_lint.policy.models import Entry, FieldModel
from msgsec_lint.policy.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
zones:
  server: [backend/**, "*_server.py"]
  client: [apps/]
content_types:
  - type: chat.Note
    fields: {body: content, author: {kind: identity, why: the one who wrote it}}
fields: {content: [caption, "*_caption"]}
names: {key: [sk]}
not_sensitive: [build_key, Form.body]
loggers: [chat.audit.note, {call: "chat.{a,b}", arguments: [0]}]
sinks: [{call: chat.api.post, sink: server, arguments: [body]}]
sources: [{call: chat.crypto.open, source: decrypted}]
cleaners: [chat.redact, {call: chat.shorten, cleans: [content]}]
approved_modules: [chat.crypto]
allowed_telemetry: [screen_name]
rules:
  select: [III]
  ignore: [identity-in-logs]
  severity: {content-in-logs: warning, key-in-logs: off}
exclude: [third_party/]
min_confidence: high
min_severity: warning
fail_on: never
"""


def load(root: Path, text: str, name: str = "msgsec.yaml") -> Config:
    (root / name).write_text(text)
    return load_config(root)


def error(root: Path, text: str, name: str = "msgsec.yaml") -> str:
    with pytest.raises(PolicyError) as raised:
        load(root, text, name)
    return str(raised.value).replace(f"{root}/", "")


def test_every_setting_is_read(tmp_path: Path) -> None:
    config = load(tmp_path, FULL)
    config.check(load_rules())
    settings = config.settings
    assert settings.zones == {"server": ("backend/**", "*_server.py"), "client": ("apps/",)}
    assert settings.rules.severity == {"content-in-logs": "warning", "key-in-logs": "off"}
    assert (settings.min_confidence, settings.min_severity, settings.fail_on) == (
        "high",
        "warning",
        "never",
    )
    assert config.entries == (
        Entry(
            class_="chat.Note",
            fields={
                "body": FieldModel(kind="content", why="the policy file says so"),
                "author": FieldModel(kind="identity", why="the one who wrote it"),
            },
        ),
        Entry(call="chat.audit.note", sink="log"),
        Entry(call="chat.{a,b}", sink="log", arguments=[0]),
        Entry(call="chat.redact", cleans="all"),
        Entry(call="chat.shorten", cleans=["content"]),
        Entry(call="chat.api.post", sink="server", arguments=["body"]),
        Entry(call="chat.crypto.open", source="decrypted"),
    )


def test_cleaners_by_kind(tmp_path: Path) -> None:
    config = load(tmp_path, "cleaners: {content: [a.b], all: [c.d]}")
    assert config.entries == (
        Entry(call="a.b", cleans=["content"]),
        Entry(call="c.d", cleans="all"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nzone: {}", "1: `a` is no known key. Known: zones, content_types, fields, names, not_sensitive, loggers, sinks, sources, cleaners, models, approved_modules, allowed_telemetry, rules, exclude, min_confidence, min_severity, fail_on."),
        ("exclude: []\nzone: {}", "2: `zone` is no known key. Did you mean `zones`?"),
        ("zones:\n  clients: [a]", "2: `clients` is no key that `zones` can have. Did you mean `client`?"),
        ("zones:\n  client:\n    - a\n    - /etc", "4: the glob `/etc` must be relative, with `/` between directories and without `..`."),
        ("exclude: ['!a']", "1: the glob `!a` cannot be turned round with `!`."),
        ("exclude: ['/']", "1: the glob `/` names no path."),
        ("content_types:\n  - type: A\n    fields:\n      x: contents", "4: `contents` is no value that `x` can have. Did you mean `content`?"),
        ("content_types:\n  - type: A\n    fields:\n      x: {kind: content, wy: z}", "4: `wy` is no known key. Did you mean `why`?"),
        ("content_types:\n  - fields: {}", "2: the key `type` is missing in entry 1 of `content_types`. Add `type: …`."),
        ("content_types: {a: b}", "1: `content_types` must be a list, not a mapping."),
        ("names: {content: [a b]}", "1: entry 1 of `content` cannot be the text `a b`. Write a name; `*` stands for any letters."),
        ("loggers:\n  - a.b\n  - 5", "3: entry 2 of `loggers` must be a mapping or text, not the number 5. Put it in quotes."),
        ("loggers:\n  - {cal: a.b}", "2: `cal` is no known key. Did you mean `call`?"),
        ("loggers:\n  - a.{b\n", "2: `call` cannot be `a.{b`, which is no dotted name."),
        ("sinks:\n  - {call: a.b}", "2: the key `sink` is missing. Add `sink: …`."),
        ("sinks:\n  - {call: a.b, sink: logs}", "2: `logs` is no value that `sink` can have. Did you mean `log`?"),
        ("sinks:\n  - {sink: log}", "2: the entry names nothing. Give exactly one of call, class, value, override, decorator, callback, set, method."),
        ("sinks:\n  - call: a\n    class: b\n    sink: log", "3: the entry names call and class. Give exactly one of call, class, value, override, decorator, callback, set, method."),
        ("sources:\n  - {call: a.b}", "2: the key `source` is missing. Add `source: …`."),
        ("cleaners:\n  - {call: a.b}", "2: the key `cleans` is missing. Add `cleans: all`."),
        ("cleaners:\n  contents: [a.b]", "2: `contents` is no key that `cleaners` can have. Did you mean `content`?"),
        ("models: [../x.yaml]", "1: `../x.yaml` lies outside of the tree. Name one inside, relative to the policy file."),
        ("models: [/etc/passwd]", "1: `/etc/passwd` lies outside of the tree. Name one inside, relative to the policy file."),
        ("models: [x.yaml]", "1: there is no `x.yaml`. Write the path as seen from the policy file."),
        ("rules:\n  paths:\n    - ..", "3: `..` lies outside of the tree. Name one inside, relative to the policy file."),
        ("rules:\n  severity:\n    x: of", "3: `of` is no value that `x` can have. Did you mean `off`?"),
        ("fail_on: nevr", "1: `nevr` is no value that `fail_on` can have. Did you mean `never`?"),
        ("min_confidence: 1", "1: the number 1 is no value that `min_confidence` can have. Allowed: high, low, medium."),
        ("- a", "1: the document must be a mapping, not a list."),
    ],
)  # fmt: skip
def test_wrong_settings_are_named_with_line_and_nearest_right_word(
    tmp_path: Path, text: str, message: str
) -> None:
    assert error(tmp_path, text) == f"msgsec.yaml:{message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules: {select: [III.c, iii.b]}", "1: there is no rule `iii.b`. Did you mean `III.b`?"),
        ("rules:\n  ignore:\n    - content_in_logs", "3: there is no rule `content_in_logs`. Did you mean `content-in-logs`?"),
        ("rules:\n  severity:\n    III.b: off", "3: there is no rule `III.b`. See `msgsec-lint rules`."),
    ],
)  # fmt: skip
def test_rules_that_nobody_has(tmp_path: Path, text: str, message: str) -> None:
    config = load(tmp_path, text)
    with pytest.raises(PolicyError) as raised:
        config.check(load_rules())
    assert str(raised.value) == f"{tmp_path}/msgsec.yaml:{message}"


def test_toml_has_the_same_settings_and_errors(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        "[tool.other]\nx = 1\n[tool.msgsec-lint]\nexclude = ['a']\n[tool.msgsec-lint.zones]\nserver = ['b']\n",
        "pyproject.toml",
    )
    assert config.settings.exclude == ("a",)
    assert config.zones().zone("b/x.py") == "server"
    text = "[tool.other]\nzones = 1\n[tool.msgsec-lint]\nmin-confidence = 'high'\n"
    assert error(tmp_path, text, "pyproject.toml") == (
        "pyproject.toml:4: `min-confidence` is no known key. Did you mean `min_confidence`?"
    )
    text = "[tool.msgsec-lint.zones]\nclient = [\n  'a',\n  '../b',\n]\n"
    assert error(tmp_path, text, "pyproject.toml") == (
        "pyproject.toml:4: the glob `../b` must be relative, "
        "with `/` between directories and without `..`."
    )


def test_found_upward_to_the_git_root_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "msgsec.yaml").write_text("exclude: [outer]")
    repo = tmp_path / "repo"
    deep = repo / "a" / "b"
    deep.mkdir(parents=True)
    assert load_config(deep).source == ""
    (repo / ".git").mkdir()
    assert load_config(deep) == msgspec.structs.replace(
        Config(), base=str(deep), digest=load_config(deep).digest
    )
    (repo / "pyproject.toml").write_text("[tool.msgsec-lint]\nexclude = ['from-toml']\n")
    assert load_config(deep).settings.exclude == ("from-toml",)
    (repo / "msgsec.yaml").write_text("zones: {server: [a/b/api]}\nexclude: [b/x/, a/b/y]")
    config = load_config(deep)
    assert (config.base, config.prefix) == (str(repo), "a/b/")
    assert config.source == str(repo / "msgsec.yaml")
    assert config.zones().zone("api/x.py") == "server"
    assert config.zones().zone("x.py") is None
    assert config.excluded().match(config.prefix + "y/z.py")
    (repo / "a" / "pyproject.toml").write_text("[tool.black]\n")
    assert load_config(deep) == config
    (deep / "msgsec.yaml").write_text("")
    assert load_config(deep).base == str(deep)


def test_an_explicit_file_wins(tmp_path: Path) -> None:
    (tmp_path / "msgsec.yaml").write_text("exclude: [a]")
    other = tmp_path / "ci" / "strict.yaml"
    other.parent.mkdir()
    other.write_text("exclude: [b]")
    config = load_config(tmp_path, other)
    assert (config.settings.exclude, config.base, config.prefix) == (("b",), str(tmp_path), "")
    (tmp_path / "ci" / "pyproject.toml").write_text("")
    with pytest.raises(PolicyError, match=r"there is no table \[tool\.msgsec-lint\]\. Add one, or"):
        load_config(tmp_path, tmp_path / "ci" / "pyproject.toml")


def test_a_wrong_file_name_is_not_passed_over(tmp_path: Path) -> None:
    assert error(tmp_path, "zones: {}", "msgsec.yml") == (
        "msgsec.yml: a file of this name is not read. Call it msgsec.yaml."
    )


def test_links_to_outside_of_the_tree_are_refused(tmp_path: Path) -> None:
    outside, repo = tmp_path / "outside", tmp_path / "repo"
    outside.mkdir()
    repo.mkdir()
    (outside / "secret.yaml").write_text("password: hunter2")
    (repo / "link.yaml").symlink_to(outside / "secret.yaml")
    assert error(repo, "models: [link.yaml]") == (
        "msgsec.yaml:1: `link.yaml` lies outside of the tree. "
        "Name one inside, relative to the policy file."
    )
    (repo / "msgsec.yaml").unlink()
    (repo / "msgsec.yaml").symlink_to(outside / "secret.yaml")
    with pytest.raises(PolicyError, match=r"this is a link to outside of the tree\. Put the file"):
        load_config(repo)


def test_paths_inside_the_tree_are_absolute_in_the_config(tmp_path: Path) -> None:
    (tmp_path / "sec" / "rules").mkdir(parents=True)
    (tmp_path / "sec" / "lib.yaml").write_text("")
    config = load(tmp_path, "models: [sec/lib.yaml]\nrules: {paths: [sec/rules]}")
    assert config.model_files == (str(tmp_path / "sec" / "lib.yaml"),)
    assert config.rule_dirs == (str(tmp_path / "sec" / "rules"),)


def test_the_digest_is_that_of_the_settings(tmp_path: Path) -> None:
    first = load(tmp_path, "exclude: [a]").digest
    assert load(tmp_path, "# said again\nexclude:\n  - a\n").digest == first
    assert load(tmp_path, "exclude: [b]").digest != first
