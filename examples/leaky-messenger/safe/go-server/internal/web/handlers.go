package web

import (
	"errors"
	"net/http"

	"github.com/getsentry/sentry-go"
	"github.com/gin-gonic/gin"

	"example.org/relay/go-server/internal/accounts"
	"example.org/relay/go-server/internal/relay"
	"example.org/relay/go-server/internal/tracing"
)

type registration struct {
	ID          int64  `json:"id"`
	PhoneNumber string `json:"phone_number"`
	PublicKey   []byte `json:"public_key"`
}

func (s *Server) register(c *gin.Context) {
	var wanted registration
	if err := c.ShouldBindJSON(&wanted); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	tracing.Tag(c.Request.Context(), "step", "registration")
	if err := s.accounts.Register(wanted.ID, wanted.PhoneNumber, wanted.PublicKey); err != nil {
		c.Status(http.StatusConflict)
		return
	}
	c.Status(http.StatusCreated)
}

func (s *Server) login(c *gin.Context) {
	var attempt accounts.LoginRequest
	if err := c.ShouldBindJSON(&attempt); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	token, err := s.accounts.Login(c.Request.Context(), attempt)
	if err != nil {
		c.Status(http.StatusForbidden)
		return
	}
	c.JSON(http.StatusOK, gin.H{"token": token})
}

func (s *Server) send(c *gin.Context) {
	var envelope relay.Envelope
	if err := c.ShouldBindJSON(&envelope); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	err := s.relay.Forward(c.Request.Context(), envelope, c.QueryArray("device"))
	var blocked *relay.Blocked
	if errors.As(err, &blocked) {
		sentry.CaptureException(err)
		c.Status(http.StatusForbidden)
		return
	}
	c.Status(http.StatusAccepted)
}
