"""Classes, methods, imports and annotations of Java."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


def test_package_and_imports(lower: Lower) -> None:
    facts = lower(
        """
        package org.a.b;
        import java.util.List;
        import java.util.*;
        import static org.x.Util.send;
        import static org.x.Util.*;
        """
    )
    assert facts.file.package == "org.a.b"
    assert [(i.local, i.module, i.name, i.level) for i in facts.file.imports] == [
        ("List", "java.util", "List", 0),
        ("*", "java.util", None, 0),
        ("send", "org.x.Util", "send", 0),
        ("*", "org.x.Util", None, 0),
    ]


@pytest.mark.parametrize(
    ("declaration", "head"),
    [
        ("void m() {}", "m(this) -> None [method]"),
        ("static int m(int a) {}", "m(a: builtins.int) -> builtins.int [method static]"),
        ("String m(final String a, byte[] b) {}",
         "m(this, a: builtins.str, b: builtins.bytes) -> builtins.str [method]"),
        ("void m(String... a) {}", "m(this, *a: builtins.str) -> None [method]"),
        ("Foo[] m(int a[])[] {}",
         "m(this, a: list[builtins.int]) -> list[list[Foo]] [method]"),
        ("abstract Foo m();", "m(this) -> Foo [method abstract]"),
        ("native Foo m();", "m(this) -> Foo [method]"),
        ("@Override public void m() {}", "m(this) -> None [method override]"),
        ("<T> T m(List<T> a) {}", "m(this, a: list[Any]) -> Any [method]"),
        ("<T extends Foo & Bar> T m(List<? extends T> a) {}", "m(this, a: list[Foo]) -> Foo [method]"),
        ("void m(Map<String, ? super Foo> a, Map.Entry<K, Long> b, List<?> c) {}",
         ("m(this, a: dict[builtins.str,Foo], b: tuple[K,builtins.int], c: list[Any])"
         " -> None [method]")),
        ("void m(Function<Foo, String> a, Consumer<Foo> b, Predicate<A> c, Supplier<Foo> d) {}",
         ("m(this, a: Function[Foo,builtins.str], b: Function[Foo,None],"
         " c: Function[A,builtins.bool], d: list[Foo]) -> None [method]")),
        ("void m(a.b.Outer.Inner a, Outer<String>.Inner b, @Mark Foo c) {}",
         "m(this, a: a.b.Outer.Inner, b: Outer.Inner, c: Foo) -> None [method]"),
        ("void m(A this, int b) {}", "m(this, b: builtins.int) -> None [method]"),
    ],
)  # fmt: skip
def test_method(lower: Lower, declaration: str, head: str) -> None:
    facts = lower(f"class A {{ {declaration} }}")
    assert facts.head("A.m") == head
    assert facts.made("A").methods == {"m": facts.index("A.m")}


def test_type_parameters_of_a_class(lower: Lower) -> None:
    facts = lower(
        """
        class A<T extends Message, C extends Comparable<C>> extends Base<T> {
            T t; C c; class B { T t; } <T> T own() { T a = f(); use(a); } T m() { T a = f(); use(a); }
        }
        class C { T t; }
        """
    )
    assert facts.fields("A") == ["t: Message", "c: Comparable[Any]"]
    assert facts.fields("A.B") == ["t: Message"]
    assert facts.fields("C") == ["t: T"]
    assert facts.made("A").bases == ["Base[Message]"]
    assert facts.uses("A.own") == ["a:Any=:f()"]
    assert facts.uses("A.m") == ["a:Message=:f()"]


def test_annotations(lower: Lower) -> None:
    facts = lower(
        """
        @Path("/a") @org.x.Mark(a = 1, b = {"x", "y"}, c = Foo.class, d = true, e = @In)
        class A {
            @GET @Path(value = "/b") void m(@QueryParam("q") String q, @Body final Foo b) {}
        }
        """
    )
    assert facts.decorators("A") == [
        "Path('/a')",
        "org.x.Mark(a=1, b=['x', 'y'], c=None, d=True, e=None)",
    ]
    assert facts.decorators("A.m") == ["GET", "Path(value='/b')"]
    parameters = facts.file.functions[facts.index("A.m")].parameters
    assert [[(d.name, d.arguments) for d in p.decorators] for p in parameters] == [
        [],
        [("QueryParam", ["q"])],
        [("Body", [])],
    ]


def test_class(lower: Lower) -> None:
    facts = lower(
        """
        public class A<T> extends b.Base<String> implements I<T>, J {
            static final String TAG = "t";
            static int count;
            final List<String> list = new ArrayList<>();
            byte[] key;
            char[] pass[];
            A(byte[] key) { this.key = key; }
            A() { this(null); }
            { init(list); }
            static { count = f(TAG); }
            public String toString() { return "A"; }
            void m(int a) {}
            void m(String a) {}
        }
        """
    )
    made = facts.made("A")
    assert made.bases == ["b.Base[builtins.str]", "I[Any]", "J"]
    assert facts.fields("A") == [
        "TAG: builtins.str = 't' hidden no-init",
        "count: builtins.int hidden no-init",
        "list: list[builtins.str] no-init",
        "key: builtins.bytes",
        "pass: list[builtins.str]",
    ]
    assert facts.bindings("A")["TAG"] == ["TAG:builtins.str='t'"]
    assert facts.calls("A") == [":f(TAG:builtins.str='t')"]
    assert made.constructor == made.methods["<init>"] == facts.index("A.<init>#0")
    assert made.overloads == {"<init>": [facts.index("A.<init>#1")], "m": [facts.index("A.m#1")]}
    assert facts.stores("A.<init>#0") == ["this.list := :ArrayList()", "this.key := key"]
    assert facts.calls("A.<init>#0") == [":ArrayList()", ":init(this.list)"]
    assert facts.calls("A.<init>#1") == ["this.<init>(None)"]
    assert made.text == made.methods["toString"]
    assert (made.repr, made.generated, made.serialized) == (-1, False, True)
    assert list(facts.file.globals) == ["A"]


def test_initialisers_without_a_constructor(lower: Lower) -> None:
    facts = lower("class A { Foo a = f(); Runnable b = () -> a.g(); }")
    assert facts.stores("A.<init>") == ["this.a := :f()", "this.b := def A.<init>.<lambda>"]
    assert facts.made("A").constructor == facts.index("A.<init>")
    assert facts.calls("A.<init>.<lambda>") == [":this.a.g()"]


def test_a_class_without_any_has_no_constructor(lower: Lower) -> None:
    assert lower("class A { Foo a; }").made("A").constructor == -1


def test_super_constructor(lower: Lower) -> None:
    facts = lower("class A extends B { A(int a) { super(a); } A(C c) { c.super(1); } }")
    assert facts.calls("A.<init>#0") == [":super()", ":super().<init>(a)"]
    assert facts.calls("A.<init>#1") == [":super()", ":super().<init>(1)"]


def test_interface(lower: Lower) -> None:
    facts = lower(
        """
        interface A extends B, C<String> {
            int MAX = 3;
            String get();
            default String d() { return get(); }
            static void s() {}
            private void p() {}
        }
        """
    )
    assert facts.made("A").bases == ["B", "C[builtins.str]"]
    assert facts.fields("A") == ["MAX: builtins.int = 3 hidden no-init"]
    heads = [facts.head(f"A.{name}") for name in ("get", "d", "s", "p")]
    assert heads == [
        "get(this) -> builtins.str [method abstract]",
        "d(this) -> builtins.str [method]",
        "s() -> None [method static]",
        "p(this) -> None [method]",
    ]
    assert not facts.made("A").serialized


def test_enum(lower: Lower) -> None:
    facts = lower(
        """
        enum A implements I {
            RED(1) { int v() { return 3; } }, GREEN;
            final int n;
            A(int n) { this.n = n; }
            A() { this(0); }
        }
        """
    )
    assert facts.bindings("A") == {
        "RED": ["RED:A=class A.<anonymous>(1)"],
        "GREEN": ["GREEN:A=class A()"],
    }
    assert facts.fields("A")[2] == "n: builtins.int"
    assert facts.made("A.<anonymous>").bases == ["A"]
    assert facts.returns("A.<anonymous>.v") == ["3"]


def test_record(lower: Lower) -> None:
    facts = lower(
        """
        record A<T extends Foo>(@NotNull String body, T t, int... ids) implements I {
            static int count;
            A { body = body.trim(); }
            A(String b) { this(b, null); }
            String up() { return body; }
        }
        """
    )
    made = facts.made("A")
    assert made.generated
    assert made.bases == ["I"]
    assert facts.fields("A") == [
        "body: builtins.str",
        "t: Foo",
        "ids: list[builtins.int]",
        "count: builtins.int hidden no-init",
    ]
    canonical = "A.<init>#1"
    assert made.constructor == facts.index(canonical)
    assert made.overloads["<init>"] == [facts.index("A.<init>#0")]
    assert facts.head(canonical) == (
        "<init>(this, body: builtins.str, t: Foo, *ids: builtins.int) [method]"
    )
    assert facts.stores(canonical) == [
        "this.body: builtins.str := body:builtins.str=body.trim()",
        "this.t: Foo := t",
        "this.ids := ids",
    ]
    assert facts.returns("A.up") == ["this.body"]


def test_nested_classes(lower: Lower) -> None:
    facts = lower("class A { class B { static class C extends A.B {} } interface D {} }")
    assert [made.symbol for made in facts.file.classes] == ["A", "A.B", "A.B.C", "A.D"]
    assert facts.made("A.B.C").bases == ["A.B"]
    assert facts.bindings("A") == {"B": ["class A.B"], "D": ["class A.D"]}


def test_anonymous_classes(lower: Lower) -> None:
    facts = lower(
        """
        class A {
            void m(String x) { run(new Task<String>(x) { int n = 1; void go() { use(x, n); } }); }
        }
        """
    )
    made = facts.made("A.m.<anonymous>")
    assert (made.name, made.bases) == ("", ["list[builtins.str]"])
    assert facts.uses("A.m.<anonymous>.go") == [":x, this.n"]
    assert facts.stores("A.m.<anonymous>.<init>") == ["this.n := 1"]


def test_annotation_types_and_modules(lower: Lower) -> None:
    facts = lower('@interface A { String value() default "x"; int MAX = 1; class B {} }')
    assert facts.fields("A") == ["MAX: builtins.int = 1 hidden no-init"]
    assert facts.file.unknown_forms == 0
    assert lower("module a.b { requires c; exports d; }").file.unknown_forms == 0
