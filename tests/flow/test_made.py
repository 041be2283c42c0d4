"""Objects whose making is in sight: what was put into their fields, and what stayed empty."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

GO = """\
package chat

import (
	"encoding/json"

	log "github.com/sirupsen/logrus"
)

type Message struct {
	Text    string
	Channel string
}

func notices(channels []string) []Message {
	found := []Message{}
	for _, channel := range channels {
		found = append(found, Message{Channel: channel})
	}
	return found
}

func greeting(channel string) (*Message, error) {
	return &Message{Channel: channel}, nil
}

func fill(m *Message, line string)  { m.Text = line }
func move(m *Message, channel string) { m.Channel = channel }

func handle(channels []string, line string, incoming Message) {
%s
}
"""
TS = """\
interface Message {
  text: string;
  room: string;
}
function greeting(room: string): Message {
  return { room, text: "" };
}
export function handle(room: string, line: string, incoming: Message): void {
%s
}
"""


@pytest.mark.parametrize(
    "lines",
    [
        'log.Infof("%v", «incoming»)',
        'm := Message{Channel: line}\n fill(&m, line)\n log.Infof("%v", «m»)',
        'm := Message{Channel: line}\n func() { m.Text = line }()\n log.Infof("%v", «m»)',
        'm := Message{}\n if line != "" {\n m.Text = line\n }\n log.Infof("%v", «m»)',
        'm := Message{Text: line, Channel: line}\n log.Infof("%v", «m»)',
        'm := Message{Channel: line}\n json.Unmarshal([]byte(line), &m)\n log.Infof("%v", «m»)',
        ("queue := make(chan Message)\n go receive(queue)\n for m := range queue {\n"
        ' log.Infof("%v", «m»)\n }'),
    ],
)  # fmt: skip
def test_what_is_filled_or_not_in_sight_is_shown(flows: Flows, lines: str) -> None:
    receive = "func receive(queue chan Message) {}\n"
    flows({"chat.go": GO % lines, "queue.go": "package chat\n\n" + receive})


@pytest.mark.parametrize(
    "lines",
    [
        'm := Message{Channel: line}\n log.Infof("%v", m)',
        'm := Message{Channel: line}\n move(&m, line)\n log.Infof("%v", m)',
        ('m := Message{Channel: line}\n if line != "" {\n m.Channel = "all"\n }\n'
        ' log.Infof("%v", m)'),
        'm, err := greeting(line)\n log.Infof("%v %v", m, err)',
        'm, _ := greeting(line)\n data, _ := json.Marshal(m)\n log.Infof("%s", data)',
        'for _, m := range notices(channels) {\n log.Infof("%v", m)\n }',
        # Text of the program's own with a name in it is no message.
        'm := Message{Channel: line, Text: channels[0] + " joins"}\n log.Infof("%v", m)',
    ],
)  # fmt: skip
def test_what_stays_empty_is_not_shown(flows: Flows, lines: str) -> None:
    assert flows({"chat.go": GO % lines}) == []


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("console.log(«JSON.stringify(incoming)»);", 1),
        ("const m: Message = { room, text: line };\n console.log(«JSON.stringify(m)»);", 1),
        ("const m: Message = { room, text: '' };\n console.log(JSON.stringify(m));", 0),
        ("console.log(JSON.stringify(greeting(room)));", 0),
        ("const m: Message = greeting(room);\n console.log(JSON.stringify(m));", 0),
    ],
)
def test_literals_of_objects(flows: Flows, lines: str, count: int) -> None:
    assert len(flows({"src/chat.ts": TS % lines})) == count


def test_a_field_that_can_never_be_given_shows_nothing(flows: Flows) -> None:
    head = "interface Login {\n  password%s;\n}\nexport function f(login: Login): void {\n"
    line = "  console.log(%s);\n}\n"
    given = "«credential-in-logs|JSON.stringify(login)»"
    flows({"src/a.ts": head % ": string" + line % given})
    flows({"src/a.ts": head % "?: never" + line % "JSON.stringify(login)"})
