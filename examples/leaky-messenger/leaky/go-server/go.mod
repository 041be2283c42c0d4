module example.org/relay/go-server

go 1.22

require (
	firebase.google.com/go/v4 v4.14.1
	github.com/getsentry/sentry-go v0.28.1
	github.com/gin-gonic/gin v1.10.0
	github.com/go-resty/resty/v2 v2.13.1
	github.com/lib/pq v1.10.9
	github.com/prometheus/client_golang v1.19.1
	github.com/redis/go-redis/v9 v9.5.3
	go.opentelemetry.io/otel v1.28.0
	go.opentelemetry.io/otel/trace v1.28.0
	golang.org/x/crypto v0.25.0
)
