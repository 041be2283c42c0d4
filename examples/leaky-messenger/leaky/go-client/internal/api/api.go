// Package api talks to the server.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
)

// Client sends requests in the name of an account.
type Client struct {
	http  *http.Client
	base  string
	token string
}

// FromEnvironment makes a client out of the settings of the terminal.
func FromEnvironment() (*Client, error) {
	token := os.Getenv("RELAY_TOKEN")
	if token == "" {
		return nil, errors.New("RELAY_TOKEN is not set")
	}
	return &Client{http: http.DefaultClient, base: "https://relay.example.org/v1/", token: token}, nil
}

// Call posts something and forgets the answer.
func (c *Client) Call(ctx context.Context, path string, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	url := c.base + path
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: status %d", path, response.StatusCode)
	}
	return nil
}
