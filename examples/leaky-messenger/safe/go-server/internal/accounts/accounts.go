// Package accounts knows who uses the server.
package accounts

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"

	"example.org/relay/go-server/internal/audit"
	"example.org/relay/go-server/internal/sms"
)

const limit = 5

// ErrRefused says that a login failed, and not why.
var ErrRefused = errors.New("refused")

// Accounts are all accounts, and the public keys that their devices are known by.
type Accounts struct {
	mu      sync.Mutex
	known   map[int64]*Account
	tokens  *Tokens
	gateway *sms.Gateway
	audit   *audit.Log
}

// New starts without any account.
func New(tokens *Tokens, gateway *sms.Gateway) *Accounts {
	return &Accounts{
		known:   map[int64]*Account{},
		tokens:  tokens,
		gateway: gateway,
		audit:   audit.For("accounts"),
	}
}

// Register adds an account whose number is still to be verified.
func (a *Accounts) Register(id int64, phoneNumber string, key ed25519.PublicKey) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known[id] = &Account{ID: id, PhoneNumber: phoneNumber, PublicKey: key}
	return a.gateway.Verify(phoneNumber)
}

// Login gives a token to a device that knows the password.
func (a *Accounts) Login(ctx context.Context, attempt LoginRequest) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	account, ok := a.known[attempt.Account]
	if !ok {
		a.audit.Note("login failed", "attempt", attempt)
		return "", ErrRefused
	}
	if account.attempts > limit {
		a.audit.Note("too many attempts", "account", account)
		return "", ErrRefused
	}
	account.attempts++
	if !a.tokens.matches(ctx, attempt) {
		return "", ErrRefused
	}
	return a.tokens.issue(ctx, account.ID)
}
