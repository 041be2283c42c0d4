package web

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"

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
	command := fmt.Sprintf("convert uploads/%s -resize 200 png:-", name)
	return exec.CommandContext(ctx, "sh", "-c", command).Output()
}
