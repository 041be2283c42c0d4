package chat

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"example.org/relay/go-client/internal/api"
)

// Outbox sends messages.
type Outbox struct {
	client  *api.Client
	session *Session
}

// NewOutbox sends messages in a session.
func NewOutbox(client *api.Client, session *Session) *Outbox {
	return &Outbox{client: client, session: session}
}

// Send sends a message to a person.
func (o *Outbox) Send(ctx context.Context, recipient, messageText string) error {
	sealed, err := o.session.Seal([]byte(messageText))
	if err != nil {
		return err
	}
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return err
	}
	envelope := Envelope{ID: hex.EncodeToString(id), Recipient: recipient, Sealed: sealed}
	return o.client.Call(ctx, "messages", envelope)
}
