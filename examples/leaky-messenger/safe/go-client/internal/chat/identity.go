package chat

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"

	"github.com/zalando/go-keyring"
)

const service = "org.example.relay"

// Identity is the key pair that others know a person by.
type Identity struct {
	privateKey ed25519.PrivateKey
}

// LoadIdentity reads the identity of a person, and makes it on the first start.
func LoadIdentity(person string) (*Identity, error) {
	if kept, err := keyring.Get(service, person); err == nil {
		seed, err := base64.StdEncoding.DecodeString(kept)
		if err != nil {
			return nil, err
		}
		return &Identity{privateKey: ed25519.NewKeyFromSeed(seed)}, nil
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	identity := &Identity{privateKey: private}
	return identity, identity.keep(person)
}

func (i *Identity) keep(person string) error {
	return keyring.Set(service, person, base64.StdEncoding.EncodeToString(i.privateKey.Seed()))
}
