package relay

import "fmt"

// Header is what the server has to know to hand a message on.
type Header struct {
	ID        string `json:"id"`
	Sender    int64  `json:"sender"`
	Recipient int64  `json:"recipient"`
}

// Envelope is a message as it travels between devices.
type Envelope struct {
	Header
	Sealed  []byte `json:"sealed"`
	Preview string `json:"preview"`
}

// ChatMessage is what a person sees of a message.
type ChatMessage struct {
	Header
	Body string `json:"body"`
}

func (m ChatMessage) String() string {
	return fmt.Sprintf("%s: %s", m.ID, m.Body)
}
