"""Lambdas of Kotlin: evaluated where they stand, or functions of their own."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Scope functions
        ("x.let { it.b }", "x.b"),
        ("x.let { y -> y.b }", "y=x.b"),
        ("x?.let { it.b } ?: y", "choice(x.b, :y if x.b)"),
        ("x.run { b }", ":b"),
        ("x.run { this.b }", "x.b"),
        ("x.also { f(it) }", "x"),
        ("x.apply { body = y }", "x.body:=:y"),
        ("x.apply { setBody(y) }", "x.body:=:y"),
        ("x.apply { this.body = y }", "x.body:=:y"),
        ('x.apply { putString("k", y) }', "x[k]:=:y"),
        ("x.also { it.body = y }", "x.body:=:y"),
        ("Foo().apply { a = x; b = y }", ":Foo().a:=x.b:=:y"),
        ("with(x) { this.body }", "x.body"),
        ("x.use { it.read() }", "x.read()"),
        ("x.takeIf { it.ok }", "x"),
        ("run { x }", "x"),
        ("run { f(); x.b }", "x.b"),
        # Return from a lambda by its label
        ("x.let { if (z) return@let 1; it }", "choice(1, x if )"),
        ("x.map { if (it.a) return@map 1; it.b }", "[choice(1, each(x).b if )]"),
        ("x.let own@{ return@own it.b }", "x.b"),
        # Elements
        ("x.map { it.b }", "[each(x).b]"),
        ("x.map { a: Foo -> a.b }", "[a:Foo=each(x).b]"),
        ("x.map { (a, b) -> b }", "[b=part(each(x), 1)]"),
        ("x.mapIndexed { i, a -> a.b }", "[a=each(x).b]"),
        ("x.flatMap { it.list }", "[*each(x).list]"),
        ("x.filter { it.ok }.map { it.b }", "[each(x).b]"),
        ("listOf(x).map { it.b }", "[x.b]"),
        ("x.first { it.ok }", "each(x)"),
        ("x.firstOrNull { it.ok }?.b", "each(x).b"),
        ("x.sortedBy { it.a }", "x"),
        ("x.any { it.ok }", "test(any: x, each(x).ok)"),
        ("x.sumOf { it.n }", "each(x).n"),
        ("x.associateBy { it.id }", "{each(x).id: each(x)}"),
        ("x.associateWith { it.v }", "{each(x): each(x).v}"),
        ("x.associate { it.id to it.v }", "{each(x).id: each(x).v}"),
        ("x.groupBy { it.id }", "{each(x).id: x}"),
        ("x.mapValues { it.value }", "{part(each(x), 0): each(x).value}"),
        ("x.mapKeys { it.key }", "{each(x).key: part(each(x), 1)}"),
        ("x.joinToString { it.b }", 'f"{each(x).b}"'),
        ('x.joinToString(", ") { it.b }', 'f"{each(x).b}"'),
        ("x.joinToString(transform = { it.b })", 'f"{each(x).b}"'),
        ('x.fold("") { a, b -> a + b.c }', "(''|f\"{a=…}{b=each(x).c}\")"),
        ("x.reduce { a, b -> a + b }", "(each(x)|(a=… + b=each(x)))"),
        ("x.partition { it.ok }", "[x, x]"),
        # References to functions
        ("x.map(::f)", "[:f(each(x))]"),
        ("x.map(Foo::body)", "[each(x).body()]"),
        ("x.map(this::f)", "[this.f(each(x))]"),
        ("x.map(y::f)", "[:y.f(each(x))]"),
        ("x.let(::f)", ":f(x)"),
        # What may be absent or fail
        ('x.getOrPut("k") { y }', "choice(x.getOrPut('k'), :y if x)"),
        ("x.ifEmpty { y }", "choice(x, :y if x)"),
        ("runCatching { x }", "[x]"),
        ("runCatching { x }.getOrElse { y }", "choice(x, :y if [x])"),
        ("x.fold({ a -> a.b }, { e -> e })", "choice(a=each(x).b, e=caught(:Throwable) if x)"),
        ("x.fold(onFailure = { it }, onSuccess = { it.b })",
         "choice(each(x).b, caught(:Throwable) if x)"),
        # Coroutines and flows
        ("withContext(Dispatchers.IO) { x }", "x"),
        ("coroutineScope { x.b }", "x.b"),
        ("async { x }.await()", "x.await()"),
        ("launch { x }", ":launch()"),
        ("flow { emit(x) }", "[][]:=x"),
        ("sequence { yield(x) }", "[][]:=x"),
        ("x.onEach { f(it) }.map { it.b }", "[each(x).b]"),
        ("lazy { x }", "x"),
        # Who knows when, with what
        ("x.own { it }", "x.own(def A.m.<lambda>)"),
        ("own(x) { it }", ":own(x, def A.m.<lambda>)"),
    ],
)  # fmt: skip
def test_value(method: Lower, source: str, value: str) -> None:
    facts = method(f"use({source})")
    assert facts.uses("A.m") == [value]
    assert facts.file.unknown_forms == 0
    assert facts.file.error_lines == 0


@pytest.mark.parametrize(
    ("source", "arguments"),
    [
        ("x.forEach { use(it) }", "each(x)"),
        ("x.forEach { a -> use(a) }", "a=each(x)"),
        ("x.forEach { (k, v) -> use(k, v) }", "k=part(each(x), 0), v=part(each(x), 1)"),
        ("x.forEach { k, v -> use(k, v) }", "k=part(each(x), 0), v=part(each(x), 1)"),
        ("x.forEachIndexed { i, a -> use(a) }", "a=each(x)"),
        ("x.collect { use(it) }", "each(x)"),
        ("x.collectLatest { a -> use(a) }", "a=each(x)"),
        ("x.observe(owner) { use(it) }", "each(x)"),
        ("x.subscribe({ use(it) }, { e -> f(e) })", "each(x)"),
        ("x.onSuccess { use(it) }", "each(x)"),
        ("x.onFailure { use(it) }", "caught(:Throwable)"),
        ("x.catch { e -> use(e) }", "e=caught(:Throwable)"),
        ("scope.launch { use(x) }", "x"),
        ("launch(Dispatchers.IO) { use(x) }", "x"),
        ("scope.launch { y.messages.collect { use(it) } }", "each(:y.messages)"),
        ("thread { use(x) }", "x"),
        ("x.run { use(this) }", "x"),
        ("x.apply { use(this, this@A) }", "x, :this@A"),
        ("with(x) { use(this) }", "x"),
        ("x.let { it.b.let { use(it) } }", "x.b"),
        ("x.let { a -> a.b.let { b -> use(a, b) } }", "a=x, b=a=x.b"),
        ("x.let { y.let { z -> use(it) } }", "x"),
        ("x.getOrPut(1) { use(x); y }", "x"),
    ],
)
def test_parameters_in_place(method: Lower, source: str, arguments: str) -> None:
    assert method(source).uses("A.m") == [arguments]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # What a lambda in place changes stays
        ("x.let { x = 1 }; use(x)", "x=1"),
        ("x?.let { x = 1 }; use(x)", "(x=1|x)"),
        ("x.apply { body = 1 }; use(x)", "x.body:=1"),
        ("x.also { it.body = 1 }; use(x)", "x.body:=1"),
        ("with(x) { body = 1 }; use(x)", "x.body:=1"),
        ("withContext(y) { x = 1 }; use(x)", "x=1"),
        ("synchronized(this) { x = 1 }; use(x)", "x=1"),
        ("x.forEach { x = it }; use(x)", "(x|(x=each(x)|…))"),
        ("x.update { it.copy(a = y) }; use(x)", "x[]:=each(x).a:=:y"),
        ('x.getOrPut("k") { y }; use(x)', "x[]:=:y"),
        # What it declares ends with it
        ("x.let { val b = it }; use(b)", ":b"),
        ("val b = 1; x.let { val b = it }; use(b)", "b=1"),
        ("x.let { it }; use(it)", ":it"),
        # What leaves it does not leave the method
        ("x.forEach { return@forEach }; use(x)", "x"),
        ("x.forEach { if (y) return@forEach; f(it) }; use(x)", "x"),
    ],
)
def test_behind_a_lambda_in_place(method: Lower, source: str, value: str) -> None:
    assert method(source).uses("A.m") == [value]


def test_a_plain_return_in_place_leaves_the_method(method: Lower) -> None:
    facts = method("x.let { return it.b }\nuse(x)")
    assert facts.returns("A.m") == ["x.b"]


def test_members_of_what_a_lambda_is_applied_to(method: Lower) -> None:
    """A bare name may be a member of the innermost receiver, or of those around it."""
    facts = method("x.apply { f(body) }; f(body)")
    values = facts.body("A.m").values
    receivers = [
        [facts.shown("A.m", receiver) for receiver in value[4]]
        for value in values
        if value[0] == 2 and value[3] == "body"
    ]
    assert receivers == [["x", "this"], ["this"]]


@pytest.mark.parametrize("name", ["d", "info", "debug"])
def test_text_that_a_logger_asks_for(method: Lower, name: str) -> None:
    assert method(f'log.{name} {{ "a $x" }}').calls("A.m") == [f':log.{name}(f"a {{x}}")']


@pytest.mark.parametrize(
    ("source", "head", "returns"),
    [
        ("{ it }", "(it) [lambda]", ["it"]),
        ("{ x }", "(it) [lambda]", [":x"]),
        ("{ a, b -> b }", "(a, b) [lambda]", ["b"]),
        ("{ a: Int, (b, c) -> c }", "(a: builtins.int, ) [lambda]", ["c=part(, 1)"]),
        ("{ -> field }", "() [lambda]", [":field"]),
        ("{ f(); x.b }", "(it) [lambda]", [":x.b"]),
        ("{ }", "(it) [lambda]", ["None"]),
        ("fun(a: Int): Foo { return x }", "(a: builtins.int) -> Foo [lambda]", [":x"]),
        ("fun(a: Int) = a", "(a: builtins.int) [lambda]", ["a"]),
    ],
)
def test_a_function_of_its_own(method: Lower, source: str, head: str, returns: list[str]) -> None:
    facts = method(f"own({source})")
    assert facts.head("A.m.<lambda>") == head
    assert facts.returns("A.m.<lambda>") == returns


def test_a_lambda_in_a_lambda_may_mean_the_parameter_around(method: Lower) -> None:
    facts = method("own { later { use(it) } }")
    assert facts.uses("A.m.<lambda>#1") == ["(it|:it)"]


def test_a_lambda_captures_what_it_is_applied_to(method: Lower) -> None:
    facts = method("x.apply { later { use(this, this@apply, this@A) } }")
    assert facts.uses("A.m.<lambda>") == [":this@apply, :this@apply, :this@A"]
