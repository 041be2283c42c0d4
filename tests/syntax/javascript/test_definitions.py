"""Modules, classes, functions and types of TypeScript."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ('import a from "m";', ["a = m:default"]),
        ('import * as a from "./m";', ["a = ./m"]),
        ('import {a, b as c} from "@x/m";', ["a = @x/m:a", "c = @x/m:b"]),
        ('import a, {type b} from "m";', ["a = m:default", "b = m:b"]),
        ('import type {A} from "m";', ["A = m:A"]),
        ('import "m";', []),
        ('import a = require("m");', ["a = m:*"]),
        ('const a = require("m");', ["a = m:*"]),
        ('const {a, b: c} = require("m");', ["a = m:a", "c = m:b"]),
        ('const a = require("m").b;', ["a = m:b"]),
        ('const {a} = await import("m");', ["a = m:a"]),
        ('f(require("m").a);', ["import:m = m:*"]),
        ("const a = require(m);", []),
        ('export {a, b as c} from "m";', ["a = m:a", "c = m:b"]),
        ('export * from "m";', ["* = m"]),
        ('export * as a from "m";', ["a = m"]),
        ('export type * from "m";', ["* = m"]),
        ('export type * as a from "m";', ["a = m"]),
    ],
)
def test_imports(lower: Lower, source: str, imports: list[str]) -> None:
    facts = lower(source)
    assert facts.imports() == imports
    assert facts.bindings() == ({"a": ["a=:require(:m)"]} if "require(m)" in source else {})


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("export const a = 1, b = 2;", ["a", "b"]),
        ("export function a() {}", ["a"]),
        ("export class A {}", ["A"]),
        ("export default class A {}", ["A", "default"]),
        ("export default function a() {}", ["a", "default"]),
        ("export default {a: 1};", ["default"]),
        ("const a = 1; export default a;", ["a", "default"]),
        ("const a = 1; export {a as b};", ["a", "b"]),
        ("const a = 1; export = a;", ["a", "module.exports"]),
        ("module.exports = {a: 1, b() {}};", ["a", "b", "module.exports"]),
        ("module.exports = f;", ["module.exports"]),
        ("exports.a = 1; module.exports.b = 2;", ["a", "b"]),
        ("var a = function () {};", ["a"]),
    ],
)
def test_exports(lower: Lower, source: str, names: list[str]) -> None:
    assert sorted(lower(source).file.globals) == names


def test_functions_exported_under_another_name(lower: Lower) -> None:
    facts = lower("function f() {} export {f as g}; export default f;")
    assert facts.file.aliases == {"f": ["g", "default"]}


@pytest.mark.parametrize(
    ("declaration", "head"),
    [
        ("m() {}", "m(this) [method]"),
        ("static m(a: number): void {}", "m(a: builtins.float) -> None [method static]"),
        ("async m(a: string, b?: Buffer): Promise<Foo> {}",
         "m(this, a: builtins.str, b: builtins.bytes) -> Foo [method async]"),
        ("m(...a: string[]) {}", "m(this, *a: builtins.str) [method]"),
        ("m({a, b}: Foo, [c]: Bar[] = []) {}", "m(this, _: Foo, _: list[Bar] = []) [method]"),
        ("m<T extends Foo, U>(a: T, b: U, c: Array<T>): T {}",
         "m(this, a: Foo, b: Any, c: list[Foo]) -> Foo [method]"),
        ("m(a: Map<string, Foo>, b: Record<string, Foo[]>, c: Set<Foo>, d: [A, B]) {}",
         ("m(this, a: dict[builtins.str,Foo], b: dict[builtins.str,list[Foo]], c: list[Foo],"
          " d: tuple[A,B]) [method]")),
        ("m(a: Foo | null | undefined, b: A | B, c: A & B, d: 'x' | 'y') {}",
         "m(this, a: Foo, b: A|B, c: A|B, d: builtins.str) [method]"),
        ("m(a: (x: Foo) => void, b: Partial<Foo>, c: a.B<C>, d: typeof x) {}",
         "m(this, a: Function[Foo,None], b: Foo, c: a.B[C], d: Any) [method]"),
        ("m(a: {[k: string]: Foo}, b: keyof Foo, c: Foo['x']) {}",
         "m(this, a: dict[builtins.str,Foo], b: builtins.str, c: Any) [method]"),
        ("m(a): a is Foo {}", "m(this, a) -> builtins.bool [method]"),
        ("get m(): Foo {}", "m(this) -> Foo [method property]"),
        ("m = (a: Foo) => a;", "m(this, a: Foo) [method]"),
        ("m?(a: Foo): void;", "m(this, a: Foo) -> None [method abstract]"),
        ("override m() {}", "m(this) [method override]"),
        ("'m'() {}", "m(this) [method]"),
    ],
)  # fmt: skip
def test_method(lower: Lower, declaration: str, head: str) -> None:
    facts = lower(f"class A {{ {declaration} }}")
    (name,) = facts.made("A").methods
    assert facts.head(f"A.{name}") == head
    assert facts.file.unknown_forms == 0


def test_fields_and_constructor(lower: Lower) -> None:
    facts = lower(
        """
        class A extends Base<Foo> implements I, m.J {
            private readonly x: string = "1"; y?: Foo; #z = 2; static s = 3; declare d: Foo;
            constructor(private name: string, public readonly b?: number, c: Foo) { super(c); this.c = c; }
        }
        class B extends A { t = 1; }
        class C { t; }
        """
    )
    assert facts.made("A").bases == ["Base[Foo]", "I", "m.J"]
    assert facts.fields("A") == [
        "x: builtins.str", "y: Foo", "#z", "d: Foo", "name: builtins.str", "b: builtins.float",
    ]  # fmt: skip
    assert facts.stores("A.<init>") == [
        "this.name := name", "this.b := b", "this.x := '1'", "this.#z := 2", "this.c := c",
    ]  # fmt: skip
    assert facts.bindings("A") == {"s": ["s=3"]}
    assert facts.head("B.<init>") == "<init>(this, *args) [method]"
    assert facts.calls("B.<init>") == [":super()", ":super().<init>(*args)"]
    assert facts.stores("B.<init>") == ["this.t := 1"]
    assert facts.made("C").constructor == -1
    assert all(made.serialized for made in facts.file.classes)


def test_text_form_and_overloads(lower: Lower) -> None:
    facts = lower(
        """
        class A { m(a: string): void; m(a: number): void; m(a) {} toString() { return "A"; } }
        interface B { m(a: string): void; m(a: number): void; }
        """
    )
    made = facts.made("A")
    assert made.methods == {"m": facts.index("A.m"), "toString": facts.index("A.toString")}
    assert made.text == facts.index("A.toString")
    assert facts.made("B").overloads == {"m": [facts.index("B.m#1")]}


def test_interfaces_and_type_aliases(lower: Lower) -> None:
    facts = lower(
        """
        interface A<T extends Foo> extends B<T>, C { a: T; readonly "b-c"?: string; m(): A<T>; get g(): Foo; }
        type D = { a: string } & E<Foo>;
        type F = { k: 1; v: string } | { k: 2; w: Foo } | G;
        type H = I | J;
        type K = string;
        """
    )
    assert facts.made("A").bases == ["B[Foo]", "C"]
    assert facts.fields("A") == ["a: Foo", "b-c: builtins.str", "g: Foo"]
    assert facts.head("A.m") == "m(this) -> A[Foo] [method abstract]"
    assert (facts.made("D").bases, facts.fields("D")) == (["E[Foo]"], ["a: builtins.str"])
    assert facts.fields("F") == ["k: builtins.float", "v: builtins.str", "w: Foo"]
    assert facts.bindings()["F"] == ["F=(class F|:G)"]
    assert facts.bindings()["H"] == ["H=(:I|:J)"]
    assert facts.bindings()["K"] == ["K=:builtins.str"]
    assert facts.file.unknown_forms == 0


def test_enums_and_namespaces(lower: Lower) -> None:
    facts = lower(
        """
        enum A { B, C = "c" }
        namespace N { export const p = 1; export function f() {} }
        declare module "m" { interface Q { a: string } }
        declare global { interface Window { b: Foo } }
        """
    )
    assert facts.bindings("A") == {"B": ["B=0"], "C": ["C='c'"]}
    assert facts.bindings("N") == {"p": ["p=:p"], "f": ["f=:f"]}
    assert facts.fields("Q") == ["a: builtins.str"]
    assert facts.fields("Window") == ["b: Foo"]


def test_decorators(lower: Lower) -> None:
    facts = lower(
        """
        @Entity("messages", {cache: true}) class A {
            @Column() text: string;
            @Get("/x") m(@Query("q") q: string, @Body() body: Foo) {}
        }
        @Injectable() export class B {}
        """
    )
    assert facts.decorators("A") == ["Entity('messages', None, cache=True)"]
    assert facts.decorators("A.m") == ["Get('/x')"]
    assert facts.decorators("B") == ["Injectable"]
    parameters = facts.file.functions[facts.index("A.m")].parameters
    assert [[d.name for d in p.decorators] for p in parameters] == [[], ["Query"], ["Body"]]


def test_functions_take_the_name_of_their_place(lower: Lower) -> None:
    facts = lower(
        """
        const a = () => 1; const b = function () {}; const o = {c: () => 1, d() {}};
        x.e = () => 1; export default () => 1; function f() { const g = () => () => 1; }
        class A { static s = () => 1; }
        """
    )
    assert [head.symbol for head in facts.file.functions][1:] == [
        "f", "a", "b", "c", "d", "e", "default", "A", "A.s", "f.g", "f.g.<lambda>",
    ]  # fmt: skip


def test_a_class_as_a_value(lower: Lower) -> None:
    facts = lower("const A = class extends Mixin(B, c) { m() {} };")
    assert facts.made("A").bases == ["B"]
    assert facts.head("A.m") == "m(this) [method]"


def test_names_that_are_operators_elsewhere(lower: Lower) -> None:
    facts = lower(
        """
        class A { constructor(readonly a: string, private readonly as: Foo, public b?: Bar) {} }
        class B { constructor(private as: Foo) {} m() { let as: Foo; let satisfies: Bar; } }
        """
    )
    assert facts.file.error_lines == 0
    assert facts.fields("A") == ["a: builtins.str", "as: Foo", "b: Bar"]
    assert facts.fields("B") == ["as: Foo"]
