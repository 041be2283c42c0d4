"""Go: packages by folder, module paths, method sets, embedded types."""

from __future__ import annotations

import pytest

from tests.link.conftest import Link, Linked

FILES = {
    "model/message.go": """\
package model
import "example.com/chat/store"
type Base struct { ID int; Owner *Peer }
func (b *Base) Touch(x string) {}
func (b Base) Name() string { return "" }
type Message struct {
    Base
    Body string
    Peer *Peer
    All []*Message
    Table map[string]Message
    Ch chan Message
    St store.Store
}
type Peer struct { Name string }
func (m *Message) GetPeer() *Peer { return m.Peer }
func (m Message) Both() (*Peer, error) { return m.Peer, nil }
func New(b string) *Message { return &Message{Body: b} }
func Many() ([]Message, error) { return nil, nil }
var One = New("a")
const Tag = "t"
type List []Message
type Alias = Message
type ID string
func (i ID) Short() string { return "" }
""",
    "model/extra.go": """\
package model
func Here() Message { return *One }
func (m *Message) Other() Peer { return Peer{} }
""",
    "model/message_test.go": "package model_test\nfunc Here() int { return 1 }\nfunc Only() {}\n",
    "store/store.go": """\
package store
type Reader interface { Load() string }
type Store interface { Reader; Save(x string) error }
type Sql struct { n int }
func (s *Sql) Save(x string) error { return nil }
func (s *Sql) Load() string { return "" }
type Half struct {}
func (h Half) Save(x string) error { return nil }
type Wrap struct { *Sql }
type In struct {}
func (i In) Text() string { return "" }
func (i In) Only() string { return "" }
type Out struct { In }
func (o Out) Text() string { return "" }
type Far struct { Out }
""",
    "internal/deep/d.go": "package deep\ntype D struct { N int }\nfunc Make() D { return D{} }\n",
    "odd/o.go": "package other\ntype O struct {}\n",
    "cmd/local.go": """\
package main
import "example.com/chat/model"
func local() model.Peer { return model.Peer{} }
""",
}
HEADER = """\
package main
import (
    "context"
    "errors"
    "fmt"
    "net/http"
    "strings"
    "example.com/chat/model"
    g "example.com/chat/model"
    "example.com/chat/store"
    "example.com/chat/internal/deep"
    odd "example.com/chat/odd"
)
var v = model.One
func run(f func(*model.Message)) { f(model.One) }
"""


def body(link: Link, statements: str) -> Linked:
    parameters = "m *model.Message, p model.Peer, ctx context.Context, r *http.Request, u any"
    text = f"{HEADER}func k({parameters}) {{\n{statements}\n}}\n"
    linked: Linked = link({**FILES, "cmd/main.go": text})
    return linked


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        # What packages hold, in any of their files
        ('model.New("a")', "<model.Message>"),
        ("model.Here()", "<model.Message>"),
        ("model.One", "<model.Message>"),
        ("model.Tag", "<lib builtins.str>"),
        ("model.Many()", "([<model.Message>], <lib builtins.error>)"),
        ("model.Gone", ""),
        ("model.Only", ""),
        ('g.New("a")', "<model.Message>"),
        ("deep.Make().N", "<lib builtins.int>"),
        ("odd.O{}", "<odd.O>"),
        ("local()", "<model.Peer>"),
        ("v", "<model.Message>"),
        # Types
        ('model.Message{Body: "x"}', "<model.Message>"),
        ("&model.Message{}", "<model.Message>"),
        ("new(model.Message)", "<model.Message>"),
        ("model.Alias{}", "<model.Message>"),
        ('model.ID("x")', "<model.ID>"),
        ('model.ID("x").Short()', "<lib builtins.str>"),
        ("u.(*model.Peer)", "<model.Peer>"),
        ("u", ""),
        # Fields and methods, promoted ones too
        ("m.Body", "<lib builtins.str>"),
        ("m.Peer.Name", "<lib builtins.str>"),
        ("(*m).Peer", "<model.Peer>"),
        ("m.GetPeer()", "<model.Peer>"),
        ("m.Other()", "<model.Peer>"),
        ("m.ID", "<lib builtins.int>"),
        ("m.Owner", "<model.Peer>"),
        ("m.Base", "<model.Base>"),
        ("m.Base.Owner", "<model.Peer>"),
        ("m.Name()", "<lib builtins.str>"),
        ("m.St", "<store.Store>"),
        ("m.St.Load()", "<lib builtins.str>"),
        ("m.Gone", ""),
        # Containers
        ("m.All", "[<model.Message>]"),
        ("m.All[0]", "<model.Message>"),
        ("m.All[1:]", "[<model.Message>]"),
        ('m.Table["k"]', "<model.Message>"),
        ("<-m.Ch", "<model.Message>"),
        # Of libraries
        ('fmt.Sprintf("a")', "<lib builtins.str>"),
        ("http.Get", "lib net/http.Get"),
        ('errors.New("x")', "<lib builtins.error>"),
        ("strings.Builder{}", "<lib strings.Builder>"),
        ("http.NewServeMux()", "<lib net/http.ServeMux>"),
        ("http.Gone()", ""),
        ("ctx", "<lib context.Context>"),
        ("unknown", "lib builtins.unknown"),
    ],
)
def test_expression(link: Link, expression: str, value: str) -> None:
    assert body(link, f"use({expression})").uses("cmd.k") == [value]


@pytest.mark.parametrize(
    ("statements", "values"),
    [
        ("a, err := model.Many(); use(a, err)", ["[<model.Message>]", "<lib builtins.error>"]),
        ("a, err := m.Both(); use(a, err)", ["<model.Peer>", "<lib builtins.error>"]),
        ("for _, x := range m.All { use(x) }", ["<model.Message>"]),
        ("for id, x := range m.Table { use(x) }", ["<model.Message>"]),
        ("for x := range m.Ch { use(x) }", ["<model.Message>"]),
        ("switch t := u.(type) { case *model.Message: use(t) }", ["<model.Message>"]),
        ("if t, ok := u.(model.Peer); ok { use(t, ok) }",
         ["<model.Peer>", "<lib builtins.bool>"]),
        ('x, ok := m.Table["a"]; use(x)', ["<model.Message>"]),
        ("var x model.Peer; use(x)", ["<model.Peer>"]),
        ("x := make(chan model.Peer); use(<-x)", ["<model.Peer>"]),
        ("x := []model.Peer{p}; use(x[0])", ["<model.Peer>"]),
        # Models name the type of the first of several results, or of each.
        ('r, err := http.NewRequest("GET", "/", nil); use(r, err)', ["<lib net/http.Request>", ""]),
        ('r, err := http.Get("/"); use(r, err)',
         ["<lib net/http.Response>", "<lib builtins.error>"]),
    ],
)  # fmt: skip
def test_statement(link: Link, statements: str, values: list[str]) -> None:
    assert body(link, statements).uses("cmd.k") == values


def test_closures(link: Link) -> None:
    linked = body(link, "defer func() { use(m) }(); run(func(q *model.Message) { use(q) })")
    closures = [n for n in linked.program.functions() if linked.named(n) == "cmd.k.<lambda>"]
    held = [
        linked.several(linked.linker.value(function, argument))
        for function, value in linked.program.calls_named("use")
        if function in closures
        for argument in linked.program.body(function).values[value][4]
    ]
    assert held == ["<model.Message>", "<model.Message>"]


@pytest.mark.parametrize(
    ("call", "last", "targets"),
    [
        ('model.New("a")', "New", ["model.New"]),
        ("m.GetPeer()", "GetPeer", ["@model.Message.GetPeer"]),
        # Embedded types promote their methods
        ('m.Touch("x")', "Touch", ["@model.Base.Touch"]),
        ('m.Base.Touch("x")', "Touch", ["@model.Base.Touch"]),
        ("var w store.Wrap; w.Load()", "Load", ["@store.Sql.Load"]),
        # ... but for those that they have themselves
        ("var o store.Out; o.Text()", "Text", ["@store.Out.Text"]),
        ("var o store.Out; o.In.Text()", "Text", ["@store.In.Text"]),
        ("var o store.Out; o.Only()", "Only", ["@store.In.Only"]),
        ("var o store.Far; o.Text()", "Text", ["@store.Out.Text"]),
        # An interface is implemented by what has all of its methods, embedded ones too
        ('m.St.Save("x")', "Save", ["@store.Store.Save", "@store.Sql.Save"]),
        ("m.St.Load()", "Load", ["@store.Reader.Load", "@store.Sql.Load"]),
        ('var s *store.Sql; s.Save("x")', "Save", ["@store.Sql.Save"]),
        ('var h store.Half; h.Save("x")', "Save", ["@store.Half.Save"]),
        # Of nothing known, by its name, when few have it
        ('u.Touch("x")', "Touch", ["?@model.Base.Touch"]),
        ('u.Save("x")', "Save", []),
        ("fmt.Println(m)", "Println", []),
    ],
)
def test_targets(link: Link, call: str, last: str, targets: list[str]) -> None:
    assert body(link, call).targets("cmd.k", last) == [targets]


def test_what_an_interface_hands_over_reaches_its_implementations(link: Link) -> None:
    linked = body(link, 'm.St.Save(p.Name); run(func(q *model.Message) { q.Touch("a") })')
    assert linked.callers("store.Sql.Save") == ["cmd.k"]
    assert linked.handed("store.Sql.Save", "x") == ["p.Name"]
    assert linked.handed("store.Sql.Save", "s") == ["m.St"]
    assert linked.callers("cmd.k.<lambda>") == ["cmd.run"]
    assert linked.handed("cmd.k.<lambda>", "q") == ["model.One"]


@pytest.mark.parametrize(
    ("call", "parameter", "handed"),
    [
        ("f(1, 2, 3)", "a", ["1"]),
        ("f(1, 2, 3)", "rest", ["2", "3"]),
        ("f(1, xs...)", "rest", ["xs"]),
        ("f(two())", "a", ["two()"]),
    ],
)
def test_arguments_and_parameters(link: Link, call: str, parameter: str, handed: list[str]) -> None:
    linked = link(
        {"a.go": f"package a\nfunc f(a int, rest ...int) {{}}\nfunc k(xs []int) {{ {call} }}\n"}
    )
    assert linked.handed("f", parameter) == handed


def test_the_path_of_a_module_is_learned_from_its_imports(link: Link) -> None:
    linked = link(
        {
            "server/main.go": """\
package main
import "git.example.org/team/chat/server/api"
func k() { use(api.A{}) }
""",
            "server/api/a.go": "package api\ntype A struct {}\n",
            "client/main.go": """\
package main
import "git.example.org/team/chat/client/api"
import other "github.com/else/api"
func k() { use(api.B{}, other.B{}) }
""",
            "client/api/b.go": "package api\ntype B struct {}\n",
        }
    )
    assert linked.uses("server.k") == ["<server.api.A>"]
    assert linked.uses("client.k") == ["<client.api.B>", "<lib github.com/else/api.B>"]


def test_a_package_outside_is_not_a_folder_of_the_same_name(link: Link) -> None:
    """Most imports of the tree begin with the path of its module."""
    others = {
        f"other{n}.go": 'package main\nimport "example.com/chat/log"\nvar _ = log.Own{}\n'
        for n in range(5)
    }
    linked = link(
        {
            **others,
            "main.go": """\
package main
import (
    "example.com/chat/log"
    l "log"
    x "github.com/else/log"
)
func k() { use(log.Own{}, l.Logger{}, x.Logger{}) }
""",
            "log/own.go": "package log\ntype Own struct {}\ntype Logger struct {}\n",
        }
    )
    assert linked.uses("k") == ["<log.Own>", "<lib log.Logger>", "<lib github.com/else/log.Logger>"]


def test_files_of_one_folder_see_each_other_by_package(link: Link) -> None:
    linked = link(
        {
            "p/a.go": "package p\nfunc k() { use(made(), own{}) }\n",
            "p/b.go": 'package p\ntype own struct {}\nfunc made() string { return "" }\n',
            "p/b_test.go": "package p_test\ntype own struct {}\nfunc j() { use(own{}) }\n",
            "q/b.go": "package p\nfunc made() int { return 1 }\n",
        }
    )
    assert linked.uses("p.k") == ["<lib builtins.str>", "<p.own>"]
    (unit,) = [at for at, made in enumerate(linked.program.units) if made.path == "p/b_test.go"]
    found = linked.linker.global_name(unit, "own")
    assert found == (("C", (unit, 0)),)


def test_dot_imports(link: Link) -> None:
    linked = link(
        {
            "main.go": 'package main\nimport . "example.com/x/p"\nfunc k() { use(A{}, Make()) }\n',
            "p/a.go": "package p\ntype A struct {}\nfunc Make() A { return A{} }\n",
            "q/b.go": 'package q\nimport "example.com/x/p"\nfunc j(a p.A) {}\n',
        }
    )
    assert linked.uses("k") == ["<p.A>", "<p.A>"]
