// Package web is the interface that devices use.
package web

import (
	"github.com/gin-gonic/gin"

	"example.org/relay/go-server/internal/accounts"
	"example.org/relay/go-server/internal/relay"
)

// Server answers requests.
type Server struct {
	accounts *accounts.Accounts
	relay    *relay.Relay
}

// New makes a server out of its parts.
func New(known *accounts.Accounts, hub *relay.Relay) *Server {
	return &Server{accounts: known, relay: hub}
}

// Router knows which handler answers what.
func (s *Server) Router() *gin.Engine {
	router := gin.New()
	router.Use(gin.Recovery(), timing)
	v1 := router.Group("/v1")
	v1.POST("/accounts", s.register)
	v1.POST("/login", s.login)
	v1.PUT("/messages", s.send)
	v1.GET("/nearby", nearby)
	v1.GET("/thumbnail", thumbnail)
	router.POST("/c/preview", channel)
	return router
}
