package api

import (
	"context"
	"reflect"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"dangol.example/shard"
)

// tracer makes spans where the process has set up tracing, and costs next to nothing where it has not.
func tracer() trace.Tracer { return otel.Tracer("dangol.example/api") }

// commandSpan is the time that a command waits for its answer.
type commandSpan struct{ trace.Span }

// traceCommand begins the span of a command, inside that of its request. It holds no word of what the command says.
func traceCommand(ctx context.Context, number uint8, c shard.Command) (context.Context, commandSpan) {
	ctx, span := tracer().Start(ctx, "shard.command")
	if span.IsRecording() {
		span.SetAttributes(
			attribute.Int("dangol.shard", int(number)),
			attribute.String("dangol.command", reflect.TypeOf(c).Name()),
		)
	}
	return ctx, commandSpan{span}
}

func (s commandSpan) end(block uint64, err error) {
	if err != nil {
		s.SetStatus(otelcodes.Error, "refused")
	}
	s.SetAttributes(attribute.Int64("dangol.block", int64(block)))
	s.End()
}

// traceBlock makes the spans of a block that is written. A block carries the commands of many requests, so it is a
// trace of its own; shard and number say which.
func traceBlock(b shard.Batch) {
	at := b.Started
	ctx, span := tracer().Start(context.Background(), "shard.block", trace.WithTimestamp(at), trace.WithAttributes(
		attribute.Int("dangol.shard", int(b.Shard)), attribute.Int64("dangol.block", int64(b.Block)),
		attribute.Int("dangol.commands", b.Commands), attribute.Int("dangol.refused", b.Refused),
		attribute.Int("dangol.bytes", b.Bytes)))
	if !span.IsRecording() {
		return
	}
	for _, step := range []struct {
		name string
		took time.Duration
	}{{"decide", b.Decided}, {"append", b.Appended}, {"commit", b.Committed}, {"answer", b.Answered}} {
		_, one := tracer().Start(ctx, "shard."+step.name, trace.WithTimestamp(at))
		at = at.Add(step.took)
		one.End(trace.WithTimestamp(at))
	}
	span.End(trace.WithTimestamp(at))
}
