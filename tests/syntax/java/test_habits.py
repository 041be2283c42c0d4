"""What the name of a method says, and what calls keep of it."""

from __future__ import annotations

import pytest

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.habits import put_property, read_property, written_property
from tests.syntax.conftest import Lower


@pytest.mark.parametrize(
    ("method", "property_"),
    [
        ("getBody", "body"),
        ("getURL", "url"),
        ("getURLPath", "urlPath"),
        ("getE164Number", "e164Number"),
        ("isOpen", "open"),
        ("body", "body"),
        ("displayName", "displayName"),
        ("key", "key"),
        ("size", "size"),
        *[
            (name, "")
            for name in (
                "get", "is", "toString", "hashCode", "getClass", "close", "clear", "run", "start",
                "stop", "build", "newBuilder", "builder", "toByteArray", "asList", "sendMessage",
                "iterator", "next", "stream", "values", "keySet", "join", "poll", "now", "notify",
                "hasNext", "shouldSend", "createThing", "serialize",
            )
        ],
    ],
)  # fmt: skip
def test_read_property(method: str, property_: str) -> None:
    assert read_property(method) == property_


def test_written_properties() -> None:
    assert written_property("setBody") == "body"
    assert written_property("settle") == written_property("set") == ""
    assert [put_property(name) for name in ("withBody", "addBody", "putBody", "setBody")] == (
        ["body"] * 4
    )
    assert put_property("address") == put_property("without") == ""


def reads(facts: f.FileFacts, body: f.Body) -> list[str]:
    return [value[8] for value in body.values if value[0] == f.CALL and len(value) > 8]


def test_calls_that_read(method: Lower) -> None:
    facts = method("x.getBody(); x.body(); x.getBody(1); x.close(); getBody(); super.getBody();")
    assert reads(facts.file, facts.body("A.m")) == ["body", "body"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("Foo.newBuilder().setText(x).build()",
         "(Foo):Foo.newBuilder().setText(x).text:=x.build()"),
        ("Foo.builder().text(x).build()", "(Foo):Foo.builder().text(x).text:=x.build()"),
        ("new Foo.Builder().text(x).build()", "(Foo):Foo.Builder().text(x).text:=x.build()"),
        ("new FooBuilder().text(x)", ":FooBuilder().text(x).text:=x"),
        ("y.withText(x)", ":y.withText(x).text:=x"),
        ('y.put("k", x).a()', ":y.put('k', x)[k]:=x.a()"),
        ("y.append(x).a()", ":y.append(x)**:=x.a()"),
        ("y.encode(x).a()", ":y.encode(x).a()"),
        ("y.find(x).build()", ":y.find(x).build()"),
        ("Foo.builder().build().text(x)", ":Foo.builder().build().text(x)"),
    ],
)  # fmt: skip
def test_chains_keep_what_is_put_in(method: Lower, source: str, value: str) -> None:
    assert method(f"use({source});").uses("A.m") == [value]


def test_literal_keys_that_are_read(method: Lower) -> None:
    facts = method(
        'x.get("a"); y.getString("b"); this.field.optString("c"); x.get(1); x.put("d", 1);'
    )
    assert facts.file.reads == {"x": ["a"], "y": ["b"], "field": ["c"]}
