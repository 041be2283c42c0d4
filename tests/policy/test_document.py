from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from msgsec_lint.policy import document
from msgsec_lint.policy.document import (
    PolicyError,
    load_document,
    load_documents,
    load_toml,
    yaml_files,
)

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, text: str | bytes) -> Any:
    path = tmp_path / "f.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_document(path).data


def error(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(PolicyError) as raised:
        read(tmp_path, text)
    return str(raised.value).replace(f"{tmp_path}{os.sep}", "")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("off", "off"),
        ("no", "no"),
        ("1:30", "1:30"),
        ("2027-01-31", "2027-01-31"),
        ("0.1.0", "0.1.0"),
        ("true", True),
        ("False", False),
        ("7", 7),
        ("-7", -7),
        ("0x1f", 31),
        ("0o17", "0o17"),
        ("017", 17),
        ("7.5", 7.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("~", None),
        ("null", None),
        ("", None),
        ("'7'", "7"),
        ("!!str 7", "7"),
        ("1" * 5000, "1" * 5000),
        ("=", "="),
        ("a: b", {"a": "b"}),
        ("[1, [2]]", [1, [2]]),
        ("{1: a, <<: b}", {1: "a", "<<": "b"}),
        ("[&x a, *x]", ["a", "a"]),
        ("\ufeffa", "a"),
    ],
)
def test_scalars_follow_the_core_schema(tmp_path: Path, written: str, value: object) -> None:
    read_value = read(tmp_path, written)
    assert read_value == value
    assert type(read_value) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3: the key `a` stands here a second time. Keep one of them."),
        ("x:\n  [a]: 1", "f.yaml:2: a key must be text. Put it in quotes."),
        ("x:\n  true: 1", "f.yaml:2: a key must be text. Put it in quotes."),
        (
            "a: 1\nb: !!python/object/apply:os.system [id]",
            "f.yaml:2: the tag `!!python/object/apply:os.system` is not read here. Leave the tag out.",
        ),
        ("a: !!int x", "f.yaml:1: the tag `!!int` is not read here. Leave the tag out."),
        ("!!set {a}", "f.yaml:1: the tag `!!set` is not read here. Leave the tag out."),
        (
            "a: &x [1]\nb: [*x, *x]",
            "f.yaml:1: aliases of lists and mappings are not read. Write the value out where it is needed.",
        ),
        (
            "&a [*a]",
            "f.yaml:1: aliases of lists and mappings are not read. Write the value out where it is needed.",
        ),
        (b"a: 1\nb: \xff", "f.yaml:2: the file is not UTF-8. Save it as UTF-8."),
        (b"a: \x01", "f.yaml: this is no YAML: control characters are not allowed."),
        (
            "a: 1\nb: c: d",
            "f.yaml:2: this is no YAML: mapping values are not allowed in this context. Check the indentation, and put text that holds `: ` or ` #` in quotes.",
        ),
    ],
)
def test_what_is_not_read_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    assert error(tmp_path, text) == message


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "[\n" * 100_000, "[ #]\n" * 100_000],
)
def test_deep_nesting_is_refused_before_it_overflows_the_stack(tmp_path: Path, text: str) -> None:
    assert error(tmp_path, text).endswith(": this is nested deeper than 40 levels.")


def test_moderate_nesting_is_refused_by_the_builder(tmp_path: Path) -> None:
    assert error(tmp_path, "[" * 60 + "]" * 60) == "f.yaml:1: this is nested deeper than 40 levels."


def test_only_regular_files_of_bearable_size(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PolicyError, match=r"pipe: this is no regular file\. Name a file\.$"):
        load_document(tmp_path / "pipe")
    with pytest.raises(
        PolicyError, match=r"none: cannot read the file: no such file or directory\.$"
    ):
        load_document(tmp_path / "none")
    (tmp_path / "big").write_bytes(b"#" * (document.MAX_BYTES + 1))
    with pytest.raises(PolicyError, match=r"big: the file has 1048577 bytes; at most 1048576 are"):
        load_document(tmp_path / "big")


def test_documents_are_parsed_once_and_again_when_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = tmp_path / "rules", tmp_path / "cache"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.yaml").write_text("b: 1\n")
    (folder / "sub" / "a.yml").write_text("{1: x, y: [true, null, 2.5]}\n")
    (folder / "note.txt").write_text("no")
    parsed: list[str] = []
    original = document._parse

    def counting(path: str, text: bytes) -> Any:
        parsed.append(path.rpartition("/")[2])
        return original(path, text)

    monkeypatch.setattr(document, "_parse", counting)
    paths = yaml_files(folder)
    cold = load_documents(paths, cache)
    assert [d.data for d in cold] == [{"b": 1}, {1: "x", "y": [True, None, 2.5]}]
    assert load_documents(paths, cache) == cold
    assert parsed == ["b.yaml", "a.yml"]
    (folder / "b.yaml").write_text("b: 2\n")
    assert load_documents(paths, cache)[0].data == {"b": 2}
    assert parsed == ["b.yaml", "a.yml", "b.yaml"]
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("garbage", [b"", b"\xc1", b"\x81\xa1a\x01", b"\x91" * 100_000])
def test_a_broken_cache_is_ignored(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "f.yaml").write_text("a: 1")
    load_documents([tmp_path / "f.yaml"], tmp_path / "cache")
    next((tmp_path / "cache").iterdir()).write_bytes(garbage)
    assert load_documents([tmp_path / "f.yaml"], tmp_path / "cache")[0].data == {"a": 1}


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("a: 1")
    assert load_documents([tmp_path / "f.yaml"], tmp_path / "f.yaml" / "x")[0].data == {"a": 1}


def test_lines_of_yaml_and_toml(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        "a:\n  b:\n    - x\n    - c: |\n        1\n        2\n      d: 3\n"
    )
    found = load_document(tmp_path / "f.yaml")
    ways: list[tuple[str | int, ...]] = [(), ("a",), ("a", "b", 0), ("a", "b", 1, "d"), ("a", "z")]
    assert [found.line(way) for way in ways] == [1, 1, 3, 7, 1]
    (tmp_path / "p.toml").write_text(
        "[tool.other]\nzones = 1\n\n[tool.msgsec-lint]\n# exclude = []\n"
        'exclude = ["a",\n  "b"]\n[tool.msgsec-lint.rules.severity]\nx-y = "off"\n'
    )
    table = load_toml(tmp_path / "p.toml", ("tool", "msgsec-lint"))
    assert table is not None
    ways = [("exclude",), ("exclude", 1), ("rules", "severity", "x-y")]
    assert [table.line(way) for way in ways] == [6, 7, 9]


def test_toml_without_the_table_and_broken_toml(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("[tool.black]\n")
    assert load_toml(path, ("tool", "msgsec-lint")) is None
    path.write_text("# msgsec-lint\ntool = 1\n")
    assert load_toml(path, ("tool", "msgsec-lint")) is None
    path.write_text("[tool.msgsec-lint]\nzones = \n")
    with pytest.raises(PolicyError, match=r"p\.toml:2: this is no TOML: invalid value\.$"):
        load_toml(path, ("tool", "msgsec-lint"))
