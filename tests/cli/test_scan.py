from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import msgsec_lint
from msgsec_lint.checks.request import StdinFile, language_of
from msgsec_lint.cli.main import run
from msgsec_lint.cli.scan import exit_code
from msgsec_lint.facts.model import FileFacts
from msgsec_lint.findings.model import Notice
from msgsec_lint.syntax.frontends import FRONT_ENDS
from tests.cli.conftest import FakeScan, finding, report

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Finding


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text("x = 1\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.py").write_text("y = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MSGSEC_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(Path(msgsec_lint.__file__).parents[1]))
    return tmp_path


def code(
    *findings: Finding,
    files: int = 1,
    skipped: dict[str, int] | None = None,
    notices: tuple[Notice, ...] = (),
    fail_on: str = "note",
    exit_zero: bool = False,
    strict: bool = False,
    may_be_empty: bool = False,
) -> int:
    return exit_code(
        report(*findings, files=files, skipped=skipped, notices=notices),
        fail_on=fail_on,
        exit_zero=exit_zero,
        strict=strict,
        may_be_empty=may_be_empty,
    )


class TestExitCode:
    def test_findings(self) -> None:
        assert code() == 0
        assert code(finding()) == 1
        assert code(finding(severity="note")) == 1
        assert code(finding(severity="warning"), fail_on="error") == 0
        assert code(finding(severity="warning"), fail_on="warning") == 1
        assert code(finding(), fail_on="never") == 0
        assert code(finding(), exit_zero=True) == 0

    def test_nothing_to_scan(self) -> None:
        assert code(files=0) == 3
        assert code(files=0, exit_zero=True) == 3
        assert code(files=0, may_be_empty=True) == 0

    def test_incomplete(self) -> None:
        lost = {"unreadable": 1}
        fault = (Notice(level="error", code="crashed", message="It broke."),)
        hint = (Notice(level="warning", code="syntax-errors", message="Odd."),)
        assert code(skipped=lost) == 0
        assert code(skipped=lost, strict=True) == 4
        assert code(skipped={"vendored": 3}, strict=True) == 0
        assert code(notices=fault, strict=True) == 4
        assert code(notices=hint, strict=True) == 0
        assert code(finding(), skipped=lost, strict=True) == 1


class TestRoot:
    def test_no_path(self, scan: FakeScan, tree: Path) -> None:
        assert run(["scan"]) == 0
        assert scan.requests[0].root == tree
        assert scan.requests[0].paths == ()

    def test_one_folder(self, scan: FakeScan, tree: Path) -> None:
        run(["scan", "sub"])
        assert scan.requests[0].root == tree / "sub"
        assert scan.requests[0].paths == ()

    def test_files_in_a_repository(
        self, scan: FakeScan, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tree / ".git").mkdir()
        monkeypatch.chdir(tree / "sub")
        run(["scan", "b.py", "../app.py"])
        assert scan.requests[0].root == tree
        assert scan.requests[0].paths == (str(tree / "sub/b.py"), str(tree / "app.py"))

    def test_files_without_a_repository(self, scan: FakeScan, tree: Path) -> None:
        run(["scan", "app.py"])
        assert scan.requests[0].root == tree


class TestChoices:
    def test_defaults(self, scan: FakeScan, tree: Path) -> None:
        run(["scan"])
        request = scan.requests[0]
        assert (request.min_severity, request.min_confidence) == ("note", "medium")
        assert request.jobs >= 1
        assert request.cache_dir == tree / "cache"
        assert request.progress is None

    def test_rules(self, scan: FakeScan) -> None:
        run(
            [
                "scan",
                "--select",
                "III.b,II",
                "--ignore",
                "content-in-logs",
                "--ignore",
                "key-in-logs",
            ]
        )
        chosen = scan.requests[0].ruleset.rules
        assert "identity-in-logs" in chosen
        assert "content-in-logs" not in chosen
        assert {rule.section.split(".")[0] for rule in chosen.values()} == {"II", "III"}

    def test_policy_file(self, scan: FakeScan, tree: Path) -> None:
        (tree / "msgsec.yaml").write_text(
            "rules:\n  severity:\n    content-in-logs: note\n    key-in-logs: off\n"
            "min_confidence: low\nfail_on: warning\n"
        )
        scan.answer = report(finding(severity="note"))
        assert run(["scan"]) == 0
        request = scan.requests[0]
        assert request.min_confidence == "low"
        assert request.ruleset.rules["content-in-logs"].severity == "note"
        assert "key-in-logs" not in request.ruleset.rules
        assert run(["scan", "--fail-on", "note", "--min-confidence", "high"]) == 1
        assert scan.requests[1].min_confidence == "high"
        run(["scan", "--select", "key-in-logs"])
        assert list(scan.requests[2].ruleset.rules) == ["key-in-logs"]

    def test_no_cache_and_jobs(self, scan: FakeScan) -> None:
        run(["scan", "--no-cache", "-j", "3"])
        assert scan.requests[0].cache_dir is None
        assert scan.requests[0].jobs == 3


class TestStdin:
    def test_file(self, scan: FakeScan, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 1\n")))
        assert run(["scan", "-", "--stdin-filename", "sub/new.py"]) == 0
        stdin = scan.requests[0].stdin
        assert stdin is not None
        assert (stdin.path, stdin.data) == ("sub/new.py", b"x = 1\n")
        assert scan.requests[0].paths == ()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["-", "app.py"],
            ["app.py", "--stdin-filename", "x.py"],
            ["-", "--stdin-filename", "/x.py"],
        ],
    )
    def test_wrong_use(
        self, scan: FakeScan, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["scan", *arguments]) == 2
        assert capsys.readouterr().err.count("\n") == 1
        assert scan.requests == []

    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("new.py", 'import logging\ndef f(password):\n    logging.info("%s", password)\n'),
            ("new.ts", "function f(password: string) {\n\n  console.log(password);\n}\n"),
            ("new.kt", "import timber.log.Timber\nfun f(password: String) {\n  Timber.i(password)\n}\n"),
            ("new.go", 'package a\nimport "log"\nfunc f(password string) { log.Print(password) }\n'),
        ],
    )  # fmt: skip
    def test_the_name_says_the_language(
        self,
        name: str,
        source: str,
        tree: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source.encode())))
        path = tree / "sub" / name
        arguments = ["--no-cache", "--format", "concise", "--min-confidence", "low"]
        assert run(["scan", "-", "--stdin-filename", str(path), *arguments]) == 1
        assert f"sub/{name}:3:" in capfd.readouterr().out

    def test_a_script_says_its_language_itself(self) -> None:
        script = StdinFile(path="bin/new", data=b"#!/usr/bin/env node\nlet x = 1\n")
        assert language_of(script) == "javascript"

    @pytest.mark.parametrize("name", ["notes.txt", "new", "new.rb"])
    def test_a_name_that_says_none(
        self,
        name: str,
        tree: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 1\n")))
        assert run(["scan", "-", "--stdin-filename", str(tree / name)]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert f"{name} does not say a language" in said
        assert "--stdin-filename" in said


class TestOutputs:
    def test_several_from_one_scan(
        self, scan: FakeScan, tree: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        scan.answer = report(finding())
        arguments = ["--format", "concise", "-o", "json=out.json", "--output-to", "sarif=out.sarif"]
        assert run(["scan", *arguments]) == 1
        assert len(scan.requests) == 1
        assert "app.py:1:1" in capfd.readouterr().out
        assert json.loads((tree / "out.json").read_bytes())
        assert json.loads((tree / "out.sarif").read_bytes())["version"] == "2.1.0"

    def test_file_instead_of_standard_output(
        self, scan: FakeScan, tree: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["scan", "--format", "json", "--output", "out.json"]) == 0
        assert capfd.readouterr().out == ""
        assert json.loads((tree / "out.json").read_bytes())
        assert sorted(path.name for path in tree.iterdir()) == [
            "app.py",
            "cache",
            "out.json",
            "sub",
        ]

    def test_file_that_cannot_be_written(
        self, scan: FakeScan, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["scan", "-o", "none/out.txt"]) == 2
        assert "Cannot write" in capsys.readouterr().err

    def test_all_formats(self, scan: FakeScan, capfd: pytest.CaptureFixture[str]) -> None:
        scan.answer = report(finding())
        for format_ in ("text", "concise", "json", "sarif", "github"):
            assert run(["scan", "--format", format_]) == 1
            assert "content-in-logs" in capfd.readouterr().out

    def test_show_files(self, scan: FakeScan, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["scan", "--show-files"]) == 0
        assert capfd.readouterr().out == "app.py\nsub/b.py\n"
        assert scan.requests == []

    def test_show_files_honours_the_policy_file(
        self, tree: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (tree / "msgsec.yaml").write_text("exclude: [sub/]\n")
        assert run(["scan", "--show-files"]) == 0
        assert capfd.readouterr().out == "app.py\n"


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["scan", "--select", "content-in-log"], "Did you mean `content-in-logs`"),
            (["scan", "--format", "xml"], "is not one of"),
            (["scan", "--wrong"], "No such option"),
            (["scan", "--config", "none.yaml"], "does not exist"),
            (["scan", "none.py", "--show-files"], "does not exist"),
            (["scan", "/etc/passwd", "--show-files"], "outside"),
            (["wrong"], "No such command"),
            (["explain", "content-in-log"], "Did you mean `content-in-logs`"),
        ],
    )
    def test_one_sentence(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(arguments) == 2
        error = capsys.readouterr().err
        assert error.startswith("msgsec-lint: ")
        assert words in error
        assert error.count("\n") == 1

    def test_fault_in_a_file(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_source: bytes) -> FileFacts:
            raise ZeroDivisionError("\x1b[2J")

        monkeypatch.setitem(FRONT_ENDS, "python", fail)
        assert run(["scan", "--no-cache"]) == 3
        assert "Traceback" not in capfd.readouterr().err
        assert run(["scan", "--no-cache", "--debug"]) == 3
        shown = capfd.readouterr()
        assert "fault in app.py\nTraceback" in shown.err
        assert "\nZeroDivisionError: \\x1b[2J\n" in shown.err
        assert "not analysed: fault ZeroDivisionError" in shown.out + shown.err

    def test_internal_fault(self, scan: FakeScan, capsys: pytest.CaptureFixture[str]) -> None:
        scan.answer = ZeroDivisionError("two\nlines")
        assert run(["scan"]) == 2
        error = capsys.readouterr().err
        assert "internal fault (ZeroDivisionError: two)" in error
        assert error.count("\n") == 1
        assert run(["scan", "--debug"]) == 2
        assert "Traceback" in capsys.readouterr().err


def call(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "msgsec_lint", *arguments]


class TestProcess:
    def test_reader_that_goes_away(self) -> None:
        with subprocess.Popen(
            call("rules"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0

    def test_terminal_that_speaks_ascii(self) -> None:
        environment = os.environ | {"PYTHONIOENCODING": "ascii"}
        done = subprocess.run(
            call("explain", "content-in-logs"), capture_output=True, env=environment, check=False
        )
        assert done.returncode == 0
        assert done.stdout.isascii()

    def test_start_imports_little(self) -> None:
        script = (
            "import sys\nfrom msgsec_lint.cli.main import run\nrun(['--version'])\n"
            "heavy = {'rich', 'yaml', 'tree_sitter', 'rignore', 'msgspec', 'msgsec_lint.policy'}\n"
            "print(sorted(heavy & set(sys.modules)))\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        assert done.stdout.decode().splitlines()[-1] == "[]"

    def test_version_and_help(self) -> None:
        version = subprocess.run(call("--version"), capture_output=True, check=True)
        assert version.stdout.startswith(b"msgsec-lint ")
        for command in ("scan", "rules", "explain", "test"):
            done = subprocess.run(call(command, "--help"), capture_output=True, check=True)
            assert b"Usage: " in done.stdout
