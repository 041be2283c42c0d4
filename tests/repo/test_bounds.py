"""Build files of strangers are read in time that grows with their length."""

from __future__ import annotations

import pytest

from msgsec_lint import toml
from msgsec_lint.repo import catalog, jsonc, shrinker
from msgsec_lint.repo.imports import MAX_SAME_NAME, MAX_TARGETS, PathRules, ScriptImports
from msgsec_lint.repo.npm import package
from msgsec_lint.repo.script import Statement, Token


def test_bundles_hold_libraries_only() -> None:
    lines = ["[libraries]", 'x = "g:a:1"', "[bundles]", 'a0 = ["x", "x"]']  # fmt: skip
    lines += [f'a{n} = ["x", "bundles.a{n - 1}", "bundles.a{n - 1}"]' for n in range(1, 40)]
    found = catalog.parse("libs", "\n".join(lines).encode())
    assert found["libs.bundles.a0"] == found["libs.bundles.a39"] == ("g:a",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (".".join(["a"] * 240_000) + "=1", 1, "more than 100 parts"),
        ("\n[x." + ".".join(["a"] * 300) + "]", 2, "more than 100 parts"),
        ("a = {b = 1, " + ".".join(["c"] * 300) + " = 2}", 1, "more than 100 parts"),
        ("a=" + "9" * 5000, 0, "digits"),
        ("a = \nb = 1", 1, "invalid value"),
        ("a=" + "[" * 5000, 0, "recursion|nest|depth"),
    ],
)
def test_toml_that_is_not_read(text: str, line: int, said: str) -> None:
    with pytest.raises(toml.TomlError, match=said) as caught:
        toml.loads(text.encode())
    assert caught.value.line == line


def test_toml_of_people_is_read() -> None:
    text = 'a.b."c.d" = "' + "1." * 500 + '"\n[x.y]\nz = [1, 2.5]\n'
    assert toml.loads(text.encode())["x"] == {"y": {"z": [1, 2.5]}}


@pytest.mark.parametrize("text", ['{"a": "' + '\\"' * 100_000, '{"a": "\\', "/* " * 50_000])
def test_json_that_does_not_end(text: str) -> None:
    with pytest.raises(jsonc.JsonError):
        jsonc.parse(text.encode())


def test_the_name_of_a_statement_follows_its_tokens() -> None:
    statement = Statement()
    statement.tokens.append(Token("word", "a", 1))
    assert statement.name == "a"
    statement.tokens += [Token("sign", ".", 1), Token("word", "b", 1)]
    assert statement.name == "a.b"


RULES = """
-assumenosideeffects class android.util.Log { public static int d(...); *** w*(...); }
-assumenosideeffects class android.util.* { *** d(...); }
-assumenosideeffects class B { *** LONG(); }
"""


def test_members_are_found_by_their_names() -> None:
    text = RULES.replace("LONG", "d*" + "*?" * 60_000)
    strips = shrinker.Strips(shrinker.parse("r.pro", text).strips)
    lines = {name: strip.line if (strip := strips.of(f"{name}")) else 0
             for name in ("android.util.Log.d", "android.util.Log.wtf", "android.util.X.d", "B.d")}  # fmt: skip
    assert lines == {
        "android.util.Log.d": 2,
        "android.util.Log.wtf": 2,
        "android.util.X.d": 3,
        "B.d": 0,
    }


def test_the_most_telling_pattern_decides() -> None:
    rules = PathRules(
        [
            ("*", ("any/*",)),
            ("@a/*", ("a/*",)),
            ("@a/b*", ("ab/*",)),
            ("@a/*.css", ("css/*",)),
            ("@a/exact", ("one", "two")),
            ("@many/*", tuple(f"m{n}/*" for n in range(MAX_TARGETS + 9))),
        ]
    )
    assert list(rules.targets("@a/exact")) == ["one", "two"]
    assert list(rules.targets("@a/bc")) == ["ab/c"]
    assert list(rules.targets("@a/c")) == ["a/c"]
    assert list(rules.targets("@a/x.css")) == ["a/x.css"]
    assert list(rules.targets("zzz")) == ["any/zzz"]
    assert len(list(rules.targets("@many/x"))) == MAX_TARGETS


def test_of_many_packages_of_one_name_the_nearest_are_looked_into() -> None:
    packages = {
        f"p{n}/x": package(f"p{n}/x/package.json", b'{"name": "x", "main": "a.js"}')
        for n in range(200)
    }
    found = list(ScriptImports({}, packages).candidates("x", "p150/app/a.ts"))
    assert found[0] == "p150/x/a.js"
    assert len({path.split("/")[0] for path in found}) == MAX_SAME_NAME
