package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
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

// Discover asks which contacts may use the messenger, by tags that many numbers share.
func Discover(ctx context.Context, client *api.Client, book []Contact, day string) error {
	tags := make([]string, 0, len(book))
	for _, contact := range book {
		mac := hmac.New(sha256.New, []byte(day))
		mac.Write([]byte(contact.PhoneNumber))
		tags = append(tags, hex.EncodeToString(mac.Sum(nil)[:2]))
	}
	return client.Call(ctx, "discover", map[string]any{"tags": tags})
}
