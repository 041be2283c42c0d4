"""Java and Kotlin in one program: packages, members, overloads, and each other's habits."""

from __future__ import annotations

import pytest

from tests.link.conftest import Link, Linked

MODEL = """\
package app.model;
import java.util.*;
public class Message {
    public String body;
    private Peer peer;
    public List<Message> all;
    public Map<String, Message> table;
    Message(String body) { this.body = body; }
    public Peer getPeer() { return peer; }
    public boolean isOpen() { return true; }
    public static Message make(String x) { return new Message(x); }
    public static class Part { public Message whole; }
    public interface Callback { void got(Message m); }
}
"""
PEER = "package app.model;\npublic class Peer { public String name; public void ring() {} }\n"
BASE = """\
package app.base;
import app.model.*;
public class Base {
    protected Message inherited;
    static Message shared;
    Message up() { return inherited; }
}
"""
TOOLS = """\
package app.tools;
import app.model.Message;
import app.model.Peer;
public class Tools {
    public static final Peer NOBODY = null;
    public static Message help() { return null; }
    public static Peer more() { return null; }
}
"""
KOTLIN = """\
package app.data
import app.model.Message
import app.model.Peer
data class Letter(val message: Message, val list: List<Message>, val pair: Pair<Message, Peer>) {
    val open = true
    val computed: Peer get() = message.peer
    fun answer(): Message = message
    fun <T> typed(x: Int): Box = Box()
}
class Box { companion object { fun create(): Box = Box(); val one = Box() }
    fun inner(): Inner = Inner()
    inner class Inner { val peer = top() }
}
object Store { val last = Message("a"); fun load(): Message = last }
sealed class State { class Full(val m: Message) : State(); object Empty : State() }
enum class Kind(val sample: Message) { PLAIN(top2()) }
fun top(): Peer = Peer()
fun top2() = Message("b")
fun Message.ext(n: Int): Peer = peer
val Message.sender: Peer get() = peer
fun List<Message>.joined(): Box = Box()
fun Map<String, Message>.turned(): Peer = Peer()
fun <T : Message> T.same(): T = this
"""
FILES = {
    "app/Message.java": MODEL,
    "app/Peer.java": PEER,
    "app/Base.java": BASE,
    "app/Tools.java": TOOLS,
    "app/letters.kt": KOTLIN,
}


def kotlin(link: Link, expression: str) -> list[str]:
    text = f"""\
package app.ui
import app.base.Base
import app.data.*
import app.model.Message
import app.model.Peer as Friend
class Screen(val d: Letter, val message: Message) : Base() {{
    val own get() = d.message
    lateinit var late: Friend
    val state: StateFlow<Message> = flow()
    fun k(given: Any, xs: List<Message>) {{ use({expression}) }}
    companion object {{ val it_ = Message("c") }}
}}
"""
    linked: Linked = link({**FILES, "app/Screen.kt": text})
    return linked.uses("app.ui.Screen.k")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        # Java, from Kotlin
        ('Message("a")', "<app.model.Message>"),
        ('Message.make("a")', "<app.model.Message>"),
        ("message.body", "<lib builtins.str>"),
        ("message.peer", "<app.model.Peer>"),
        ("message.getPeer()", "<app.model.Peer>"),
        ("message?.peer!!.name", "<lib builtins.str>"),
        ("Message.Part()", "<app.model.Message.Part>"),
        ("Message.Part().whole.peer", "<app.model.Peer>"),
        ("Friend()", "<app.model.Peer>"),
        ("message.gone", ""),
        # Kotlin
        ("d.message", "<app.model.Message>"),
        ("d.computed", "<app.model.Peer>"),
        ("d.answer()", "<app.model.Message>"),
        ("d.copy(message = message)", "<app.data.Letter>"),
        ("top()", "<app.model.Peer>"),
        ("top2()", "<app.model.Message>"),
        ("Store", "app.data.Store"),
        ("Store.last", "<app.model.Message>"),
        ("Store.load()", "<app.model.Message>"),
        ("Box.one", "<app.data.Box>"),
        ("Box.create()", "<app.data.Box>"),
        ("Box.Companion.create()", "<app.data.Box>"),
        ("Box().inner().peer", "<app.model.Peer>"),
        ("State.Full(message).m", "<app.model.Message>"),
        ("State.Empty", "app.data.State.Empty"),
        ("Kind.PLAIN", "<app.data.Kind>"),
        ("Kind.PLAIN.sample", "<app.model.Message>"),
        ("app.data.Store.last", "<app.model.Message>"),
        # Extensions
        ("message.ext(1)", "<app.model.Peer>"),
        ("message.sender", "<app.model.Peer>"),
        ("d.ext(1)", ""),
        ("d.list.joined()", "<app.data.Box>"),
        ("d.list.filter { it.isOpen }.joined()", "<app.data.Box>"),
        ("message.table.turned()", "<app.model.Peer>"),
        ("d.list.turned()", ""),
        ("top().ext(1)", ""),
        # Members without a receiver
        ("own", "<app.model.Message>"),
        ("late", "<app.model.Peer>"),
        ("it_", "<app.model.Message>"),
        ("this", "<app.ui.Screen>"),
        ("inherited", "<app.model.Message>"),
        ("up()", "<app.model.Message>"),
        ("super.up()", "<app.model.Message>"),
        ("shared", "<app.model.Message>"),
        # Scope functions
        ("d.let { it.message }", "<app.model.Message>"),
        ("d.run { message }", "<app.model.Message>"),
        ("d.message.run { peer }", "<app.model.Peer>"),
        ("with(message) { peer }", "<app.model.Peer>"),
        ("message.apply { peer }", "<app.model.Message>"),
        ("d.message.run { own }", "<app.model.Message>"),
        # Choices and casts
        ("message ?: own", "<app.model.Message>"),
        ("message ?: d.typed<Peer>(1)", "<app.model.Message> | <app.data.Box>"),
        ("message ?: d.typed<Peer>(1).inner()", "<app.model.Message> | <app.data.Box.Inner>"),
        ("(message ?: own).peer", "<app.model.Peer>"),
        ("if (given) message else d", "<app.model.Message> | <app.data.Letter>"),
        ("given", ""),
        ("given as Message", "<app.model.Message>"),
        # Containers
        ("d.list", "[<app.model.Message>]"),
        ("d.list[0]", "<app.model.Message>"),
        ("d.list.first()", "<app.model.Message>"),
        ("d.list.firstOrNull { it.isOpen }", "<app.model.Message>"),
        ("d.list.map { it.peer }[0]", "<app.model.Peer>"),
        ("d.list.filter { it.isOpen }", "[<app.model.Message>]"),
        ("d.list.associateBy { it.body }", "{<app.model.Message>}"),
        ("message.all[0].peer", "<app.model.Peer>"),
        ('message.table["k"]', "<app.model.Message>"),
        ('message.table.get("k")', "<app.model.Message>"),
        ("message.table.values", "[<app.model.Message>]"),
        ("d.pair.first", "<app.model.Message>"),
        ("d.pair.second", "<app.model.Peer>"),
        ("d.component1()", "<app.model.Message>"),
        ("d.list.map { it.peer }.last()", "<app.model.Peer>"),
        ("message.table.entries.first().value", "<app.model.Message>"),
        ("state.value", "<app.model.Message>"),
        ("message to d", "(<app.model.Message>, <app.data.Letter>)"),
        ('mapOf("a" to message)["a"]', "<app.model.Message>"),
        # Of libraries
        ("java.util.Date()", "<lib java.util.Date>"),
        ('"a $given"', "<lib builtins.str>"),
        ("given == own", "<lib builtins.bool>"),
    ],
)
def test_kotlin(link: Link, expression: str, value: str) -> None:
    assert kotlin(link, expression) == [value]


def java(link: Link, expression: str, inner: str = "1") -> Linked:
    text = f"""\
package app.ui;
import static app.tools.Tools.help;
import static app.tools.Tools.*;
import java.util.*;
import app.base.Base;
import app.data.Box;
import app.data.Letter;
import app.data.LettersKt;
import app.data.State;
import app.data.Store;
import app.model.Message;
import app.model.Message.Part;
class Page extends Base {{
    Letter d; Message message; Neighbour near; app.model.Peer full;
    static class Nested {{ Message m; Deep deep; class Deep {{ Letter letter; }} }}
    class Own {{ Message mine; void z() {{ use({inner}); }} }}
    Message own() {{ return message; }}
    void k(Object given, List<Message> xs, Map<String, Message> table, Message... rest) {{
        use({expression});
    }}
}}
record Rec(Message m) {{}}
class Gen<X extends Message> {{ X x; X get() {{ return x; }} List<X> all() {{ return null; }} }}
"""
    near = "package app.ui;\nclass Neighbour { Message m; app.model.Message n; }"
    linked: Linked = link({**FILES, "app/Page.java": text, "app/Neighbour.java": near})
    return linked


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        # Members, inherited ones, nested classes
        ("message", "<app.model.Message>"),
        ("this.message", "<app.model.Message>"),
        ("own()", "<app.model.Message>"),
        ("inherited", "<app.model.Message>"),
        ("super.up()", "<app.model.Message>"),
        ("Base.shared", "<app.model.Message>"),
        ("new Nested().m", "<app.model.Message>"),
        ("new Page.Nested().deep.letter", "<app.data.Letter>"),
        ("new Part().whole", "<app.model.Message>"),
        ("new Message.Part()", "<app.model.Message.Part>"),
        ("new Object() { Message z; Message f() { return z; } }.f()", "<app.model.Message>"),
        ("message.getPeer().name", "<lib builtins.str>"),
        # Names of the same package and full names
        ("near", "<app.ui.Neighbour>"),
        ("near.n", "<app.model.Message>"),
        ("full", "<app.model.Peer>"),
        ("new app.model.Peer()", "<app.model.Peer>"),
        ("app.model.Message.make(1)", "<app.model.Message>"),
        # Static imports
        ("help()", "<app.model.Message>"),
        ("more()", "<app.model.Peer>"),
        ("NOBODY", "<app.model.Peer>"),
        # Kotlin, from Java
        ("new Letter(message, xs, null)", "<app.data.Letter>"),
        ("d.answer()", "<app.model.Message>"),
        ("d.getMessage()", "<app.model.Message>"),
        ("d.getComputed()", "<app.model.Peer>"),
        ("d.getMessage().getPeer()", "<app.model.Peer>"),
        ("d.getList()", "[<app.model.Message>]"),
        ("d.getList().get(0)", "<app.model.Message>"),
        ("d.getPair().getFirst()", "<app.model.Message>"),
        ("new Rec(message).m()", "<app.model.Message>"),
        ("new State.Full(message)", "<app.data.State.Full>"),
        ("State.Empty.INSTANCE", "app.data.State.Empty"),
        ("Store.INSTANCE.load()", "<app.model.Message>"),
        ("Box.Companion.create()", "<app.data.Box>"),
        ("new Box().inner()", "<app.data.Box.Inner>"),
        ("LettersKt.top()", "<app.model.Peer>"),
        ("LettersKt.ext(message, 1)", "<app.model.Peer>"),
        ("app.data.LettersKt.top2()", "<app.model.Message>"),
        ("LettersKt.gone()", ""),
        # Generics
        ("new Gen<Message>().get()", "<app.model.Message>"),
        ("new Gen<Message>().x", "<app.model.Message>"),
        ("new Gen<Message>().all()", "[<app.model.Message>]"),
        # Containers
        ("xs.get(0)", "<app.model.Message>"),
        ("xs.iterator().next()", "<app.model.Message>"),
        ("xs.stream().filter(a -> a.isOpen()).toList()", "[<app.model.Message>]"),
        ("xs.stream().map(a -> a.getPeer()).findFirst().get()", "<app.model.Peer>"),
        ("xs.stream().map(Message::getPeer).toList().get(0)", "<app.model.Peer>"),
        ('table.get("a")', "<app.model.Message>"),
        ("table.values()", "[<app.model.Message>]"),
        ("rest[0]", "<app.model.Message>"),
        # Types that conditions and casts tell
        ("given", ""),
        ("(Message) given", "<app.model.Message>"),
        ("given instanceof Message m ? m : d", "<app.model.Message> | <app.data.Letter>"),
        # Of libraries
        ("new ArrayList<Message>()", "<lib java.util.ArrayList>"),
        ('"a" + given', "<lib builtins.str>"),
    ],
)
def test_java(link: Link, expression: str, value: str) -> None:
    assert java(link, expression).uses("app.ui.Page.k") == [value]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("mine", "<app.model.Message>"),
        ("message", "<app.model.Message>"),
        ("inherited", "<app.model.Message>"),
        ("own()", "<app.model.Message>"),
        ("up()", "<app.model.Message>"),
        ("this", "<app.ui.Page.Own>"),
        ("Page.this", "<app.ui.Page>"),
        ("Page.this.d", "<app.data.Letter>"),
    ],
)
def test_an_inner_class_sees_the_one_around(link: Link, expression: str, value: str) -> None:
    assert java(link, "1", expression).uses("app.ui.Page.Own.z") == [value]


@pytest.mark.parametrize(
    ("statements", "value"),
    [
        ("if (u instanceof Message) use(u);", "<app.model.Message>"),
        ("for (Message m : xs) use(m);", "<app.model.Message>"),
        ("for (var m : xs) use(m);", "<app.model.Message>"),
        ("xs.forEach(m -> use(m));", "<app.model.Message>"),
        ("var m = xs.get(0); use(m.body);", "<lib builtins.str>"),
        ("try { f(); } catch (Bad e) { use(e); }", "<app.model.Bad>"),
        ("run((m) -> use(m));", "<app.model.Message>"),
        ("run(new Message.Callback() { public void got(Message m) { use(m); } });",
         "<app.model.Message>"),
        ("each((m, n) -> use(n));", "<lib builtins.int>"),
    ],
)  # fmt: skip
def test_statements_of_java(link: Link, statements: str, value: str) -> None:
    linked = link(
        {
            "Message.java": MODEL,
            "K.java": f"""
            package app.model;
            import java.util.function.*;
            class Bad extends Exception {{}}
            class K {{
                void run(Message.Callback cb) {{}}
                void each(BiConsumer<Message, Integer> cb) {{}}
                void k(Object u, List<Message> xs) {{ {statements} }}
            }}
            """,
        }
    )
    functions = [
        n for n in linked.program.functions() if linked.named(n).startswith("app.model.K.k")
    ]
    values = [value for function in functions for value in used(linked, function)]
    assert values == [value]


def used(linked: Linked, function: int) -> list[str]:
    return [
        linked.several(linked.linker.value(function, argument))
        for at, value in linked.program.calls_named("use")
        if at == function
        for argument in linked.program.body(function).values[value][4]
    ]


OVERLOADS = """\
package app.o;
class M {}
class Special extends M {}
class O {
    O() {} O(String a) {} O(M a) {}
    void f(String a) {} void f(int a) {} void f(String a, int b) {} void f(M a) {}
    void g(String a) {} void g(String a, Object... b) {}
    static void s(M a) {}
    void k(String t, int n, M m, Special special, Object u) { CALL; }
}
"""


@pytest.mark.parametrize(
    ("call", "last", "parameters"),
    [
        ("f(t)", "f", ["a: builtins.str"]),
        ("f(n)", "f", ["a: builtins.int"]),
        ("f(t, n)", "f", ["a: builtins.str, b: builtins.int"]),
        ("f(m)", "f", ["a: M"]),
        ("f(special)", "f", ["a: M"]),
        ("g(t)", "g", ["a: builtins.str", "a: builtins.str, *b: Any"]),
        ("g(t, 1, 2)", "g", ["a: builtins.str, *b: Any"]),
        ("new O(t)", "O", ["a: builtins.str"]),
        ("new O(m)", "O", ["a: M"]),
        ("new O()", "O", [""]),
        ("O.s(m)", "s", ["a: M"]),
    ],
)
def test_overloads(link: Link, call: str, last: str, parameters: list[str]) -> None:
    linked = link({"O.java": OVERLOADS.replace("CALL", call)})
    (site,) = linked.sites("app.o.O.k", last)
    found = []
    for target in linked.calls.targets(site):
        head = linked.program.head(target.function)
        shown = [("*" if p.kind == 2 else "") + f"{p.name}: {p.type}" for p in head.parameters]
        found.append(", ".join(shown[1:] if shown and shown[0].startswith("this") else shown))
    assert found == parameters


def test_an_overload_is_chosen_across_languages(link: Link) -> None:
    linked = link(
        {
            "T.java": "package a.b; class T { void f(String x) {} void f(int y) {} }",
            "K.kt": 'package a.b\nfun k(t: T) { t.f("a"); t.f(1) }',
        }
    )
    names = [
        [linked.program.head(t.function).parameters[1].name for t in linked.calls.targets(site)]
        for site in linked.sites("a.b.k", "f")
    ]
    assert names == [["x"], ["y"]]


HIERARCHY = {
    "I.java": "package a.b; public interface I { void act(String x); }",
    "One.java": "package a.b; class One implements I { public void act(String x) { f(x); } }",
    "Two.kt": "package a.b\nopen class Two : I {\noverride fun act(x: String) { f(x) }\n}",
    "Three.kt": "package a.b\nclass Three : Two() {\noverride fun act(x: String) { g(x) }\n}",
    "Use.kt": """\
package a.b
class Use(val i: I, val one: One, val two: Two, val three: Three) {
    fun viaInterface(s: String) { i.act(s) }
    fun viaOne(s: String) { one.act(s) }
    fun viaTwo(s: String) { two.act(s) }
    fun viaThree(s: String) { three.act(s) }
    fun unknown(u: Any, s: String) { u.act(s) }
}
""",
}


@pytest.mark.parametrize(
    ("function", "targets"),
    [
        ("viaInterface", ["a.b.I.act", "a.b.One.act", "a.b.Two.act", "a.b.Three.act"]),
        ("viaOne", ["a.b.One.act"]),
        ("viaTwo", ["a.b.Two.act", "a.b.Three.act"]),
        ("viaThree", ["a.b.Three.act"]),
        # Too many have the method for its name to tell which is meant
        ("unknown", []),
    ],
)
def test_a_call_reaches_what_overrides(link: Link, function: str, targets: list[str]) -> None:
    linked = link(HIERARCHY)
    (found,) = linked.targets(f"a.b.Use.{function}", "act")
    assert sorted(found) == sorted(f"@{target}" for target in targets)


@pytest.mark.parametrize(
    ("call", "targets"),
    [
        ("o.f(t)", ["O.f a: builtins.str", "R.f a: builtins.str"]),
        ("o.f(m)", ["O.f a: M", "P.f a: M"]),
        ("b.g(m)", ["B.g a: M", "H.g a: Special"]),
        ("o.h(t)", ["O.h a: Any", "P.h a: M", "R.h a: builtins.str"]),
    ],
)
def test_an_overload_of_a_descendant_does_not_override(
    link: Link, call: str, targets: list[str]
) -> None:
    linked = link(
        {
            "O.java": f"""\
package app.o;
class M {{}}
class Special extends M {{}}
class O {{
    void f(String a) {{}} void f(M a) {{}} void h(Object a) {{}}
    void k(String t, M m, O o, B b) {{ {call}; }}
}}
class P extends O {{ void f(M a) {{}} void h(M a) {{}} }}
class R extends O {{ void f(String a) {{}} void h(String a) {{}} }}
abstract class B<T extends M> {{ abstract void g(T a); }}
class H extends B<Special> {{ void g(Special a) {{}} }}
"""
        }
    )
    last = call.split(".")[1][0]
    found = []
    for target in linked.calls.targets(linked.sites("app.o.O.k", last)[0]):
        head = linked.program.head(target.function)
        found.append(f"{head.symbol} a: {head.parameters[1].type}")
    assert found == targets


def test_callers_are_found_in_both_languages(link: Link) -> None:
    linked = link(
        {
            "T.java": "package a.b; class T { static void f(String x) {} void g(K k) { k.h(f(1)); } }",
            "K.kt": "package a.b\nclass K {\nfun h(y: Any) { T.f(y) }\n}\nfun top() { K().h(1) }",
        }
    )
    assert linked.callers("a.b.T.f") == ["a.b.K.h", "a.b.T.g"]
    assert linked.callers("a.b.K.h") == ["a.b.top", "a.b.T.g"]


@pytest.mark.parametrize(
    ("call", "function", "handed"),
    [
        ("m.ext(1, b = 2)", "a.b.ext", {"this": ["m: M"], "a": ["1"], "b": ["2"]}),
        ("KKt.ext(m, 1, 2)", "a.b.ext", {"this": ["m: M"], "a": ["1"], "b": ["2"]}),
        ("f(b = 2, a = 1)", "a.b.f", {"a": ["1"], "b": ["2"]}),
        ("f(1)", "a.b.f", {"a": ["1"], "b": []}),
        ("M(1)", "a.b.M.<init>", {"x": ["1"]}),
        ("M(x = 1)", "a.b.M.<init>", {"x": ["1"]}),
        ("f(m, 2) { it }", "a.b.f", {"a": ["m: M"], "b": ["2"]}),
        ("v(1, 2, 3)", "a.b.v", {"a": ["1"], "b": ["2", "3"]}),
    ],
)
def test_arguments_and_parameters(
    link: Link, call: str, function: str, handed: dict[str, list[str]]
) -> None:
    linked = link(
        {
            "K.kt": f"""\
package a.b
class M(val x: Int)
fun M.ext(a: Int, b: Int) {{}}
fun f(a: Any, b: Int = 0, c: () -> Unit = {{}}) {{}}
fun v(a: Int, vararg b: Int) {{}}
fun k(m: M) {{ {call} }}
"""
        }
    )
    assert {name: linked.handed(function, name) for name in handed} == handed


def test_a_lambda_is_called_by_the_function_that_takes_it(link: Link) -> None:
    linked = link(
        {
            "K.kt": """\
package a.b
class M(val x: Int)
fun later(n: M, block: (M) -> Unit) { block(n) }
fun k(m: M) { later(m) { use(it) } }
""",
            "J.java": """\
package a.b;
class J {
    interface Callback { void got(M m); }
    void run(M n, Callback cb) { cb.got(n); }
    void k(M m) { run(m, x -> use(x)); }
}
""",
        }
    )
    assert linked.uses("a.b.k.<lambda>") == ["<a.b.M>"]
    assert linked.callers("a.b.k.<lambda>") == ["a.b.later"]
    assert linked.handed("a.b.k.<lambda>", "it") == ["n: M"]
    assert linked.uses("a.b.J.k.<lambda>") == ["<a.b.M>"]
    assert linked.handed("a.b.J.k.<lambda>", "x") == ["M n"]


def test_of_classes_of_one_name_the_nearest_is_meant(link: Link) -> None:
    flavour = "package a.b\nclass Flag {{ val v: {} = f() }}"
    linked = link(
        {
            "app/free/Flag.kt": flavour.format("Int"),
            "app/paid/Flag.kt": flavour.format("String"),
            "app/paid/Use.kt": "package a.b\nfun k(x: Flag) { use(x.v) }",
        }
    )
    assert linked.uses("a.b.k") == ["<lib builtins.str>"]


def test_imports_win_over_the_package(link: Link) -> None:
    linked = link(
        {
            "a/X.java": "package a.a; public class X { public String s; }",
            "b/X.java": "package a.b; public class X { public int s; }",
            "b/K.kt": "package a.b\nimport a.a.X\nfun k(x: X) { use(x.s) }",
            "b/L.kt": "package a.b\nfun l(x: X) { use(x.s) }",
            "c/M.kt": "package a.c\nimport a.a.*\nfun m(x: X) { use(x.s) }",
        }
    )
    assert linked.uses("a.b.k") == ["<lib builtins.str>"]
    assert linked.uses("a.b.l") == ["<lib builtins.int>"]
    assert linked.uses("a.c.m") == ["<lib builtins.str>"]


def test_names_that_nothing_declares(link: Link) -> None:
    linked = link(
        {
            "K.kt": """\
package a.b
import x.y.Known
import x.z.*
class A : Known() {
    fun k() { use(Known(), Other(), inherited, android.util.Log.d("t", "x")) }
}
"""
        }
    )
    values = linked.uses("a.b.A.k")
    assert values[:2] == ["<lib x.y.Known>", "<lib x.z.Other>"]
    assert values[2] == "lib x.y.Known.inherited"
