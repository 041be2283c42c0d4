package relay

import (
	"fmt"
	"sync"
)

const most = 1000

// Blocked says that a message is not handed on.
type Blocked struct {
	Reason string
}

func (b *Blocked) Error() string {
	return "blocked: " + b.Reason
}

// Moderation slows down who sends too much. What is sent stays closed.
type Moderation struct {
	mu   sync.Mutex
	sent map[int64]int
}

// NewModeration starts to count.
func NewModeration() *Moderation {
	return &Moderation{sent: map[int64]int{}}
}

// Check refuses messages of senders over the limit.
func (m *Moderation) Check(envelope Envelope) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent[envelope.Sender]++
	if m.sent[envelope.Sender] > most {
		return &Blocked{Reason: fmt.Sprintf("more than %d messages", most)}
	}
	return nil
}
