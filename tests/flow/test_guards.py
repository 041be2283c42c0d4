"""What the conditions around a call, and what is done with a value elsewhere, say of a finding."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

GO = """\
package chat

import (
	"errors"
	"io"
	"net"
	"net/http"

	log "github.com/sirupsen/logrus"
)

type Message struct {
	Text    string
	Channel string
	Author  *Author
}

type Author struct{ Email string }

func use(v ...any) {}

%s
"""


def scan(flows: Flows, code: str) -> list[list[str]]:
    return flows({"chat.go": GO % code})


@pytest.mark.parametrize(
    "lines",
    [
        'if m.Text == "" {\n log.Infof("%v", m)\n }',
        'if m.Text == "" && m.Channel != "" {\n log.Infof("%v", m)\n }',
        'if len(m.Text) == 0 {\n log.Infof("%v", m)\n }',
        'if !(m.Text != "") {\n log.Infof("%v", m)\n }',
        'if m.Text != "" {\n return\n }\n log.Infof("%v", m)',
        'if len(m.Text) > 0 {\n return\n }\n log.Infof("%v", m)',
        'if m.Text != "" || m.Channel == "" {\n return\n }\n log.Infof("%v", m)',
        'if m.Text != "" {\n use(m)\n } else {\n log.Infof("%v", m)\n }',
    ],
)
def test_a_part_that_a_condition_found_empty_is_not_shown(flows: Flows, lines: str) -> None:
    assert scan(flows, f"func handle(m Message) {{\n{lines}\n}}") == []


@pytest.mark.parametrize(
    "lines",
    [
        'if m.Channel == "" {\n log.Infof("%v", «m»)\n }',
        'if m.Text == "" || m.Channel != "" {\n log.Infof("%v", «m»)\n }',
        'if m.Text == "ping" {\n log.Infof("%v", «m»)\n }',
        'if len(m.Text) > 0 {\n log.Infof("%v", «m»)\n }',
        'if other.Text == "" {\n log.Infof("%v", «m»)\n }',
        'if m.Text == "" {\n use(m)\n }\n log.Infof("%v", «m»)',
    ],
)
def test_other_conditions_leave_it_shown(flows: Flows, lines: str) -> None:
    scan(flows, f"func handle(m, other Message) {{\n{lines}\n}}")


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        # Who is turned away is written down to guard the service.
        ('if r.Header.Get("x") == "" {\n log.Info(AT)\n http.NotFound(w, r)\n return\n }', False),
        ('if bad {\n if worse {\n log.Info(AT)\n }\n http.Error(w, "no", 403)\n return\n }', False),
        ("if bad {\n log.Info(AT)\n w.WriteHeader(http.StatusForbidden)\n return\n }", False),
        ("if bad {\n log.Info(AT)\n w.WriteHeader(http.StatusOK)\n }", True),
        ("if bad {\n log.Info(AT)\n }\n http.NotFound(w, r)", True),
        ("log.Info(AT)", True),
        # What could not be parsed is no address.
        (
            "_, _, err := net.SplitHostPort(r.RemoteAddr)\n if err != nil {\n log.Info(AT)\n }",
            False,
        ),
        ("_, err := r.Cookie(r.RemoteAddr)\n if err != nil {\n log.Info(AT)\n }", True),
    ],
)
def test_the_address_of_a_refused_request(flows: Flows, lines: str, *, marked: bool) -> None:
    at = "«identity-in-logs|r.RemoteAddr»" if marked else "r.RemoteAddr"
    head = "func serve(w http.ResponseWriter, r *http.Request, bad, worse bool) {\n"
    scan(flows, f"{head}{lines.replace('AT', at)}\n}}")


@pytest.mark.parametrize(
    ("name", "marked"), [("ServeHTTP", True), ("RoundTrip", False), ("handle", True)]
)
def test_a_request_that_goes_out_is_no_request_to_a_server(
    flows: Flows, name: str, *, marked: bool
) -> None:
    url = "«credential-in-logs|r.URL»" if marked else "r.URL"
    scan(
        flows, f"type T struct{{}}\n\nfunc (t *T) {name}(r *http.Request) {{\n log.Info({url})\n}}"
    )


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ("decrypt(payload)", False),
        ("open(payload)", False),
        ("keep(payload)", True),
        ("decrypt(other)", True),
    ],
)
def test_what_is_decrypted_afterwards_is_no_content_yet(
    flows: Flows, lines: str, *, marked: bool
) -> None:
    shown = "«string(payload)»" if marked else "string(payload)"
    code = f"""\
func decrypt(b []byte) error {{ return errors.New("no") }}

func open(b []byte) error {{ return decrypt(b) }}

func keep(b []byte) error {{ return nil }}

func handle(r *http.Request, other []byte) {{
 payload, _ := io.ReadAll(r.Body)
 if err := {lines}; err != nil {{
  log.Info({shown})
 }}
}}"""
    scan(flows, code)


def test_a_switch_tells_errors_of_a_library_from_its_messages(flows: Flows) -> None:
    files = {
        "chat.go": """\
package chat

import (
	log "github.com/sirupsen/logrus"
	"github.com/slack-go/slack"
)

func handle(msg slack.RTMEvent) {
	switch ev := msg.Data.(type) {
	case *slack.MessageEvent:
		log.Infof("%#v", «ev»)
	case *slack.InvalidAuthEvent:
		log.Infof("%#v", ev)
	}
}
"""
    }
    flows(files)


def test_escaping_in_a_function_that_is_called_counts(flows: Flows) -> None:
    flows(
        {
            "src/view.tsx": """\
import sanitizeHtml from "sanitize-html";

interface Parts {
  safe: string;
  raw: string;
}

function parts(formattedBody: string): Parts {
  return { safe: sanitizeHtml(formattedBody), raw: formattedBody };
}

function view(formattedBody: string) {
  const made = parts(formattedBody);
  return { formattedBody: made.safe, body: made.raw };
}

export function Body(props: { formattedBody: string }) {
  const { formattedBody } = view(props.formattedBody);
  return <div dangerouslySetInnerHTML={{ __html: formattedBody }} />;
}

export function Raw(props: { formattedBody: string }) {
  const { body } = view(props.formattedBody);
  return <div dangerouslySetInnerHTML=«message-rendered-as-markup|{{ __html: body }}» />;
}
"""
        }
    )


@pytest.mark.parametrize(
    ("name", "marked"), [("event", True), ("create", False), ("powerLevels", False)]
)
def test_the_state_of_a_room_is_no_message(flows: Flows, name: str, *, marked: bool) -> None:
    content = f"{name}.Content()"
    shown = f"«string({content})»" if marked else f"string({content})"
    flows(
        {
            "server.go": f"""\
package server

import (
	"github.com/matrix-org/gomatrixserverlib"
	log "github.com/sirupsen/logrus"
)

func handle({name} gomatrixserverlib.PDU) {{
	log.Info({shown})
}}
"""
        }
    )


@pytest.mark.parametrize(
    ("entries", "marked"),
    [("id: m.id, size: m.size", False), ("id: m.id, text: m.messageText", True), ("...m", True)],
)
def test_an_object_with_its_entries_in_sight_is_what_they_are(
    flows: Flows, entries: str, *, marked: bool
) -> None:
    shown = "«JSON.stringify(messageBody)»" if marked else "JSON.stringify(messageBody)"
    flows(
        {
            "src/log.ts": f"""\
export function note(m: {{ id: string; size: number; messageText: string }}) {{
  const messageBody = {{ {entries} }};
  console.log({shown});
}}
"""
        }
    )


def test_the_console_of_a_script_that_is_run_is_its_output(flows: Flows) -> None:
    script = "function show(accessToken) {\n  console.log(%s);\n}\n"
    flows(
        {
            "src/setup.js": script % "accessToken"
            + "if (require.main === module) {\n  show(process.argv[2]);\n}\n",
            "src/other.js": script % "«credential-in-logs|accessToken»",
        }
    )


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ("if (messageText == null) {\n  SHOW\n }", False),
        ("if (!messageText) {\n  SHOW\n }", False),
        ("if (messageText) {\n  return;\n }\n SHOW", False),
        ("if (messageText.length === 0) {\n  SHOW\n }", False),
        ("if (messageText != null) {\n  SHOW\n }", True),
        ("if (!messageText || !other) {\n  SHOW\n }", True),
        ("if (!messageText) {\n  messageText = other;\n  SHOW\n }", True),
        ("if (!other) {\n  SHOW\n }", True),
        ("if (lookup(messageText) == null) {\n  SHOW\n }", True),
        ("if (other.indexOf(messageText) < 0) {\n  SHOW\n }", True),
        ("if (messageText.length >= 0) {\n  SHOW\n }", True),
    ],
)
def test_what_a_condition_found_missing_shows_nothing(
    flows: Flows, lines: str, *, marked: bool
) -> None:
    shown = "«messageText»" if marked else "messageText"
    code = lines.replace("SHOW", f"console.log('no', {shown});")
    head = "export function f(messageText: string, other: string) {\n "
    flows({"src/a.ts": f"{head}{code}\n}}\n"})


@pytest.mark.parametrize(
    ("level", "marked"), [("Level.ERROR", True), ("Level.INFO", False), ("level", True)]
)
def test_a_wrapper_that_asks_for_a_constant(flows: Flows, level: str, *, marked: bool) -> None:
    text = "«content-in-crash-reports|messageText»" if marked else "messageText"
    flows(
        {
            "src/log.ts": f"""\
import * as Sentry from "@sentry/node";

enum Level {{ INFO, ERROR }}

function note(level: Level, text: string) {{
  if (level === Level.ERROR) {{
    Sentry.captureMessage(text);
  }}
}}

export function handle(level: Level, messageText: string) {{
  note({level}, {text});
}}
"""
        }
    )


def test_constants_tell_the_entries_of_a_mapping_apart(flows: Flows) -> None:
    flows(
        {
            "main.go": """\
package main

import (
	"log/slog"
	"os"
)

const (
	envSecret = "CHAT_SECRET"
	envListen = "CHAT_LISTEN"
)

func main() {
	secret, _ := os.LookupEnv(envSecret)
	args := map[string]string{
		envListen: os.Getenv(envListen),
		envSecret: secret,
	}
	slog.Info("listening", "on", args[envListen])
	slog.Info("listening", "on", «credential-in-logs|args[envSecret]»)
}
"""
        }
    )


def test_logging_that_redacts_ids_needs_more_evidence(flows: Flows) -> None:
    code = {
        "src/receive.ts": """\
import { log } from "./util/logging";

export function receive(phoneNumber: string, messageText: string) {
  log.info("from", %s);
  log.info("text", «messageText»);
}
""",
        "src/util/logging.ts": """\
import pino from "pino";
%s
export const log = pino();
""",
    }
    redacting = 'import { redactAll } from "./privacy";\nexport const shown = redactAll("x");\n'
    plain = {
        "src/receive.ts": code["src/receive.ts"] % "«identity-in-logs|phoneNumber»",
        "src/util/logging.ts": code["src/util/logging.ts"] % "",
    }
    flows(plain)
    flows(
        {
            "src/receive.ts": code["src/receive.ts"] % "phoneNumber",
            "src/util/logging.ts": code["src/util/logging.ts"] % redacting,
        }
    )


@pytest.mark.parametrize(
    ("name", "marked"), [("accountPhoneNumber", True), ("groupId", False), ("roomId", False)]
)
def test_groups_are_no_persons(flows: Flows, name: str, *, marked: bool) -> None:
    shown = f"«identity-in-logs|{name}»" if marked else name
    flows(
        {
            "src/a.ts": f"""\
export function join(phoneNumber: string) {{
  const {name} = phoneNumber;
  console.info("joined", {shown});
}}
"""
        }
    )


@pytest.mark.parametrize(
    ("cut", "marked"),
    [
        ("accessToken.slice(0, 6)", False),
        ("accessToken.slice(-4)", False),
        ("accessToken.substring(0, 8)", False),
        ("accessToken.substr(58)", False),
        ("accessToken.slice(0, 20)", True),
        ("accessToken.slice(7)", True),
        ("accessToken.slice(0, length)", True),
    ],
)
def test_a_few_characters_of_a_secret_are_no_secret(
    flows: Flows, cut: str, *, marked: bool
) -> None:
    shown = f"«credential-in-logs|{cut}»" if marked else cut
    head = "export function f(accessToken: string, length: number) {\n"
    flows({"src/a.ts": f"{head}  console.info({shown});\n}}\n"})


@pytest.mark.parametrize(
    ("head", "marked"),
    [
        ("func openDatabase(url string)", True),
        ("func checkDBConnection(url string)", True),
        ("func contactFromDBValues(url string)", False),
    ],
)
def test_addresses_of_databases_and_others(flows: Flows, head: str, *, marked: bool) -> None:
    shown = "«credential-in-logs|url»" if marked else "url"
    flows({"a.go": f'package a\n\nimport "log"\n\n{head} {{\n\tlog.Print({shown})\n}}\n'})


@pytest.mark.parametrize(
    "lines",
    [
        "const SHOWN = false; ACT if (SHOWN) console.log(message.body); END",
        "const SHOWN = false; ACT SHOWN && console.log(message.body); END",
        "const SHOWN = false; ACT if (message.id && SHOWN) console.log(message.body); END",
        "const SHOWN = false; ACT if (message.id || SHOWN) console.log(«message.body»); END",
        "const SHOWN = false; ACT SHOWN && say(message.body); END",
        "const SHOWN = true; ACT SHOWN && say(«message.body»); END",
        "const SHOWN = false; ACT SHOWN || console.log(«message.body»); END",
        "let shown = false; export function show() { shown = true; } ACT shown && say(«message.body»); END",
        "let shown = false; export function show(x) { shown = x; } ACT shown && say(«message.body»); END",
        "ACT let shown = false; items.forEach((x) => { shown = x; }); if (shown) say(«message.body»); END",
        "let shown = 0; export function show() { shown++; } ACT shown && say(«message.body»); END",
        "let shown = 0; export function show() { shown += 1; } ACT shown && say(«message.body»); END",
        "let shown = false; export function show(x) { [shown] = x; } ACT shown && say(«message.body»); END",
        "let shown = false; export function show(x) { ({ shown } = x); } ACT shown && say(«message.body»); END",
        "ACT console.log('new token:', { reason: message.id, size: 3 }); END",
        "ACT console.log('password:', «credential-in-logs|message.pw»); END",
    ],
)
def test_what_is_never_reached(flows: Flows, lines: str) -> None:
    begin = (
        "interface ChatMessage { id: string; body: string }\n"
        "function say(text) { console.log(text); }\n"
    )
    act = lines.replace("ACT", "export function act(message: ChatMessage) {").replace("END", "}")
    flows({"src/a.ts": begin + act})


def test_what_an_error_of_a_request_shows(flows: Flows) -> None:
    flows(
        {
            "client/a.go": """
package client
import (
	"log"
	"net/http"
)
func f(c *http.Client, accessToken string) {
	r, _ := http.NewRequest("GET", "https://chat.example.org/sync", nil)
	r.Header.Set("Authorization", accessToken)
	_, err := c.Do(r)
	log.Println(err)
}
func h(c *http.Client, headers http.Header, accessToken string) {
	headers.Set("Authorization", accessToken)
	r, _ := http.NewRequest("GET", "https://chat.example.org/sync", nil)
	r.Header = headers
	_, err := c.Do(r)
	log.Println(err)
}
func g(c *http.Client, accessToken string) {
	_, err := c.Get(«personal-data-in-url|"https://chat.example.org/?t="+accessToken»)
	log.Println(«credential-in-logs|err»)
}
"""
        }
    )
