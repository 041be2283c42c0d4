// Package chat keeps conversations.
package chat

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"io"

	"github.com/rs/zerolog/log"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/hkdf"
)

// RatchetState is where a session stands.
type RatchetState struct {
	Step     int
	ChainKey []byte
}

// Session seals and opens the messages of a conversation.
type Session struct {
	state RatchetState
}

// NewSession starts a session from an identity.
func NewSession(identity *Identity) (*Session, error) {
	chain := make([]byte, chacha20poly1305.KeySize)
	stream := hkdf.New(sha256.New, identity.privateKey.Seed(), nil, []byte("relay"))
	if _, err := io.ReadFull(stream, chain); err != nil {
		return nil, err
	}
	return &Session{state: RatchetState{ChainKey: chain}}, nil
}

func (s *Session) advance() (cipher.AEAD, error) {
	next := sha256.Sum256(s.state.ChainKey)
	s.state = RatchetState{Step: s.state.Step + 1, ChainKey: next[:]}
	log.Debug().Int("step", s.state.Step).Msg("stepped")
	return chacha20poly1305.NewX(next[:])
}

// Seal encrypts what a person wrote.
func (s *Session) Seal(plaintext []byte) ([]byte, error) {
	aead, err := s.advance()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, plaintext, nil), nil
}

// Open decrypts what another person sealed.
func (s *Session) Open(sealed []byte) ([]byte, error) {
	aead, err := s.advance()
	if err != nil {
		return nil, err
	}
	size := aead.NonceSize()
	return aead.Open(nil, sealed[:size], sealed[size:], nil)
}
