"""Where data waits: fields, globals, closures, exceptions, generators, properties."""

from __future__ import annotations

import pytest

from tests.flow.conftest import INFO, SAYS, Flows


def test_fields_of_an_object(flows: Flows) -> None:
    assert flows(
        """
        class A:
            def __init__(self, x): self.x = x
            def show(self): log.info(«self.x»)
        def f(message_text):
            a = A(message_text)
            log.info(«a.x»)
            b = A(1)
            log.info(b.x)
        """
    ) == [
        [f"5 {SAYS}", "6 handed to A.__init__() as `x`", "3 kept in A.x", f"4 {INFO}"],
        [f"5 {SAYS}", f"7 {INFO}"],
    ]


def test_fields_set_and_got_by_methods(flows: Flows) -> None:
    assert flows(
        """
        class B:
            def set(self, v, n):
                self.v = v
                self.n = n
            def get(self): return self.v
            def count(self): return self.n
        def g(b: B, message_text):
            b.set(message_text, len(message_text))
            log.info(«b.get()»)
            log.info(b.count())
        """
    ) == [
        [
            f"8 {SAYS}",
            "9 handed to B.set() as `v`",
            "4 kept in B.v",
            "10 what get() returns",
            f"10 {INFO}",
        ]
    ]


def test_fields_set_from_outside_and_elsewhere(flows: Flows) -> None:
    assert flows(
        {
            "model.py": "class C:\n    def __init__(self): self.w = None\n",
            "put.py": "from model import C\ndef put(c: C, message_text):\n    c.w = message_text\n",
            "app.py": "import logging\nfrom model import C\nclass D(C):\n"
            "    def show(self): logging.info(«self.w»)\n"
            "class E:\n    def show(self): logging.info(self.w)\n",
        }
    ) == [[f"put.py:2 {SAYS}", "put.py:3 kept in D.w", "4 logging.info"]]


def test_containers_in_fields(flows: Flows) -> None:
    assert flows(
        """
        class A:
            def __init__(self):
                self.seen = []
                self.table = {}
            def put(self, message_text, n):
                self.seen.append(message_text)
                self.table["a"] = message_text
                self.table["n"] = n
            def show(self):
                log.info(«self.seen»)
                log.info(«self.table["a"]»)
                log.info(len(self.seen))
                for x in self.seen: log.info(«x»)
        """
    ) == [
        [f"6 {SAYS}", "7 kept in A.seen", f"11 {INFO}"],
        [f"6 {SAYS}", "8 kept in A.table", f"12 {INFO}"],
        [f"6 {SAYS}", "7 kept in A.seen", f"14 {INFO}"],
    ]


def test_objects_made_by_classmethods(flows: Flows) -> None:
    assert flows(
        """
        class A:
            def __init__(self, x, n):
                self.x = x
                self.n = n
            @classmethod
            def make(cls, x): return cls(x, len(x))
        def f(message_text):
            a = A.make(message_text)
            log.info(«a.x»)
            log.info(a.n)
        """
    ) == [[f"8 {SAYS}", f"10 {INFO}"]]


def test_fields_of_other_classes_are_others(flows: Flows) -> None:
    assert (
        flows(
            """
            class A:
                def __init__(self, x): self.x = x
            class B:
                def __init__(self, x): self.x = x
                def show(self): log.info(self.x)
            def f(message_text):
                A(message_text)
                B(1).show()
            """
        )
        == []
    )


def test_properties(flows: Flows) -> None:
    assert flows(
        """
        class A:
            def __init__(self, m): self._m = m
            @property
            def shown(self): return self._m
            @property
            def size(self): return len(self._m)
        def f(message_text):
            a = A(message_text)
            log.info(«a.shown»)
            log.info(a.size)
        """
    ) == [
        [
            f"8 {SAYS}",
            "9 handed to A.__init__() as `m`",
            "3 kept in A._m",
            "10 computed property",
            f"10 {INFO}",
        ]
    ]


def test_globals(flows: Flows) -> None:
    assert flows(
        """
        last = None
        count = 0
        def put(message_text):
            global last, count
            last = message_text
            count = len(message_text)
        def show():
            log.info(«last»)
            log.info(count)
        """
    ) == [[f"4 {SAYS}", "9 `last`", f"9 {INFO}"]]


def test_globals_of_another_file(flows: Flows) -> None:
    assert (
        flows(
            {
                "state.py": "last = None\ndef put(message_text):\n    global last\n    last = message_text\n",
                "app.py": "import logging\nimport state\nfrom state import last\ndef show():\n"
                "    logging.info(last)\n",
            }
        )
        == []
    )


def test_closures(flows: Flows) -> None:
    assert flows(
        """
        def f(message_text):
            x = message_text
            n = len(x)
            def g():
                def h(): log.info(«x»)
                log.info(n)
            return g
        """
    ) == [[f"2 {SAYS}", "6 `x`", f"6 {INFO}"]]


def test_generators(flows: Flows) -> None:
    assert flows(
        """
        def gen(x):
            yield 1
            yield x
        async def agen(x):
            yield x
        def through(x):
            yield from gen(x)
        async def f(message_text):
            for x in gen(message_text): log.info(«x»)
            log.info(«list(gen(message_text))»)
            log.info(«next(gen(message_text))»)
            async for x in agen(message_text): log.info(«x»)
            log.info(«[x async for x in agen(message_text)]»)
            for x in through(message_text): log.info(«x»)
            for x in gen(len(message_text)): log.info(x)
        """
    ) == [[f"9 {SAYS}", f"{line} {INFO}"] for line in (10, 11, 12, 13, 14, 15)]


def test_coroutines(flows: Flows) -> None:
    assert flows(
        """
        import asyncio
        async def load(session, x): return session.decrypt(x)
        async def f(s, x):
            y = await load(s, x)
            log.info(«y»)
            a, b = await asyncio.gather(load(s, x), asyncio.sleep(1))
            log.info(«a»)
            t = asyncio.create_task(load(s, x))
            log.info(«await t»)
            log.info(«await asyncio.wait_for(load(s, x), 5)»)
        """
    ) == [
        ["3 what decrypt() gives back", f"{at} what load() returns", f"{line} {INFO}"]
        for at, line in ((5, 6), (7, 8), (9, 10), (11, 11))
    ]


def test_context_managers_made_of_generators(flows: Flows) -> None:
    assert flows(
        """
        import contextlib
        @contextlib.contextmanager
        def opened(x):
            yield x
        def f(message_text):
            with opened(message_text) as m: log.info(«m»)
        """
    ) == [[f"6 {SAYS}", f"7 {INFO}"]]


@pytest.mark.parametrize(
    ("block", "way"),
    [
        ("try: parse(x)\n    except ValueError as e: log.info(«e»)", ["raised by parse()"]),
        ("try: parse(x)\n    except Exception as e: log.info('%s', «e»)", ["raised by parse()"]),
        ("try: parse(x)\n    except (KeyError, ValueError) as e: log.info(«e»)",
         ["raised by parse()"]),
        ("try: parse(x)\n    except ValueError as e: log.info(«str(e)»)", ["raised by parse()"]),
        ("try: parse(x)\n    except ValueError as e: log.info(«f'{e!r}'»)", ["raised by parse()"]),
        ("try: parse(x)\n    except ValueError as e: log.info('a', «exc_info=e»)",
         ["raised by parse()"]),
    ],
)  # fmt: skip
def test_exceptions_built_from_content(flows: Flows, block: str, way: list[str]) -> None:
    text = f"""
def parse(message_text):
    raise ValueError(f"cannot parse {{message_text}}")
def f(x):
    {block}
"""
    (found,) = flows(text)
    assert found[0] == f"2 {SAYS}"
    assert [step.split(" ", 1)[1] for step in found[1:]] == [*way, INFO]


def test_loggers_write_the_exception_that_is_being_handled(flows: Flows) -> None:
    assert flows(
        """
        def parse(message_text):
            raise ValueError("cannot parse " + message_text)
        def f(x):
            try: parse(x)
            except ValueError: «log.exception("a")»
            try: parse(x)
            except ValueError: «log.info("a", exc_info=True)»
            try: parse(x)
            except ValueError: log.info("a", exc_info=False)
            try: int(x)
            except ValueError: log.exception("a")
            log.exception("a")
        """
    ) == [
        [f"2 {SAYS}", "6 raised by parse()", "6 logging.Logger.exception"],
        [f"2 {SAYS}", "8 raised by parse()", f"8 {INFO}"],
    ]


def test_exceptions_of_the_tree(flows: Flows) -> None:
    assert flows(
        """
        class Bad(Exception): pass
        class Worse(Bad): pass
        class Fine(Exception): pass
        def parse(message_text):
            raise Bad(message_text)
        def parse_fine(message_text):
            raise Fine(len(message_text))
        def f(x):
            try: parse(x)
            except Bad as e: log.info(«e»)
            try: parse_fine(x)
            except Fine as e: log.info(e)
        """
    ) == [[f"5 {SAYS}", "6 put into a Bad", "11 caught Bad", f"11 {INFO}"]]


@pytest.mark.parametrize(
    "block",
    [
        "try: parse(x)\n    except KeyError as e: log.info(e)",
        "try: parse(x)\n    except ValueError as e: log.info(type(e))",
        "try: parse(x)\n    except ValueError: log.info('a')",
        "try: int(x)\n    except ValueError as e: log.info(e)",
        "try: parse(x)\n    except ValueError as e: log.info('a', exc_info=False)",
        "log.info('a', exc_info=True)",
    ],
)
def test_exceptions_that_tell_nothing(flows: Flows, block: str) -> None:
    assert (
        flows(
            f"""
def parse(message_text):
    raise ValueError("cannot parse " + message_text)
def f(x):
    {block}
"""
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("try: parse(x)\n    except ValueError as e: log.info(«e.args[0]»)",
         "args of an exception are what it was made with"),
        ("try: told(x)\n    except Told as e: log.info(e)",
         "what __init__ keeps from super().__init__() is not told"),
        ("global_list.append(x.decrypt(1))\ndef g(): log.info(«global_list»)",
         "global containers that functions change"),
        ("global_dict['a'] = x.decrypt(1)\ndef g(): log.info(«global_dict»)",
         "global containers that functions change"),
        ("y = 0\n    def g():\n        nonlocal y\n        y = x.decrypt(1)\n    log.info(«y»)",
         "nonlocal assignments reach no other function"),
        ("y = 0\n    def g():\n        nonlocal y\n        y = x.decrypt(1)\n    def h(): log.info(«y»)",
         "nonlocal assignments reach no other function"),
        ("with Has(x.decrypt(1)) as y: log.info(«y»)", "__enter__ is not followed"),
        ("log.info(«Has(x.decrypt(1))['a']»)", "__getitem__ is not followed"),
        ("for y in Has(x.decrypt(1)): log.info(«y»)", "__iter__ is not followed"),
    ],
)  # fmt: skip
def test_not_yet(flows: Flows, request: pytest.FixtureRequest, text: str, reason: str) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    found = flows(
        f"""
global_list = []
global_dict = {{}}
class Has:
    def __init__(self, x): self.x = x
    def __enter__(self): return self.x
    def __exit__(self, *_): pass
    def __getitem__(self, key): return self.x
    def __iter__(self): yield self.x
class Told(Exception):
    def __init__(self, message_text):
        super().__init__("a")
        self.n = len(message_text)
def told(message_text): raise Told(message_text)
def parse(message_text):
    raise ValueError(f"cannot parse {{message_text}}")
def f(x):
    {text}
"""
    )
    assert len(found) == ("«" in text)
