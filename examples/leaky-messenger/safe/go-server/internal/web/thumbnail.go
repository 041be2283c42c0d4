package web

import (
	"context"
	"net/http"
	"os/exec"
	"path/filepath"

	"github.com/gin-gonic/gin"
)

// thumbnail makes a small picture of a picture that was uploaded to a public channel.
func thumbnail(c *gin.Context) {
	small, err := shrink(c.Request.Context(), c.Query("name"))
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	c.Data(http.StatusOK, "image/png", small)
}

func shrink(ctx context.Context, name string) ([]byte, error) {
	picture := filepath.Join("uploads", filepath.Base(name))
	return exec.CommandContext(ctx, "convert", picture, "-resize", "200", "png:-").Output()
}
