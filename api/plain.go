package api

import (
	"encoding/json"
	"net"
	"net/http"

	connectcors "connectrpc.com/cors"
	"github.com/rs/cors"
)

// plain mounts the addresses that are no procedures (Routes).
func (s *server) plain(mux *http.ServeMux) {
	mux.HandleFunc(
		"/healthz",
		func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, state{OK: true}) },
	)
	mux.HandleFunc("/readyz", s.ready)
	mux.Handle("/metrics", here(s.Metrics.Handler()))
	mux.HandleFunc("/alerts/{key}", s.forwarded)
	if s.App != nil {
		mux.Handle("/", s.App)
	}
}

// state is what the health of the server looks like.
type state struct {
	OK     bool             `json:"ok"`
	Closed map[uint8]replay `json:"shards_not_running,omitempty"`
}

// replay is how far a shard is that follows its journal.
type replay struct {
	At     uint64 `json:"block"`
	Of     uint64 `json:"of_blocks"`
	Events uint64 `json:"events"`
}

// ready says whether every shard runs.
func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	closed := map[uint8]replay{}
	for n := range s.Shards.Count() {
		if s.Shards.Shard(n) == nil {
			p := s.Shards.Replay(n)
			closed[n] = replay{At: p.At, Of: p.Tail, Events: p.Events}
		}
	}
	if len(closed) > 0 {
		answer(w, http.StatusServiceUnavailable, state{Closed: closed})
		return
	}
	answer(w, http.StatusOK, state{OK: true})
}

func answer(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v)
}

// here lets through what comes from this machine.
func here(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// corsFor is how long a browser may remember what is allowed, in seconds.
const corsFor = 7200

// cors lets the pages of the named origins call: a page whose own site is gone asks another.
func (s *server) cors(next http.Handler) http.Handler {
	if len(s.Origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.Origins, AllowedMethods: connectcors.AllowedMethods(), MaxAge: corsFor,
		AllowedHeaders: append(connectcors.AllowedHeaders(), "Authorization", "Accept-Language"),
		ExposedHeaders: connectcors.ExposedHeaders(),
	}).Handler(next)
}

// secure sets the headers that every answer has.
func (s *server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}
