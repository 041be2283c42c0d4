package accounts

import (
	"crypto/ed25519"
	"fmt"
)

// Account is what the server knows of a person.
type Account struct {
	ID          int64
	PhoneNumber string
	PublicKey   ed25519.PublicKey
	attempts    int
}

func (a *Account) String() string {
	return fmt.Sprintf("account %d of %s", a.ID, a.PhoneNumber)
}

// LoginRequest is what a device sends to be let in.
type LoginRequest struct {
	Account  int64  `json:"account"`
	Password string `json:"password"`
	Device   string `json:"device"`
}
