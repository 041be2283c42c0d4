"""Within a function: what carries data to a sink, and what does not."""

from __future__ import annotations

import pytest

from tests.flow.conftest import INFO, SAYS, Flows


@pytest.mark.parametrize(
    "call",
    [
        # Text made of it
        "log.info(«message_text»)",
        "log.info('%s', «message_text»)",
        "log.info(«'%s' % message_text»)",
        "log.info(«'%s %s' % (1, message_text)»)",
        "log.info(«'%(a)s' % {'a': message_text}»)",
        "log.info('%(a)s', «{'a': message_text}»)",
        "log.info(«'a ' + message_text»)",
        "log.info(«f'a {message_text!r:>10}'»)",
        "log.info(«'a {}'.format(message_text)»)",
        "log.info(«'a {x}'.format(x=message_text)»)",
        "log.info(«', '.join([message_text, 'a'])»)",
        "log.info(«str(message_text)»)",
        "log.info(«repr(message_text)»)",
        "log.info(«message_text.encode('utf-8').strip()[1:]»)",
        "log.info(«message_text.replace('a', 'b').split()[0]»)",
        # One of several
        "log.info(«message_text if x else 1»)",
        "log.info(«message_text or 1»)",
        "log.info(«x and message_text»)",
        "log.info(«(y := message_text)»)",
        # Parts of displays
        "log.info(«[message_text]»)",
        "log.info(«(1, message_text)[1]»)",
        "log.info(«{'a': message_text}['a']»)",
        "log.info(«{'a': 1, **{'b': message_text}}['b']»)",
        "log.info(«[c for c in [message_text] if c]»)",
        "log.info(«{1: c for c in [message_text]}»)",
        "log.info(«dict(a=message_text)»)",
        "log.info(«sorted([message_text])[0]»)",
        # Other ports of the sink
        "log.info(*«[message_text]»)",
        "log.info(«msg=message_text»)",
        "log.info('a', «extra={'x': message_text}»)",
        "log.log(logging.INFO, «message_text»)",
        "logging.getLogger('a').info(«message_text»)",
        "[log.info(«c») for c in [message_text]]",
        "log.info(«(lambda: message_text)()»)",
        # Encodings hide nothing
        "import base64; log.info(«base64.b64encode(message_text)»)",
        "import json; log.info(«json.dumps({'a': [message_text]})»)",
    ],
)
def test_carried(flows: Flows, call: str) -> None:
    ((*_, last),) = flows(
        f"""
        def f(message_text, x):
            {call}
        """.replace("*«", "«*")
    )
    assert last == f"3 {'logging.Logger.log' if 'log.log' in call else INFO}"


def test_the_way_of_a_value(flows: Flows) -> None:
    assert flows(
        """
        def f(message_text):
            x = message_text.strip()
            log.info(«x»)
        """
    ) == [[f"2 {SAYS}", f"4 {INFO}"]]


@pytest.mark.parametrize(
    "call",
    [
        "log.info('a')",
        "log.info(x)",
        "log.info(len(message_text))",
        "log.info('%d', len(message_text))",
        "log.info(bool(message_text))",
        "log.info(not message_text)",
        "log.info(message_text == x)",
        "log.info('a' in message_text)",
        "log.info(message_text is None)",
        "log.info(type(message_text))",
        "log.info(isinstance(message_text, str))",
        "log.info(message_text.startswith('a'))",
        "log.info(message_text.count('a'))",
        "log.info('a' if message_text else 'b')",
        "log.info(message_text and 1)",
        "log.info((message_text, 1)[1])",
        "log.info({'a': 1, 'b': message_text}['a'])",
        "log.info(list({'a': message_text}))",
        "log.info([1 for c in message_text])",
        "log.info({message_text: 1}['a'])",
        "import hashlib; log.info(hashlib.sha256(message_text).hexdigest())",
        "log.isEnabledFor(message_text)",
        "log.log(message_text, 'a')",
        "info(message_text)",
        "message_text.info(x)",
        "f(message_text)",
        "log.info(f(x))",
    ],
)
def test_not_carried(flows: Flows, call: str) -> None:
    assert (
        flows(
            f"""
            def f(message_text, x):
                {call}
            """
        )
        == []
    )


@pytest.mark.parametrize(
    "statements",
    [
        # Flow order
        "x = message_text; x = 1; log.info(x)",
        "message_text = 'a'; log.info(message_text)",
        "message_text = None; log.info(message_text)",
        "message_text = len(message_text); log.info(message_text)",
        "log.info(x); x = message_text",
        "x = message_text; del x; log.info(x)",
        # Parts that are kept apart
        "a, b = 1, message_text; log.info(a)",
        "d = {'a': message_text, 'b': 1}; log.info(d['b'], d.get('b'))",
        "d = {}; d['a'] = message_text; log.info(d['b'])",
        "d = {'a': message_text}; d['a'] = 1; log.info(d['a'])",
        "d = {'a': message_text}; d = {}; log.info(d)",
        "t = (message_text, 1); u, v = t; log.info(v)",
        "for k, v in {'a': message_text}.items(): log.info(k)",
        "for i, v in enumerate([message_text]): log.info(i)",
        "n = 0\n    for c in message_text: n += 1\n    log.info('%d' % n)",
        # Conditions carry nothing
        "if message_text: log.info('a')",
        "for c in message_text: log.info('a')",
        "while message_text: log.info('a')",
        "assert message_text, message_text",
    ],
)
def test_what_flow_order_and_parts_keep_apart(flows: Flows, statements: str) -> None:
    assert flows(f"\ndef f(message_text, x):\n    {statements}\n") == []


@pytest.mark.parametrize(
    "statements",
    [
        "a, b = 1, message_text; log.info(«b»)",
        "a, *b = message_text, 1; log.info(«a»)",
        "d = {}; d['a'] = message_text; log.info(«d['a']»)",
        "d = {}; d['a'] = message_text; log.info(«d»)",
        "d = {}; d[x] = message_text; log.info(«d['a']»)",
        "d = {'a': message_text}; log.info(«d.get('a')»)",
        "d = {'a': message_text}; log.info(«d.pop('a')»)",
        "d = {}; d.update(a=message_text); log.info(«d['a']»)",
        "d = {}; d.setdefault('a', message_text); log.info(«d»)",
        "e = {'a': message_text}; d = {**e}; log.info(«d['a']»)",
        "x = []; x.append(message_text); log.info(«x»)",
        "x = []; x.append(message_text); log.info(«x[0]»)",
        "x = []; x.extend([message_text]); log.info(«x»)",
        "x = []; x += [message_text]; log.info(«x»)",
        "x = set(); x.add(message_text); log.info(«x»)",
        "x = ''; x += message_text; log.info(«x»)",
        "for k, v in {'a': message_text}.items(): log.info(«v»)",
        "for v in {'a': message_text}.values(): log.info(«v»)",
        "for a, b in zip([1], [message_text]): log.info(«b»)",
        "for i, v in enumerate([message_text]): log.info(«v»)",
        "for c in [message_text]: log.info(«c»)",
        "for c in message_text.splitlines(): log.info(«c»)",
        # Joins
        "if x: y = message_text\n    else: y = 1\n    log.info(«y»)",
        "y = 1\n    while x:\n        log.info(«y»)\n        y = message_text",
        "y = message_text\n    for i in x: y = y + 'a'\n    log.info(«y»)",
        "try: y = message_text\n    finally: log.info(«y»)",
        "if (n := message_text): log.info(«n»)",
        "match message_text:\n        case str() as y: log.info(«y»)",
        "match {'a': message_text}:\n        case {'a': y}: log.info(«y»)",
        "x = [message_text]\n    match x:\n        case [y]: log.info(«y»)",
        "with message_text as y: log.info(«y»)",
    ],
)
def test_what_names_and_containers_hold(flows: Flows, statements: str) -> None:
    line = f"\ndef f(message_text, x):\n    {statements}\n".split("«")[0].count("\n") + 1
    assert flows(f"\ndef f(message_text, x):\n    {statements}\n") == [
        [f"2 {SAYS}", f"{line} {INFO}"]
    ]


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ("(log.info if x else log.debug)(«message_text»)", "a choice of sinks has no name"),
        ("{'a': log.info}['a'](«message_text»)", "a sink in a mapping has no name"),
        ("getattr(log, 'info')(«message_text»)", "getattr with a constant name is not followed"),
        ("log.info(«f'{1:{message_text}}'»)", "parts of format specifiers are left out"),
        ("g = lambda y=message_text: log.info(«y»)", "defaults are not followed"),
        ("log.info(«{message_text: 1}»)", "a mapping shows its keys, too"),
        ("x = [1, message_text]\n    match x:\n        case [_, *y]: log.info(«y»)", "splat patterns"),
        ("match (1, message_text):\n        case (_, y): log.info(«y»)", "tuple patterns"),
        ("import json; d = json.loads(x.decrypt('a')); log.info(«d['body']»)",
         "parts of parsed plaintext are judged by their name alone"),
    ],
)  # fmt: skip
def test_not_yet(
    flows: Flows, request: pytest.FixtureRequest, statements: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    assert len(flows(f"\ndef f(message_text, x):\n    {statements}\n")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "return '<%d characters>' % len(x)",
        "return hashlib.sha256(x).hexdigest()",
        "return '***'",
        "return type(x).__name__",
        "return re.sub(r'\\w', '*', x)",
        "return x.translate(TABLE)",
        "return None if x else ''",
    ],
)
def test_redactors_that_clean(flows: Flows, body: str) -> None:
    assert (
        flows(
            f"""
            import hashlib, re
            def redact(x):
                {body}
            def f(message_text):
                log.info(redact(message_text))
                message_text = redact(message_text)
                log.info("%s", message_text)
            """
        )
        == []
    )


@pytest.mark.parametrize(
    "body",
    [
        "return x",
        "return x[:10]",
        "return x.strip()",
        "return f'[{x}]'",
        "return x.replace('a', 'b')",
    ],
)
def test_redactors_that_do_not_clean(flows: Flows, body: str) -> None:
    assert flows(
        f"""
        def redact(x):
            {body}
        def f(message_text):
            log.info(«redact(message_text)»)
            message_text = redact(message_text)
            log.info("%s", «message_text»)
        """
    ) == [[f"4 {SAYS}", f"5 {INFO}"], [f"4 {SAYS}", f"7 {INFO}"]]


def test_a_call_over_several_lines_starts_on_its_first(flows: Flows) -> None:
    assert flows(
        """
        def f(message_text):
            log \\
                .info("%s %s",
                      1,
                      «message_text»)
        """
    ) == [[f"2 {SAYS}", f"3 {INFO}"]]


def test_a_cleaner_of_one_branch_cleans_one_branch(flows: Flows) -> None:
    assert flows(
        """
        def f(message_text, debug):
            shown = message_text if debug else len(message_text)
            log.info(«shown»)
        """
    ) == [[f"2 {SAYS}", f"4 {INFO}"]]


@pytest.mark.parametrize(
    "name",
    ["message_text_length", "is_plaintext", "plaintext_hash", "num_plaintexts", "plaintext_id"],
)
def test_names_that_only_sound_sensitive(flows: Flows, name: str) -> None:
    assert flows(f"\ndef f({name}):\n    log.info({name})\n") == []


def test_a_declared_type_that_holds_no_text(flows: Flows) -> None:
    assert (
        flows(
            "\ndef f(message_text: int, plaintext: bool):\n    log.info(message_text, plaintext)\n"
        )
        == []
    )


def test_tests_hold_no_real_data_and_tools_no_users(flows: Flows) -> None:
    assert (
        flows(
            {
                "tests/test_a.py": "import logging\ndef f(plaintext): logging.info(plaintext)\n",
                "scripts/a.py": "import logging\ndef f(plaintext): logging.info(plaintext)\n",
                "say.py": "import logging\ndef say(x): logging.info(x)\n",
                "tests/test_b.py": "from say import say\ndef f(plaintext): say(plaintext)\n",
            }
        )
        == []
    )


def test_data_of_another_kind_is_another_rule(flows: Flows) -> None:
    assert flows(
        """
        def f(message_text, password, private_key, phone_number):
            log.info(«message_text»)
            log.info(«credential-in-logs|password»)
            log.info(«key-in-logs|private_key»)
            log.info(«identity-in-logs|phone_number»)
            log.info("%s %s", «credential-in-logs|password», «message_text»)
        """
    ) == [
        [f"2 {SAYS}", f"3 {INFO}"],
        ["2 `password`: the name says password", f"4 {INFO}"],
        ["2 `private_key`: the name says private key", f"5 {INFO}"],
        ["2 `phone_number`: the name says phone number", f"6 {INFO}"],
        ["2 `password`: the name says password", f"7 {INFO}"],
        [f"2 {SAYS}", f"7 {INFO}"],
    ]
