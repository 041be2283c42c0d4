"""The same tree gives the same bytes, however a scan is run."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from msgsec_lint.checks.analysis import Analysis, analyse, scope_of
from msgsec_lint.checks.collect import read_all
from msgsec_lint.checks.draft import best_drafts
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.parallel import MIN_SINKS, Arrived, flow_drafts
from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.facts.store import Store
from msgsec_lint.flow.questions import MAX_STORES
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import RuleSet
from tests.conftest import Scan, Tree, place

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "examples" / "leaky-messenger"
FILLER = "# a comment of some length, so that workers have something to do\n" * 100
"""The files of the tree are made large enough to be worth the start of workers."""


def report(
    root: Path, form: str, *options: str, seed: str = "random", cache: Path | None = None
) -> bytes:
    """The bytes that the command line writes about a tree, in a process of its own."""
    command = [sys.executable, "-m", "msgsec_lint", "scan", str(root), "--format", form]
    command += ["--cache-dir", str(cache)] if cache is not None else ["--no-cache"]
    done = subprocess.run(
        [*command, "--min-confidence", "low", *options],
        cwd=REPOSITORY,
        env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


@pytest.fixture
def messenger(tree: Tree) -> Path:
    """The leaky example, as twenty packages, so that several files wait for each worker."""
    files: dict[str, str] = {}
    for path in sorted(EXAMPLE.rglob("*.py")):
        for copy in range(3):
            name = f"copy{copy}/{path.relative_to(EXAMPLE).as_posix()}"
            files[name] = path.read_text() + FILLER
    return tree(files)


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_same_bytes(messenger: Path, tmp_path: Path, form: str) -> None:
    expected = report(messenger, form, "--jobs", "1", seed="0")
    assert expected.count(b"content-in-logs") > 3
    cache = tmp_path / "cache"
    for options, seed, folder in (
        (("--jobs", "1"), "1", None),
        (("--jobs", "2"), "2", None),
        (("--jobs", "2"), "3", cache),
        (("--jobs", "1"), "4", cache),
        (("--jobs", "2"), "5", cache),
    ):
        assert report(messenger, form, *options, seed=seed, cache=folder) == expected


def test_many_sinks_in_several_processes(tree: Tree) -> None:
    """So many sinks are followed by several processes, which find what one finds."""
    chat = "import logging\ndef show(text): logging.info('x %s', text); return text\n"
    lines = [f"def f{n}(message): logging.info(show(message.body))\n" for n in range(2 * MIN_SINKS)]
    begin = "import logging\nfrom chat import show\n"
    root = tree({"chat.py": chat, "many.py": begin + "".join(lines)})
    one = report(root, "json", "--jobs", "1")
    assert one == report(root, "json", "--jobs", "2")
    assert one == report(root, "json", "--jobs", "4")
    findings = msgspec.json.decode(one)["findings"]
    assert {f["location"]["line"] for f in findings if f["location"]["path"] == "many.py"} == set(
        range(3, 3 + 2 * MIN_SINKS)
    )


CIRCLE = """
import logging
log = logging.getLogger()
class Node:
    def __init__(self, parent): self.parent = parent; self.text = None
    def take(self, other): self.text = other.text; other.note = self.note
    def fill(self, body): self.note = self.text; self.text = self.wrap(body)
    def wrap(self, body): return self.unwrap(body) if body else self.note
    def unwrap(self, body): return body or self.wrap(body) or self.parent.unwrap(body)
    def redact_all(self, body): return self.wrap(body)
def show(node: Node, n):
    log.info(node.text)
    if n: turn(node, n - 1)
    log.info(node.note)
def turn(node: Node, n):
    show(node, n)
    log.info(node.wrap(n))
    log.info(node.unwrap(n))
    log.info(node.redact_all(n))
def start(message_text, a: Node):
    a.fill(message_text)
    show(a, 1)
"""


class Runs:
    """Flow rules over a tree, each time on a program of its own."""

    def __init__(self, root: Path, ruleset: RuleSet, cache: Path) -> None:
        config = Config()
        self._request = ScanRequest(root=root, ruleset=ruleset, config=config, cache_dir=cache)
        self._rules = list(ruleset.rules.values())

    def check(self) -> FlowCheck:
        made = self._analysed()
        switches = Switches(made.search, made.project)
        return FlowCheck(made.search, made.zones, self._rules, switches)

    def _analysed(self) -> Analysis:
        request = self._request
        read = scope_of(request).read
        reads = read_all(request.root, read.files, request.stdin)
        builds = read_all(request.root, read.build_files, None)
        store = Store(request.cache_dir)
        try:
            return analyse(request, reads, builds, store)
        finally:
            store.close()

    def shuffled(self, seed: int) -> Arrived:
        check = self.check()
        sinks = check.sinks()
        random.Random(seed).shuffle(sinks)
        return flow_drafts(check, sinks, 1)

    def parted(self, parts: int) -> Arrived:
        """Every part of the sinks with a check that knows nothing of the others."""
        found: list[Arrived] = []
        for part in range(parts):
            check = self.check()
            sinks: list[Sink] = check.sinks()[part::parts]
            found.append(flow_drafts(check, sinks, 1))
        drafts = [draft for arrived in found for draft in arrived.drafts]
        return Arrived(best_drafts(drafts), sorted(x for made in found for x in made.partial))


@pytest.mark.parametrize("name", ["circle", "leaky-messenger"])
def test_any_order_and_any_parts_of_the_sinks(
    tree: Tree, ruleset: RuleSet, tmp_path: Path, name: str
) -> None:
    root = tree({"circle.py": CIRCLE}) if name == "circle" else EXAMPLE
    runs = Runs(root, ruleset, tmp_path / "facts")
    check = runs.check()
    expected = flow_drafts(check, check.sinks(), 1)
    assert len(expected.drafts) >= 5
    for seed in range(10):
        assert runs.shuffled(seed) == expected, seed
    for parts in (2, 3, 7):
        assert runs.parted(parts) == expected, parts


def test_a_limit_that_cuts_is_known(tree: Tree, ruleset: RuleSet, tmp_path: Path) -> None:
    """So many places fill a field that not all are looked at, for whoever reads it."""
    fills = [f"def f{n}(box: Box, x): box.it = x\n" for n in range(MAX_STORES + 1)]
    begin = "import logging\nclass Box: pass\ndef show(box: Box): logging.info(box.it)\n"
    check = Runs(tree({"a.py": begin + "".join(fills)}), ruleset, tmp_path / "facts").check()
    (partial,) = flow_drafts(check, check.sinks(), 1).partial
    (cut,) = partial.cuts
    assert partial.place == "log"
    assert "content-in-logs" in partial.rules
    assert cut.limit == "flow.questions.MAX_STORES"
    assert check.program.head(cut.function).name == f"f{MAX_STORES}"


def test_a_cache_gives_what_it_was_given(messenger: Path, tmp_path: Path) -> None:
    """Facts of unchanged files are re-used when another file changes."""
    cache = tmp_path / "cache"
    report(messenger, "json", cache=cache)
    changed = next(messenger.rglob("copy1/leaky/shared/audit.py"))
    changed.write_text("import logging\n\ndef note(plaintext):\n    logging.info(plaintext)\n")
    warm = report(messenger, "json", cache=cache)
    assert warm == report(messenger, "json")
    assert b"copy1/leaky/shared/audit.py" in warm


def test_a_file_that_moves_is_another_file(scan: Scan, tree: Tree) -> None:
    text = "import logging\ndef f(plaintext): logging.info(plaintext)\n"
    assert [place(f) for f in scan({"a.py": text}).findings] == ["a.py:2:32-41 content-in-logs"]
    root = tree({})
    (root / "a.py").rename(root / "b.py")
    assert [place(f) for f in scan({}).findings] == ["b.py:2:32-41 content-in-logs"]


def test_a_file_may_become_something_else(scan: Scan, tree: Tree) -> None:
    text = "import logging\ndef f(plaintext): logging.info(plaintext)\n"
    assert len(scan({"a.py": text}).findings) == 1
    assert scan({"a.py": b"\0\1\2" + text.encode()}).coverage.skipped == {"binary": 1}
    root = tree({})
    (root / "a.py").unlink()
    (root / "a.py").mkdir()
    assert [place(f) for f in scan({"a.py/b.py": text}).findings] == [
        "a.py/b.py:2:32-41 content-in-logs"
    ]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_as_good_as_none(messenger: Path, tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "cache"
    expected = report(messenger, "json", cache=cache)
    for file in cache.iterdir():
        file.write_bytes(damage)
    assert report(messenger, "json", cache=cache) == expected


def test_flipped_bytes_of_a_cache_change_nothing(tree: Tree, tmp_path: Path) -> None:
    text = "import logging\nclass A:\n    def f(self, message_text): logging.info([message_text])\n"
    root = tree({f"m{number}.py": text for number in range(30)})
    cache = tmp_path / "cache"
    expected = report(root, "json", "--jobs", "1", cache=cache)
    (database,) = cache.glob("facts.sqlite")
    whole = database.read_bytes()
    chance = random.Random(5)
    for flipped in (1, 30, 1000):
        data = bytearray(whole)
        for _ in range(flipped):
            data[chance.randrange(len(data))] = chance.randrange(256)
        for file in cache.glob("facts.sqlite-*"):
            file.unlink()
        database.write_bytes(data)
        assert report(root, "json", "--jobs", "1", cache=cache) == expected


@pytest.mark.parametrize("kept", ["text", 5, b"", b"\0"])
def test_entries_of_a_cache_that_are_none(tree: Tree, tmp_path: Path, kept: object) -> None:
    root = tree({"m.py": "import logging\ndef f(message_text): logging.info(message_text)\n"})
    cache = tmp_path / "cache"
    expected = report(root, "json", cache=cache)
    with closing(sqlite3.connect(cache / "facts.sqlite")) as connection:
        connection.execute("UPDATE entries SET data = ?", (kept,))
        connection.commit()
    assert report(root, "json", cache=cache) == expected


def test_a_cache_that_cannot_be_written_is_as_good_as_none(messenger: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where the folder should be")
    assert report(messenger, "json", cache=cache / "inner") == report(messenger, "json")


def test_order_of_files_does_not_matter_for_fingerprints(scan: Scan) -> None:
    """A new file in front and new lines above leave a finding what it was."""
    text = "import logging\ndef f(plaintext): logging.info(plaintext)\n"
    (before,) = scan({"m.py": text}).findings
    found = scan({"a.py": text.replace("plaintext", "message_text"), "m.py": "\n\n# new\n" + text})
    after = {f.primary.path: f.fingerprint for f in found.findings}
    assert after["m.py"] == before.fingerprint
    assert len(set(after.values())) == 2


def test_equal_findings_have_fingerprints_of_their_own(scan: Scan) -> None:
    line = "    logging.info(plaintext)\n"
    report_ = scan("import logging\ndef f(plaintext):\n" + line * 5)
    assert len({f.fingerprint for f in report_.findings}) == 5
