"""TypeScript and JavaScript: modules by path, what they export, and the packages of a monorepo."""

from __future__ import annotations

import pytest

from msgsec_lint.link import entities as e
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import Program
from msgsec_lint.syntax.javascript import lower_typescript
from tests.link.conftest import LIBRARY, Link

FILES = {
    "src/model.ts": """\
export class M {
    body: string;
    peer: Peer;
    constructor(b: string) { this.body = b; }
    get first(): Peer { return this.peer; }
    static make(x: string): M { return new M(x); }
    load(): Promise<Peer> { return null; }
}
export interface Peer { name: string; ring(): void }
export default class Main { m: M; }
export const one = new M("a");
export function f(x: M): Peer { return x.peer; }
export type Alias = M;
export { f as renamed };
export const arrow = (x: string) => new M(x);
""",
    "src/index.ts": """\
import { M } from "./model";
export * from "./model";
export * as all from "./model";
export { f as g, default as Default } from "./model";
export { M as Message };
export { default } from "./model";
""",
    "src/deep/index.ts": 'export { one } from "../model";\nexport class Deep {}\n',
    "src/legacy.js": """\
const { M } = require("./model");
function old() { return new M("x"); }
class C { go() { return old(); } }
module.exports = { old, C, third: new C() };
module.exports.later = old;
exports.extra = () => new M("q");
""",
    "src/single.js": "module.exports = class Only { m() { return this; } };\n",
    "src/api.ts": """\
import { M, one } from "./model";
function load() { return one; }
export default { make(x: string) { return new M(x); }, load, get: load, arrow: () => one, one };
""",
    "src/held.js": "const held = { make(x) { return `${x}`; } };\nexport default held;\n"
    "export const named = held;\nexport { named as again };\n",
    "src/both.js": "export class M { m() {} }\n",
    "src/both.d.ts": "export declare class M { m(): void }\n",
    "src/makes.js": "module.exports = function make() { return 1; };\n",
    "src/view.vue": "<script>\nimport { one } from './model';\nexport const seen = one;\n</script>\n",
    "packages/core/src/index.ts": "export class Core { n: number; }\n",
    "packages/core/src/util/x.ts": "export class Util {}\n",
    "other/model.ts": "export class Wrong {}\n",
}


def uses(link: Link, imports: str, expression: str) -> list[str]:
    text = f"{imports}\nexport async function k(u) {{ use({expression}); }}\n"
    found: list[str] = link({**FILES, "src/k.ts": text}).uses("src.k.k")
    return found


@pytest.mark.parametrize(
    ("imports", "expression", "value"),
    [
        # Names of a module
        ('import { M } from "./model"', 'new M("a")', "<src.model.M>"),
        ('import { M } from "./model"', 'M.make("a")', "<src.model.M>"),
        ('import { M as X } from "./model"', 'new X("a").first', "<src.model.Peer>"),
        ('import { M } from "./model.js"', 'new M("a")', "<src.model.M>"),
        ('import { one } from "./model"', "one", "<src.model.M>"),
        ('import { one } from "./model"', "await one.load()", "<src.model.Peer>"),
        ('import { f, one } from "./model"', "f(one).name", "<lib builtins.str>"),
        ('import { renamed } from "./model"', "renamed(1)", "<src.model.Peer>"),
        ('import { arrow } from "./model"', 'arrow("a")', "<src.model.M>"),
        ('import { one } from "./view.vue"', "one", "<src.model.M>"),
        ('import { seen } from "./view.vue"', "seen", "<src.model.M>"),
        # Types
        ('import type { M } from "./model"', "u as M", "<src.model.M>"),
        ('import { type Peer } from "./model"', "(u as Peer).name", "<lib builtins.str>"),
        ('import { Alias } from "./model"', "u as Alias", "<src.model.M>"),
        # The default, and the whole module
        ('import Main from "./model"', "new Main().m.peer", "<src.model.Peer>"),
        ('import Main, { one } from "./model"', "one", "<src.model.M>"),
        ('import * as all from "./model"', "all", "module src/model.ts"),
        ('import * as all from "./model"', 'new all.M("a")', "<src.model.M>"),
        ('import * as all from "./model"', "all.one.peer", "<src.model.Peer>"),
        ("", '(await import("./model")).one', "<src.model.M>"),
        # Re-exports and index files
        ('import { M } from "."', 'new M("a")', "<src.model.M>"),
        ('import { M } from "./index"', 'new M("a")', "<src.model.M>"),
        ('import { g } from "./index"', "g(1)", "<src.model.Peer>"),
        ('import { Default } from "./index"', "new Default()", "<src.model.Main>"),
        ('import { all } from "./index"', "all.one", "<src.model.M>"),
        ('import { Message } from "./index"', 'new Message("a")', "<src.model.M>"),
        ('import Main from "./index"', "new Main()", "<src.model.Main>"),
        ('import { one } from "./deep"', "one", "<src.model.M>"),
        ('import { Deep } from "./deep/index"', "new Deep()", "<src.deep.index.Deep>"),
        # Aliases of the source folder, the nearest where several match
        ('import { M } from "@/model"', 'new M("a")', "<src.model.M>"),
        ('import { M } from "~/model"', 'new M("a")', "<src.model.M>"),
        ('import { M } from "src/model"', 'new M("a")', "<src.model.M>"),
        # Packages of a monorepo
        ('import { Core } from "@acme/core"', "new Core()", "<packages.core.src.index.Core>"),
        ('import { Util } from "@acme/core/lib/util/x"', "new Util()",
         "<packages.core.src.util.x.Util>"),
        ('import { Util } from "@acme/core/util/x"', "new Util()",
         "<packages.core.src.util.x.Util>"),
        # CommonJS
        ('const { old } = require("./legacy")', "old()", "<src.model.M>"),
        ('const { old: o } = require("./legacy")', "o()", "<src.model.M>"),
        ('const legacy = require("./legacy")', "legacy.old()", "<src.model.M>"),
        ('const legacy = require("./legacy")', "new legacy.C().go()", "<src.model.M>"),
        ('const legacy = require("./legacy")', "legacy.third", "<src.legacy.C>"),
        ('const legacy = require("./legacy")', "legacy.later()", "<src.model.M>"),
        ('const { extra } = require("./legacy")', "extra()", "<src.model.M>"),
        ('import { old } from "./legacy"', "old()", "<src.model.M>"),
        ('import legacy from "./legacy"', "legacy.old()", "<src.model.M>"),
        ('const Only = require("./single")', "new Only().m()", "<src.single.Only>"),
        ('import Only from "./single"', "new Only()", "<src.single.Only>"),
        ('const made = require("./makes")', "made", "src.makes.make()"),
        # An object as the default
        ('import api from "./api"', 'api.make("a")', "<src.model.M>"),
        ('import api from "./api"', "api.load()", "<src.model.M>"),
        ('import api from "./api"', "api.get()", "<src.model.M>"),
        ('import api from "./api"', "api.arrow()", "<src.model.M>"),
        ('import api from "./api"', "api.one", "<src.model.M>"),
        ('import api from "./api"', "api.gone", ""),
        ('import held from "./held"', "held.make", "src.held.make()"),
        ('import { named } from "./held"', "named.make", "src.held.make()"),
        ('import { again } from "./held"', "again.make(1)", "<lib builtins.str>"),
        ('import { named } from "./held"', "named.gone", ""),
        ("const o = { a() { return u; }, b: f }; function f() {}", "o.b", "src.k.f()"),
        # Declarations beside what they declare
        ('import { M } from "./both"', "new M()", "<src.both.M>"),
        # Not of the tree
        ('import fs from "fs"', "fs", "lib fs"),
        ('import * as fs from "fs"', "fs.readFile", "lib fs.readFile"),
        ('import { readFile as read } from "node:fs"', "read", "lib fs.readFile"),
        ('import { x } from "lodash"', "x", "lib lodash.x"),
        ('import { Core } from "core"', "new Core()", "<lib core.Core>"),
        ('import { x } from "./gone"', "x", ""),
        ('import { gone } from "./model"', "gone", ""),
        ("", "console.log", "lib console.log"),
        ("", "someGlobal", "lib someGlobal"),
    ],
)  # fmt: skip
def test_names(link: Link, imports: str, expression: str, value: str) -> None:
    assert uses(link, imports, expression) == [value]


def test_calls_reach_functions_through_re_exports(link: Link) -> None:
    linked = link(
        {
            "lib/send.ts": "export function send(x: string, n = 1) {}\nexport class A { m(y) {} }\n",
            "lib/index.ts": 'export { send as tell } from "./send";\nexport * from "./send";\n',
            "app.ts": """\
import { tell, A } from "./lib";
import * as lib from "./lib";
function k(s: string, a: A) {
    tell(s);
    lib.send(s, 2);
    a.m(s);
}
""",
        }
    )
    assert linked.targets("app.k", "tell") == [["lib.send.send"]]
    assert linked.targets("app.k", "send") == [["lib.send.send"]]
    assert linked.targets("app.k", "m") == [["@lib.send.A.m"]]
    assert linked.handed("lib.send.A.m", "y") == ["s"]


def test_circles_of_re_exports_end(link: Link) -> None:
    linked = link(
        {
            "a.ts": 'export * from "./b";\nexport const here = "x";\n',
            "b.ts": 'export * from "./a";\nexport { gone } from "./a";\n',
            "k.ts": 'import { gone, here } from "./b";\nfunction k() { use(gone, here); }\n',
        }
    )
    assert linked.uses("k.k") == ["", "<lib builtins.str>"]


def test_methods_are_overridden_and_called_back(link: Link) -> None:
    linked = link(
        {
            "a.ts": """\
export abstract class Base { abstract act(x: string): void; run(x: string) { this.act(x); } }
export class One extends Base { act(x: string) { f(x); } }
export function each(cb: (m: string) => void, s: string) { cb(s); }
export function k(s: string) { each(q => use(q), s); }
"""
        }
    )
    assert linked.targets("a.Base.run", "act") == [["@a.Base.act", "@a.One.act"]]
    assert linked.callers("a.k.<lambda>") == ["a.each"]
    assert linked.handed("a.k.<lambda>", "q") == ["s"]


class Told:
    """Names of modules as build files would tell them."""

    def candidates(self, module: str, importer: str) -> list[str]:
        return {("core", "app/a.ts"): ["gone/x", "core/x.d.ts", "core/x.js"]}.get(
            (module, importer), []
        )


def test_build_files_tell_what_names_mean() -> None:
    source = b"import { C } from 'core'; import { c } from 'core'; use(new C(), c);"
    files = {
        "app/a.ts": lower_typescript(source),
        "core/x.js": lower_typescript(b"export class C {} export const c = new C();"),
        "core/x.d.ts": lower_typescript(b"export declare class C {} export declare const c: C;"),
    }
    program = Program(sorted(files.items()))
    linker = Linker(program, LIBRARY, imports=Told())
    unit = next(index for index, one in enumerate(program.units) if one.path == "core/x.js")
    (site,) = program.calls_named("use")
    arguments = program.body(site[0]).values[site[1]][4]
    assert [linker.value(site[0], a) for a in arguments] == [((e.INSTANCE, (unit, 0)),)] * 2


def test_this_in_an_object_is_the_object(link: Link) -> None:
    linked = link(
        {
            "src/log.js": """\
            const log = {
                write(x) { print(x); },
                info(x) { this.write(x); },
                old: function (x) { this.write(x); },
            };
            export default log;
            """
        }
    )
    assert len(linked.calls.callers(linked.function("src.log.write"))) == 2
