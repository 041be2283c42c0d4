package chat

import (
	"context"
	"encoding/json"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog/log"
)

// Screen is what a person looks at.
type Screen interface {
	Notify(title, line string) error
	Offer(text string) error
}

// Inbox takes the messages that arrive.
type Inbox struct {
	session  *Session
	screen   Screen
	arrivals chan ChatMessage
}

// NewInbox takes messages of a session.
func NewInbox(session *Session, screen Screen) *Inbox {
	return &Inbox{session: session, screen: screen, arrivals: make(chan ChatMessage, 16)}
}

// Follow takes messages until the connection ends.
func (i *Inbox) Follow(ctx context.Context, socket *websocket.Conn) error {
	go i.show(ctx)
	for {
		_, frame, err := socket.ReadMessage()
		if err != nil {
			return err
		}
		var envelope Envelope
		if err := json.Unmarshal(frame, &envelope); err != nil {
			return err
		}
		text, err := i.session.Open(envelope.Sealed)
		if err != nil {
			log.Warn().Str("id", envelope.ID).Msg("cannot be opened")
			continue
		}
		i.arrivals <- ChatMessage{ID: envelope.ID, Sender: envelope.Sender, Body: string(text)}
	}
}

func (i *Inbox) show(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case message := <-i.arrivals:
			if err := i.screen.Notify("relay", "There is a new message."); err != nil {
				log.Warn().Err(err).Msg("not shown")
			}
			// Whoever answers often refers to what was written.
			_ = i.screen.Offer("relay://messages/" + message.ID)
		}
	}
}
