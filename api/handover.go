package api

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"connectrpc.com/connect"

	"dangol.example/channel"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/watch"
)

// streamType is the content type of the streams that the hub can hold: Connect's, in protobuf.
const streamType = "application/connect+proto"

// lookEvery is how often a watch is looked at whether its session goes on, though nothing has told that it may not.
const lookEvery = 30 * time.Second

// newHub makes the hub of all watches.
func newHub(o Options) *watch.Hub {
	return watch.New(watch.Options{
		Clock: o.Clock, Beat: o.Beat, Look: lookEvery, Tells: tells,
		Page: func(ctx context.Context, one *shard.Shard, c *syncv1.Cursor, limit int) (
			*syncv1.WatchResponse, bool, error,
		) {
			rows, next, more, anew, err := page(ctx, one, c, limit)
			return &syncv1.WatchResponse{Rows: rows, Cursor: next, Anew: anew}, more, err
		},
	})
}

// tells reports whether a row may mean that a session is over: every end of one touches the person whose it is.
func tells(kind string) bool { return kind == shop.KindStaff || kind == kindTalk }

// kindTalk is the row of a customer's own conversation.
const kindTalk = channel.KindTalk

// takeable is an answer whose connection may be taken out of HTTP. What is written to it after that goes nowhere: Connect
// ends every stream itself.
type takeable struct {
	http.ResponseWriter
	request *http.Request
	taken   bool
}

// makeTakeable makes the answer of a watch takeable, or gives nil where the hub cannot hold it: that takes HTTP/1.1,
// Connect's protocol, and no time at which the watch is to end.
func makeTakeable(w http.ResponseWriter, r *http.Request) *takeable {
	if r.URL.Path != syncv1connect.SyncServiceWatchProcedure || r.ProtoMajor != 1 || r.ProtoMinor != 1 ||
		r.Header.Get("Content-Type") != streamType || r.Header.Get("Connect-Timeout-Ms") != "" {
		return nil
	}
	return &takeable{ResponseWriter: w, request: r}
}

// Unwrap is for http.ResponseController.
func (t *takeable) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (t *takeable) WriteHeader(code int) {
	if !t.taken {
		t.ResponseWriter.WriteHeader(code)
	}
}

// Write implements http.ResponseWriter.
func (t *takeable) Write(p []byte) (int, error) {
	if t.taken {
		return len(p), nil
	}
	return t.ResponseWriter.Write(p)
}

// Flush implements http.Flusher.
func (t *takeable) Flush() {
	if !t.taken {
		_ = http.NewResponseController(t.ResponseWriter).Flush() // who has gone is noticed elsewhere
	}
}

// take gives the connection, on which the head of a chunked answer has been written; nil when it cannot be had. The
// request's body must have ended: there may be more behind it that belongs to HTTP.
func (t *takeable) take(date time.Time) net.Conn {
	var more [1]byte
	if n, err := t.request.Body.Read(more[:]); n > 0 || err != io.EOF {
		return nil
	}
	header := t.Header().Clone()
	conn, rest, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err != nil {
		return nil
	}
	t.taken = true
	head := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	header.Set("Date", date.UTC().Format(http.TimeFormat))
	header.Set("Transfer-Encoding", "chunked")
	header.Set("Connection", "close")
	_ = header.Write(head) // a buffer takes all
	head.WriteString("\r\n")
	if _, err := conn.Write(head.Bytes()); err != nil || rest.Reader.Buffered() > 0 {
		_ = conn.Close()
	}
	return conn
}

// handOver gives a watch to the hub, and reports whether that has it now. Left is called when it has ended there.
func (s *syncServer) handOver(ctx context.Context, one *shard.Shard, c *syncv1.Cursor, left func()) (bool, error) {
	passed, _ := ctx.Value(doorKey{}).(*passage)
	if passed == nil || passed.answer == nil {
		return false, nil
	}
	owner := &watching{
		server: s.server, left: left, languages: passed.answer.request.Header.Get("Accept-Language"),
		// Of the request nothing else is kept: it holds buffers.
		session: context.WithValue(context.Background(), sessionKey{}, ctx.Value(sessionKey{})),
	}
	stream, err := s.hub.Join(one, c, owner)
	if err != nil {
		return false, err
	}
	conn := passed.answer.take(s.Clock.Now())
	if conn == nil {
		stream.Leave()
		return false, nil
	}
	stream.Begin(connection{conn})
	return true, nil
}

// watching is whose stream it is, for the hub.
type watching struct {
	*server
	session   context.Context //nolint:containedctx // what still looks for
	languages string
	left      func()
}

// Still implements watch.Owner. What was found before is not believed: it is asked when there is a reason.
func (w *watching) Still(context.Context) error {
	w.sessions.doubt(w.session) //nolint:contextcheck // the session's own
	return w.still(w.session)   //nolint:contextcheck // the session's own
}

// Left implements watch.Owner.
func (w *watching) Left() { w.left() }

// Goodbye implements watch.Owner.
func (w *watching) Goodbye(err error) []byte {
	told := teller{w.server}.tell(w.session, syncv1connect.SyncServiceWatchProcedure, w.languages, err)
	answer := &envelope{header: http.Header{}}
	request := &http.Request{Method: http.MethodPost, Header: http.Header{"Content-Type": {streamType}}}
	_ = connect.NewErrorWriter().Write(answer, request, told) // a buffer takes all
	return answer.Bytes()
}

// envelope is an answer of which only the body counts.
type envelope struct {
	bytes.Buffer
	header http.Header
}

// Header implements http.ResponseWriter.
func (e *envelope) Header() http.Header { return e.header }

// WriteHeader implements http.ResponseWriter.
func (e *envelope) WriteHeader(int) {}

// connection is what a stream speaks on.
type connection struct{ net.Conn }

// Gone implements watch.Conn: whether there is an end, or anything else, to be read. Clients of a watch say nothing
// after their request.
func (c connection) Gone() bool {
	raw, is := c.Conn.(syscall.Conn)
	if !is {
		return false
	}
	control, err := raw.SyscallConn()
	if err != nil {
		return true
	}
	return hasEnded(control)
}

var _ watch.Conn = connection{}
