"""Libraries of Go: what they encrypt and decrypt, what peers send, and what requests hold."""

from __future__ import annotations

from tests.flow.conftest import Flows

CODE = """\
package chat

import (
	"log"
	"context"

	"github.com/ProtonMail/gopenpgp/v2/crypto"
	"github.com/ProtonMail/gopenpgp/v2/helper"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	lcrypto "github.com/libp2p/go-libp2p/core/crypto"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/codes"
)

func open(ring *crypto.KeyRing, in *crypto.PGPMessage) {
	out, err := ring.Decrypt(in, nil, 0)
	log.Print(«content-in-logs|out.GetString()», err)
	armored, _ := ring.Encrypt(out, nil)
	log.Print(armored)
}

func easy(key string, pass []byte, text string) {
	plain, _ := helper.DecryptMessageArmored(key, pass, text)
	log.Print(«content-in-logs|plain»)
}

func key() {
	k, _ := crypto.GenerateKey("a", "b", "x25519", 0)
	text, _ := k.Armor()
	pub, _ := k.GetArmoredPublicKey()
	log.Print(«key-in-logs|text»)
	log.Print(pub)
	priv, pubk, _ := lcrypto.GenerateEd25519Key(nil)
	raw, _ := lcrypto.MarshalPrivateKey(priv)
	log.Printf("%x", «key-in-logs|raw»)
	log.Print(pubk)
}

func listen(ctx context.Context, sub *pubsub.Subscription) {
	m, _ := sub.Next(ctx)
	log.Printf("%s", «content-in-logs|m.Data»)
	md, _ := metadata.FromIncomingContext(ctx)
	log.Print(«credential-in-logs|md.Get("authorization")»)
	log.Print(«credential-in-logs|md»)
	log.Print(md.Get("x-trace"))
}

func fails(messageText string) error {
	err := status.Errorf(codes.Internal, "cannot send %s", messageText)
	log.Print(«content-in-logs|err»)
	return err
}
"""


def test_encryption_peers_and_requests(flows: Flows) -> None:
    flows({"chat.go": CODE})
