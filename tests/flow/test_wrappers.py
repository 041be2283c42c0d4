"""Functions between a value and its sink: wrappers, hierarchies, callbacks, threads."""

from __future__ import annotations

import pytest

from tests.flow.conftest import INFO, SAYS, Flows


def test_a_wrapper_round_a_logger(flows: Flows) -> None:
    assert flows(
        """
        def say(x):
            log.info(x)
        def f(message_text):
            say(«message_text»)
            say("a")
        """
    ) == [[f"4 {SAYS}", "5 say() hands it on", f"3 {INFO}"]]


def test_only_what_is_handed_over_is_handed_on(flows: Flows) -> None:
    assert flows(
        """
        def say(text, *args, level=1, **more):
            log.info(text, *args, extra=more)
        def f(message_text, n):
            say("a %s", «message_text»)
            say("b %s %s", n, «message_text»)
            say("c", level=message_text)
            say("d", «text_=message_text»)
            say("e", «*[message_text]»)
            say("f", «**{"g": message_text}»)
            say(«text=message_text»)
        """
    ) == [[f"4 {SAYS}", f"{line} say() hands it on", f"3 {INFO}"] for line in (5, 6, 8, 9, 10, 11)]


def test_a_wrapper_round_a_wrapper(flows: Flows) -> None:
    assert flows(
        """
        class Audit:
            def __init__(self):
                self.log = log
            def note(self, text, *args):
                self._emit(logging.INFO, text, *args)
            def _emit(self, level, text, *args):
                self.log.log(level, text, *args)
        class Relay:
            def __init__(self, audit: Audit):
                self.audit = audit
            def forward(self, message_text):
                self.audit.note("relayed %s", «message_text»)
                Audit().note(«message_text»)
        """
    ) == [
        [
            f"12 {SAYS}",
            f"{line} Audit.note() hands it on",
            "6 Audit._emit() hands it on",
            "8 logging.Logger.log",
        ]
        for line in (13, 14)
    ]


def test_a_wrapper_in_another_file(flows: Flows) -> None:
    assert flows(
        {
            "shared/__init__.py": "",
            "shared/audit.py": """\
                import logging
                def note(x):
                    logging.getLogger("audit").info(x)
                """,
            "server/relay.py": """\
                from shared.audit import note
                from shared import audit as a
                import shared.audit
                def forward(message_text):
                    note(«message_text»)
                    a.note(«f"x {message_text}"»)
                    shared.audit.note(«message_text»)
                """,
        }
    ) == [
        [
            f"server/relay.py:4 {SAYS}",
            f"server/relay.py:{line} note() hands it on",
            f"shared/audit.py:3 {INFO}",
        ]
        for line in (5, 6, 7)
    ]


def test_the_finding_is_where_data_enters_the_wrapper(flows: Flows) -> None:
    assert flows(
        {
            "say.py": "import logging\ndef say(x): logging.info(x)\n",
            "a.py": "from say import say\ndef on(x): say(x)\n",
            "b.py": "from a import on\nclass B:\n    def got(self, message_text): self.x = message_text\n"
            "    def tell(self):\n        on(«self.x»)\n",
        }
    ) == [
        [
            f"b.py:3 {SAYS}",
            "b.py:3 kept in B.x",
            "b.py:5 on() hands it on",
            "a.py:2 say() hands it on",
            "say.py:2 logging.info",
        ]
    ]


def test_four_wrappers_are_seen_through(flows: Flows) -> None:
    assert flows(
        """
        def a(x): log.info(x)
        def b(x): a(x)
        def c(x): b(x)
        def d(x): c(x)
        def f(message_text):
            d(«message_text»)
        """
    ) == [
        [
            f"6 {SAYS}",
            "7 d() hands it on",
            "5 c() hands it on",
            "4 b() hands it on",
            "3 a() hands it on",
            f"2 {INFO}",
        ]
    ]


def test_what_functions_give_back(flows: Flows) -> None:
    assert flows(
        """
        def both(m, n): return m + n
        def second(m, n): return n
        def pair(x): return x, 1
        def wrap(x): return {"a": x, "b": 1}
        def size(x): return len(x)
        def f(message_text):
            log.info(«both(1, message_text)»)
            log.info(second(message_text, 1))
            log.info(«second(n=message_text, m=1)»)
            a, b = pair(message_text)
            log.info(«a»)
            log.info(b)
            log.info(«wrap(message_text)["a"]»)
            log.info(wrap(message_text)["b"])
            log.info(size(message_text))
        """
    ) == [[f"7 {SAYS}", f"{line} {INFO}"] for line in (8, 10, 12, 14)]


def test_a_source_in_a_function(flows: Flows) -> None:
    assert flows(
        """
        class Inbox:
            def read(self, envelope):
                return self.session.decrypt(envelope)
            def last(self, envelope):
                x = self.read(envelope)
                return x.strip()
        def f(inbox: Inbox, envelope):
            log.info(«inbox.last(envelope)»)
        """
    ) == [
        [
            "4 what decrypt() gives back",
            "6 what read() returns",
            "9 what last() returns",
            f"9 {INFO}",
        ]
    ]


def test_methods_of_a_hierarchy(flows: Flows) -> None:
    assert flows(
        """
        class Base:
            def __init__(self): self.log = logging.getLogger("x")
            def emit(self, x): raise NotImplementedError
            def send(self, x): self.emit(x)
        class Loud(Base):
            def emit(self, x): self.log.info(x)
        class Quiet(Base):
            def emit(self, x): self.count = len(x)
        def f(base: Base, loud: Loud, quiet: Quiet, message_text):
            base.send(«message_text»)
            loud.emit(«message_text»)
            quiet.emit(message_text)
        """
    ) == [
        [
            f"10 {SAYS}",
            "11 Base.send() hands it on",
            "5 Loud.emit() hands it on",
            f"7 {INFO}",
        ],
        [f"10 {SAYS}", "12 Loud.emit() hands it on", f"7 {INFO}"],
    ]


def test_an_overridden_method_hides_its_ancestor(flows: Flows) -> None:
    assert flows(
        """
        class Loud:
            def emit(self, x): log.info(x)
        class Quiet(Loud):
            def emit(self, x): return len(x)
        class Both(Loud):
            def emit(self, x): super().emit(x)
        def f(quiet: Quiet, both: Both, message_text):
            quiet.emit(message_text)
            both.emit(«message_text»)
        """
    ) == [
        [
            f"8 {SAYS}",
            "10 Both.emit() hands it on",
            "7 Loud.emit() hands it on",
            f"3 {INFO}",
        ]
    ]


def test_other_names_of_a_logger(flows: Flows) -> None:
    assert flows(
        """
        import logging as lg
        from logging import getLogger, info
        class A:
            logger = getLogger("a")
            def f(self, message_text):
                say = log.info
                say(«message_text»)
                lg.info(«message_text»)
                info(«message_text»)
                self.logger.info(«message_text»)
                A.logger.info(«message_text»)
                getLogger().getChild("b").info(«message_text»)
                logging.LoggerAdapter(log).info(«message_text»)
        """
    ) == [
        [f"6 {SAYS}", f"8 {INFO}"],
        [f"6 {SAYS}", "9 logging.info"],
        [f"6 {SAYS}", "10 logging.info"],
        *([f"6 {SAYS}", f"{line} {INFO}"] for line in (11, 12, 13)),
        [f"6 {SAYS}", "14 logging.LoggerAdapter.info"],
    ]


def test_loggers_known_by_their_name(flows: Flows) -> None:
    assert flows(
        """
        def f(self, audit_logger, x, message_text):
            self._log.info(«message_text»)
            audit_logger.info(«message_text»)
            x.info(message_text)
            x.catalog.info(message_text)
        """
    ) == [[f"2 {SAYS}", f"{line} {INFO}"] for line in (3, 4)]


@pytest.mark.parametrize(
    ("call", "where", "name"),
    [
        ("run(say, «message_text»)", "run", "say"),
        ("functools.partial(say, «message_text»)()", "", "say"),
        ("«threading.Thread(target=say, args=(message_text,))».start()", "", "say"),
        ("threading.Thread(target=say, «kwargs={'x': message_text}»).start()", "", "say"),
        ("threading.Timer(5, say, «[message_text]»).start()", "", "say"),
        ("pool.submit(say, «message_text»)", "", "say"),
        ("pool.map(say, «[message_text]»)", "", "say"),
        ("loop.call_soon(say, «message_text»)", "", "say"),
        ("loop.call_later(1, say, «message_text»)", "", "say"),
        ("loop.run_in_executor(None, say, «message_text»)", "", "say"),
        ("asyncio.to_thread(say, «message_text»)", "", "say"),
        ("atexit.register(say, «message_text»)", "", "say"),
        ("list(map(say, «[message_text]»))", "", "say"),
        ("asyncio.create_task(asay(«message_text»))", "", "asay"),
        ("await asay(«message_text»)", "", "asay"),
    ],
)
def test_functions_that_are_called_later(flows: Flows, call: str, where: str, name: str) -> None:
    (found,) = flows(
        f"""
        import asyncio, atexit, functools, threading
        def say(x): log.info(x)
        async def asay(x): log.info(x)
        def run(callback, y): callback(y)
        async def f(message_text, pool, loop):
            {call}
        """
    )
    passed = ["7 run() hands it on"] if where else []
    last = [f"{5 if where else 7} {name}() hands it on", f"{3 if name == 'say' else 4} {INFO}"]
    assert found == [f"6 {SAYS}", *passed, *last]


def test_lambdas_and_closures_that_are_called_later(flows: Flows) -> None:
    assert flows(
        """
        import threading
        def say(x): log.info(x)
        def run(callback): callback()
        def f(message_text, pool):
            threading.Thread(target=lambda: say(«message_text»)).start()
            run(lambda: log.info(«message_text»))
            def inner():
                log.info(«message_text»)
            pool.submit(inner)
        """
    ) == [
        [f"6 {SAYS}", "6 say() hands it on", f"3 {INFO}"],
        [f"7 {SAYS}", f"7 {INFO}"],
        [f"9 {SAYS}", f"9 {INFO}"],
    ]


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ("p = functools.partial(say)\n    p(«message_text»)", "partial() gives no function"),
        ("p = functools.partial(log.info, 'a %s')\n    p(«message_text»)",
         "partial() gives no function"),
        ("run(log.info, «message_text»)", "library functions handed over are no sinks"),
        ("later(y=«message_text», callback=say)", "functions handed over by keyword"),
        ("Say()(«message_text»)", "__call__ has no callers"),
        ("send(«message_text»)", "a decorated function is not its wrapper"),
    ],
)  # fmt: skip
def test_not_yet(
    flows: Flows, request: pytest.FixtureRequest, statements: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    assert (
        len(
            flows(
                f"""
import functools
def say(x): log.info(x)
def run(callback, y): callback(y)
def later(*, callback, y): callback(y)
class Say:
    def __call__(self, x): log.info(x)
def loud(function):
    def wrapped(*args):
        log.info("called with %s", args)
        return function(*args)
    return wrapped
@loud
def send(x): pass
def f(message_text):
    {statements}
"""
            )
        )
        == 1
    )


@pytest.mark.parametrize("name", ["say", "Teller"])
def test_an_alias_of_a_wrapper(flows: Flows, name: str) -> None:
    assert flows(
        {
            "say.py": "import logging\ndef say(x): logging.info(x)\n"
            "class Teller:\n    def __init__(self, x): logging.info(x)\n",
            "use.py": f"from say import {name} as tell\ndef f(message_text): tell(«message_text»)\n",
        }
    ) == [
        [
            f"use.py:2 {SAYS}",
            f"use.py:2 {'say' if name == 'say' else 'Teller.__init__'}() hands it on",
            f"say.py:{2 if name == 'say' else 4} logging.info",
        ]
    ]


def test_a_wrapper_of_one_kind_keeps_others_apart(flows: Flows) -> None:
    """What a function logs of one parameter says nothing of the other."""
    assert (
        flows(
            """
            def send(x, n):
                log.info("sending %d", n)
                return x
            def f(message_text):
                send(message_text, 1)
                send(message_text, len(message_text))
            """
        )
        == []
    )


def test_a_function_that_logs_besides_is_no_wrapper(flows: Flows) -> None:
    """It stays the place to mend when its callers do not write the text."""
    assert flows(
        """
        def deliver(peer, x):
            log.info("to %s: %s", peer, «x»)
        def f(message_text):
            deliver(1, message_text)
        """
    ) == [[f"4 {SAYS}", "5 handed to deliver() as `x`", f"3 {INFO}"]]
