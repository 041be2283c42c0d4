"""Objects as text: what printing, encoding or keeping an object shows of it."""

from __future__ import annotations

import pytest

from tests.flow.conftest import INFO, Flows

RECORD = """
import json, copy, pprint
from dataclasses import dataclass, field, asdict, astuple
@dataclass
class Letter:
    peer: int
    message_text: str
@dataclass
class Sealed:
    peer: int
    message_text: str = field(repr=False)
@dataclass(repr=False)
class Silent:
    message_text: str
@dataclass
class Plain:
    peer: int
    count: int
@dataclass
class Envelope:
    letter: Letter
    letters: list[Letter]
@dataclass
class Special(Plain):
    message_text: str
def f(letter: Letter, sealed: Sealed, silent: Silent, plain: Plain, envelope: Envelope,
      special: Special, letters: list[Letter], table: dict[str, Letter], maybe: "Letter | None"):
"""
LINE = RECORD.count("\n") + 1
SHOWS = "`Letter.message_text`: the name says message text"


@pytest.mark.parametrize(
    "call",
    [
        "log.info(«letter»)",
        "log.info('%s', «letter»)",
        "log.info('%r', «letter»)",
        "log.info(«'%s' % letter»)",
        "log.info(«'%s' % (letter,)»)",
        "log.info(«f'{letter}'»)",
        "log.info(«f'{letter!r}'»)",
        "log.info(«'{}'.format(letter)»)",
        "log.info(«str(letter)»)",
        "log.info(«repr(letter)»)",
        "log.info(«vars(letter)»)",
        "log.info(«letter.__dict__»)",
        "log.info(«asdict(letter)»)",
        "log.info(«astuple(letter)»)",
        "log.info(«json.dumps(asdict(letter))»)",
        "log.info(«json.dumps(letter.__dict__)»)",
        "log.info(«pprint.pformat(letter)»)",
        "log.info(«copy.copy(letter)»)",
        "log.info('a', «extra={'letter': letter}»)",
        "log.info(«[letter]»)",
        "log.info(«(1, letter)»)",
        "log.info(«{'a': letter}»)",
        "log.info(«maybe»)",
        "log.info(«maybe or 1»)",
        "log.info(«letters»)",
        "log.info(«letters[0]»)",
        "log.info(«table»)",
        "log.info(«table['a']»)",
        "log.info(«[x for x in letters]»)",
        "log.info(«sorted(letters)[0]»)",
        "log.info(«', '.join(map(str, letters))»)",
        "log.info(«', '.join(str(x) for x in letters)»)",
        "for x in letters: log.info(«x»)",
        "for x in table: log.info(«table[x]»)",
        "x = letter; log.info(«x»)",
        "log.info(«envelope.letter»)",
        "log.info(«sealed.message_text»)",
        "log.info(«asdict(sealed)»)",
        "log.info(«json.dumps(asdict(sealed))»)",
        "for x in table.values(): log.info(«x»)",
        "for k, x in table.items(): log.info(«x»)",
        "log.info(«letters.pop()»)",
    ],
)
def test_shown(flows: Flows, call: str) -> None:
    (found,) = flows(f"{RECORD}    {call}\n")
    assert found[-1] == f"{LINE} {INFO}"


@pytest.mark.parametrize(
    "call",
    [
        "log.info(letter.peer)",
        "log.info('%d', letter.peer)",
        "log.info(len(letters))",
        "log.info(type(letter))",
        "log.info(letter == maybe)",
        "log.info(sealed)",
        "log.info('%r', sealed)",
        "log.info([sealed])",
        "log.info(silent)",
        "log.info(f'{silent!r}')",
        "log.info(plain)",
        "log.info(vars(plain))",
        "log.info(asdict(plain))",
        "log.info(envelope.letter.peer)",
        "log.info([x.peer for x in letters])",
        "log.info(asdict(letter)['peer'])",
        "log.info(id(letter))",
        "log.info(letter.__class__)",
        "for x in table: log.info(x)",
        "log.info(list(table))",
    ],
)
def test_not_shown(flows: Flows, call: str) -> None:
    assert flows(f"{RECORD}    {call}\n") == []


@pytest.mark.parametrize(
    ("call", "notes"),
    [
        ("log.info(«letter»)", ["a Letter shows its field `message_text`"]),
        ("log.info(«special»)", ["a Special shows its field `message_text`"]),
        # Both steps stand at one place, of which the first is kept
        ("log.info(«envelope»)", ["a Letter shows its field `message_text`"]),
        ("log.info(«envelope.letters»)", ["a Letter shows its field `message_text`"]),
        ("log.info(«vars(sealed)»)", ["a Sealed shows its field `message_text`"]),
        ("log.info(«sealed.__dict__»)", ["a Sealed shows its field `message_text`"]),
    ],
)  # fmt: skip
def test_the_way_names_the_fields(flows: Flows, call: str, notes: list[str]) -> None:
    (found,) = flows(f"{RECORD}    {call}\n")
    assert [step.split(" ", 1)[1] for step in found] == [*notes, INFO]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("log.info(«{letter: 1}»)", "a mapping shows its keys, too"),
    ],
)
def test_shown_not_yet(
    flows: Flows, request: pytest.FixtureRequest, call: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    assert len(flows(f"{RECORD}    {call}\n")) == ("«" in call)


@pytest.mark.parametrize(
    ("definition", "shown"),
    [
        ("@attr.s\nclass A:\n    message_text = attr.ib()", True),
        ("@attr.s(repr=False)\nclass A:\n    message_text = attr.ib()", False),
        ("@attrs.define\nclass A:\n    message_text: str", True),
        ("@attrs.define\nclass A:\n    message_text: str = attrs.field(repr=False)", False),
        ("class A(NamedTuple):\n    message_text: str", True),
        ("class A(pydantic.BaseModel):\n    message_text: str", True),
        ("class A(pydantic.BaseModel):\n    message_text: str = Field(repr=False)", False),
        ("class A(TypedDict):\n    message_text: str", True),
        ("class A(msgspec.Struct):\n    message_text: str", True),
        ("class A:\n    message_text: str", False),
        ("class A:\n    def __init__(self, x): self.message_text = x", False),
        ("class A(dict): pass", False),
        ("@dataclass\nclass A:\n    message_text: int", False),
        ("@dataclass\nclass A:\n    message_text: ClassVar[str]", False),
        ("@dataclass\nclass A:\n    message_text: str\n    def __str__(self): return 'A'", False),
        ("@dataclass\nclass A:\n    message_text: str\n    def __repr__(self): return 'A'", False),
    ],
)
def test_records_of_every_kind(flows: Flows, definition: str, shown: bool) -> None:
    text = (
        "\nimport attr, attrs, pydantic, msgspec\nfrom pydantic import Field\nfrom typing import *\n"
        f"from dataclasses import dataclass\n{definition}\n"
        f"def f(a: A): log.info({'«a»' if shown else 'a'})\n"
    )
    line = text.count("\n")
    note = f"{line} a A shows its field `message_text`"
    assert flows(text) == ([[note, f"{line} {INFO}"]] if shown else [])


WRITTEN = """
class A:
    def __init__(self, x, n):
        self.x = x
        self.n = n
    def __repr__(self): return f"<A {self.x}>"
class Counts(A):
    def __str__(self): return f"<{self.n}>"
class Tells(A):
    def __str__(self): return self.told()
    def told(self): return "%s" % self.x
    def __repr__(self): return "<Tells>"
class Same(A): pass
class Formats:
    def __init__(self, message_text): self.x = message_text
    def __format__(self, spec): return self.x
def make(message_text, n):
    return A(message_text, n)
def f(a: A, counts: Counts, tells: Tells, same: Same, formats: Formats):
"""
AT = WRITTEN.count("\n") + 1
MADE = ["17 `message_text`: the name says message text", "18 handed to A.__init__() as `x`"]


@pytest.mark.parametrize(
    ("call", "steps"),
    [
        ("log.info(«a»)", ["kept in A.x", "A's text form"]),
        ("log.info('%s', «a»)", ["kept in A.x", "A's text form"]),
        ("log.info(«repr(a)»)", ["kept in A.x", "A's text form"]),
        ("log.info(«[a]»)", ["kept in A.x", "A's text form"]),
        ("log.info(«same»)", ["kept in A.x", "Same's text form"]),
        ("log.info(«f'{counts!r}'»)", ["kept in A.x", "Counts's text form"]),
        ("log.info(«repr(counts)»)", ["kept in A.x", "Counts's text form"]),
        ("log.info(«str(tells)»)", ["kept in Tells.x", "what told() returns", "Tells's text form"]),
        ("log.info(«make('a', 1)»)", ["kept in A.x", "A's text form"]),
    ],
)
def test_written_text_forms(flows: Flows, call: str, steps: list[str]) -> None:
    (found,) = flows(f"{WRITTEN}    {call}\n")
    assert found[:2] == MADE
    assert [step.split(" ", 1)[1] for step in found[2:]] == [*steps, INFO]


@pytest.mark.parametrize(
    "call",
    [
        "log.info(counts)",
        "log.info('%s', counts)",
        "log.info(f'{counts}')",
        "log.info(str(counts))",
        "log.info(f'{tells!r}')",
        "log.info(repr(tells))",
        "log.info(a.n)",
    ],
)
def test_written_text_forms_that_show_nothing(flows: Flows, call: str) -> None:
    assert flows(f"{WRITTEN}    {call}\n") == []


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("log.info('%r', «counts»)", "%r of a lazy format asks for __repr__"),
        ("log.info(«'%r' % counts»)", "%r asks for __repr__"),
        ("log.info(«'{!r}'.format(counts)»)", "!r asks for __repr__"),
        ("log.info('%r', tells)", "%r of a lazy format asks for __repr__"),
        ("log.info(«[counts]»)", "a list shows its elements by __repr__"),
        ("log.info([tells])", "a list shows its elements by __repr__"),
        ("log.info(formats)", "a lazy format does not ask for __format__"),
    ],
)
def test_written_text_forms_not_yet(
    flows: Flows, request: pytest.FixtureRequest, call: str, reason: str
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    assert len(flows(f"{WRITTEN}    {call}\n")) == ("«" in call)


def test_a_field_that_is_set_later_is_shown_as_well(flows: Flows) -> None:
    assert flows(
        """
        from dataclasses import dataclass
        @dataclass
        class Job:
            n: int
            note: str = ""
        def fill(job: Job, message_text):
            job.note = message_text
        def run(job: Job):
            log.info("%s", «job»)
        """
    ) == [
        [
            "7 `message_text`: the name says message text",
            "8 kept in Job.note",
            "9 a Job shows its field `note`",
            f"10 {INFO}",
        ]
    ]


def test_a_field_that_the_constructor_is_given(flows: Flows) -> None:
    assert flows(
        """
        from dataclasses import dataclass
        @dataclass
        class Job:
            n: int
            note: str = ""
        def make(message_text):
            return Job(1, message_text)
        def make_other(message_text):
            return Job(note=message_text, n=1)
        def run(job: Job):
            log.info("%s", «job»)
            log.info(job.n)
        """
    ) == [
        [
            "7 `message_text`: the name says message text",
            "8 kept in Job.note",
            "11 a Job shows its field `note`",
            f"12 {INFO}",
        ]
    ]


def test_a_made_object_shows_what_it_was_given(flows: Flows) -> None:
    assert flows(
        """
        from dataclasses import dataclass
        @dataclass
        class Job:
            n: int
            note: str = ""
        def f(message_text):
            log.info(«Job(1, message_text)»)
            log.info(Job(1, "a"))
            job = Job(1, note=message_text)
            log.info(«job.note»)
            log.info(job.n)
        """
    ) == [
        [
            "7 `message_text`: the name says message text",
            "8 kept in Job.note",
            f"8 {INFO}",
        ],
        [
            "7 `message_text`: the name says message text",
            "10 kept in Job.note",
            f"11 {INFO}",
        ],
    ]
