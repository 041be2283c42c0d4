package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.org/relay/go-server/internal/tracing"
)

type position struct {
	Latitude  float64 `form:"lat"`
	Longitude float64 `form:"lon"`
}

// nearby names the relay that is closest to a device.
func nearby(c *gin.Context) {
	var where position
	if err := c.ShouldBindQuery(&where); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	name := "east"
	if where.Longitude < -30 {
		name = "west"
	}
	tracing.Tag(c.Request.Context(), "relay", name)
	c.JSON(http.StatusOK, gin.H{"relay": name + ".relay.example.org"})
}
