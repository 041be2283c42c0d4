"""What tests have in the place of a thing never takes the place of the thing itself."""

from __future__ import annotations

from tests.link.conftest import Link

LOG = "package android.util; public class Log { public static int d(String t, String m) { g(m); } }"
CALL = """\
package app;
import android.util.Log;
public class %s { void f(String text) { use(Log.d("x", text)); g(Log.class); } }
"""
STUB = "app/src/test/java/android/util/Log.java"


def test_a_class_of_the_platform(link: Link) -> None:
    shipped, test = "app/src/main/java/app/A.java", "app/src/test/java/app/B.java"
    files = {STUB: LOG, shipped: CALL % "A", test: CALL % "B"}
    linked = link(files, tests=[STUB, test])
    assert linked.targets("app.A.f", "d") == [[]]
    assert linked.targets("app.B.f", "d") == [["android.util.Log.d"]]
    names = [linked.calls.library_names(site) for site in linked.sites("app.A.f", "d")]
    assert names == [("android.util.Log.d",)]


def test_a_class_of_the_tree_of_which_tests_have_another(link: Link) -> None:
    real = "package lib; public class Box { void put(String x) { g(x); } }"
    uses = "package app; import lib.Box; class A { void f(Box b, String x) { b.put(x); } }"
    files = {
        "a/src/main/java/app/A.java": uses,
        "a/src/test/java/lib/Box.java": real,
        "lib/src/main/java/lib/Box.java": real,
    }
    linked = link(files, tests=["a/src/test/java/lib/Box.java"])
    (site,) = linked.sites("app.A.f", "put")
    (target,) = linked.calls.targets(site)
    assert linked.program.unit(target.function).path == "lib/src/main/java/lib/Box.java"


def test_a_module_of_a_library(link: Link) -> None:
    files = {
        "tests/stubs/requests.py": "def post(url, data): pass\n",
        "tests/test_app.py": "import requests\nuse(requests.post)\n",
        "app.py": "import requests\nfrom requests import post\nuse(requests.post, post)\n",
    }
    linked = link(files, tests=["tests/stubs/requests.py", "tests/test_app.py"])
    assert linked.uses("app") == ["lib requests.post", "lib requests.post"]
    assert linked.uses("tests.test_app" if "tests" in files else "test_app") == ["requests.post()"]


def test_more_code_takes_nothing_away(link: Link) -> None:
    shipped = {
        "app.py": "def f(x): x.keep(1)\n",
        "one.py": "class One:\n    def keep(self, x): return x\n",
        "two.py": "class Two:\n    def keep(self, x): return x\n",
    }
    fakes = {"tests/fakes.py": "class Fake:\n    def keep(self, x): return x\n"}
    alone = link(shipped).targets("app.f", "keep")
    assert alone == [["?@one.One.keep", "?@two.Two.keep"]]
    assert link({**shipped, **fakes}, tests=[*fakes]).targets("app.f", "keep") == alone


def test_an_interface_is_kept_by_what_ships(link: Link) -> None:
    files = {
        "a/src/main/kotlin/app/A.kt": """
            package app
            interface Store { fun put(text: String) }
            class Disk : Store { override fun put(text: String) { write(text) } }
            class A(private val store: Store) { fun f(text: String) { store.put(text) } }
        """,
        "a/src/test/kotlin/app/Fake.kt": """
            package app
            class Fake : Store { override fun put(text: String) { print(text) } }
            class T(private val store: Store) { fun f(text: String) { store.put(text) } }
        """,
    }
    linked = link(files, tests=["a/src/test/kotlin/app/Fake.kt"])
    assert linked.targets("app.A.f", "put") == [["@app.Store.put", "@app.Disk.put"]]
    assert linked.targets("app.T.f", "put") == [
        ["@app.Store.put", "@app.Disk.put", "@app.Fake.put"]
    ]
