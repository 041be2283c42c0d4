// Package tracing says what requests are about.
package tracing

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Tag adds a word to the span of a request.
func Tag(ctx context.Context, key, value string) {
	trace.SpanFromContext(ctx).SetAttributes(attribute.String(key, value))
}

// Measure adds a number to the span of a request.
func Measure(ctx context.Context, key string, value float64) {
	trace.SpanFromContext(ctx).SetAttributes(attribute.Float64(key, value))
}
