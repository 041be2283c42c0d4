"""Exceptions: what one carries is known in its handler, if it can come from the guarded block."""

from __future__ import annotations

import pytest

from tests.flow.conftest import INFO, SAYS, Flows

BAD = """
class Bad(Exception): pass
class Rich(Exception):
    def __init__(self, text):
        self.text = text
def parse(message_text): raise Bad(message_text)
def count(n): raise Bad(n)
def fail(x): raise Bad(x)
def rich(message_text): raise Rich(message_text)
def poor(n): raise Rich(n)
"""
LINE = BAD.count("\n") + 1


@pytest.mark.parametrize(
    ("block", "other"),
    [
        ("parse(x)", "count(x)"),
        # Through functions in between
        ("step(x)", "harmless(x)"),
        ("object_.act(x)", "object_.rest(x)"),
        # Only calls inside the block count
        ("parse(x)", "count(x); y = 1"),
    ],
)
def test_of_two_places_that_raise_only_one_is_reached(flows: Flows, block: str, other: str) -> None:
    (found,) = flows(
        f"""{BAD}
class Acts:
    def act(self, x): return step(x)
    def rest(self, x): return harmless(x)
def step(x): return parse(x)
def harmless(x): return count(x)
def f(x, object_: Acts):
    try: {block}
    except Bad as e: log.info(«e»)
def g(x, object_: Acts):
    try: {other}
    except Bad as e: log.info(e)
"""
    )
    assert found[:2] == [f"6 {SAYS}", "6 put into a Bad"]
    assert found[-2:] == [f"{LINE + 8} caught Bad", f"{LINE + 8} {INFO}"]


@pytest.mark.parametrize(
    "block",
    [
        "parse(x)\n    try: count(x)\n    except Bad as e: log.info(e)",
        "try: count(x)\n    except Bad as e: log.info(e)\n    parse(x)",
        "try: count(x)\n    except Bad as e:\n        log.info(e)\n        parse(x)",
        "try: count(x)\n    except Bad as e: log.info(e)\n    else: parse(x)",
        "try: count(x)\n    except Bad as e: log.info(e)\n    finally: parse(x)",
    ],
)
def test_calls_outside_of_the_block_raise_nothing_in_it(flows: Flows, block: str) -> None:
    assert flows(f"{BAD}\ndef f(x):\n    {block}\n") == []


def test_raised_in_the_block_itself(flows: Flows) -> None:
    assert flows(
        f"""{BAD}
def f(message_text):
    try: raise Bad(message_text)
    except Bad as e: log.info(«e»)
def g(n):
    try: raise Bad(n)
    except Bad as e: log.info(e)
"""
    ) == [
        [
            f"{LINE + 1} {SAYS}",
            f"{LINE + 2} put into a Bad",
            f"{LINE + 3} caught Bad",
            f"{LINE + 3} {INFO}",
        ]
    ]


def test_what_the_block_hands_over_is_what_its_exception_carries(flows: Flows) -> None:
    assert flows(
        f"""{BAD}
def f(message_text):
    try: fail(message_text)
    except Bad as e: log.info(«e»)
def g(n):
    try: fail(n)
    except Bad as e: log.info(e)
"""
    ) == [
        [
            f"{LINE + 1} {SAYS}",
            f"{LINE + 2} handed to fail() as `x`",
            "8 put into a Bad",
            f"{LINE + 3} caught Bad",
            f"{LINE + 3} {INFO}",
        ]
    ]


@pytest.mark.parametrize("elsewhere", ["message_text", "password", "private_key"])
def test_what_others_hand_over_does_not_take_its_place(flows: Flows, elsewhere: str) -> None:
    """Another caller hands over something surer, or something worse, to the same function."""
    (found,) = flows(
        f"""{BAD}
def f(session):
    plain = session.decrypt(1)
    try: fail(plain)
    except Bad as e: log.info(«e»)
def g({elsewhere}): fail({elsewhere})
"""
    )
    assert found[0].startswith(f"{LINE + 2} ")
    assert found[1] == f"{LINE + 3} handed to fail() as `x`"
    assert found[-1] == f"{LINE + 4} {INFO}"


def test_what_callers_of_the_block_hand_to_it(flows: Flows) -> None:
    (found,) = flows(
        f"""{BAD}
def f(x):
    try: fail(x)
    except Bad as e: log.info(«e»)
def top(message_text): f(message_text)
def g(x):
    try: fail(x)
    except Bad as e: log.info(e)
def other(n): g(n)
"""
    )
    assert found[:3] == [
        f"{LINE + 4} {SAYS}",
        f"{LINE + 4} handed to f() as `x`",
        f"{LINE + 2} handed to fail() as `x`",
    ]


def test_fields_of_exceptions(flows: Flows) -> None:
    (found,) = flows(
        f"""{BAD}
def f(x):
    try: rich(x)
    except Rich as e: log.info(«e.text»)
def g(x):
    try: poor(x)
    except Rich as e: log.info(e.text)
"""
    )
    assert found == [
        f"9 {SAYS}",
        "9 handed to Rich.__init__() as `text`",
        "5 kept in Rich.text",
        f"{LINE + 3} {INFO}",
    ]


def test_an_exception_that_a_handler_hands_on(flows: Flows) -> None:
    (found,) = flows(
        f"""{BAD}
def report(e: Bad): log.info(e)
def f(x):
    try: parse(x)
    except Bad as e: report(«e»)
def g(x):
    try: count(x)
    except Bad as e: report(e)
"""
    )
    assert found[-3:] == [
        f"{LINE + 4} caught Bad",
        f"{LINE + 4} report() hands it on",
        f"{LINE + 1} {INFO}",
    ]


JAVA = """\
package app.x;
import android.util.Log;
import java.io.IOException;
class Bad extends Exception { Bad(String m) { super(m); } }
class Rich extends Exception {
    private final String text;
    Rich(String text) { this.text = text; }
    String getText() { return text; }
}
class Shut extends Exception {
    private final String text;
    Shut(String text, int n) { super("bad " + n); this.text = text; }
    String getText() { return text; }
}
class Deep extends Shut { Deep(String a, int n) { super(a, n); } }
class Open extends Bad { Open(int n, String a) { super("n " + a); } Open(String b) { this(1, b); } }
class A {
    void shut(String messageText, int n) throws Shut { throw new Shut(messageText, n); }
    void deep(String messageText) throws Deep { throw new Deep(messageText, 1); }
    void open(String messageText) throws Open { throw new Open(messageText); }
    void parse(String messageText) throws Bad { throw new Bad("cannot parse " + messageText); }
    void count(int n) throws Bad { throw new Bad("n " + n); }
    void step(String y) throws Bad { parse(y); }
    void fail(String x) throws Bad { throw new Bad(x); }
    void rich(String messageText) throws Rich { throw new Rich(messageText); }
    void poor(int n) throws Rich { throw new Rich("" + n); }
    void lib(String messageText) { throw new IllegalStateException("x " + messageText); }
    void calm(int n) { throw new IllegalStateException("x " + n); }
    void f(String y, int n, String messageText) { BLOCK }
    void g(String password) throws Bad { fail(password); }
}
"""


@pytest.mark.parametrize(
    "block",
    [
        'try { parse(y); } catch (Bad e) { Log.d("t", «e.getMessage()»); }',
        'try { parse(y); } catch (Bad e) { Log.d("t", "a", «e»); }',
        'try { parse(y); } catch (Bad e) { Log.d("t", «"a" + e»); }',
        'try { parse(y); } catch (Bad | IOException e) { Log.d("t", «e.toString()»); }',
        'try { parse(y); } catch (Exception e) { Log.d("t", «e.getMessage()»); }',
        'try { step(y); } catch (Bad e) { Log.d("t", «e.getMessage()»); }',
        'try { fail(messageText); } catch (Bad e) { Log.d("t", «e.getMessage()»); }',
        'try { rich(y); } catch (Rich e) { Log.d("t", «e.getText()»); }',
        'try { lib(y); } catch (IllegalStateException e) { Log.d("t", «e.getMessage()»); }',
        'try { lib(y); } catch (Exception e) { Log.d("t", "a", «e»); }',
        'try { shut(y, n); } catch (Shut e) { Log.d("t", «e.getText()»); }',
        'try { open(y); } catch (Open e) { Log.d("t", «e.getMessage()»); }',
        'try { throw new Bad(messageText); } catch (Bad e) { Log.d("t", «e.getMessage()»); }',
    ],
)
def test_java(flows: Flows, block: str) -> None:
    (found,) = flows({"A.java": JAVA.replace("BLOCK", block)})
    assert found[0].endswith("`messageText`: the name says message text")


@pytest.mark.parametrize(
    "block",
    [
        'try { count(n); } catch (Bad e) { Log.d("t", e.getMessage()); }',
        'try { count(n); } catch (Bad e) { Log.d("t", "a", e); }',
        'try { fail("" + n); } catch (Bad e) { Log.d("t", e.getMessage()); }',
        'try { poor(n); } catch (Rich e) { Log.d("t", e.getText()); }',
        'try { shut(y, n); } catch (Shut e) { Log.d("t", e.getMessage()); }',
        'try { shut(y, n); } catch (Shut e) { Log.d("t", "a", e); }',
        'try { shut(y, n); } catch (Exception e) { Log.d("t", "a" + e); }',
        'try { deep(y); } catch (Deep e) { Log.d("t", e.getMessage()); }',
        'try { throw new Shut(messageText, n); } catch (Shut e) { Log.d("t", "" + e); }',
        'try { calm(n); } catch (IllegalStateException e) { Log.d("t", e.getMessage()); }',
        'try { lib(y); } catch (IOException e) { Log.d("t", e.getMessage()); }',
        'try { parse(y); } catch (Bad e) { Log.d("t", "a" + e.getClass()); }',
        'try { parse(y); } catch (Bad e) { Log.d("t", "a"); }',
        'parse(y); try { count(n); } catch (Bad e) { Log.d("t", e.getMessage()); }',
    ],
)
def test_java_that_tells_nothing(flows: Flows, block: str) -> None:
    assert flows({"A.java": JAVA.replace("BLOCK", block)}) == []


KOTLIN = """\
package app.x
import android.util.Log
import java.io.IOException
class Bad(message: String) : Exception(message)
data class Told(val text: String) : Exception()
class Shut(val text: String) : Exception("bad")
class Own(override val message: String) : Exception()
class A {
    fun shut(messageText: String) { throw Shut(messageText) }
    fun own(messageText: String) { throw Own(messageText) }
    fun parse(messageText: String) { throw Bad("cannot parse $messageText") }
    fun count(n: Int) { throw Bad("n $n") }
    fun told(messageText: String) { throw Told(messageText) }
    fun wants(messageText: String) { require(messageText.isEmpty()) { "bad $messageText" } }
    fun err(messageText: String) { error("bad $messageText") }
    fun calm(n: Int) { error("bad $n") }
    fun f(y: String, n: Int) { BLOCK }
}
"""


@pytest.mark.parametrize(
    "block",
    [
        'try { parse(y) } catch (e: Bad) { Log.d("t", «e.message») }',
        'try { parse(y) } catch (e: Bad) { Log.d("t", «"a ${e.message}"») }',
        'try { parse(y) } catch (e: Bad) { Log.d("t", "a", «e») }',
        'try { parse(y) } catch (e: Exception) { Log.d("t", «"a $e"») }',
        'val r = try { parse(y) } catch (e: Bad) { Log.d("t", «e.message ?: "x"») }',
        'runCatching { parse(y) }.onFailure { Log.d("t", "a", «it») }',
        'runCatching { parse(y) }.onFailure { e -> Log.d("t", «"${e.message}"») }',
        'try { told(y) } catch (e: Told) { Log.d("t", «"a $e"») }',
        'try { shut(y) } catch (e: Shut) { Log.d("t", «e.text») }',
        'try { own(y) } catch (e: Own) { Log.d("t", «"a $e"») }',
        'try { wants(y) } catch (e: IllegalArgumentException) { Log.d("t", «"a $e"») }',
        'try { err(y) } catch (e: IllegalStateException) { Log.d("t", «e.message») }',
    ],
)
def test_kotlin(flows: Flows, block: str) -> None:
    (found,) = flows({"A.kt": KOTLIN.replace("BLOCK", block)})
    assert found[0].endswith("`messageText`: the name says message text")


@pytest.mark.parametrize(
    "block",
    [
        'try { count(n) } catch (e: Bad) { Log.d("t", "a ${e.message}") }',
        'try { shut(y) } catch (e: Shut) { Log.d("t", "a ${e.message} $e") }',
        'try { calm(n) } catch (e: Exception) { Log.d("t", "a", e) }',
        'runCatching { count(n) }.onFailure { Log.d("t", "a", it) }',
        'parse(y); runCatching { count(n) }.onFailure { Log.d("t", "a", it) }',
        'try { err(y) } catch (e: IOException) { Log.d("t", "a", e) }',
        'try { parse(y) } catch (e: Bad) { Log.d("t", "a ${e.javaClass}") }',
    ],
)
def test_kotlin_that_tells_nothing(flows: Flows, block: str) -> None:
    assert flows({"A.kt": KOTLIN.replace("BLOCK", block)}) == []


def test_an_exception_of_java_caught_in_kotlin(flows: Flows) -> None:
    found = flows(
        {
            "A.java": JAVA.replace("BLOCK", ""),
            "K.kt": """\
package app.x
import android.util.Log
fun k(a: A, y: String) {
    try { a.parse(y) } catch (e: Bad) { Log.d("t", «e.message») }
}
fun j(a: A, n: Int) {
    try { a.count(n) } catch (e: Bad) { Log.d("t", e.message) }
}
""",
        }
    )
    assert [way[0] for way in found] == [
        "A.java:21 `messageText`: the name says message text",
    ]


WEB = """
import * as Sentry from "@sentry/node";
interface ChatMessage { id: string; body: string }
class ApiError extends Error { constructor(public said: string) { super(JSON.stringify(said)); } }
class FieldError extends Error { constructor(readonly said: string) { super("failed"); } }
class Inherits extends ApiError {}
function api(message: ChatMessage) { if (!message.id) throw new ApiError(message.body); }
function field(message: ChatMessage) { throw new FieldError(message.body); }
function inherits(message: ChatMessage) { throw new Inherits(message.body); }
function through(message: ChatMessage) { api(message); }
function given(x: string) { throw new Error(`bad ${x}`); }
function takes(message: ChatMessage) { try { api(message); } catch (e) { return; } }
export function f(message: ChatMessage) {
  try { BLOCK } catch (e) { HANDLER }
}
"""


@pytest.mark.parametrize(
    ("block", "handler"),
    [
        ("api(message);", "console.error(«e»);"),
        ("api(message);", "console.error(«e.message»);"),
        ("api(message);", "Sentry.captureException(«content-in-crash-reports|e»);"),
        ("api(message);", "console.error(`${e}`, message.id);".replace("`${e}`", "«`${e}`»")),
        ("field(message);", "console.error(«e»);"),
        ("field(message);", "console.error(e.message);"),
        ("field(message);", "Sentry.captureException(e);"),
        ("inherits(message);", "Sentry.captureException(«content-in-crash-reports|e»);"),
        ("through(message);", "console.error(«e»);"),
        ("given(message.body);", "console.error(«e»);"),
        ("given(message.id);", "console.error(e);"),
        ("takes(message);", "console.error(e);"),
        ("api(message);", "if (e instanceof ApiError) console.error(«e»);"),
    ],
)
def test_errors_of_javascript(flows: Flows, block: str, handler: str) -> None:
    flows({"app.ts": WEB.replace("BLOCK", block).replace("HANDLER", handler)})
