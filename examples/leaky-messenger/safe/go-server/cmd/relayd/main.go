// Command relayd is the relay of a messenger.
package main

import (
	"context"
	"database/sql"
	"log"

	firebase "firebase.google.com/go/v4"
	"github.com/getsentry/sentry-go"
	_ "github.com/lib/pq"
	"github.com/redis/go-redis/v9"

	"example.org/relay/go-server/internal/accounts"
	"example.org/relay/go-server/internal/push"
	"example.org/relay/go-server/internal/relay"
	"example.org/relay/go-server/internal/sms"
	"example.org/relay/go-server/internal/web"
)

func main() {
	if err := serve(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func serve(ctx context.Context) error {
	err := sentry.Init(sentry.ClientOptions{
		Release:        "relayd@1.4.0",
		SendDefaultPII: false,
	})
	if err != nil {
		return err
	}
	db, err := sql.Open("postgres", "service=relay")
	if err != nil {
		return err
	}
	app, err := firebase.NewApp(ctx, nil)
	if err != nil {
		return err
	}
	client, err := app.Messaging(ctx)
	if err != nil {
		return err
	}
	pusher := push.Start(ctx, client)
	queue := relay.NewQueue(redis.NewClient(&redis.Options{Addr: "localhost:6379"}))
	known := accounts.New(accounts.NewTokens(db), sms.NewGateway("https://sms.example.org"))
	server := web.New(known, relay.New(relay.NewModeration(), pusher, queue))
	return server.Router().Run(":8443")
}
