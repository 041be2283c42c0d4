package chat

import (
	"context"
	"encoding/json"
	"os"

	"example.org/relay/go-client/internal/api"
)

// Contact is an entry of the address book.
type Contact struct {
	Name        string `json:"name"`
	PhoneNumber string `json:"phone_number"`
}

// ReadBook reads the address book that another program has exported.
func ReadBook(file string) ([]Contact, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var book []Contact
	err = json.Unmarshal(raw, &book)
	return book, err
}

// Discover asks which contacts use the messenger.
func Discover(ctx context.Context, client *api.Client, book []Contact) error {
	return client.Call(ctx, "discover", map[string]any{"book": book})
}
