"""Input made to break the analyzer: each file costs at most itself."""

from __future__ import annotations

import pytest

from msgsec_lint.facts.model import FileFacts, encode_file
from msgsec_lint.files.languages import by_name
from msgsec_lint.findings.model import Report
from msgsec_lint.syntax.frontends import FRONT_ENDS
from tests.conftest import Files, Scan, place

GOOD = """\
import logging

def note(message_text):
    logging.info(message_text)
"""
FOUND = "good.py:4:18-30 content-in-logs"
"""What the good file beside the hostile one must still be found guilty of."""
LETTER = "'a'"
LOG = "import logging\nlog = logging.getLogger(__name__)\n"


def nest(opening: str, inner: str, closing: str, depth: int = 3000) -> str:
    return f"{opening}\n" * depth + inner + f"{closing}\n" * depth


def chain(operator: str, operand: str, length: int = 5000) -> str:
    return f" {operator}\n".join([operand] * length)


def tower(line: str, inner: str, height: int) -> str:
    """Blocks inside blocks, each indented by one more blank."""
    return "".join(" " * at + line + "\n" for at in range(height)) + " " * height + inner + "\n"


def steps(template: str, count: int) -> str:
    """A line per number: ``{0}`` is the number, ``{1}`` the next one."""
    return "".join(template.format(at, at + 1) + "\n" for at in range(count))


def beside_good(scan: Scan, files: Files) -> Report:
    report = scan({**files, "good.py": GOOD})
    assert FOUND in [place(finding) for finding in report.findings]
    return report


def notices(report: Report, path: str = "app.py") -> set[str]:
    return {notice.code for notice in report.notices if notice.path == path}


NESTED = {
    "parentheses": "x = " + nest("(", "1", ")"),
    "lists": "x = " + nest("[", "1", "]"),
    "dicts": "x = " + nest("{1:", "1", "}"),
    "calls": "x = " + nest("f(", "1", ")"),
    "keyword arguments": "x = " + nest("f(a=", "1", ")"),
    "subscripts": "x = " + nest("f[", "1", "]"),
    "attributes": "x = (f" + "\n.a" * 5000 + ")",
    "calls of calls": "x = (f" + "\n()" * 5000 + ")",
    "format specifiers": "x = f'''" + nest("{a:", "", "}") + "'''",
    "comprehensions": "x = " + nest("[", "a", " for a in b]", 1000),
    "negations": "x = (" + "not\n" * 3000 + "1)",
    "signs": "x = (" + "-\n" * 3000 + "1)",
    "comparison in negation": "x = " + nest("not (a <", "1", ")"),
    "assignments": "a = \\\n" * 3000 + "1",
    "targets": nest("(", "a", ",)") + " = b",
    "loop targets": "for " + nest("(", "a", ",)") + " in b: pass",
    "deleted": "del " + nest("(", "a", ")"),
    "with items": "with " + nest("(", "a as b", ")") + ": pass",
    "decorators' arguments": "@" + nest("f(", "1", ")") + "def f(): pass",
    "if": tower("if a:", "pass", 400),
    "for": tower("for a in b:", "pass", 400),
    "while": tower("while a:", "pass", 400),
    "with": tower("with a as b:", "pass", 400),
    "try": tower("try:", "pass", 400),
    "classes": tower("class A:", "pass", 400),
    "functions in functions": tower("def f():", "pass", 400),
    "lambdas": "x = (" + "lambda:\n" * 1000 + "0)",
}


@pytest.mark.parametrize("shape", NESTED)
def test_what_is_nested_too_deeply_is_named(scan: Scan, shape: str) -> None:
    report = beside_good(scan, {"app.py": NESTED[shape]})
    assert "too-deep" in notices(report)
    assert report.coverage.files == 2


LAMBDA = "  fun m(t: String) { val g = { y: String -> Log.d(y) }; g(t) }\n"
METHOD = "function q(m) { const h = (y) => { console.log(m, y) }; h(2); return h }\n"
KEYS = "class{[\n" * 400 + "1" + "]=1}\n" * 400
NESTED_ELSEWHERE = {
    "classes.kt": "class Z {\n" + LAMBDA + nest("class A{", "", "}", 300) + "}\n",
    "companions.kt": "class Z {\n" + nest("companion object A{", "", "}", 600) + "}\n",
    "objects.kt": "class A { val x =\n" + nest("object{fun f()=", "g()", "}") + "\n}\n",
    "lambdas.kt": "fun f() {\n" + nest("g { h {", "i()", "} }") + "\n}\n",
    "Anonymous.java": "class A { Object o =\n" + nest("new A(){void f(){", "g();", "}}") + "; }\n",
    "Enums.java": nest("enum A { B {", "", "} }", 600),
    "fields.js": "x =\n" + nest("class{a=", "1", "}"),
    "keys.js": METHOD + "x =" + KEYS,
    "keys, one deeper.js": METHOD + "x = !" + KEYS,
    "keys, two deeper.js": METHOD + "x = !!" + KEYS,
    "keys, three deeper.js": METHOD + "x = !!!" + KEYS,
    "markup.vue": f"<template><div v-html='{nest('a(', 'x', ')')}'></div></template>\n",
    "closures.go": "package a\nfunc f(a string) {\n" + nest("go func(){", "println(a)", "}()") + "}\n",
    "types.go": "package a\nfunc f() {\n" + nest("type A struct { b", "int", "}") + "}\n",
}  # fmt: skip


@pytest.mark.parametrize("path", NESTED_ELSEWHERE)
def test_depth_costs_its_file_in_every_language(scan: Scan, path: str) -> None:
    report = beside_good(scan, {path: NESTED_ELSEWHERE[path]})
    assert "unreadable" not in notices(report, path)
    assert report.coverage.files == 2


@pytest.mark.parametrize("path", ["objects.kt", "Anonymous.java", "fields.js", "closures.go"])
def test_what_is_nested_takes_little_room(path: str) -> None:
    text = NESTED_ELSEWHERE[path].encode()
    facts = FRONT_ENDS[by_name(path) or ""](text)
    assert facts.truncated
    assert len(encode_file(facts)) < 20 * len(text)


def test_symbols_stay_short() -> None:
    name = "a" * 3000
    text = nest(f"class {name} {{", " ".join(f"fun f{n}() {{}}" for n in range(9)), "}", 50)
    facts = FRONT_ENDS["kotlin"](text.encode())
    symbols = [head.symbol for head in facts.functions]
    assert len(set(symbols)) == len(symbols)
    assert max(map(len, symbols)) < 3500


def test_a_fault_in_a_file_costs_that_file(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_source: bytes) -> FileFacts:
        raise RecursionError("maximum recursion depth exceeded in comparison")

    monkeypatch.setitem(FRONT_ENDS, "kotlin", fail)
    report = beside_good(scan, {"a.kt": "fun f() {}\n"})
    assert [n.message for n in report.notices] == ["not analysed: fault RecursionError"]
    assert notices(report, "a.kt") == {"unreadable"}


FLAT = {
    "conditionals": "x = (" + "1 if a else\n" * 3000 + "1)",
    "disjunctions": f"x = ({chain('or', 'a')})",
    "binary operators": f"x = ({chain('+', 'a')})",
    "comparisons": f"x = ({chain('<', 'a')})",
    "adjacent strings": "x = (" + "'a'\n" * 20_000 + ")",
    "list items": "x = [\n" + "a,\n" * 20_000 + "]",
    "arguments": "f(\n" + "a,\n" * 5000 + ")",
    "parameters": "def f(\n" + steps("a{0},", 5000) + "): pass",
    "clauses of a comprehension": "x = [a" + "\nfor a in b" * 3000 + "]",
    "elif": "if a: pass\n" + "elif b: pass\n" * 3000,
    "except": "try: pass\n" + "except a: pass\n" * 3000,
    "decorators": "@a\n" * 3000 + "def f(): pass",
    "statements": "a = a\n" * 20_000,
    "functions": "def f(a): return f(a)\n" * 5000,
    "functions in functions": tower("def f():", "pass", 100),
    "lambdas": "x = (" + "lambda:\n" * 100 + "0)",
    "annotation": "x: (" + nest("List[", "int", "]") + ") = 1",
    "bases": "class A(" + nest("B[", "int", "]", 1000) + "): pass",
}


@pytest.mark.parametrize("shape", FLAT)
def test_what_is_long_is_read(scan: Scan, shape: str) -> None:
    report = beside_good(scan, {"app.py": FLAT[shape]})
    assert notices(report) == set()
    assert report.coverage.files == 2


BROKEN = {
    "unclosed": "x = " + "(\n" * 30_000,
    "unfinished": "def f(:\n  x = = 3\nclass\n",
    "patterns": "match x:\n  case " + nest("[", "a", "]") + ":\n    pass\n",
    "splats": "x = f(" + "*\n" * 3000 + "a)",
    "strings in strings": "x = " + nest("f'''{", "1", "}'''"),
}


@pytest.mark.parametrize("shape", BROKEN)
def test_what_cannot_be_parsed_is_named(scan: Scan, shape: str) -> None:
    report = beside_good(scan, {"app.py": BROKEN[shape]})
    assert "syntax-errors" in notices(report)


def test_a_fault_costs_only_the_lines_it_stands_on(scan: Scan) -> None:
    report = scan(
        """\
        import logging

        def f(message_text):
            x = = 3
            logging.info(message_text)

        class (:

        def g(plaintext):
            logging.info(plaintext)
        """
    )
    assert [place(finding) for finding in report.findings] == [
        "app.py:5:18-30 content-in-logs",
        "app.py:10:18-27 content-in-logs",
    ]
    assert notices(report) == {"syntax-errors"}


ENDLESS = {
    "a stray sign": "fun f() {\n  d()\n  e()\n  #\n" + "  g(x)\n" * 30 + "}\n",
    "a NUL": "//\n" * 2800 + '{("")\nt' + " " * 1000 + "\n\0\n}\n",
}


@pytest.mark.parametrize("shape", ENDLESS)
def test_what_the_grammar_does_not_pass_costs_its_line(scan: Scan, shape: str) -> None:
    log = "fun note(messageText: String) {\n  Log.d(TAG, messageText)\n}\n"
    text = "import android.util.Log\n" + log + ENDLESS[shape] + log
    report = beside_good(scan, {"a.kt": text})
    found = [f"a.kt:{line}:14-25 content-in-logs" for line in (3, text.count("\n") - 1)]
    assert {place(f) for f in report.findings} == {*found, FOUND}
    assert notices(report, "a.kt") == {"syntax-errors"}


SKIPPED = {
    "binary": (bytes(range(256)) * 8, "binary"),
    "NUL": (b"x = 1\0\n", "binary"),
    "UTF-16": (GOOD.encode("utf-16"), "binary"),
    "one line of two million characters": (b"x = '" + b"a" * 2_000_000 + b"'\n", "too-large"),
    "one line of half a million items": (b"x = [" + b"1," * 450_000 + b"]\n", "minified"),
}


@pytest.mark.parametrize("shape", SKIPPED)
def test_what_is_no_source_is_counted(scan: Scan, shape: str) -> None:
    data, reason = SKIPPED[shape]
    report = beside_good(scan, {"app.py": data})
    assert report.coverage.skipped == {reason: 1}
    assert report.coverage.files == 1


def test_an_enormous_line_is_read_when_its_file_is_asked_for(scan: Scan) -> None:
    text = LOG + "x = [" + "1," * 100_000 + "]; log.info(input('message_text'))\n"
    text += "def f(plaintext): log.info('" + "a" * 100_000 + "', plaintext)\n"
    report = scan({"app.py": text}, paths=("app.py",))
    assert [place(f) for f in report.findings] == ["app.py:4:100032-100041 content-in-logs"]


def test_an_empty_file_is_a_file(scan: Scan) -> None:
    report = beside_good(scan, {"app.py": b"", "blank.py": b"\n\n"})
    assert report.coverage.files == 3
    assert report.coverage.lines == 2 + 4


LOGGED = "import logging\ndef f(plaintext):\n    logging.info(plaintext)  # \xe9\n"


@pytest.mark.parametrize(
    ("declared", "data"),
    [
        ("none", LOGGED.encode("latin-1")),
        ("latin-1", b"# coding: latin-1\n" + LOGGED.encode("latin-1")),
        (
            "second line",
            b"#!/usr/bin/python\n# -*- coding: latin-1 -*-\n" + LOGGED.encode("latin-1"),
        ),
        ("cp1252", b"# vim: set fileencoding=cp1252 :\n" + LOGGED.encode("cp1252")),
        ("unknown", b"# coding: klingon\n" + LOGGED.encode("latin-1")),
        ("no text", b"# coding: rot13\n" + LOGGED.encode("latin-1")),
        ("undefined", b"# coding: undefined\n" + LOGGED.encode("latin-1")),
        ("wrong", b"# coding: utf-8\n" + LOGGED.encode("latin-1")),
        ("ascii", b"# coding: ascii\n" + LOGGED.encode("latin-1")),
        ("outside", b"# coding: ../../etc/passwd\n" + LOGGED.encode("latin-1")),
        ("escapes", b"# coding: unicode_escape\n" + LOGGED.encode("latin-1")),
    ],
)
def test_text_that_is_not_utf8_is_read_and_named(scan: Scan, declared: str, data: bytes) -> None:
    report = scan({"app.py": data})
    line = data[: data.index(b"(plaintext)  #")].count(b"\n") + 1
    assert [place(f) for f in report.findings] == [f"app.py:{line}:18-27 content-in-logs"]
    assert notices(report) == {"not-utf8"}


@pytest.mark.parametrize(
    ("form", "data", "at"),
    [
        (
            "BOM",
            b"\xef\xbb\xbfimport logging\ndef f(plaintext): logging.info(plaintext)\n",
            "2:32-41",
        ),
        (
            "CRLF",
            b"import logging\r\ndef f(plaintext):\r\n\tlogging.info(plaintext)\r\n",
            "3:15-24",
        ),
        (
            "form feed",
            b"import logging\n\x0c\ndef f(plaintext): logging.info(plaintext)\n",
            "3:32-41",
        ),
        ("tab", b"import logging\ndef f(plaintext):\n\t\tlogging.info(plaintext)\n", "3:16-25"),
        (
            "emoji",
            "import logging\ndef f(plaintext): logging.info('\U0001f600 é', plaintext)\n".encode(),
            "2:39-48",
        ),
        (
            "no last line end",
            b"import logging\ndef f(plaintext): logging.info(plaintext)",
            "2:32-41",
        ),
        (
            "continued line",
            b"import logging\ndef f(plaintext):\n    logging \\\n    .info(\n  plaintext)\n",
            "5:3-12",
        ),
    ],
)
def test_columns_count_characters(scan: Scan, form: str, data: bytes, at: str) -> None:
    report = scan({"app.py": data})
    assert [place(f) for f in report.findings] == [f"app.py:{at} content-in-logs"]
    assert notices(report) == set()


def test_names_of_files_may_be_anything(scan: Scan) -> None:
    names = ["a\nb.py", "ä ö.py", "'\"`$(x).py", "-rf.py", "\U0001f600.py", "%s {0}.py"]
    report = scan(dict.fromkeys(names, GOOD))
    assert [f.primary.path for f in report.findings] == sorted(names)


def test_a_deep_folder_is_searched(scan: Scan) -> None:
    path = "/".join(["d"] * 300) + "/app.py"
    report = beside_good(scan, {path: GOOD})
    assert f"{path}:4:18-30 content-in-logs" in [place(f) for f in report.findings]


CYCLES = {
    "recursion": (
        LOG + "def a(x): return b(x)\ndef b(x):\n    log.info(x)\n    return a(x)\n"
        "def c(plaintext): a(plaintext)\n",
        ["app.py:7:21-30"],
    ),
    "recursive result": (
        LOG + "def a(x): return b(x)\ndef b(x): return a(x) or x\n"
        "def c(plaintext): log.info(a(plaintext))\n",
        ["app.py:5:28-40"],
    ),
    "inheritance": (
        LOG + "class A(B): pass\nclass B(A): pass\nclass C(C): pass\nclass D(D.D): pass\n"
        "def f(x: A, y: C, z: D):\n    log.info('%s', x, y.a, z.a)\n    x.a(); y.b(); super().c()\n",
        [],
    ),
    "self-reference": (
        LOG
        + "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: 'A'\n    b: list['A']\n"
        "    message_text: str\ndef f(a: A): log.info(a)\n",
        ["app.py:9:23-24"],
    ),
    "text of itself": (
        LOG + "class A:\n    def __str__(self): return str(self)\n"
        "    def __repr__(self): return f'{self!r}{self}'\n"
        "    def __enter__(self): return self.__enter__()\n    def __call__(self): return self()\n"
        "def f(a: A):\n    log.info('%s %r', a, a())\n    with a as b: log.info(b)\n",
        [],
    ),
    "aliases": (
        LOG + "x = y\ny = z\nz = x\nx.a.b(y)\ndef f(a: x, b: 'y.z'): log.info(a.c, b)\n",
        [],
    ),
    "defaults": (LOG + "def f(f=f): return f(f)\nlog.info(f(f))\n", []),
    "field of itself": (
        LOG + "class A:\n    def a(self):\n        self.b = self.c\n        self.c = self.b\n"
        "        self.d = self\n        log.info(self.b, self.d.d.d.c)\n",
        [],
    ),
    "globals": (
        LOG + "def f():\n    global a, b\n    a = b\n    b = a\n    log.info(a)\n",
        [],
    ),
    "closures": (
        LOG + "def f():\n    a = None\n    def g():\n        nonlocal a\n        a = h()\n"
        "    def h(): return a or g()\n    log.info(h())\n",
        [],
    ),
}


@pytest.mark.parametrize("shape", CYCLES)
def test_circles_end(scan: Scan, shape: str) -> None:
    text, at = CYCLES[shape]
    report = beside_good(scan, {"app.py": text})
    found = [place(f) for f in report.findings]
    assert found == sorted([*(f"{here} content-in-logs" for here in at), FOUND])


def test_files_may_import_each_other(scan: Scan) -> None:
    report = beside_good(
        scan,
        {
            "p/__init__.py": "from p import *\nfrom p import x\nfrom . import x\nimport p.x\n",
            "p/a.py": "from p.b import *\nfrom p.b import say, gone\nimport p.b\n",
            "p/b.py": LOG + "from p.a import *\nfrom p.a import gone\nimport p.a\n"
            "def say(x): log.info(x)\ngone()\n",
            "use.py": "from p.a import say, gone\ndef f(plaintext): say(plaintext); gone(plaintext)\n",
        },
    )
    assert "use.py:2:23-32 content-in-logs" in [place(f) for f in report.findings]


def test_imports_may_lead_anywhere(scan: Scan) -> None:
    beside_good(
        scan,
        {
            "app.py": "from . import *\nfrom .. import x\nfrom ....... import y\nfrom .a import *\n"
            "import a.b.c as a\nimport a\nfrom a import a\nfrom . import a\n"
            "a.x.y.z(b.c)\nx.y(y.z)\nimport " + ".".join(["a"] * 90) + "\n",
            "logging/__init__.py": "def info(x): pass\n",
            "re.py": "import re\nre.sub(re.x, x)\n",
        },
    )


LONG_WAYS = {
    "calls": steps("def f{0}(x): return f{1}(x)", 1500) + "log.info(f0(input()))\n",
    "callers": "def f0(x): log.info(x)\n" + steps("def f{1}(x): return f{0}(x)", 1500),
    "results": "class A:\n" + steps("    def m{0}(self): return self.m{1}()", 1500)
    + "def f(a: A): log.info(a.m0().b)\n",
    "properties": "class A:\n" + steps("    @property\n    def m{0}(self): return self.m{1}", 1500)
    + "def f(a: A): log.info(a.m0)\n",
    "fields": "class A:\n" + steps("    def m{0}(self): self.a{0} = self.a{1}", 1500)
    + "    def f(self): log.info(self.a0)\n",
    "records": "from dataclasses import dataclass\n" + steps("@dataclass\nclass A{0}:\n    a: 'A{1}'", 1500)
    + "def f(a: A0): log.info(a)\n",
    "closures": "def f():\n" + steps("    v{0} = None", 1500)
    + steps("    def f{0}():\n        nonlocal v{0}\n        v{0} = v{1}", 1499)
    + "    def g(): log.info(v0)\n",
    "partials": "from functools import partial\nf0 = log.info\n"
    + steps("f{1} = partial(f{0}, 1)", 1500) + "f1500(input())\n",
    "updates": "def f(x):\n" + steps("    x = {{'a': x, 'b': [x, x]}}", 1500)
    + "    log.info(x['a']['b'][0]['a'])\n",
    "choices": "def f(x):\n" + steps("    if a: x = x + x\n    else: x = x + x + x", 500)
    + "    log.info(x)\n",
    "loops": "def f(x):\n" + steps("    for x in x: x = x + x", 500) + "    log.info(x)\n",
    "exceptions of one function": "def f():\n" + steps("    try: g()\n    except E{0} as e: log.info(e)", 500),
}  # fmt: skip


@pytest.mark.parametrize("shape", LONG_WAYS)
def test_ways_have_an_end(scan: Scan, shape: str) -> None:
    beside_good(scan, {"app.py": LOG + LONG_WAYS[shape]})


LENGTHS = {
    "a text grown 300 times": "def f(x):\n    password = ''\n"
    + "    password += 'a'\n" * 300
    + "    log.info(password)\n",
    "a name handed on 1000 times": "def f(x):\n    password0 = x\n"
    + steps("    password{1} = password{0}", 1000)
    + "    log.info(password1000)\n",
    "a sum under a telling name": f"def f(x):\n    password = ({chain('+', LETTER)})\n"
    "    log.info(password)\n",
    "a sum as an argument of a mask": "def f(password):\n"
    f"    log.info(password.replace({chain('+', LETTER)}, '***'))\n",
    "ancestors": "class A0: pass\n"
    + steps("class A{1}(A{0}): pass", 1500)
    + "def f(x: A1500): log.info(x, x.b)\n",
    "globals": steps("def f{0}():\n    global g{0}\n    g{0} = g{1}", 1500) + "log.info(g0)\n",
    "exceptions": steps("class E{0}(Exception): pass", 501)
    + steps("def f{0}():\n    try: f{1}()\n    except E{1} as e: raise E{0}(e)", 500)
    + "def f():\n    try: f0()\n    except E0 as e: log.info(e)\n",
}


@pytest.mark.parametrize("shape", LENGTHS)
def test_ways_longer_than_the_stack_end(scan: Scan, shape: str) -> None:
    beside_good(scan, {"app.py": LOG + LENGTHS[shape]})


@pytest.mark.parametrize(
    "key", ["'²'", "'--1'", "'-'", "'\u0661'", "True", "1e400", "1 << 70", "-1.5"]
)
def test_keys_may_look_like_numbers(scan: Scan, key: str) -> None:
    beside_good(scan, {"app.py": LOG + f"def f(x):\n    x = [x, x]\n    log.info(x[{key}])\n"})


@pytest.mark.parametrize(
    "template",
    [
        "from p.m{1} import *\n",
        "from p.m{1} import say\n",
    ],
)
def test_a_name_may_be_handed_from_file_to_file(scan: Scan, template: str) -> None:
    files = {f"p/m{at}.py": template.format(at, at + 1) for at in range(500)}
    end = {"p/__init__.py": "", "p/m500.py": LOG + "def say(x): log.info(x)\n"}
    beside_good(scan, {**files, **end, "use.py": "from p.m0 import say\nsay(input())\n"})


def test_lambdas_in_lambdas_take_little_room() -> None:
    from msgsec_lint.syntax.python import lower

    facts = lower(b"x = (" + b"lambda:\n" * 2000 + b"0)")
    assert sum(len(head.symbol) for head in facts.functions) < 1_000_000


def test_names_and_loops_take_little_room() -> None:
    from msgsec_lint.facts.model import decode_body
    from msgsec_lint.syntax.python import lower

    text = "def f():\n" + steps("    a{0} = 1", 150) + "    for i in x: pass\n" * 150
    body = decode_body(lower(text.encode()).bodies[1])
    assert len(body.values) < 5000


def test_types_of_nested_tuples_stay_small() -> None:
    from msgsec_lint.link import entities as e
    from msgsec_lint.syntax.python import lower
    from tests.link.conftest import link_facts

    text = "x0 = 'a'\n" + steps("x{1} = (x{0}, x{0}, x{0}, x{0})", 6)
    facts: FileFacts = lower(text.encode())
    linker = link_facts({"app.py": facts})

    def size(found: object) -> int:
        return 1 + sum(map(size, found)) if isinstance(found, tuple) else 1

    found = linker.global_name(0, "x6")
    assert found != e.NOTHING
    assert size(found) < 1000


@pytest.mark.parametrize(("good", "level"), [(5, "warning"), (200, "note")])
def test_much_that_could_not_be_parsed_is_a_warning(scan: Scan, good: int, level: str) -> None:
    report = scan({"a.py": "x = 1\n" * good + "def f(:\n"})
    assert [n.level for n in report.notices if n.code == "syntax-errors"] == [level]
