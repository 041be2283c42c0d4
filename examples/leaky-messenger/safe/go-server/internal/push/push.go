// Package push wakes devices through the push service of their platform.
package push

import (
	"context"

	"firebase.google.com/go/v4/messaging"

	"example.org/relay/go-server/internal/audit"
)

// Pusher sends pushes one after the other.
type Pusher struct {
	client *messaging.Client
	jobs   chan string
	audit  *audit.Log
}

// Start gives a pusher that works until the context ends.
func Start(ctx context.Context, client *messaging.Client) *Pusher {
	pusher := &Pusher{client: client, jobs: make(chan string, 256), audit: audit.For("push")}
	go pusher.work(ctx)
	return pusher
}

// Wake has a device ask for its messages.
func (p *Pusher) Wake(device string) {
	p.jobs <- device
}

func (p *Pusher) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case device := <-p.jobs:
			if err := p.send(ctx, device); err != nil {
				p.audit.Note("not pushed", "kind", messaging.IsUnregistered(err))
			}
		}
	}
}

func (p *Pusher) send(ctx context.Context, device string) error {
	_, err := p.client.Send(ctx, &messaging.Message{
		Token: device,
		Data:  map[string]string{"wake": "1"},
	})
	return err
}
