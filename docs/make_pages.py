# ruff: noqa: INP001 - a folder of documents with the programs that make some of them
"""Write what the documents take from the program: rule pages, tables, help, bounds.

    python docs/make_pages.py

Writes ``docs/rules.md``, ``docs/rules/<id>.md`` and the parts of other documents that stand between
``<!-- begin: NAME -->`` and ``<!-- end: NAME -->``. A test fails when something is out of date.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import click  # noqa: E402 - after the path

from msgsec_lint.cli.main import cli  # noqa: E402
from msgsec_lint.policy.render import rule_markdown  # noqa: E402
from msgsec_lint.policy.rules import Rule, RuleSet, load_rules  # noqa: E402
from msgsec_lint.policy.sections import Section  # noqa: E402

PARTS = ("README.md", "docs/limitations.md", "benchmarks/README.md")
"""Documents that are written by hand, with parts that are not."""
MARK = re.compile(r"(?s)(<!-- begin: ([\w-]+) -->\n).*?(<!-- end: \2 -->)")

BOUNDS = {
    "link.linker.MAX_DEPTH": "nested questions about what an expression denotes",
    "link.entities.LIMIT": "things that one expression may denote, and targets of one call",
    "link.containers.MAX_NESTING": "containers in containers whose elements have a type",
    "link.calling.dispatch.MAX_BY_NAME": "methods of one name, for a call resolved by name alone",
    "link.calling.dispatch.MAX_OVERRIDING": "methods that override one which does something",
    "link.calling.callers.MAX_CALLERS": "callers of one function that are looked at",
    "flow.state.MAX_PATH": "nested parts of a value that are told apart: `a.b[0].c`",
    "flow.walk.MAX_STATES": "values visited in one function for one question",
    "flow.state.MAX_STEPS": "stops on the way from a source to a value",
    "flow.search.MAX_UP": "callers of callers looked at for where an exception comes from",
    "flow.questions.MAX_ASKED": "values looked at to tell whether one holds nothing of interest",
    "flow.questions.MAX_HANDED": "functions a value is followed into for one that decrypts it",
    "flow.questions.MAX_HANDED_OVER": "parameters of each of them that are looked at",
    "flow.made.MAX_MADE": "functions that give what others made, to see an object being made",
    "flow.made.MAX_SHAPED": "values looked at to tell what one field of an object was given",
    "flow.made.MAX_CHANGING": "functions looked at that may change an object afterwards",
    "flow.tabulation.MAX_NESTED": "questions that wait for another on Python's own stack",
    "flow.tabulation.MAX_ROUNDS": "rounds over a circle of questions in which answers may shrink",
    "flow.search.MAX_REACHED": "functions under a `try` that are searched for what they raise",
    "flow.questions.MAX_STORES": "assignments to one field that are looked at",
    "flow.questions.MAX_GIVEN": "values looked at to tell whether all that is given is harmless",
    "link.calling.dispatch.MAX_BEHIND": "names and parts looked behind for what gives a receiver",
    "flow.later.MAX_PROVIDERS": "providers of contexts of React, for one reader",
    "flow.later.MAX_INSIDE": "functions inside one that makes a promise or state of JavaScript",
    "flow.thrown.MAX_THROUGH": "functions that an error of JavaScript passes before its handler",
    "flow.thrown.MAX_THROWING": "calls in one of these from which errors are followed",
    "flow.thrown.MAX_INHERITED": "constructors of exceptions that hand on to constructors",
    "flow.evidence.MAX_ASKED": "callers looked at to tell what a parameter is given",
    "flow.evidence.MAX_COMPOSED": "functions that hand a text on, looked through to tell how",
    "flow.copies.MAX_CHAIN": "changes of an object between its use and where it was made",
    "flow.results.MAX_PARAMETERS": "parameters whose names are weighed against what they are given",
    "flow.keyed.MAX_CHAIN": "names before a property that tell what it belongs to: `this.a.b`",
    "link.callbacks.emitters.MAX_EMITTED": "calls that emit an event of one name, for one handler",
    "link.callbacks.handlers.MAX_HANDING": "calls that may be handed one function",
    "link.callbacks.handlers.MAX_SENDERS": "calls that send one event over a channel",
    "link.callbacks.handlers.MAX_NESTED": "objects in objects that a script offers to pages",
    "link.members.written.MAX_NAMES": "names for an object, looked through to tell its keys",
    "link.values.allocations.MAX_SEEN": "values looked through to see an object being made",
    "link.names.scripts.MAX_HANDED_ON": "modules that hand a name on, to see where it is bound",
    "link.callbacks.lambdas.MAX_HELD": "names for names, to tell which function is called",
    "flow.search.ENOUGH": "places counted to tell whether a field holds this and that",
    "flow.objects.MAX_DESCENDANTS": "classes that an object may be of, when its own has no text",
    "flow.objects.MAX_SUBCLASSED": "parts of parts for which such classes are sought",
    "flow.objects.MAX_BELOW": "objects in objects whose fields are judged by name",
    "checks.sinks.MAX_CHAIN": "steps back to see through what a store was reached",
    "checks.sinks.MAX_MAKERS": "ways in which a store is made that are looked at",
    "checks.shape.MAX_BUILT": "steps back along the calls on a builder",
    "checks.flow.MAX_WRAPPERS": "wrappers round wrappers of a sink",
    "checks.flow.MAX_WRAPPER_SIZE": "values in a function that wraps a log without being named so",
    "checks.flow.MAX_ARRIVALS": "calls looked at for one sink, through all its wrappers",
    "checks.weighing.NEAR": "functions on a path that cost no confidence",
    "checks.weighing.FAR": "functions on a path that cost one level; more cost two",
    "checks.compose.MAX_STEPS": "steps of a path that a report shows",
    "syntax.scope.MAX_JOINED": "local names, beyond which loops carry nothing round",
    "syntax.scope.MAX_MERGED": "names that come together behind all branches of a function",
    "syntax.lowering.MAX_DEPTH": "nesting of expressions and statements",
    "syntax.lowering.MAX_NESTED": "functions and classes around a function",
    "syntax.parsing.SECONDS": "seconds of the processor that parsing one file takes",
    "syntax.recovery.MAX_BYTES": "bytes of a file in which statements may be left out",
    "syntax.recovery.MAX_TRIES": "parses of one file, to find which statements those are",
    "syntax.recovery.MAX_LEFT_OUT": "statements of one file left out so that others are read",
    "syntax.control.narrowing.MAX_CONDITIONS": "connected conditions that are asked about types",
    "syntax.lowering.MAX_LITERAL": "characters of a literal that are kept for matching",
    "files.discovery.DEFAULT_MAX_BYTES": "bytes of a file",
    "files.tree.MAX_ALL_IGNORE_BYTES": "bytes of all ignore files together",
    "files.git_index.MAX_BYTES": "bytes of git's list of tracked files",
    "repo.imports.MAX_TARGETS": "paths that one pattern of a tsconfig or package may stand for",
    "repo.imports.MAX_SAME_NAME": "packages of one name that an import is sought in",
    "policy.config.MAX_GLOBS": "globs of a policy file",
    "policy.config.MAX_PATTERNS": "names with wildcards of a policy file",
    "policy.entries.MAX_ALL_NAMES": "names that all entries of a policy file stand for",
}
"""Constants of the program that limit what it sees, with what they count."""


def pages(ruleset: RuleSet) -> dict[str, str]:
    """Return every generated document by its path, with the parts of the others filled in."""
    made = {
        f"docs/rules/{rule.id}.md": rule_markdown(rule, ruleset.policy)
        for rule in ruleset.rules.values()
    }
    made["docs/rules.md"] = rules_index(ruleset)
    parts: dict[str, Callable[[], str]] = {
        "rules": lambda: rules_table(ruleset),
        "help": help_text,
        "bounds": bounds_table,
        "speed": speed_table,
    }
    for path in PARTS:
        text = (ROOT / path).read_text("utf-8")
        made[path] = MARK.sub(lambda m: f"{m[1]}{parts[m[2]]()}{m[3]}", text)
    return made


def rules_table(ruleset: RuleSet) -> str:
    """Return the rules of a set as a table, section by section."""
    rows = ["| section | rule | finds | severity |", "|---|---|---|---|"]
    for section, rule in _by_section(ruleset):
        name = f"{section.id} {section.title}"
        rows.append(f"| {name} | {_link(rule, 'docs/rules')} | {_finds(rule)} | {rule.severity} |")
    return "\n".join([*rows, ""])


def rules_index(ruleset: RuleSet) -> str:
    """Return the page that lists the rules, and the sections for which there is none."""
    lines = [
        "# Rules",
        "",
        "Generated from the rule files by `make docs`. The five principles and their sections are",
        "in [`rules/policy.yaml`](../rules/policy.yaml). Where no rule looks, silence is no",
        "approval, so those sections say what is missing.",
    ]
    for principle in ruleset.policy.principles:
        lines += ["", f"## {principle.id}. {principle.title}", "", _paragraph(principle.text)]
        for section in principle.sections:
            lines += ["", f"### {section.id} {section.title}", "", _paragraph(section.text), ""]
            rules = [ruleset.rules[rule_id] for rule_id in section.covered_by]
            if rules:
                lines += ["| rule | finds | severity | precision |", "|---|---|---|---|"]
            lines += [
                f"| {_link(rule, 'rules')} | {_finds(rule)} | {rule.severity} | {rule.precision} |"
                for rule in rules
            ]
            missing = _paragraph(section.not_covered)
            lines += [*([""] if rules else []), f"No rule looks for: {missing}"]
    return "\n".join([*lines, ""])


def help_text() -> str:
    """Return what ``msgsec-lint --help`` says, as a block of code."""
    context = click.Context(cli, info_name="msgsec-lint", max_content_width=80, terminal_width=80)
    return f"```\n{cli.get_help(context).rstrip()}\n```\n"


def bounds_table() -> str:
    """Return the bounds of the analysis with their present values."""
    rows = ["| what is counted | at most | constant |", "|---|---|---|"]
    for name, what in BOUNDS.items():
        module, _, constant = name.rpartition(".")
        value = getattr(import_module(f"msgsec_lint.{module}"), constant)
        rows.append(f"| {what} | {value:,} | `{name}` |")
    return "\n".join([*rows, ""])


def speed_table() -> str:
    """Return the figures of the last measurings that were kept: one whole, of all the cold scan."""
    kept = sorted((ROOT / "benchmarks" / "speed").glob("*.json"))
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in kept}
    rows = ["| tree | files | lines | cold scan | times parsing | unchanged | memory |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|")
    for each in found.values():
        taken = each["seconds"]
        cold = next(times for name, times in taken.items() if name.startswith("scan, cold"))
        again = taken["scan again, nothing changed"]
        rows.append(
            f"| {each['tree']} | {each['files']:,} | {each['lines']:,} | {cold['median']:.2f} s "
            f"| {cold['times_parsing']:.2f} | {again['median']:.2f} s "
            f"| {each['peak_memory_bytes'].get('all', 0) / 2**20:,.0f} MiB |"
        )
    return "\n".join([*rows, "", _whole(found["synapse"])])


def _whole(found: dict[str, Any]) -> str:
    """All lines of one measuring."""
    tree = f"{found['tree']}, {found['files']:,} files, {found['lines']:,} lines"
    rows = [f"| {tree} | median | least | times parsing |", "|---|---:|---:|---:|"]
    for name, taken in found["seconds"].items():
        times = f"{taken['median']:.2f} s | {taken['least']:.2f} s | {taken['times_parsing']:.2f}"
        rows.append(f"| {_measured(name, found['versions'])} | {times} |")
    memory = {key: f"{size / 2**20:,.0f} MiB" for key, size in found["peak_memory_bytes"].items()}
    peak = f"{memory['largest']} in its largest process"
    peak += f", {memory['all']} in all" if "all" in memory else ""
    rows += ["", f"{found['runs']} runs on {found['cores']} cores. Peak memory of a cold scan:"]
    return "\n".join([*rows, f"{peak}.", ""])


def _measured(name: str, versions: dict[str, str]) -> str:
    """What was measured, with its version."""
    tool = name.partition(",")[0]
    if tool in versions:
        return f"{tool} {versions[tool]}{name[len(tool) :]}"
    return name if tool == "tree-sitter" else f"msgsec-lint {name}"


def _by_section(ruleset: RuleSet) -> Iterator[tuple[Section, Rule]]:
    for section in ruleset.sections.values():
        for rule_id in section.covered_by:
            yield section, ruleset.rules[rule_id]


def _link(rule: Rule, folder: str) -> str:
    return f"[`{rule.id}`]({folder}/{rule.id}.md)"


def _finds(rule: Rule) -> str:
    status = "" if rule.status == "stable" else f" *({rule.status})*"
    return f"{rule.title}{status}"


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    """Write all documents; remove pages of rules that are gone."""
    made = pages(load_rules())
    for old in (ROOT / "docs" / "rules").glob("*.md"):
        if f"docs/rules/{old.name}" not in made:
            old.unlink()
    for path, text in made.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
