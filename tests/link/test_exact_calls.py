"""Calls reach what can be there: by what was made, by the arguments of types, by what ships."""

from __future__ import annotations

import pytest

from tests.link.conftest import Link

STORES = """\
package app
interface Store { fun put(text: String) }
class Memory : Store { override fun put(text: String) { keep(text) } }
class Disk : Store { override fun put(text: String) { write(text) } }
object Stores {
    fun chosen(big: Boolean): Store = if (big) Disk() else Memory()
    fun small(): Store { val made: Store = Memory(); return made }
}
class Fixed { private val store: Store = Memory(); fun f(text: String) { store.put(text) } }
class Given(private val store: Store) { fun f(text: String) { store.put(text) } }
class Late { lateinit var store: Store; fun f(text: String) { store.put(text) } }
class Switched {
    private var store: Store = Memory()
    fun grow() { store = Disk() }
    fun take(other: Store) { f(other.toString()) }
    fun f(text: String) { store.put(text) }
}
class Replaced {
    private var store: Store = Memory()
    fun replace(other: Store) { store = other }
    fun f(text: String) { store.put(text) }
}
class Uses {
    fun local(text: String) { val store: Store = Memory(); store.put(text) }
    fun either(big: Boolean, text: String) { Stores.chosen(big).put(text) }
    fun factory(text: String) { Stores.small().put(text) }
    fun parameter(store: Store, text: String) { store.put(text) }
    fun branch(big: Boolean, text: String) {
        var store: Store = Memory()
        if (big) { store = Disk() }
        store.put(text)
    }
}
"""
ANY = ["@app.Store.put", "@app.Memory.put", "@app.Disk.put"]


@pytest.mark.parametrize(
    ("function", "targets"),
    [
        ("Uses.local", ["@app.Memory.put"]),
        ("Uses.factory", ["@app.Memory.put"]),
        ("Uses.either", ["@app.Disk.put", "@app.Memory.put"]),
        ("Uses.branch", ["@app.Disk.put", "@app.Memory.put"]),
        ("Uses.parameter", ANY),
        ("Fixed.f", ["@app.Memory.put"]),
        ("Switched.f", ["@app.Disk.put", "@app.Memory.put"]),
        # What others hand over may be any
        ("Replaced.f", ANY),
        ("Given.f", ANY),
        ("Late.f", ANY),
    ],
)
def test_a_receiver_that_is_seen_being_made(link: Link, function: str, targets: list[str]) -> None:
    (found,) = link({"app/Stores.kt": STORES}).targets(f"app.{function}", "put")
    assert sorted(found) == sorted(targets)


def test_a_name_of_a_module_that_is_made_there(link: Link) -> None:
    linked = link(
        {
            "store.ts": """
                export interface Store { put(text: string): void }
                export class Memory implements Store { put(text: string) { keep(text); } }
                export class Disk implements Store { put(text: string) { write(text); } }
                export const store: Store = new Memory();
            """,
            "app.ts": """
                import { Store, store } from "./store";
                export function known(text: string) { store.put(text); }
                export function any(other: Store, text: string) { other.put(text); }
            """,
        }
    )
    assert linked.targets("app.known", "put") == [["@store.Memory.put"]]
    assert linked.targets("app.any", "put") == [
        ["@store.Store.put", "@store.Memory.put", "@store.Disk.put"]
    ]


def test_a_class_that_a_variable_holds_may_be_another(link: Link) -> None:
    linked = link(
        """
        class Base:
            @classmethod
            def make(cls):
                made = cls()
                made.act(1)
            def act(self, x): raise NotImplementedError
        class One(Base):
            def act(self, x): return x
        def f():
            base: Base = One()
            base.act(1)
        """
    )
    assert linked.targets("app.Base.make", "act") == [["@app.Base.act", "@app.One.act"]]
    assert linked.targets("app.f", "act") == [["@app.One.act"]]


def test_an_interface_that_is_kept_without_a_name(link: Link) -> None:
    linked = link(
        {
            "app.go": """
                package app

                type Store interface { Put(text string) }
                type Memory struct{}
                func (m *Memory) Put(text string) { keep(text) }
                type Disk struct{}
                func (d *Disk) Put(text string) { write(text) }

                func known(text string) {
                    var store Store = &Memory{}
                    store.Put(text)
                }
                func any(store Store, text string) { store.Put(text) }
            """,
        }
    )
    (known,) = linked.targets("known", "Put")
    (every,) = linked.targets("any", "Put")
    assert (len(known), len(every)) == (1, 3)


PRESENTERS = """\
package app
class Letter
class Person
interface Presenter<S> { fun show(text: String) }
interface LetterPresenter : Presenter<Letter>
class Letters : Presenter<Letter> { override fun show(text: String) { a(text) } }
class Inbox : LetterPresenter { override fun show(text: String) { b(text) } }
class People : Presenter<Person> { override fun show(text: String) { c(text) } }
class Anything<T> : Presenter<T> { override fun show(text: String) { d(text) } }
class Screen(private val presenter: Presenter<Letter>) {
    fun held(text: String) { presenter.show(text) }
    fun given(other: Presenter<Person>, text: String) { other.show(text) }
    fun wild(other: Presenter<*>, text: String) { other.show(text) }
}
"""


@pytest.mark.parametrize(
    ("function", "targets"),
    [
        ("held", ["Anything", "Inbox", "Letters"]),
        ("given", ["Anything", "People"]),
        ("wild", ["Anything", "Inbox", "Letters", "People"]),
    ],
)
def test_arguments_of_a_type_tell_who_is_meant(
    link: Link, function: str, targets: list[str]
) -> None:
    (found,) = link({"app/Screen.kt": PRESENTERS}).targets(f"app.Screen.{function}", "show")
    assert sorted(found) == sorted(f"@app.{name}.show" for name in ("Presenter", *targets))
