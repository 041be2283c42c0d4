"""Packages and settings of TypeScript: what a module name may mean, and where code runs."""

from __future__ import annotations

import json

import pytest

from msgsec_lint.repo import jsonc
from msgsec_lint.repo.project import read_project

TREE = {
    "config/tsconfig.base.json": """{
        // What all have in common
        "compilerOptions": {
            "baseUrl": "..", /* the root */
            "paths": {"@acme/shared/*": ["shared/*", "old/*"], "@acme/*": ["other/*"], "one": ["a/b.ts"],},
        },
    }""",
    "web/tsconfig.json": '{"extends": "../config/tsconfig.base"}',
    "web/deep/tsconfig.json": '{"compilerOptions": {"strict": true}}',
    "own/tsconfig.json": '{"extends": "../config/tsconfig.base.json", "compilerOptions":'
    ' {"baseUrl": "./src", "paths": {"~*": ["./*"], "${x": ["${configDir}/y"]}}}',
    "plain/jsconfig.json": '{"compilerOptions": {"paths": {"#/*": ["./src/*"]}}}',
    "vite/tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
    "vite/tsconfig.app.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    "preset/package.json": '{"name": "@acme/preset"}',
    "preset/tsconfig.json": '{"compilerOptions": {"paths": {"p": ["./p"]}}}',
    "uses/tsconfig.json": '{"extends": ["@acme/preset/tsconfig.json", "@other/base"]}',
    "round/tsconfig.json": '{"extends": "./tsconfig.json"}',
    "core/package.json": """{
        "name": "@acme/core", "main": "dist/index.js", "types": "dist/index.d.ts",
        "exports": {".": {"types": "./types.d.ts", "import": "./esm/main.mjs"}, "./util/*": "./dist/util/*.js"},
        "imports": {"#db": "./src/db.js", "#x/*": {"default": "./src/x/*.js"}}
    }""",
}


@pytest.mark.parametrize(
    ("module", "importer", "paths"),
    [
        ("@acme/shared/log", "web/a.ts", ["shared/log", "old/log", "@acme/shared/log"]),
        ("@acme/other", "web/src/a.ts", ["other/other"]),
        ("one", "web/a.ts", ["a/b.ts"]),
        ("lib/x", "web/a.ts", ["lib/x"]),
        ("@acme/shared/log", "web/deep/a.ts", ["shared/log"]),
        ("~x", "own/a.ts", ["own/src/x"]),
        ("${x", "own/a.ts", ["own/y"]),
        ("@acme/shared/log", "own/a.ts", ["own/src/@acme/shared/log"]),
        ("#/x", "plain/a.ts", ["plain/src/x"]),
        ("@/x", "vite/a.ts", ["vite/src/x"]),
        ("p", "uses/a.ts", ["preset/p"]),
        ("p", "round/a.ts", []),
        ("#db", "core/src/a.ts", ["core/src/db.js"]),
        ("#x/y", "core/a.ts", ["core/src/x/y.js"]),
        ("#db", "web/a.ts", ["#db"]),
        ("@acme/core/util/x", "a.ts", ["core/dist/util/x.js", "core/src/util/x.js"]),
        ("@acme/core/deep/x", "a.ts", ["core/deep/x", "core/src/deep/x"]),
        ("@acme/gone", "a.ts", []),
    ],
)
def test_names_of_modules(module: str, importer: str, paths: list[str]) -> None:
    project = read_project([(path, text.encode(), "") for path, text in TREE.items()])
    assert project.notices == ()
    assert list(project.imports.candidates(module, importer))[: len(paths) or None] == paths


def test_a_package_means_its_source_before_its_declarations() -> None:
    project = read_project([(path, text.encode(), "") for path, text in TREE.items()])
    found = list(project.imports.candidates("@acme/core", "a.ts"))
    assert found.index("core/src/index.js") < found.index("core/dist/index.d.ts")
    assert found.index("core/esm/main.mjs") < found.index("core/types.d.ts")
    assert "core/src/index" in found


@pytest.mark.parametrize("text", ["", "[1]", "{", '"x"', "{" * 5000, "/* ", '{"a": "'])
def test_what_is_no_json_is_named(text: str) -> None:
    with pytest.raises(jsonc.JsonError):
        jsonc.parse(text.encode())
    (notice,) = read_project([("a/package.json", text.encode(), "")]).notices
    assert notice.path == "a/package.json"


@pytest.mark.parametrize(
    "told",
    [
        {"name": 1, "main": [1, {}], "exports": {"./a": {"b": [None, {"c": 2}]}}, "imports": []},
        {"exports": None, "dependencies": "x", "imports": {"#a": None}},
        {"compilerOptions": [], "extends": 1},
        {"compilerOptions": {"paths": [], "baseUrl": 1}},
        {"compilerOptions": {"paths": {"a*b*": ["x"], "b": "y", "*": [1]}}},
    ],
)
def test_odd_files_are_read(told: dict[str, object]) -> None:
    text = json.dumps(told).encode()
    project = read_project([("a/package.json", text, ""), ("a/tsconfig.json", text, "")])
    assert isinstance(list(project.imports.candidates("x", "a/b.ts")), list)


@pytest.mark.parametrize(
    ("told", "side"),
    [
        ({"dependencies": {"react": "1"}}, "client"),
        ({"devDependencies": {"electron": "1"}, "dependencies": {"ws": "1"}}, "client"),
        ({"devDependencies": {"react": "1"}}, None),
        ({"dependencies": {"express": "1"}}, "server"),
        ({"dependencies": {"express": "1", "vue": "3"}}, None),
        ({"peerDependencies": {"@nestjs/core": "1"}}, "server"),
        ({"dependencies": {"lodash": "1"}}, None),
    ],
)
def test_where_a_package_runs(told: dict[str, object], side: str | None) -> None:
    project = read_project([("a/package.json", json.dumps(told).encode(), "")])
    package = project.package("a/src/x.ts")
    assert package is not None
    assert package.side == side
    assert project.package("b/x.ts") is None
