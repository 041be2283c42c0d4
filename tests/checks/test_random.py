"""Random trees: a scan ends with a report, and what is good in them is found."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.findings.model import Report
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import RuleSet
from tests.checks.test_hostile import FOUND, GOOD
from tests.conftest import place

ATOMS = (
    "message_text",
    "password",
    "self",
    "x",
    "y",
    "A",
    "f",
    "g",
    "1",
    "'k'",
    "None",
    "log.info",
)
expressions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds(
            "{}.{}".format, inner, st.sampled_from(["x", "body", "m", "items()", "get('k')"])
        ),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}({}, *{}, k={}, **{})".format, inner, inner, inner, inner, inner),
        st.builds("{}({})".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{'k': {}, {}: {}, **{}}}".format, inner, inner, inner, inner),
        st.builds("({} + {} % {})".format, inner, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{} for x in {}]".format, inner, inner),
        st.builds("(lambda x, *y: {})".format, inner),
        st.builds("(x := {})".format, inner),
    ),
    max_leaves=6,
)
lines = st.one_of(
    st.builds("x = {}".format, expressions),
    st.builds("x, *y = {}".format, expressions),
    st.builds("self.x = {}".format, expressions),
    st.builds("x['k'] = {}".format, expressions),
    st.builds("global g; g = {}".format, expressions),
    st.builds("return {}".format, expressions),
    st.builds("yield {}".format, expressions),
    st.builds("raise A({})".format, expressions),
    st.builds("log.info({}, {})".format, expressions, expressions),
    st.builds("x.append({})".format, expressions),
    st.builds("for x in {}: log.info(x)".format, expressions),
    st.builds("with {} as x: log.info('%s', x)".format, expressions),
)
bodies = st.lists(lines, min_size=1, max_size=4).map("\n        ".join)
heads = st.sampled_from(
    ["def f(self, x, *y):", "def m(self, x: 'A', **y):", "async def g(x, y=f):"]
)
methods = st.builds("    {}\n        {}".format, heads, bodies)
classes = st.builds(
    "{}class A({}):\n{}".format,
    st.sampled_from(["", "@dataclass\n", "@f\n"]),
    st.sampled_from(["", "A", "Exception", "dict", "B", "a.A"]),
    st.lists(methods, min_size=1, max_size=3).map("\n".join),
)
functions = methods.map(
    lambda text: text.replace("    def", "def", 1).replace("    async", "async", 1)
)
modules = st.lists(classes | functions | lines, max_size=5).map("\n".join)
imports = st.sampled_from(
    ["", "from a import *\n", "from b import A, f, g\n", "from . import a, b\n", "import a.b\n"]
)
files = st.builds("import logging\nlog = logging.getLogger()\n{}{}".format, imports, modules)


def scanned(root: Path, ruleset: RuleSet, cache: Path) -> Report:
    return run(
        ScanRequest(
            root=root,
            ruleset=ruleset,
            config=Config(),
            min_confidence="low",
            cache_dir=cache,
        )
    )


@given(st.dictionaries(st.sampled_from(["a.py", "b.py", "a/__init__.py", "a/b.py"]), files))
@settings(max_examples=60, deadline=None)
def test_any_tree_has_a_report(ruleset: RuleSet, warm: Path, tree: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for path, text in {**tree, "good.py": GOOD}.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        report = scanned(root, ruleset, warm)
        assert FOUND in [place(finding) for finding in report.findings]
        texts = {path: (root / path).read_text().split("\n") for path in [*tree, "good.py"]}
    for finding in report.findings:
        for at in (finding.primary, *(step.location for step in finding.flow)):
            row = texts[at.path][at.line - 1]
            assert 1 <= at.column <= len(row) + 1
            assert at.end_column <= len(texts[at.path][at.end_line - 1]) + 1
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)
