package chat

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"path/filepath"
)

// Identity is the key pair that others know a person by.
type Identity struct {
	privateKey ed25519.PrivateKey
}

// LoadIdentity reads the identity of a person, and makes it on the first start.
func LoadIdentity(home string) (*Identity, error) {
	file := filepath.Join(home, ".relay", "identity")
	raw, err := os.ReadFile(file)
	if err == nil {
		return &Identity{privateKey: ed25519.NewKeyFromSeed(raw)}, nil
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	identity := &Identity{privateKey: private}
	return identity, identity.keep(file)
}

func (i *Identity) keep(file string) error {
	return os.WriteFile(file, i.privateKey.Seed(), 0o600)
}
