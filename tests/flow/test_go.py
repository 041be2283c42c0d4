"""What only Go has: objects that say themselves what a log shows of them."""

from __future__ import annotations

from tests.flow.conftest import Flows

TYPES = """\
    package accounts

    import (
    \t"fmt"
    \t"io"
    \t"log"
    \t"log/slog"

    \t"github.com/rs/zerolog"
    \t"go.uber.org/zap"
    \t"go.uber.org/zap/zapcore"
    )

    type Login struct {
    \tUser     string
    \tPassword string
    }
"""


def test_a_type_of_slog_shows_what_its_log_value_gives(flows: Flows) -> None:
    found = flows(
        {
            "server/login.go": TYPES
            + """
    type Open struct{ Password string }

    func (l *Login) LogValue() slog.Value {
    \treturn slog.GroupValue(slog.String("user", l.User), slog.Int("length", len(l.Password)))
    }

    func (o Open) LogValue() slog.Value {
    \treturn slog.GroupValue(slog.String("p", o.Password))
    }

    func login(l *Login, o Open, logger *slog.Logger) {
    \tslog.Info("login", "login", l)
    \tlogger.With(slog.Any("login", l)).Warn("again", slog.Group("of", "it", l))
    \tslog.Info("login", "open", «credential-in-logs|o»)
    \tlog.Print(«credential-in-logs|l»)
    \tslog.Info(«credential-in-logs|fmt.Sprint(l)»)
    }
    """
        }
    )
    assert found[0] == [
        "server/login.go:26 `Password`: the name says password",
        "server/login.go:29 Open's text form",
        "server/login.go:32 log/slog.Info",
    ]


def test_what_an_object_writes_for_zap_is_reported_where_it_is_written(flows: Flows) -> None:
    flows(
        {
            "server/login.go": TYPES
            + """
    type Open struct{ Password string }

    func (l *Login) MarshalLogObject(enc zapcore.ObjectEncoder) error {
    \tenc.AddString("user", l.User)
    \treturn nil
    }

    func (o Open) MarshalLogObject(enc zapcore.ObjectEncoder) error {
    \tenc.AddString("p", «credential-in-logs|o.Password»)
    \treturn nil
    }

    func login(l *Login, o Open, logger *zap.Logger) {
    \tlogger.Info("login", zap.Object("login", l), zap.Inline(l), zap.Any("again", l))
    \tlogger.Info("login", zap.Object("open", o))
    \tlogger.Sugar().Infow("login", "login", l)
    \tlogger.Info("login", «credential-in-logs|zap.Reflect("login", l)»)
    }
    """
        }
    )


def test_what_an_object_writes_for_zerolog_is_reported_where_it_is_written(flows: Flows) -> None:
    flows(
        {
            "server/login.go": TYPES
            + """
    type Open struct{ Password string }

    func (l *Login) MarshalZerologObject(e *zerolog.Event) {
    \te.Str("user", l.User)
    }

    func (o Open) MarshalZerologObject(e *zerolog.Event) {
    \te.Str("p", «credential-in-logs|o.Password»)
    }

    func login(l *Login, o Open, logger zerolog.Logger) {
    \tlogger.Info().Object("login", l).EmbedObject(l).Interface("again", l).Msg("login")
    \tlogger.Info().EmbedObject(o).Msg("login")
    \tlogger.Info().Str("login", «credential-in-logs|fmt.Sprint(l)»).Msg("login")
    }
    """
        }
    )


def test_a_formatter_prints_what_it_writes(flows: Flows) -> None:
    flows(
        {
            "server/login.go": TYPES
            + """
    type Open struct{ Password string }

    func (l Login) Format(s fmt.State, verb rune) {
    \tif verb == 'q' {
    \t\tio.WriteString(s, "login")
    \t\treturn
    \t}
    \tfmt.Fprintf(s, "login of %s", l.User)
    }

    func (o Open) Format(s fmt.State, verb rune) {
    \tswitch verb {
    \tcase 'v':
    \t\tio.WriteString(s, o.Password)
    \tdefault:
    \t\tio.WriteString(s, "open")
    \t}
    }

    type When struct{ Password string }

    // Format is not the method that printing asks for.
    func (w When) Format(layout string) string { return layout }

    func login(l Login, o Open, w When) {
    \tlog.Printf("%v %+v", l, l)
    \tlog.Printf("%v", «credential-in-logs|o»)
    \tlog.Printf("%v", «credential-in-logs|w»)
    }
    """
        }
    )


def test_encoders_leave_out_what_tags_say(flows: Flows) -> None:
    flows(
        {
            "server/config.go": """\
    package config

    import (
    \t"encoding/json"
    \t"log"

    \t"gopkg.in/yaml.v3"
    )

    type JSON struct {
    \tName     string
    \tPassword string `json:"-"`
    }

    type YAML struct {
    \tName     string
    \tPassword string `yaml:"-"`
    }

    type Inner struct{ Password string }

    type Both struct {
    \tName string
    \t*Inner `json:"-" yaml:"-"`
    \ttoken string
    }

    func say(j JSON, y YAML, b Both) {
    \tone, _ := json.Marshal(j)
    \ttwo, _ := yaml.Marshal(y)
    \tthree, _ := yaml.Marshal(b)
    \tfour, _ := json.Marshal(b)
    \tlog.Print(string(one), string(two), string(three), string(four))
    \tfive, _ := yaml.Marshal(j)
    \tlog.Print(«credential-in-logs|string(five)»)
    \tsix, _ := json.Marshal(&y)
    \tlog.Print(«credential-in-logs|string(six)»)
    \tlog.Printf("%+v", «credential-in-logs|j»)
    \tlog.Printf("%+v", «credential-in-logs|b»)
    }
    """
        }
    )


def test_mappers_of_databases_keep_what_their_own_tags_leave(flows: Flows) -> None:
    flows(
        {
            "client/store.go": """\
    package store

    import (
    \t"context"

    \t"go.mongodb.org/mongo-driver/mongo"
    )

    type Kept struct {
    \tID         string
    \tPrivateKey []byte `json:"-"`
    }

    type Dropped struct {
    \tID         string
    \tPrivateKey []byte `bson:"-"`
    }

    func keep(ctx context.Context, c *mongo.Collection, k Kept, d Dropped) {
    \tc.InsertOne(ctx, d)
    \tc.InsertOne(ctx, «key-at-rest-unprotected|k»)
    }
    """
        }
    )


ACCOUNT = """\
    package client

    import (
    \t"fmt"
    \t"log"
    \t"sync"
    )

    type Account struct {
    \tName     string
    \tPassword string
    }
"""


def test_what_a_literal_assigns_reaches_reads_behind_it(flows: Flows) -> None:
    found = flows(
        {
            "client/load.go": ACCOUNT
            + """
    func once(a Account) {
    \tvar done sync.Once
    \tx, rows := "", map[string]string{}
    \tdone.Do(func() {
    \t\tx = a.Password
    \t\trows["a"] = x
    \t})
    \tlog.Print(«credential-in-logs|x»)
    \tlog.Print(«credential-in-logs|rows»)
    }

    func started(a Account) {
    \tresults, y := make(chan string), ""
    \tgo func() {
    \t\ty = a.Password
    \t\tresults <- a.Password
    \t\ty = a.Name
    \t}()
    \tlog.Print(«credential-in-logs|<-results»)
    \tlog.Print(y)
    }

    func nested(a Account, ok bool) {
    \tx := ""
    \tload := func() {
    \t\tfunc() {
    \t\t\tif ok {
    \t\t\t\tx = a.Password
    \t\t\t\treturn
    \t\t\t}
    \t\t\tx := a.Name
    \t\t\tlog.Print(x)
    \t\t}()
    \t}
    \tload()
    \tlog.Print(«credential-in-logs|x»)
    }
    """
        }
    )
    assert found[0] == [
        "client/load.go:18 `Password`: the name says password",
        "client/load.go:21 log.Print",
    ]


def test_a_literal_sees_the_name_that_it_shares_and_no_other(flows: Flows) -> None:
    flows(
        {
            "client/load.go": ACCOUNT
            + """
    func all(a Account, names, passwords []string) {
    \tfor _, x := range names {
    \t\tgo func() { log.Print(x) }()
    \t}
    \tfor _, x := range passwords {
    \t\tfmt.Sprint(x)
    \t}
    \tvar y string
    \tdefer func() { log.Print(«credential-in-logs|y») }()
    \ty = a.Password
    }

    func result(a Account) (err error) {
    \tdefer func() {
    \t\tif err != nil {
    \t\t\tlog.Print(«credential-in-logs|err»)
    \t\t}
    \t}()
    \treturn fmt.Errorf("not %s", a.Password)
    }
    """
        }
    )


def test_what_is_recovered_shows_what_was_panicked_with(flows: Flows) -> None:
    flows(
        {
            "client/load.go": ACCOUNT
            + """
    func check(a Account) {
    \tpanic(fmt.Errorf("not %s", a.Password))
    }

    func outside(a Account) {
    \tdefer func() {
    \t\tif r := recover(); r != nil {
    \t\t\tlog.Printf("failed: %v", «credential-in-logs|r»)
    \t\t}
    \t}()
    \tcheck(a)
    }

    func inside(a Account) {
    \tdefer func() {
    \t\tlog.Print(«credential-in-logs|recover()»)
    \t}()
    \tpanic(a.Password)
    }

    func other(a Account) {
    \tdefer func() {
    \t\tlog.Print(recover())
    \t}()
    \tpanic(a.Name)
    }
    """
        }
    )


def test_a_literal_key_says_what_the_value_behind_it_is(flows: Flows) -> None:
    found = flows(
        {
            "server/renew.go": """\
    package server

    import (
    \t"log/slog"

    \t"github.com/go-kit/log"
    \t"github.com/go-kit/log/level"
    \t"github.com/hashicorp/go-hclog"
    \t"github.com/rs/zerolog"
    \t"github.com/sirupsen/logrus"
    \t"go.uber.org/zap"
    \t"go.uber.org/zap/zapcore"
    )

    type session struct{ v string }

    func (s session) MarshalLogObject(enc zapcore.ObjectEncoder) error {
    \tenc.AddString("token", «credential-in-logs|s.v»)
    \treturn nil
    }

    func renew(v, w string, n int, ok bool) {
    \tslog.Info("renewed", "password", «credential-in-logs|v»)
    \tslog.Info("renewed", slog.Int("n", n), "user", w, "token", «credential-in-logs|v»)
    \tslog.Info("renewed", «credential-in-logs|slog.String("token", v)»)
    \tslog.With("token", «credential-in-logs|v»).Info("renewed")
    \tslog.Info("renewed", "token_count", v, "has_password", v, "key", v, "id", w)
    \tslog.Info("renewed", "token", n, "password", ok, "secret", len(v))
    }

    func others(v, w string, k log.Logger, h hclog.Logger, z *zap.Logger, l zerolog.Logger) {
    \tlevel.Info(k).Log("token", «credential-in-logs|v»)
    \tlog.With(k, "token", «credential-in-logs|v»)
    \th.Info("renewed", "token", «credential-in-logs|v»)
    \tz.Info("renewed", «credential-in-logs|zap.String("token", v)»)
    \tz.Sugar().Infow("renewed", "user", w, "token", «credential-in-logs|v»)
    \tl.Info().Str("user", w).Str("token", «credential-in-logs|v»).Msg("renewed")
    \tlogrus.WithField("token", «credential-in-logs|v»).Info("renewed")
    \tlogrus.WithFields(«credential-in-logs|logrus.Fields{"token": v}»).Info("renewed")
    }
    """
        }
    )
    assert found[1] == [
        "server/renew.go:22 key `password`: the name says password",
        "server/renew.go:23 log/slog.Info",
    ]


def test_a_key_of_a_wrapper_leaves_its_callers_to_say_the_rest(flows: Flows) -> None:
    flows(
        {
            "server/say.go": """\
    package server

    import "log/slog"

    func say(v string) {
    \tslog.Info("said", "value", v)
    }

    func login(password, name string) {
    \tsay(«credential-in-logs|password»)
    \tsay(name)
    }
    """
        }
    )


def test_text_under_another_name_is_text_unless_it_says_itself_what_is_shown(flows: Flows) -> None:
    flows(
        {
            "server/secrets.go": """\
    package server

    import (
    \t"encoding/json"
    \t"log"
    \t"log/slog"
    )

    type Plain string
    type Masked string
    type Starred string
    type Hidden string

    func (Masked) LogValue() slog.Value         { return slog.StringValue("***") }
    func (Starred) String() string              { return "***" }
    func (Hidden) MarshalText() ([]byte, error) { return []byte("***"), nil }

    type Request struct {
    \tUser     string
    \tPassword Hidden
    }

    func login(token Plain, password Masked, secret Starred, r Request) {
    \tslog.Info("login", "password", password)
    \tlog.Print(«credential-in-logs|password»)
    \tlog.Print(«credential-in-logs|token»)
    \tlog.Print(secret)
    \ttext, _ := json.Marshal(r)
    \tlog.Print(string(text))
    \tlog.Printf("%+v", «credential-in-logs|r»)
    }
    """
        }
    )


def test_fields_of_embedded_structs(flows: Flows) -> None:
    flows(
        {
            "a/a.go": """
package a
import "log"
type ChatMessage struct { ID, Body string }
type Carrier struct { ChatMessage; N int }
type Pointing struct { *ChatMessage; Body2 string }
type Other struct { Part; N int }
type Part struct { Body string }
func f(x *Carrier, y Pointing, z Other) {
	log.Println(«x.Body»)
	log.Println(«y.Body»)
	log.Println(x.ID, y.Body2, z.Body)
}
"""
        }
    )


def test_whole_requests_of_frameworks(flows: Flows) -> None:
    flows(
        {
            "server/a.go": """
package a
import (
	"log"
	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"go.mau.fi/whatsmeow/types/events"
)
func f(c *gin.Context) { data, _ := c.GetRawData(); log.Println(«string(data)») }
func g(c *fiber.Ctx) error { log.Println(«string(c.Body())»); return nil }
func h(e *events.Message) { log.Println(«e.Message.GetConversation()»); log.Println(e.Info.ID) }
"""
        }
    )
