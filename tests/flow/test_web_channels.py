"""Functions that libraries call: between the pages and the main process, methods, log formats."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

MAIN = """
import { ipcMain, BrowserWindow } from 'electron';
enum Channel { Read = 'read' }
interface ChatMessage { body: string }
function load(id): ChatMessage { return db.get(id); }
const window = new BrowserWindow({});
HEARS
export function fresh(message) { SENDS }
"""
PAGE = """
import { ipcRenderer } from 'electron';
enum Channel { Read = 'read' }
HEARS
export async function act(message) { SENDS }
"""
SHOWS = "(event, v) => { console.log(v); }"


@pytest.mark.parametrize(
    ("main_hears", "page_sends"),
    [
        (f"ipcMain.on('x', {SHOWS});", "ipcRenderer.send('x', «message.body»);"),
        (f"ipcMain.on('x', {SHOWS});", "ipcRenderer.send('x', message.id, message.body);"),
        (f"ipcMain.on('x', {SHOWS});", "ipcRenderer.send('y', message.body);"),
        (f"ipcMain.once('x', {SHOWS});", "ipcRenderer.sendSync('x', «message.body»);"),
        (f"ipcMain.handle('x', {SHOWS});", "await ipcRenderer.invoke('x', «message.body»);"),
        (f"ipcMain.on(Channel.Read, {SHOWS});", "ipcRenderer.send(Channel.Read, «message.body»);"),
        (f"ipcMain.on(name, {SHOWS});", "ipcRenderer.send(name, message.body);"),
        (f"ipcMain.on(READ, {SHOWS});", "ipcRenderer.send(READ, «message.body»);"),
        (f"ipcMain.on(E.Page.Read, {SHOWS});", "ipcRenderer.send(E.Page.Read, «message.body»);"),
        (f"ipcMain.on(E.Page.Read, {SHOWS});", "ipcRenderer.send(E.Page.Write, message.body);"),
        ("ipcMain.on('x', shown); function shown(e, v) { console.log(v); }",
         "ipcRenderer.send('x', «message.body»);"),
        ("ipcMain.handle('x', (e, id) => load(id).body);",
         "console.log(«await ipcRenderer.invoke('x', 1)»);"),
        ("ipcMain.handle('x', (e, v) => v);", "console.log(await ipcRenderer.invoke('x', 1));"),
        ("ipcMain.handle('x', (e, v) => v);",
         "console.log(«await ipcRenderer.invoke('x', message.body)»);"),
    ],
)  # fmt: skip
def test_from_a_page_to_the_main_process(flows: Flows, main_hears: str, page_sends: str) -> None:
    main = MAIN.replace("HEARS", main_hears).replace("SENDS", "")
    flows({"main.ts": main, "page.ts": PAGE.replace("HEARS", "").replace("SENDS", page_sends)})


@pytest.mark.parametrize(
    ("main_sends", "page_hears"),
    [
        ("window.webContents.send('x', «message.body»);", f"ipcRenderer.on('x', {SHOWS});"),
        ("window.webContents.send('x', message.body);", f"ipcRenderer.on('y', {SHOWS});"),
        ("window.webContents.send('x', message.id);", f"ipcRenderer.once('x', {SHOWS});"),
        ("this.view.webContents.send('x', «message.body»);", f"ipcRenderer.on('x', {SHOWS});"),
        ("this.view.socket.send('x', message.body);", f"ipcRenderer.on('x', {SHOWS});"),
        ("ipcMain.on('ask', (event) => { event.reply('x', «message.body»); });",
         f"ipcRenderer.on('x', {SHOWS});"),
        ("ipcMain.on('ask', (event) => { event.sender.send('x', «message.body»); });",
         f"ipcRenderer.on('x', {SHOWS});"),
    ],
)  # fmt: skip
def test_from_the_main_process_to_a_page(flows: Flows, main_sends: str, page_hears: str) -> None:
    page = PAGE.replace("HEARS", page_hears).replace("SENDS", "")
    flows({"main.ts": MAIN.replace("HEARS", "").replace("SENDS", main_sends), "page.ts": page})


PRELOAD = """
const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('chat', {
  report: (line) => ipcRenderer.send('report', line),
  rooms: { load: (id) => ipcRenderer.invoke('load', id) },
});
"""
BEHIND = """
const { ipcMain } = require('electron');
ipcMain.on('report', (event, line) => { console.log(line); });
ipcMain.handle('load', async (event, id) => { const message = await db.find(id); return message.body; });
"""


@pytest.mark.parametrize(
    "statement",
    [
        "window.chat.report(«message.body»);",
        "chat.report(«message.body»);",
        "window.chat.report(message.id);",
        "window.other.report(message.body);",
        "console.log(«await window.chat.rooms.load(1)»);",
        "console.log(await window.chat.load(1));",
    ],
)
def test_what_a_preload_script_offers(flows: Flows, statement: str) -> None:
    page = f"async function act(message) {{ {statement} }}"
    flows({"preload.js": PRELOAD, "main.js": BEHIND, "page.js": page})
    other = PRELOAD.replace("'electron'", "'electron/renderer'")
    flows({"preload.js": other, "main.js": BEHIND, "page.js": page})


@pytest.mark.parametrize(
    "methods",
    [
        "Meteor.methods({ post(room, messageText) { console.log(«messageText»); } });",
        "Meteor.methods({ post(room, text) { console.log(room); } });",
        "Meteor.methods<Methods>({ async post(room, v) { console.log(room); eval(«unsafe-deserialization|v»); } });",
        "Meteor.methods({ 'rooms/post': function (v) { eval(«unsafe-deserialization|v»); } });",
        "const own = { post: (v) => { eval(«unsafe-deserialization|v»); } }; Meteor.methods(own);",
        "Meteor.publish('room', function (v) { eval(«unsafe-deserialization|v.code»); });",
        "new ValidatedMethod({ name: 'post', run({ code }) { eval(«unsafe-deserialization|code»); } });",
        "new ValidatedMethod({ name: 'post', check({ code }) { eval(code); } });",
        "Other.methods({ post(v) { eval(v); } });",
    ],
)
def test_methods_of_a_server(flows: Flows, methods: str) -> None:
    imports = (
        "import { Meteor } from 'meteor/meteor';\n"
        "import { ValidatedMethod } from 'meteor/mdg:validated-method';\n"
    )
    flows({"server/methods.ts": imports + methods})


@pytest.mark.parametrize(
    "call",
    [
        "Meteor.call('post', message.id, «message.body»);",
        "await Meteor.callAsync('post', message.id, «message.body»);",
        "Meteor.call('post', message.body, message.id);",
        "Meteor.call('other', message.id, message.body);",
    ],
)
def test_a_method_that_a_client_calls(flows: Flows, call: str) -> None:
    begin = "import { Meteor } from 'meteor/meteor';\n"
    methods = f"{begin}Meteor.methods({{ post(room, v) {{ console.log(v); }} }});"
    client = f"{begin}export async function act(message) {{ {call} }}"
    flows({"server/methods.ts": methods, "client/act.ts": client})


@pytest.mark.parametrize(
    "statement",
    [
        "morgan.token('body', (req) => «JSON.stringify(req.body)»);",
        "morgan.token('text', function text(req) { return «req.body.messageText»; });",
        "morgan.token('auth', (req) => «credential-in-logs|req.headers.authorization»);",
        "morgan.token('size', (req) => req.body.length);",
        "morgan.token('room', (req) => req.params.room);",
        "app.use(morgan((tokens, req, res) => «[tokens.method(req, res), JSON.stringify(req.body)].join(' ')»));",
        "app.use(morgan((tokens, req, res) => [tokens.method(req, res), req.path].join(' ')));",
        "app.use(winston.logger({ dynamicMeta: (req, res) => («{ body: req.body }»), meta: false }));",
        "app.use(pino({ redact: [], customProps: (req) => («{ text: req.body.messageText }») }));",
        "app.use(pino({ redact: [], genReqId: (req) => req.body.message }));",
        "«credential-in-logs|morgan(':method :url :req[Authorization]')»;",
        "morgan(':method :req[user-agent]');",
        "«credential-in-logs|pino()»;",
        "pino({ serializers: { req: (req) => req.id } });",
        "«credential-in-logs|winston.logger({ meta: true })»;",
        "winston.logger({ meta: false });",
    ],
)
def test_loggers_of_requests(flows: Flows, statement: str) -> None:
    flows(
        {
            "server/app.js": "import express from 'express';\n"
            "import morgan from 'morgan';\n"
            "import pino from 'pino-http';\n"
            "import * as winston from 'express-winston';\n"
            f"const app = express();\n{statement}\n"
        }
    )


@pytest.mark.parametrize(
    "begin", ["import ask from 'axios';", "const ask = require('axios');", "import * as ask from 'axios';"]
)  # fmt: skip
def test_a_module_that_is_called_itself(flows: Flows, begin: str) -> None:
    flows(
        {
            "client/a.js": f"{begin}\nexport function f(token) {{ ask(«personal-data-in-url|{{ url: `https://h.example/?token=${{token}}` }}»); }}"
        }
    )


@pytest.mark.parametrize(
    "statement",
    [
        "import debug from 'debug'; const say = debug('app'); ACT say('sent', «message.body»); END",
        "const debug = require('debug')('app'); ACT debug('sent', «message.body»); END",
        "const debug = require('debug')('app'); ACT debug('sent', message.id); END",
        "const say = other('app'); ACT say('sent', message.body); END",
        "import bunyan from 'bunyan'; const l = bunyan.createLogger({}); ACT l.info(«{ message }»); END",
        "import $ from 'jquery'; ACT $('#a').find('p').html(«message-rendered-as-markup|message.body»); END",
        "import $ from 'jquery'; ACT $('#a').text(message.body); END",
        "import io from 'socket.io-client'; io('/').on('run', (x) => eval(«unsafe-deserialization|x»));",
        "import io from 'socket.io-client'; io('/').on('run', (x) => show(x));",
        "ACT const form = new FormData(); form.append('last', message.body); END",
    ],
)  # fmt: skip
def test_more_libraries(flows: Flows, statement: str) -> None:
    begin = "interface ChatMessage { id: string; body: string }\n"
    act = statement.replace("ACT", "export function act(message: ChatMessage) {")
    flows({"src/a.ts": f"{begin}{act.replace('END', '}')}"})


@pytest.mark.parametrize(
    "entry",
    [
        "'last message', «content-in-crash-reports|message.body»",
        "'last message', message.id",
        "'token_cached', String(account.accessToken)",
        "'token', «content-in-crash-reports|account.accessToken»",
    ],
)
def test_forms_that_report_errors(flows: Flows, entry: str) -> None:
    flows(
        {
            "src/rageshake.ts": "interface ChatMessage { id: string; body: string }\n"
            "interface Account { id: string; accessToken: string }\n"
            "export function collect(message: ChatMessage, account: Account) {\n"
            f"const form = new FormData(); form.append({entry}); }}"
        }
    )
