// Command relay is the messenger in a terminal.
package main

import (
	"context"
	"os"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog/log"

	"example.org/relay/go-client/internal/api"
	"example.org/relay/go-client/internal/chat"
	"example.org/relay/go-client/internal/screen"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		log.Fatal().Msg("relay stopped")
	}
}

func run(ctx context.Context, arguments []string) error {
	client, err := api.FromEnvironment()
	if err != nil {
		return err
	}
	if len(arguments) == 2 && arguments[0] == "discover" {
		book, err := chat.ReadBook(arguments[1])
		if err != nil {
			return err
		}
		return chat.Discover(ctx, client, book)
	}
	identity, err := chat.LoadIdentity(os.Getenv("HOME"))
	if err != nil {
		return err
	}
	session, err := chat.NewSession(identity)
	if err != nil {
		return err
	}
	if len(arguments) > 1 {
		return chat.NewOutbox(client, session).Send(ctx, arguments[0], arguments[1])
	}
	socket, _, err := websocket.DefaultDialer.DialContext(ctx, "wss://relay.example.org/v1", nil)
	if err != nil {
		return err
	}
	return chat.NewInbox(session, screen.Desktop{}).Follow(ctx, socket)
}
