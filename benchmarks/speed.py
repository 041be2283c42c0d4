# ruff: noqa: INP001 - a folder of programs, no package
"""Measure msgsec-lint on a tree: time against the bare parser, memory, and other analyzers.

    python benchmarks/speed.py TREE [--runs 5] [--jobs 2] [--semgrep PROGRAM] [--bandit PROGRAM]
                               [--json FILE] [--name NAME]

The tree is copied without its ``.git``, since one figure needs a changed file. Every round measures
each thing once, so that a noisy machine disturbs all of them alike. Reported are the median and the
least time and the median of the CPU time. Semgrep and Bandit are measured where they are installed;
`--semgrep ""` leaves one out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import tree_sitter_go
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_kotlin
import tree_sitter_python
import tree_sitter_typescript
from msgspec import Struct
from tree_sitter import Language, Parser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from msgsec_lint.files.discovery import discover  # noqa: E402 - found in the checkout

GRAMMARS = {
    "go": tree_sitter_go.language,
    "java": tree_sitter_java.language,
    "javascript": tree_sitter_javascript.language,
    "kotlin": tree_sitter_kotlin.language,
    "python": tree_sitter_python.language,
    "tsx": tree_sitter_typescript.language_tsx,
    "typescript": tree_sitter_typescript.language_typescript,
}
"""Grammar of each language that is read."""
ACCEPTED = (0, 1)
"""Exit codes of a scan that went well: without and with findings."""
SAMPLE_SECONDS = 0.01

SEMGREP_RULE = """\
rules:
  - id: text-in-log
    languages: [python]
    severity: WARNING
    message: Text of a message reaches a log.
    mode: taint
    pattern-sources:
      - pattern: $MESSAGE.body
      - pattern: $BOX.decrypt(...)
    pattern-sinks:
      - pattern: $LOG.debug(...)
      - pattern: $LOG.info(...)
      - pattern: $LOG.warning(...)
      - pattern: $LOG.error(...)
"""
"""The work of one of our rules, as far as a taint rule within functions can say it."""


class Taken(NamedTuple):
    """What one run took, in seconds."""

    wall: float
    cpu: float
    """Of all its processes together; what others do on the machine disturbs it less."""


class Figure(Struct, frozen=True, kw_only=True):
    """One line of the table."""

    name: str
    runs: list[Taken]

    @property
    def median(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def least(self) -> float:
        return min(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.runs)


class Subject(Struct, frozen=True, kw_only=True):
    """What is scanned."""

    root: Path
    sources: list[tuple[str, bytes]]
    """Language and content of each file."""
    changed: Path
    """The file that is edited between scans: the one of median size."""

    @property
    def lines(self) -> int:
        return sum(source.count(b"\n") for _, source in self.sources)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(source) for _, source in self.sources)


Measure = Callable[[], Taken]


def main() -> int:
    """Measure what the command line asks for; return the exit code."""
    options = arguments().parse_args()
    if not options.tree.is_dir():
        sys.stderr.write(f"{options.tree} is no folder; name the tree to scan.\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="msgsec-bench-") as name:
        work = Path(name)
        subject = prepare(options.tree, work)
        if not subject.sources:
            sys.stderr.write(f"there is no source file to scan in {options.tree}.\n")
            return 2
        measures = planned(subject, work, options)
        taken: dict[str, list[Taken]] = {key: [] for key in measures}
        for number in range(options.runs):
            for key, measure in measures.items():
                show_progress(f"run {number + 1} of {options.runs}: {key}")
                taken[key].append(measure())
        show_progress("memory")
        memory = peak_memory(subject, work, options.jobs)
        show_progress("")
    figures = [Figure(name=key, runs=runs) for key, runs in taken.items()]
    sys.stdout.write(table(figures, subject, memory))
    if options.json is not None:
        options.json.write_text(report(figures, subject, memory, options), encoding="utf-8")
    return 0


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tree", type=Path, help="folder to scan")
    parser.add_argument("--name", default="", help="what --json calls the tree")
    parser.add_argument("--runs", type=int, default=5, help="rounds of measuring [5]")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes of a scan [2]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    for tool in ("semgrep", "bandit"):
        found = shutil.which(tool) or ""
        parser.add_argument(f"--{tool}", default=found, metavar="PROGRAM", help=f"[{tool} on PATH]")
    return parser


def prepare(tree: Path, work: Path) -> Subject:
    """Copy the tree and read its source files, which also warms the system's cache of files."""
    root = work / "tree"
    shutil.copytree(tree, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    # Without one of its own, Semgrep would leave out the tests, which are read by the others.
    (root / ".semgrepignore").write_text("# nothing\n", encoding="utf-8")
    files = [file for file in discover(root, ()).files if file.language in GRAMMARS]
    by_size = sorted(files, key=lambda file: (file.size, file.path))
    changed = root / by_size[len(by_size) // 2].path if files else root
    sources = [(file.language, (root / file.path).read_bytes()) for file in files]
    return Subject(root=root, sources=sources, changed=changed)


def planned(subject: Subject, work: Path, options: argparse.Namespace) -> dict[str, Measure]:
    """Return what is measured in every round, in order: later ones use the cache of the first."""
    cache = work / "cache"
    tree = str(subject.root)

    def cold() -> Taken:
        shutil.rmtree(cache, ignore_errors=True)
        return timed(scan(tree, cache, options.jobs))

    def unchanged() -> Taken:
        return timed(scan(tree, cache, options.jobs))

    def changed_in_project() -> Taken:
        edit(subject.changed)
        return timed(scan(tree, cache, options.jobs))

    def changed_alone() -> Taken:
        edit(subject.changed)
        path = str(subject.changed.relative_to(subject.root))
        return timed(scan(path, cache, options.jobs), folder=subject.root)

    measures: dict[str, Measure] = {
        "tree-sitter, parsing only, 1 core": lambda: parse(subject.sources),
        f"scan, cold, {options.jobs} workers": cold,
        "scan again, nothing changed": unchanged,
        "scan again, one file changed": changed_in_project,
        "scan of one changed file by name": changed_alone,
        "--version": lambda: timed([*program(), "--version"]),
    }
    rule = work / "semgrep.yaml"
    rule.write_text(SEMGREP_RULE, encoding="utf-8")
    jobs = options.jobs
    if options.semgrep:
        command = semgrep(options.semgrep, rule, tree, jobs)
        name = f"Semgrep, one taint rule, {jobs} jobs"
        measures[name] = lambda: timed(command, folder=subject.root)
    if options.bandit:
        bandit = [options.bandit, "-q", "-r", tree, "-f", "json", "-o", os.devnull]
        measures["Bandit, all its tests"] = lambda: timed(bandit)
    return measures


def program() -> list[str]:
    """Return the start of a command line that runs this checkout."""
    return [sys.executable, "-m", "msgsec_lint"]


def scan(path: str, cache: Path, jobs: int) -> list[str]:
    """Return the command line of a scan with all rules."""
    where = ["--cache-dir", str(cache), "--jobs", str(jobs)]
    return [*program(), "scan", path, *where, "--format", "json", "-o", os.devnull]


def semgrep(program: str, rule: Path, tree: str, jobs: int) -> list[str]:
    """Return the command line of Semgrep, which shall neither report home nor skip large files."""
    quiet = ["--quiet", "--metrics=off", "--disable-version-check", "--no-git-ignore"]
    limits = ["--max-target-bytes=2000000", "--timeout=0", f"--jobs={jobs}"]
    return [
        program, "scan", f"--config={rule}", *quiet, *limits, "--json", "-o", os.devnull, tree,
    ]  # fmt: skip


def environment() -> dict[str, str]:
    """Return the environment of programs: this checkout is found, nobody is called."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "SEMGREP_SEND_METRICS": "off",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
    }


def timed(command: Sequence[str], folder: Path | None = None) -> Taken:
    """Run a program and return what it took; a program that fails ends the measuring."""
    before = os.times()
    begin = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment(), check=False, capture_output=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    wall = time.perf_counter() - begin
    after = os.times()
    if done.returncode not in ACCEPTED:
        words = done.stderr.decode("utf-8", "replace").strip()[-2000:]
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{words}")
    spent = after.children_user + after.children_system
    return Taken(wall, spent - before.children_user - before.children_system)


def parse(sources: Sequence[tuple[str, bytes]]) -> Taken:
    """Parse every file with the bare parser, three times; return the shortest time."""
    parsers = {name: Parser(Language(grammar())) for name, grammar in GRAMMARS.items()}
    runs = []
    for _ in range(3):
        begin, spent = time.perf_counter(), time.process_time()
        for language, source in sources:
            parsers[language].parse(source)
        runs.append(Taken(time.perf_counter() - begin, time.process_time() - spent))
    return min(runs)


def edit(path: Path) -> None:
    """Change a file so that no cache knows it, as little as possible."""
    mark = "#" if path.suffix == ".py" else "//"
    with path.open("ab") as stream:
        stream.write(f"\n{mark} {time.monotonic_ns()}\n".encode())


def peak_memory(subject: Subject, work: Path, jobs: int) -> dict[str, int]:
    """Run one cold scan and return the most bytes that it used.

    ``largest`` is the resident size of its largest process, which every system reports. ``all`` is
    what its processes use together, shared pages counted once; only Linux tells.
    """
    command = scan(str(subject.root), work / "memory", jobs)
    with subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL) as running:
        together = 0
        while True:
            ended, _, usage = os.wait4(running.pid, os.WNOHANG)
            if ended:
                break
            together = max(together, proportional_size(running.pid))
            time.sleep(SAMPLE_SECONDS)
        # It has been waited for; Popen would wait for ever.
        running.returncode = 0
    unit = 1 if sys.platform == "darwin" else 1024
    found = {"largest": usage.ru_maxrss * unit}
    return {**found, "all": together} if together else found


def proportional_size(pid: int) -> int:
    """Return the bytes that a process and its children use; 0 where the system does not tell."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1]) * 1024
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children = (thread / "children").read_text("ascii").split()
            total += sum(proportional_size(int(child)) for child in children)
    except (OSError, ValueError):
        pass
    return total


def table(figures: Sequence[Figure], subject: Subject, memory: dict[str, int]) -> str:
    """Return the figures for people."""
    base = figures[0].median
    files, lines = len(subject.sources), subject.lines
    rows = [
        f"{files:,} files, {lines:,} lines, {subject.size:,} bytes",
        "",
    ]
    width = max(len(figure.name) for figure in figures)
    rows.append(f"{'seconds':{width}}   median    least      CPU   to parsing")
    for figure in figures:
        times = f"{figure.median:8.2f} {figure.least:8.2f} {figure.cpu:8.2f}"
        rows.append(f"{figure.name:{width}} {times}   {figure.median / base:9.2f}")
    rows.append("")
    for key, name in (("largest", "largest process"), ("all", "all processes")):
        if key in memory:
            size = memory[key]
            each = size / lines / 1024 if lines else 0.0
            rows.append(f"peak memory, {name:15} {size / 2**20:6.0f} MiB   {each:.2f} KiB a line")
    return "\n".join([*rows, ""])


def report(
    figures: Sequence[Figure], subject: Subject, memory: dict[str, int], options: Any
) -> str:
    """Return the figures for programs, with what is needed to judge them."""
    base = figures[0].median
    found = {
        "tree": options.name or options.tree.name,
        "files": len(subject.sources),
        "lines": subject.lines,
        "bytes": sum(len(source) for _, source in subject.sources),
        "runs": options.runs,
        "jobs": options.jobs,
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "versions": versions(options),
        "seconds": {
            figure.name: {
                "median": round(figure.median, 3),
                "least": round(figure.least, 3),
                "cpu": round(figure.cpu, 3),
                "wall_of_runs": [round(run.wall, 3) for run in figure.runs],
                "times_parsing": round(figure.median / base, 3),
            }
            for figure in figures
        },
        "peak_memory_bytes": memory,
    }
    return json.dumps(found, indent=2) + "\n"


def versions(options: argparse.Namespace) -> dict[str, str]:
    """Return the versions of everything that was measured."""
    found = {"Python": platform.python_version()}
    # The grammar of TSX comes with that of TypeScript.
    grammars = (f"tree-sitter-{language}" for language in GRAMMARS if language != "tsx")
    names = ("tree-sitter", *grammars)
    found |= {name: version(name) for name in names}
    for name, tool in (("Semgrep", options.semgrep), ("Bandit", options.bandit)):
        if tool:
            done = subprocess.run(
                [tool, "--version"], check=False, capture_output=True, text=True,
                stdin=subprocess.DEVNULL, env=environment(),
            )  # fmt: skip
            number = re.search(r"\d+(?:\.\d+)+", done.stdout)
            found[name] = number[0] if number else ""
    return found


def show_progress(text: str) -> None:
    """Say on a terminal what is being measured."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text[:78]:78}" if text else "\r" + " " * 78 + "\r")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
