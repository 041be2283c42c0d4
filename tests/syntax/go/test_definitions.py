"""Types, functions, methods and imports of Go."""

from __future__ import annotations

import pytest

from msgsec_lint.facts import model as f
from tests.syntax.conftest import Lower


def test_package_and_imports(lower: Lower) -> None:
    facts = lower(
        """
        package p
        import "fmt"
        import (
            l "log"
            . "a/b/c"
            _ "d"
            "github.com/x/y/v2"
            "gopkg.in/yaml.v3"
            "github.com/x/go-matrix"
            "example.com/z-go"
        )
        """
    )
    assert facts.file.package == "p"
    assert [(i.local, i.module, i.name) for i in facts.file.imports] == [
        ("fmt", "fmt", None),
        ("l", "log", None),
        ("*", "a/b/c", None),
        ("_", "d", None),
        ("y", "github.com/x/y/v2", None),
        ("yaml", "gopkg.in/yaml.v3", None),
        ("go-matrix", "github.com/x/go-matrix", None),
        ("matrix", "github.com/x/go-matrix", None),
        ("z-go", "example.com/z-go", None),
        ("z", "example.com/z-go", None),
    ]


@pytest.mark.parametrize(
    ("declaration", "head"),
    [
        ("func m() {}", "m() -> None"),
        ("func m(a int, b, c string) string { return b }",
         "m(a: builtins.int, b: builtins.str, c: builtins.str) -> builtins.str"),
        ("func m(a ...Foo) {}", "m(*a: Foo) -> None"),
        ("func m(int, *Foo) {}", "m(_: builtins.int, _: Foo) -> None"),
        ("func m() (string, error) { return f() }", "m() -> tuple[builtins.str,error]"),
        ("func m() (a, b int, err error) { return }",
         "m() -> tuple[builtins.int,builtins.int,error]"),
        ("func m() (err error) { return }", "m() -> error"),
        ("func m(a []byte, b []*Foo, c map[string]int, d chan<- Foo) {}",
         ("m(a: builtins.bytes, b: list[Foo], c: dict[builtins.str,builtins.int], d: list[Foo])"
          " -> None")),
        ("func m(a func(Foo) error, b interface{}, c any) {}",
         "m(a: Function[Foo,error], b: Any, c: Any) -> None"),
        ("func m[T any, U fmt.Stringer](a T, b []U) map[string]T { return nil }",
         "m(a: Any, b: list[fmt.Stringer]) -> dict[builtins.str,Any]"),
        ("func m[T int | string](a T) {}", "m(a: builtins.int|builtins.str) -> None"),
        ("func m(a Pair[int, Foo]) {}", "m(a: Pair[builtins.int,Foo]) -> None"),
        ("func m(a int) int", "m(a: builtins.int) -> builtins.int"),
    ],
)  # fmt: skip
def test_function(lower: Lower, declaration: str, head: str) -> None:
    facts = lower(f"package p\n{declaration}")
    assert facts.head("m") == head
    assert list(facts.file.globals) == ["m"]
    assert facts.file.unknown_forms == 0


@pytest.mark.parametrize(
    ("declaration", "symbol", "head"),
    [
        ("func (a *A) M(x int) error { return nil }", "A.M",
         "M(a: A, x: builtins.int) -> error [method extension]"),
        ("func (A) M() {}", "A.M", "M(_: A) -> None [method extension]"),
        ("func (p *Pair[K, V]) M(k K) V { return p.v }", "Pair.M",
         "M(p: Pair, k: Any) -> Any [method extension]"),
    ],
)  # fmt: skip
def test_a_method_is_a_function_of_its_receiver(
    lower: Lower, declaration: str, symbol: str, head: str
) -> None:
    facts = lower(f"package p\n{declaration}")
    assert facts.head(symbol) == head
    assert facts.file.globals == {}


def test_structs(lower: Lower) -> None:
    facts = lower(
        """
        package p
        type A struct {
            Base
            *other.B
            Body string `json:"body"`
            id, n int
            list []*A
            m map[string]A
            f func(int) error
            g Pair[int]
        }
        """
    )
    made = facts.made("A")
    assert made.bases == ["Base", "other.B"]
    assert made.generated
    assert made.serialized
    assert made.constructor == -1
    assert facts.fields("A") == [
        "Base: Base",
        "B: other.B",
        "Body: builtins.str",
        "id: builtins.int",
        "n: builtins.int",
        "list: list[A]",
        "m: dict[builtins.str,A]",
        "f: Function[builtins.int,error]",
        "g: Pair[builtins.int]",
    ]


def test_fields_say_what_printing_and_encoding_show(lower: Lower) -> None:
    facts = lower(
        """
        package p
        type A struct {
            *other.B
            Plain string
            Dropped string `json:"-"`
            Dash string `json:"-,"`
            Secret string `json:"secret" yaml:"-" gorm:"-:all"`
            Twice string `bson:"-" json:"-"`
            hidden string
            Pointer *A
            Pointers map[string][]*A
            Channel chan int
        }
        """
    )
    assert {field.name: field.flags for field in facts.made("A").fields} == {
        "B": f.BY_ADDRESS,
        "Plain": 0,
        "Dropped": f.NOT_ENCODED,
        "Dash": 0,
        "Secret": f.NOT_IN_YAML | f.NOT_KEPT,
        "Twice": f.NOT_KEPT | f.NOT_ENCODED,
        "hidden": f.NOT_ENCODED | f.NOT_IN_YAML | f.NOT_KEPT,
        "Pointer": f.BY_ADDRESS,
        "Pointers": f.BY_ADDRESS,
        "Channel": f.BY_ADDRESS,
    }


def test_structs_without_a_name_are_classes_named_for_their_holder(lower: Lower) -> None:
    facts = lower(
        """
        package p
        type A struct { inner struct { Body string } }
        func m() { use(struct{ N int }{N: 1}) }
        """
    )
    (of_field,) = facts.fields("A")
    _, _, inner = of_field.partition(": ")
    assert inner.startswith("inner@")
    assert facts.fields(inner) == ["Body: builtins.str"]
    (local,) = [made for made in facts.file.classes if made.symbol not in ("A", inner)]
    assert facts.fields(local.symbol) == ["N: builtins.int"]
    assert facts.uses("m") == [f":{local.name}(N=1)"]


def test_interfaces(lower: Lower) -> None:
    facts = lower(
        "package p\ntype I interface {\nJ\nio.Reader\nM(a int) (string, error)\nBody() string\n}"
    )
    made = facts.made("I")
    assert made.bases == ["J", "io.Reader"]
    assert not made.generated
    assert not made.serialized
    assert made.methods == {"M": facts.index("I.M"), "Body": facts.index("I.Body")}
    assert facts.head("I.M") == (
        "M(this, a: builtins.int) -> tuple[builtins.str,error] [method abstract]"
    )


@pytest.mark.parametrize(
    ("declaration", "bases", "generated"),
    [
        ("type A string", ["builtins.str"], False),
        ("type A []Foo", ["list[Foo]"], False),
        ("type A map[string]Foo", ["dict[builtins.str,Foo]"], False),
        ("type A func(int) string", ["Function[builtins.int,builtins.str]"], False),
        ("type A error", ["error"], False),
        ("type A interface{ ~int | ~string }", [], False),
        ("type A[K comparable, V Foo] struct { k K; v V }", [], True),
    ],
)
def test_types(lower: Lower, declaration: str, bases: list[str], generated: bool) -> None:
    made = lower(f"package p\n{declaration}").made("A")
    assert (made.bases, made.generated) == (bases, generated)


def test_type_parameters_of_a_struct(lower: Lower) -> None:
    facts = lower(
        "package p\ntype A[K comparable, V Foo] struct { k K; v []V }\ntype B struct { k K }"
    )
    assert facts.fields("A") == ["k: Any", "v: list[Foo]"]
    assert facts.fields("B") == ["k: K"]


def test_other_names_of_types(lower: Lower) -> None:
    facts = lower("package p\ntype A = B\ntype C other.D\ntype E = []F")
    assert facts.bindings("")["A"] == ["A=:B"]
    assert facts.bindings("")["C"] == ["C=:other.D"]
    assert facts.made("E").bases == ["list[F]"]


def test_local_types(lower: Lower) -> None:
    facts = lower("package p\nfunc m(x int) { type L struct { A int }; use(L{A: x}, &L{x}) }")
    assert facts.uses("m") == ["class m.L(A=x), class m.L(x)"]
    assert facts.fields("m.L") == ["A: builtins.int"]


def test_text_forms_are_methods_that_the_linker_finds(lower: Lower) -> None:
    facts = lower(
        """
        package p
        type A struct { Body string }
        func (a A) String() string { return a.Body }
        func (a A) show() string { return a.String() }
        """
    )
    assert facts.made("A").text == -1
    assert facts.returns("A.String") == ["a.Body"]
    assert facts.returns("A.show") == ['f"{a}"']


def test_functional_options(lower: Lower) -> None:
    facts = lower(
        """
        package p
        func WithName(n string) Option {
            return func(o *Options) { o.name = n }
        }
        """
    )
    assert facts.returns("WithName") == ["def WithName.<lambda>"]
    assert facts.head("WithName.<lambda>") == "(o: Options) -> None [lambda]"
    assert facts.stores("WithName.<lambda>") == ["o.name := :n"]
