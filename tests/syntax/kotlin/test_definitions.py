"""Classes, functions, properties, imports and annotations of Kotlin."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


def test_package_and_imports(lower: Lower) -> None:
    facts = lower(
        """
        package org.a.b
        import java.util.*
        import a.b.C
        import a.b.C as D
        import a.b.send
        import single
        """
    )
    assert facts.file.package == "org.a.b"
    assert [(i.local, i.module, i.name) for i in facts.file.imports] == [
        ("*", "java.util", None),
        ("C", "a.b", "C"),
        ("D", "a.b", "C"),
        ("send", "a.b", "send"),
        ("single", "", "single"),
    ]


def test_calls_are_indexed_under_the_imported_name(lower: Lower) -> None:
    facts = lower("import a.send as tell\nfun m() { tell(1) }")
    assert "send" in facts.file.calls
    assert "tell" not in facts.file.calls


@pytest.mark.parametrize(
    ("declaration", "head"),
    [
        ("fun m() {}", "m() -> None"),
        ("fun m(a: Int): Int { return a }", "m(a: builtins.int) -> builtins.int"),
        ("fun m() = 1", "m()"),
        ('fun m(a: String?, b: String = "x") {}',
         "m(a: builtins.str, b: builtins.str = 'x') -> None"),
        ("fun m(vararg a: Foo) {}", "m(*a: Foo) -> None"),
        ("suspend fun m() {}", "m() -> None [async]"),
        ("fun <T : Foo> m(a: T): List<T> = f()", "m(a: Foo) -> list[Foo]"),
        ("fun <T> m(a: T): T where T : Foo = a", "m(a: Foo) -> Foo"),
        ("fun <T> m(a: List<T>) {}", "m(a: list[Any]) -> None"),
        ("inline fun <reified T> m(): T = f()", "m() -> Any"),
        ("fun m(a: (Foo) -> Unit, b: suspend () -> String) {}",
         "m(a: Function[Foo,None], b: Function[builtins.str]) -> None"),
        ("fun Foo.m(a: Int) = a", "m(this: Foo, a: builtins.int) [extension]"),
        ("fun String?.m() {}", "m(this: builtins.str) -> None [extension]"),
        ("fun <T> List<T>.m() {}", "m(this: list[Any]) -> None [extension]"),
        ("fun a.Outer.Inner.m() {}", "m(this: a.Outer.Inner) -> None [extension]"),
        ("infix fun Foo.m(x: Int) = this", "m(this: Foo, x: builtins.int) [extension]"),
        ("operator fun Foo.m(i: Int): Bar = f()",
         "m(this: Foo, i: builtins.int) -> Bar [extension]"),
    ],
)  # fmt: skip
def test_function(lower: Lower, declaration: str, head: str) -> None:
    facts = lower(declaration)
    assert facts.head("m") == head
    assert list(facts.file.globals) == ["m"]
    assert facts.file.error_lines == facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("declaration", "head"),
    [
        ("fun m(a: Int) {}", "m(this, a: builtins.int) -> None [method]"),
        ("override suspend fun m() {}", "m(this) -> None [method async override]"),
        ("abstract fun m(): Foo", "m(this) -> Foo [method abstract]"),
        ("external fun m(): Foo", "m(this) -> Foo [method]"),
        ("fun Foo.m() {}", "m(this: Foo) -> None [extension]"),
        ("companion object { fun m() {} }", "m() -> None [method static]"),
        ("companion object Named { @JvmStatic fun m() {} }", "m() -> None [method static]"),
    ],
)
def test_method(lower: Lower, declaration: str, head: str) -> None:
    facts = lower(f"abstract class A {{\n{declaration}\n}}")
    assert facts.head("A.m") == head
    assert facts.made("A").methods["m"] == facts.index("A.m")


def test_overloads(lower: Lower) -> None:
    facts = lower("class A {\nfun m(a: Int) {}\nfun m(a: String) {}\n}")
    assert facts.made("A").overloads == {"m": [facts.index("A.m#1")]}


def test_annotations(lower: Lower) -> None:
    facts = lower(
        """
        @Serializable @org.x.Mark(a = 1, b = ["x", "y"], c = Foo::class, d = true)
        class A(@SerializedName("q") val a: Int) {
            @GET("/a") fun m(@Query("q") q: String, @Body(v = 1) b: Foo) {}
        }
        """
    )
    assert facts.decorators("A") == [
        "Serializable",
        "org.x.Mark(a=1, b=['x', 'y'], c=None, d=True)",
    ]
    assert facts.decorators("A.m") == ["GET('/a')"]
    marks = [
        [(d.name, d.arguments, d.keywords) for d in p.decorators]
        for symbol in ("A.m", "A.<init>")
        for p in facts.file.functions[facts.index(symbol)].parameters
    ]
    assert marks == [
        [],
        [("Query", ["q"], {})],
        [("Body", [], {"v": 1})],
        [],
        [("SerializedName", ["q"], {})],
    ]


@pytest.mark.parametrize(
    ("words", "generated"),
    [
        ("data class", True),
        ("@JvmInline value class", True),
        ("private inline class", True),
        ("class", False),
        ("open class", False),
        ("sealed class", False),
        ("enum class", False),
    ],
)
def test_generated_text(lower: Lower, words: str, generated: bool) -> None:
    facts = lower(f"{words} A(val body: String)")
    assert facts.made("A").generated == generated
    assert facts.made("A").serialized
    assert facts.fields("A") == ["body: builtins.str"]


def test_a_data_class_shows_what_its_constructor_declares(lower: Lower) -> None:
    facts = lower(
        """
        data class A(val body: String, var id: Int = 1, raw: ByteArray) : Base(raw), I<String> {
            val extra = f(raw)
            lateinit var late: Foo
            val size get() = body.length
        }
        """
    )
    assert facts.made("A").bases == ["Base", "I[builtins.str]"]
    assert facts.fields("A") == [
        "body: builtins.str",
        "id: builtins.int",
        "extra hidden no-init",
        "late: Foo hidden no-init",
    ]
    assert facts.head("A.<init>") == (
        "<init>(this, body: builtins.str, id: builtins.int = 1, raw: builtins.bytes) [method]"
    )
    assert facts.stores("A.<init>") == [
        "this.body: builtins.str := body",
        "this.id: builtins.int := id",
        "this.extra := :f(raw)",
    ]
    assert ":super().<init>(raw)" in facts.calls("A.<init>")


def test_a_written_text_form_takes_the_place_of_the_generated_one(lower: Lower) -> None:
    facts = lower('data class A(val body: String) {\noverride fun toString() = "A"\n}')
    made = facts.made("A")
    assert not made.generated
    assert made.text == made.methods["toString"] == facts.index("A.toString")


def test_constructors(lower: Lower) -> None:
    facts = lower(
        """
        class A private constructor(val a: Int, b: String, vararg val c: Foo) {
            val d = b
            init { e = a; use(b) }
            var e: Int = 0
            constructor(x: String) : this(1, x) { e = 2 }
            constructor(y: Int, z: Int) : super(y)
        }
        """
    )
    made = facts.made("A")
    assert facts.fields("A") == [
        "a: builtins.int",
        "c: list[Foo]",
        "d no-init",
        "e: builtins.int no-init",
    ]
    assert made.constructor == facts.index("A.<init>#0")
    assert made.overloads == {"<init>": [facts.index("A.<init>#1"), facts.index("A.<init>#2")]}
    assert facts.stores("A.<init>#0") == [
        "this.a: builtins.int := a",
        "this.c: list[Foo] := c",
        "this.d := b",
        "this.e := a",
        "this.e: builtins.int := 0",
    ]
    assert facts.uses("A.<init>#0") == ["b"]
    assert facts.calls("A.<init>#1") == ["this.<init>(1, x)"]
    assert facts.stores("A.<init>#1") == ["this.e := 2"]
    assert facts.calls("A.<init>#2") == [":super()", ":super().<init>(y)"]


def test_what_an_initialiser_declares_ends_with_it(lower: Lower) -> None:
    facts = lower("class A {\ninit { val t = 1; f(t) }\nval a = t\n}")
    assert facts.stores("A.<init>") == ["this.a := :t"]


def test_companions_and_objects(lower: Lower) -> None:
    facts = lower(
        """
        class A(val a: Int) {
            companion object {
                const val TAG = "t"
                val log = Logger.get(TAG)
                private var last: A? = null
                fun create(x: Int): A { last = A(x); return A(x) }
            }
        }
        object O : Base(1) {
            val a = 1
            var b: String? = null
            init { f(a) }
            fun m() { b = "x"; use(a, this) }
        }
        """
    )
    assert facts.bindings("A") == {
        "Companion": [":A"],
        "TAG": ["TAG='t'"],
        "log": ["log=:Logger.get(TAG='t')"],
        "last": ["last:A=None"],
    }
    assert facts.fields("A") == ["a: builtins.int"]
    assert facts.stores("A.create") == [":this@A.last := :A(x)"]
    assert facts.returns("A.create") == [":A(x)"]
    assert facts.bindings("O") == {
        "INSTANCE": [":O"],
        "a": ["a=1"],
        "b": ["b:builtins.str=None"],
    }
    assert facts.calls("O") == [":super()", ":super().<init>(1)", ":f(a=1)"]
    assert facts.made("O").bases == ["Base"]
    assert facts.head("O.m") == "m() -> None [method static]"
    assert facts.uses("O.m") == [":a, :O"]
    assert not facts.made("O").generated


def test_a_data_object_shows_its_name_only(lower: Lower) -> None:
    facts = lower("data object O { val a = secret() }")
    assert facts.fields("O") == []


def test_sealed_classes(lower: Lower) -> None:
    facts = lower(
        """
        sealed class S(val n: Int) {
            data class X(val t: String) : S(1)
            object Y : S(2)
        }
        data class Z(val u: String) : S(3)
        """
    )
    assert [made.symbol for made in facts.file.classes] == ["S", "S.X", "S.Y", "Z"]
    assert [facts.made(name).bases for name in ("S.X", "S.Y", "Z")] == [["S"]] * 3
    assert facts.bindings("S") == {"X": ["class S.X"], "Y": ["class S.Y"]}
    assert facts.fields("S.X") == ["t: builtins.str"]
    assert facts.file.globals.keys() == {"S", "Z"}


def test_enums(lower: Lower) -> None:
    facts = lower(
        """
        enum class E(val n: Int) : I {
            RED(1) { override fun v() = 3 },
            GREEN(2);
            open fun v() = n
        }
        """
    )
    assert facts.bindings("E") == {
        "RED": ["RED:E=class E.<anonymous>()"],
        "GREEN": ["GREEN:E=class E(2)"],
    }
    assert "class E(1)" in facts.calls("E")
    assert facts.made("E.<anonymous>").bases == ["E"]
    assert facts.returns("E.<anonymous>.v") == ["3"]


def test_interfaces(lower: Lower) -> None:
    facts = lower("interface I : J<Foo> {\nval p: String\nfun a()\nfun b() = 1\n}")
    assert facts.made("I").bases == ["J[Foo]"]
    assert facts.made("I").constructor == -1
    assert not facts.made("I").serialized
    assert facts.fields("I") == ["p: builtins.str no-init"]
    assert facts.head("I.a") == "a(this) [method abstract]"
    assert facts.head("I.b") == "b(this) [method]"


def test_delegation_to_another_object(lower: Lower) -> None:
    facts = lower("class A(b: B) : I by b, J by make(b)")
    assert facts.made("A").bases == ["I", "J"]
    assert facts.calls("A.<init>") == [":make(b)"]


def test_anonymous_objects(lower: Lower) -> None:
    facts = lower(
        """
        class A(val f: Int) {
            fun m(x: Int) {
                run2(object : I<String>(x) {
                    var k = x
                    override fun go() { use(k, x, this@A.f) }
                })
            }
        }
        """
    )
    made = facts.made("A.m.<anonymous>")
    assert (made.name, made.bases) == ("", ["I[builtins.str]"])
    assert facts.stores("A.m.<anonymous>.<init>") == ["this.k := :x"]
    assert facts.uses("A.m.<anonymous>.go") == [":k, :x, :this@A.f"]


def test_properties_of_a_class(lower: Lower) -> None:
    facts = lower(
        """
        class A(val f: Foo) {
            val a: String get() = f.body
            val b get() { return f.id }
            var c: Int = 0
                get() = field + 1
                set(v) { field = v; use(v) }
            val d by lazy { f.g() }
            private val h: H by inject()
            val Foo.x: String get() = this.body
            var p: Int
                get() = f.n
                set(value) { f.n = value }
        }
        """
    )
    # What is computed is no field.
    assert facts.fields("A") == [
        "f: Foo",
        "c: builtins.int no-init",
        "d no-init",
        "h: H no-init",
    ]
    assert facts.stores("A.<init>") == [
        "this.f: Foo := f",
        "this.c: builtins.int := 0",
        "this.d := f.g()",
        "this.h: H := :inject()",
    ]
    assert facts.head("A.a") == "a(this) -> builtins.str [method property]"
    assert facts.returns("A.a") == [":f.body"]
    assert facts.returns("A.b") == [":f.id"]
    assert facts.head("A.x") == "x(this: Foo) -> builtins.str [property extension]"
    # Behind its own accessors, a property is what was stored.
    assert facts.returns("A.<get-c>") == ["(this.c + 1)"]
    assert "c" not in facts.made("A").methods
    assert facts.stores("A.<set-c>") == ["this.c := v"]
    assert facts.uses("A.<set-c>") == ["v"]
    assert facts.stores("A.<set-p>") == [":f.n := value"]


def test_properties_of_a_file(lower: Lower) -> None:
    facts = lower(
        """
        val top: String = "t"
        val computed: Int get() = top.length
        val String.up get() = uppercase()
        val log by lazy { Logger.get() }
        """
    )
    assert facts.bindings("")["top"] == ["top:builtins.str='t'"]
    assert facts.bindings("")["log"] == ["log=:Logger.get()"]
    assert facts.head("computed") == "computed() -> builtins.int [property]"
    assert facts.returns("computed") == [":top.length"]
    assert facts.head("up") == "up(this: builtins.str) [property extension]"
    assert facts.file.globals.keys() == {"top", "computed", "up", "log"}


def test_type_aliases_are_other_names_of_classes(lower: Lower) -> None:
    facts = lower("typealias L = a.Foo\ntypealias F = (Int) -> String")
    assert facts.bindings("") == {"L": ["L=:a.Foo"]}
    assert facts.file.unknown_forms == 0


def test_type_parameters_of_a_class(lower: Lower) -> None:
    facts = lower(
        """
        class A<T : Message, C : Comparable<C>>(val t: T, val c: C) : Base<T>() {
            inner class B(val t: T)
            fun <T> own(a: T) {}
            fun m(a: T) {}
        }
        class D(val t: T)
        """
    )
    assert facts.fields("A") == ["t: Message", "c: Comparable[Any]"]
    assert facts.fields("A.B") == ["t: Message"]
    assert facts.fields("D") == ["t: T"]
    assert facts.made("A").bases == ["Base[Message]"]
    assert facts.head("A.own") == "own(this, a: Any) -> None [method]"
    assert facts.head("A.m") == "m(this, a: Message) -> None [method]"
