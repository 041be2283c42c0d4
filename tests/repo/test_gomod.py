"""What a ``go.mod`` tells, and what its modules make of imports."""

from __future__ import annotations

import pytest

from msgsec_lint.repo.gomod import GoModule, parse
from msgsec_lint.repo.project import read_project
from tests.flow.conftest import Flows
from tests.flow.conftest import flows as flows  # noqa: PLC0414 - a fixture

WHOLE = b"""\
// Chat and its parts.
module "example.com/chat/v2" // the second

go 1.22

require (
    github.com/gin-gonic/gin v1.9.0
    github.com/far/off v1.0.0 // indirect
    // github.com/not/this v1.0.0
)
require example.com/wire v0.0.0

replace (
    example.com/wire => ../wire
    example.com/old v1.2.0 => ./third party
)
replace example.com/fork => example.com/other v1.0.0
replace example.com/outside => ../../outside
exclude github.com/gin-gonic/gin v1.8.0
"""


def test_a_whole_file() -> None:
    assert parse("server/go.mod", WHOLE) == GoModule(
        "server",
        "example.com/chat/v2",
        {"example.com/wire": "wire", "example.com/old": "server/third"},
        ("github.com/gin-gonic/gin", "example.com/wire"),
    )


@pytest.mark.parametrize("data", [b"", b"go 1.22\n", b"module\n", b"\xff\x00(", b"require (\n"])
def test_what_names_no_module_is_none(data: bytes) -> None:
    assert parse("go.mod", data) is None


def test_a_file_belongs_to_the_nearest_module() -> None:
    project = read_project(
        [("go.mod", b"module a.org/x", ""), ("sdk/go/go.mod", b"module a.org/y", "")]
    )
    named = {p: made and made.path for p in ("m.go", "sdk/m.go", "sdk/go/a/m.go", "sdk/gone/m.go")
             for made in [project.go_module(p)]}  # fmt: skip
    assert named == {
        "m.go": "a.org/x",
        "sdk/m.go": "a.org/x",
        "sdk/go/a/m.go": "a.org/y",
        "sdk/gone/m.go": "a.org/x",
    }


READER = """\
package {package}

type Account struct {{
\tName  string
\tState string
}}

func Open() Account {{ return Account{{Name: "a", State: {state}}} }}
"""
SECRET = READER.format(package="store", state="accessToken") + "var accessToken string\n"
PLAIN = READER.format(package="store", state='"open"')


def test_imports_mean_folders_by_the_modules_of_the_tree(flows: Flows) -> None:
    main = """\
package main

import (
\t"log"

\t"example.com/{module}/store"
)

func run() {{
\tlog.Print({value})
}}
"""
    hit = "«credential-in-logs|store.Open().State»"
    flows(
        {
            # Two modules with a package of one name, neither in a folder called like its path
            "one/go.mod": "module example.com/first\n",
            "one/store/store.go": SECRET,
            "one/run/run.go": main.format(module="first", value=hit),
            "two/go.mod": (
                "module example.com/second\n\nrequire example.com/wire v0.0.0\n"
                "replace example.com/wire => ../wire\n"
            ),
            "two/store/store.go": PLAIN,
            "two/run/run.go": main.format(module="second", value="store.Open().State"),
            "two/away/away.go": main.format(module="first", value=hit),
            "two/wire/wire.go": main.format(module="wire", value=hit),
            # Taken for the module that it does not name itself
            "wire/store/store.go": SECRET,
        }
    )
