from __future__ import annotations

from pathlib import Path

import pytest

from msgsec_lint.cli import progress
from msgsec_lint.cli.options import default_cache_dir, split_words
from msgsec_lint.cli.streams import parse_outputs, write_output


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PRE_COMMIT", raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    return monkeypatch


def test_progress_is_for_people(terminal: pytest.MonkeyPatch) -> None:
    assert progress.wanted(no_progress=False)
    assert not progress.wanted(no_progress=True)
    for name in ("CI", "PRE_COMMIT"):
        with terminal.context() as hook:
            hook.setenv(name, "1")
            assert not progress.wanted(no_progress=False)


def test_progress_waits_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("msgsec_lint.cli.progress.time.monotonic", lambda: now[0])
    line = progress.ProgressLine()
    line("reading", 1, 10)
    line.close()
    assert capsys.readouterr().err == ""
    now[0] = 1.0
    line("reading", 2, 10)
    line("reading", 3, 10)
    line.close()
    shown = capsys.readouterr().err
    assert shown.startswith("\rreading 2/10 ")
    assert "3/10" not in shown
    assert shown.endswith(" \r")


@pytest.mark.parametrize(
    ("values", "outputs"),
    [
        ([], [("text", None)]),
        (["r.txt"], [("text", "r.txt")]),
        (["json=r.json"], [("text", None), ("json", "r.json")]),
        (["json=r.json", "r.txt"], [("json", "r.json"), ("text", "r.txt")]),
        (["a=b.txt"], [("text", "a=b.txt")]),
        (["sarif=-"], [("text", None), ("sarif", None)]),
    ],
)
def test_outputs(values: list[str], outputs: list[tuple[str, str | None]]) -> None:
    expected = tuple((word, Path(path) if path else None) for word, path in outputs)
    assert parse_outputs(tuple(values), "text") == expected


def test_output_replaces_a_file_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "r.txt"
    target.write_text("old")
    write_output("new\n", target, binary=False)
    assert target.read_text() == "new\n"
    assert [path.name for path in tmp_path.iterdir()] == ["r.txt"]


def test_words() -> None:
    assert split_words(["a, b", "", "c,"]) == ("a", "b", "c")


def test_cache_is_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MSGSEC_CACHE_DIR", str(tmp_path))
    assert default_cache_dir() == tmp_path
    monkeypatch.delenv("MSGSEC_CACHE_DIR")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_cache_dir() == tmp_path / "xdg" / "msgsec-lint"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache_dir() == tmp_path / ".cache" / "msgsec-lint"
