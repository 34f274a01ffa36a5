package api

import (
	"context"
	"errors"
	"strings"

	"connectrpc.com/connect"

	"dangol.example/fault"
	faultv1 "dangol.example/gen/api/dangol/fault/v1"
)

// codes are what each kind of fault is called on the wire.
var codes = map[fault.Kind]connect.Code{ //nolint:gochecknoglobals // a table
	fault.Broken:   connect.CodeInternal,
	fault.Invalid:  connect.CodeInvalidArgument,
	fault.Denied:   connect.CodePermissionDenied,
	fault.Missing:  connect.CodeNotFound,
	fault.Conflict: connect.CodeFailedPrecondition,
	fault.Stale:    connect.CodeAborted,
	fault.Busy:     connect.CodeUnavailable,
}

// errBroken is all that people are told of what is broken.
var errBroken = fault.New(
	fault.Broken,
	"문제가 생겼어요. 잠시 뒤에 다시 해 주세요.",
	"Something went wrong. Please try again in a moment.",
)

// errors turns faults into what goes over the wire.
func (s *server) errors() connect.Interceptor { return teller{s} }

type teller struct{ *server }

// WrapUnary implements connect.Interceptor.
func (t teller) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
		response, err := next(ctx, r)
		return response, t.tell(ctx, r.Spec().Procedure, r.Header().Get("Accept-Language"), err)
	}
}

// WrapStreamingClient implements connect.Interceptor; the server is no client.
func (t teller) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// WrapStreamingHandler implements connect.Interceptor.
func (t teller) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, c connect.StreamingHandlerConn) error {
		return t.tell(ctx, c.Spec().Procedure, c.RequestHeader().Get("Accept-Language"), next(ctx, c))
	}
}

// tell names an error by its kind and says it in the language asked for, with both languages beside.
func (t teller) tell(ctx context.Context, procedure, languages string, err error) error {
	if err == nil {
		return nil
	}
	if already := new(connect.Error); errors.As(err, &already) {
		return err // Connect's own: a request that cannot be read
	}
	kind := fault.KindOf(err)
	say := fault.Sentence{KO: fault.Message(err, fault.Korean), EN: fault.Message(err, fault.English)}
	if kind == fault.Broken {
		t.Logger.ErrorContext(ctx, "a request is broken", "procedure", procedure, "because", err)
		say = errBroken.Say
	}
	code := codes[kind]
	if errors.Is(err, errSignIn) {
		code = connect.CodeUnauthenticated
	}
	language := fault.Korean
	if strings.HasPrefix(strings.ToLower(languages), "en") {
		language = fault.English
	}
	told := connect.NewError(code, errors.New(say.In(language)))
	if detail, err := connect.NewErrorDetail(&faultv1.Fault{Ko: say.KO, En: say.EN}); err == nil {
		told.AddDetail(detail)
	}
	return told
}
