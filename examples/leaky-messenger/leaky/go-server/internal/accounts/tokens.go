package accounts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"

	"golang.org/x/crypto/bcrypt"
)

const (
	insertToken  = "INSERT INTO tokens (account, token) VALUES ($1, $2)"
	passwordHash = "SELECT password_hash FROM accounts WHERE id = $1"
)

// Tokens admit devices until they expire.
type Tokens struct {
	db *sql.DB
}

// NewTokens keeps tokens in a database.
func NewTokens(db *sql.DB) *Tokens {
	return &Tokens{db: db}
}

func (t *Tokens) issue(ctx context.Context, account int64) (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	accessToken := base64.RawURLEncoding.EncodeToString(raw)
	_, err := t.db.ExecContext(ctx, insertToken, account, accessToken)
	return accessToken, err
}

func (t *Tokens) matches(ctx context.Context, attempt LoginRequest) bool {
	var hash []byte
	row := t.db.QueryRowContext(ctx, passwordHash, attempt.Account)
	if err := row.Scan(&hash); err != nil {
		return false
	}
	return bcrypt.CompareHashAndPassword(hash, []byte(attempt.Password)) == nil
}
