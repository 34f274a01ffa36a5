package api

import (
	"context"
	"net/http"
	"time"

	"connectrpc.com/connect"

	"dangol.example/clock"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
)

// door stands before the procedures. Who has no session, and what is too much, is refused before a byte of the body is
// read: else strangers could fill the memory with bodies that nobody will look at.
type door struct {
	*server
	next    http.Handler
	refusal *connect.ErrorWriter
}

func (s *server) door(path string, next http.Handler) (string, http.Handler) {
	return path, door{s, next, connect.NewErrorWriter()}
}

// ServeHTTP implements http.Handler. A procedure without a rule goes on to the guard, which lets nothing through, and
// an address that is no procedure to the router, which knows none.
func (d door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	procedure := r.URL.Path
	if rules[procedure] == nobody || r.Method == http.MethodOptions {
		d.next.ServeHTTP(w, r)
		return
	}
	ctx, leave, err := d.enter(r.Context(), w, r, procedure)
	if err != nil {
		told := teller{d.server}.tell(r.Context(), procedure, r.Header.Get("Accept-Language"), err)
		d.Metrics.refusedAtTheDoor(procedure, told)
		_ = d.refusal.Write(w, r, told) // who has gone needs no answer
		return
	}
	defer leave()
	if passed, _ := ctx.Value(doorKey{}).(*passage); passed != nil {
		if passed.answer = makeTakeable(w, r); passed.answer != nil {
			w = passed.answer
		}
	}
	d.next.ServeHTTP(w, r.WithContext(ctx))
}

// enter takes a place for a request, and finds out whose it is.
func (d door) enter(ctx context.Context, w http.ResponseWriter, r *http.Request, procedure string) (
	in context.Context, leave func(), err error,
) {
	passed := &passage{controller: http.NewResponseController(w), clock: d.Clock}
	leave = func() {}
	if procedure != syncv1connect.SyncServiceWatchProcedure { // a watch is counted by its session
		if leave, err = d.limits.enter(procedure, r.RemoteAddr); err != nil {
			return nil, nil, err
		}
	}
	passed.readUntil(RequestTimeout)
	in, err = d.admit(context.WithValue(ctx, doorKey{}, passed), procedure, r.Header.Get("Authorization"))
	if err != nil {
		leave()
		return nil, nil, err
	}
	return in, leave, nil
}

// passage is a request that came by the door.
type passage struct {
	controller *http.ResponseController
	clock      clock.Clock
	answer     *takeable // of a watch whose connection may be taken, else nil
}

// readUntil bounds how long the body may take. Where the connection knows no such bound there is none.
func (p *passage) readUntil(most time.Duration) {
	_ = p.controller.SetReadDeadline(p.clock.Now().Add(most))
}

// bodyRead takes the bound back: what comes after the body is another's, and the request has its own time.
func (p *passage) bodyRead() { _ = p.controller.SetReadDeadline(time.Time{}) }
