// Package push wakes devices through the push service of their platform.
package push

import (
	"context"

	"firebase.google.com/go/v4/messaging"

	"example.org/relay/go-server/internal/audit"
)

type job struct {
	device string
	line   string
}

// Pusher sends pushes one after the other.
type Pusher struct {
	client *messaging.Client
	jobs   chan job
	audit  *audit.Log
}

// Start gives a pusher that works until the context ends.
func Start(ctx context.Context, client *messaging.Client) *Pusher {
	pusher := &Pusher{client: client, jobs: make(chan job, 256), audit: audit.For("push")}
	go pusher.work(ctx)
	return pusher
}

// Posted tells a device that a message came.
func (p *Pusher) Posted(device, line string) {
	p.jobs <- job{device: device, line: line}
}

func (p *Pusher) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case next := <-p.jobs:
			if err := p.send(ctx, next); err != nil {
				p.audit.Note("not pushed", "kind", messaging.IsUnregistered(err))
			}
		}
	}
}

func (p *Pusher) send(ctx context.Context, next job) error {
	_, err := p.client.Send(ctx, &messaging.Message{
		Token:        next.device,
		Notification: &messaging.Notification{Title: "New message", Body: next.line},
	})
	return err
}
