package chat

// ChatMessage is what one person writes to another.
type ChatMessage struct {
	ID     string
	Sender string
	Body   string
}

// Envelope is a message on its way.
type Envelope struct {
	ID        string `json:"id"`
	Sender    string `json:"sender,omitempty"`
	Recipient string `json:"recipient,omitempty"`
	Sealed    []byte `json:"sealed"`
}
