// Package relay hands messages on to the devices of their recipients.
package relay

import (
	"context"

	"example.org/relay/go-server/internal/audit"
)

// Waker tells a device that a message waits for it.
type Waker interface {
	Posted(device, line string)
}

// Relay hands messages on.
type Relay struct {
	*Moderation
	waker Waker
	queue *Queue
	audit *audit.Log
}

// New makes a relay out of its parts.
func New(moderation *Moderation, waker Waker, queue *Queue) *Relay {
	return &Relay{Moderation: moderation, waker: waker, queue: queue, audit: audit.For("relay")}
}

// Forward queues a message for its recipient and wakes the devices.
func (r *Relay) Forward(ctx context.Context, envelope Envelope, devices []string) error {
	if err := r.Check(envelope); err != nil {
		return err
	}
	message := ChatMessage{Header: envelope.Header, Body: envelope.Preview}
	if err := r.queue.Add(ctx, envelope.Recipient, message); err != nil {
		return err
	}
	r.announce(message, devices)
	return nil
}

func (r *Relay) announce(message ChatMessage, devices []string) {
	r.audit.Note("announcing", "message", message, "devices", len(devices))
	for _, device := range devices {
		r.waker.Posted(device, message.Body)
	}
}
