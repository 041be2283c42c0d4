package web

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

const article = "<article>{{range .}}<p>{{.}}</p>{{end}}</article>"

var page = template.Must(template.New("channel").Parse(article))

type post struct {
	Author int64  `json:"author"`
	Body   string `json:"body"`
}

// channel shows a message of a public channel as it will look in a browser.
func channel(c *gin.Context) {
	var written post
	if err := c.ShouldBindJSON(&written); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	c.Header("Content-Type", "text/html; charset=utf-8")
	if err := page.Execute(c.Writer, strings.Split(written.Body, "\n")); err != nil {
		c.Status(http.StatusInternalServerError)
	}
}
