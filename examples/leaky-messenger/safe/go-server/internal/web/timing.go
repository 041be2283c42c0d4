package web

import (
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

var seconds = promauto.NewHistogramVec(
	prometheus.HistogramOpts{Name: "request_seconds", Help: "Time that requests took."},
	[]string{"group"},
)

func timing(c *gin.Context) {
	started := time.Now()
	c.Next()
	observe(c.Request.Method, time.Since(started))
}

func observe(group string, took time.Duration) {
	seconds.WithLabelValues(group).Observe(took.Seconds())
}
