"""Which file an import means."""

from __future__ import annotations

import pytest

from msgsec_lint.link.names.modules import Modules
from tests.link.conftest import Link

PACKAGE = {
    "a/__init__.py": "from .b import A\n",
    "a/b.py": "class A: pass\ndef f(): pass\nx = A()\n",
    "a/c/__init__.py": "",
    "a/c/d.py": "class D: pass\n",
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("from a.b import A\nuse(A)", "a.b.A"),
        ("from a.b import A as B\nuse(B)", "a.b.A"),
        ("from a import A\nuse(A)", "a.b.A"),
        ("from a import b\nuse(b)", "module a/b.py"),
        ("import a\nuse(a)", "module a/__init__.py"),
        ("import a\nuse(a.A)", "a.b.A"),
        ("import a.b\nuse(a.b.f)", "a.b.f()"),
        ("import a.c.d\nuse(a.c.d.D)", "a.c.d.D"),
        ("import a.b as m\nuse(m.x)", "<a.b.A>"),
        ("from a import *\nuse(A)", "a.b.A"),
        ("from a.b import *\nuse(f)", "a.b.f()"),
        ("from a.gone import x\nuse(x)", "lib a.gone.x"),
        ("import gone\nuse(gone.x.y)", "lib gone.x.y"),
        ("from gone import x as y\nuse(y)", "lib gone.x"),
        ("import os.path\nuse(os.path.join)", "lib os.path.join"),
        ("use(print)", "lib builtins.print"),
        ("def f():\n    from a.b import A\nuse(A)", "a.b.A"),
    ],
)
def test_absolute_imports(link: Link, source: str, value: str) -> None:
    assert link({**PACKAGE, "app.py": source}).uses("app") == [value]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("from .d import D\nuse(D)", "a.c.d.D"),
        ("from . import d\nuse(d.D)", "a.c.d.D"),
        ("from ..b import A\nuse(A)", "a.b.A"),
        ("from .. import b\nuse(b)", "module a/b.py"),
        ("from .. import A\nuse(A)", "a.b.A"),
        ("from ..b import *\nuse(A)", "a.b.A"),
        ("from d import D\nuse(D)", "a.c.d.D"),
        ("import d\nuse(d.D)", "a.c.d.D"),
    ],
)
def test_relative_imports(link: Link, source: str, value: str) -> None:
    assert link({**PACKAGE, "a/c/e.py": source}).uses("a.c.e") == [value]


@pytest.mark.parametrize(
    "statement",
    [
        "from a.b import gone",
        "from .gone import gone",
        "from ... import gone",
        "from .... import gone",
    ],
)
def test_an_import_that_leads_nowhere_is_nothing(link: Link, statement: str) -> None:
    assert link({**PACKAGE, "a/c/e.py": f"{statement}\nuse(gone)"}).uses("a.c.e") == [""]


OPTIONAL = "try:\n    from a.b import A\nexcept ImportError:\n    A = None\n"


def test_an_optional_import_is_the_import(link: Link) -> None:
    linked = link({**PACKAGE, "app.py": OPTIONAL + "def f(): use(A)"})
    assert linked.uses("app.f") == ["a.b.A"]


def test_an_optional_import_may_be_either_at_once(link: Link) -> None:
    linked = link({**PACKAGE, "app.py": OPTIONAL + "use(A)"})
    assert linked.uses("app") == ["a.b.A | <lib builtins.None>"]


def test_a_folder_without_init_is_a_root(link: Link) -> None:
    linked = link(
        {
            "src/pkg/sub/mod.py": "class A: pass\n",
            "src/pkg/other.py": "from pkg.sub.mod import A\nimport pkg.sub.mod\nuse(A, pkg.sub.mod.A)",
            "x.py": "from src.pkg.sub.mod import A\nfrom src.pkg.sub import mod\nuse(A, mod.A)",
        }
    )
    assert linked.uses("other") == ["mod.A", "mod.A"]
    assert linked.uses("x") == ["mod.A", "mod.A"]


def test_of_two_packages_of_one_name_the_nearer_is_meant(link: Link) -> None:
    linked = link(
        {
            "server/app/__init__.py": "",
            "server/app/models.py": "class Server: pass\nM = Server\n",
            "server/app/view.py": "from app.models import M\ndef server(): use(M)\n",
            "client/app/__init__.py": "",
            "client/app/models.py": "class Client: pass\nM = Client\n",
            "client/app/view.py": "from app.models import M\ndef client(): use(M)\n",
        }
    )
    assert linked.uses("app.view.server") == ["app.models.Server"]
    assert linked.uses("app.view.client") == ["app.models.Client"]


def test_a_file_does_not_hide_the_standard_library(link: Link) -> None:
    linked = link(
        {
            "logging.py": "def info(x): pass\n",
            "pkg/__init__.py": "",
            "pkg/logging.py": "def info(x): pass\n",
            "app.py": "import logging\nfrom logging import info\nuse(logging.info, info)\n",
            "pkg/app.py": "from .logging import info\nfrom . import logging\nuse(info, logging.info)",
        }
    )
    assert linked.uses("app") == ["lib logging.info", "lib logging.info"]
    assert linked.uses("pkg.app") == ["pkg.logging.info()", "pkg.logging.info()"]


def test_names_of_files(link: Link) -> None:
    linked = link({**PACKAGE, "b/x.py": "", "y.py": "", "c/d/__init__.py": ""})
    units = range(7)
    modules = Modules(linked.program, units)
    assert [modules.name(unit) for unit in units] == ["a", "a.b", "a.c", "a.c.d", "x", "d", "y"]
    assert (modules.is_local("a.b"), modules.is_local("z.b")) == (True, False)


def test_stars_pass_names_on(link: Link) -> None:
    linked = link(
        {
            "p/__init__.py": "from .m import *\nfrom .n import *\n",
            "p/m.py": "from .n import *\nclass A: pass\n",
            "p/n.py": "from .m import *\nclass B: pass\n",
            "app.py": "from p import *\nuse(A, B, C)\n",
        }
    )
    assert linked.uses("app") == ["p.m.A", "p.n.B", "lib builtins.C"]
