package main

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"
)

// startTracing sends traces where OTEL_EXPORTER_OTLP_ENDPOINT says, by OpenTelemetry's own settings; without it none
// are made.
func startTracing(ctx context.Context, c console) (stop func(), err error) {
	if c.env("OTEL_EXPORTER_OTLP_ENDPOINT") == "" {
		return func() {}, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	return func() { _ = provider.Shutdown(context.WithoutCancel(ctx)) }, nil
}
