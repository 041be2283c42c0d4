// Package sms sends codes by which people prove that a number is theirs.
package sms

import (
	"fmt"

	"github.com/go-resty/resty/v2"
)

// Gateway is a company that sends text messages.
type Gateway struct {
	client *resty.Client
}

// NewGateway talks to the gateway at an address.
func NewGateway(address string) *Gateway {
	client := resty.New()
	client.SetBaseURL(address)
	client.SetDebug(true)
	return &Gateway{client: client}
}

// Verify has a code sent to a number.
func (g *Gateway) Verify(phoneNumber string) error {
	return g.call("verify", map[string]string{"to": phoneNumber})
}

func (g *Gateway) call(path string, parameters map[string]string) error {
	answer, err := g.client.R().SetQueryParams(parameters).Get("/" + path)
	if err != nil {
		return err
	}
	if answer.IsError() {
		return fmt.Errorf("gateway: status %d", answer.StatusCode())
	}
	return nil
}
