"""What JavaScript's frameworks and emitters hand to functions, and what promises hand on."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

NEST = """
import { Body, Controller, Headers, Param, Post, Query } from '@nestjs/common';
@Controller('x')
export class C {
  @Post() a(ARGUMENT) { console.log(SHOWN); }
}
"""


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        ("@Body() dto: any", "«dto»"),
        ("@Body() dto: any", "JSON.stringify(«dto»)".replace("JSON.stringify(«dto»)", "«JSON.stringify(dto)»")),
        ("@Body('count') n: any", "n"),
        ("@Headers() all: any", "«credential-in-logs|all»"),
        ("@Headers('authorization') x: string", "«credential-in-logs|x»"),
        ("@Headers('accept') x: string", "x"),
        ("@Param('id') id: string", "id"),
        ("@Query() q: any", "q"),
        ("dto: any", "dto"),
    ],
)  # fmt: skip
def test_decorated_parameters(flows: Flows, argument: str, shown: str) -> None:
    flows({"app.ts": NEST.replace("ARGUMENT", argument).replace("SHOWN", shown)})


EMITTERS = """
import { EventEmitter } from 'events';
interface ChatMessage { id: string; body: string }
export const bus = new EventEmitter();
const other = new EventEmitter();
enum Events { Got = 'got' }
class Room extends EventEmitter {
  take(message: ChatMessage) { this.emit('taken', MARK1); }
}
const room = new Room();
LISTEN
export function f(message: ChatMessage) { EMIT }
"""
SHOWS = "(v) => { console.log(v); }"


@pytest.mark.parametrize(
    ("listen", "emit", "taken"),
    [
        (f"bus.on('x', {SHOWS});", "bus.emit('x', «message.body»);", ""),
        (f"bus.on('x', {SHOWS});", "bus.emit('x', message.id, message.body);", ""),
        (f"bus.on('x', {SHOWS});", "bus.emit('y', message.body);", ""),
        (f"bus.on('x', {SHOWS});", "other.emit('x', message.body);", ""),
        (f"bus.once(Events.Got, {SHOWS});", "bus.emit(Events.Got, «message.body»);", ""),
        (f"bus.on(name, {SHOWS});", "bus.emit(name, message.body);", ""),
        (f"room.on('taken', {SHOWS});", "room.take(message);", "«»"),
        (f"bus.on('taken', {SHOWS});", "room.take(message);", ""),
        (f"const b = bus; b.on('x', {SHOWS});", "bus.emit('x', «message.body»);", ""),
        (f"socket.on('x', {SHOWS});", "socket.emit('x', message.body);", ""),
    ],
)
def test_events_of_one_emitter(flows: Flows, listen: str, emit: str, taken: str) -> None:
    mark = "«message.body»" if taken else "message.body"
    text = EMITTERS.replace("MARK1", mark).replace("LISTEN", listen).replace("EMIT", emit)
    flows({"app.ts": text})


def test_an_emitter_of_another_module(flows: Flows) -> None:
    text = EMITTERS.replace("MARK1", "message.id").replace("LISTEN", "")
    flows(
        {
            "bus.ts": text.replace("EMIT", "bus.emit('x', «message.body»);"),
            "show.ts": f"import {{ bus }} from './bus';\nbus.on('x', {SHOWS});\n",
        }
    )


PROMISES = """
interface ChatMessage { id: string; body: string }
async function load(message: ChatMessage) { return message.body; }
export async function f(message: ChatMessage) { STATEMENTS }
"""


@pytest.mark.parametrize(
    "statements",
    [
        "const [a, b] = await Promise.all([message.id, load(message)]); console.log(«b»);",
        "const [a, b] = await Promise.all([message.id, load(message)]); console.log(a);",
        "load(message).then((b) => { console.log(«b»); }).finally(() => {});",
        "console.log(«await Promise.race([load(message), 1])»);",
        "console.log(«await new Promise((done) => done(message.body))»);",
        "console.log(«await new Promise((done) => setTimeout(() => done(message.body), 1))»);",
        "console.log(await new Promise((done, fail) => done(message.id)));",
        "new Promise<string>((done) => { done(message.body); }).then((x) => console.log(«x»));",
    ],
)
def test_promises(flows: Flows, statements: str) -> None:
    flows({"app.ts": PROMISES.replace("STATEMENTS", statements)})


STATE = """
import React, { useState } from 'react';
interface ChatMessage { id: string; body: string }
export function View({ message }: { message: ChatMessage }) {
  const [shown, setShown] = HOOK('');
  const [other, setOther] = HOOK('');
  const take = () => { SET };
  return <p onClick={take} onBlur={() => console.log(SHOWN)} />;
}
"""


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("setShown(message.body);", "«shown»"),
        ("setShown((old) => old + message.body);", "«shown»"),
        ("setTimeout(() => { setShown(message.body); }, 1);", "«shown»"),
        ("setShown(message.id);", "shown"),
        ("setShown(message.body);", "other"),
    ],
)
@pytest.mark.parametrize("hook", ["useState", "React.useState"])
def test_state_is_what_is_set(flows: Flows, hook: str, setting: str, shown: str) -> None:
    text = STATE.replace("HOOK", hook).replace("SET }", setting + " }").replace("SHOWN", shown)
    flows({"app.tsx": text})


COMPONENTS = """
import React, { createContext, memo, useContext } from 'react';
interface ChatMessage { id: string; body: string }
const Ctx = createContext<{ current: ChatMessage } | null>(null);
const Text = createContext("");
COMPONENT
export function View({ message }: { message: ChatMessage }) { return ELEMENT; }
"""


@pytest.mark.parametrize(
    ("component", "element"),
    [
        ("function B({ shown }) { console.log(«shown»); }", "<B shown={message.body} />"),
        ("function B({ shown }) { console.log(shown); }", "<B shown={message.id} a={message.body} />"),
        ("function B(props) { console.log(«props.shown»); }", "<B shown={message.body} />"),
        ("function B({ children }) { console.log(«children»); }", "<B a={1}>{message.body}</B>"),
        ("const B = memo(({ shown }) => { console.log(«shown»); });", "<B shown={message.body} />"),
        (
            "function B() { const t = useContext(Text); console.log(«t»); }",
            "<Text.Provider value={message.body}><B /></Text.Provider>",
        ),
        (
            "function B() { const t = useContext(Text); console.log(t); }",
            "<Ctx.Provider value={message.body}><B /></Ctx.Provider>",
        ),
        (
            "function B() { const { current } = useContext(Ctx); console.log(«current»); }",
            "<Ctx.Provider value={{ current: message.body }}><B /></Ctx.Provider>",
        ),
    ],
)  # fmt: skip
def test_what_components_are_given(flows: Flows, component: str, element: str) -> None:
    flows({"app.tsx": COMPONENTS.replace("COMPONENT", component).replace("ELEMENT", element)})
