package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	script := strings.Repeat("console.log('단골')\n", 100)
	h := handler(fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html><title>단골</title>")},
		"assets/app-1a.js": {Data: []byte(script)},
		".keep":            {},
	}, []string{"https://b.example"})
	for path, c := range map[string]struct {
		code    int
		body    string
		forever bool
	}{
		"/":                 {200, "단골", false},
		"/orders/123":       {200, "단골", false}, // a link into the app
		"/assets/app-1a.js": {200, "console", true},
		"/assets/gone.js":   {404, "", false},
		"/.keep":            {404, "", false},
		"/../etc/passwd":    {200, "단골", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		body := io.Reader(w.Body)
		if w.Header().Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(body)
			if err != nil {
				t.Fatal(err)
			}
			body = unpacked
		}
		got, _ := io.ReadAll(body)
		forever := strings.Contains(w.Header().Get("Cache-Control"), "immutable")
		if w.Code != c.code || !strings.Contains(string(got), c.body) || forever != c.forever {
			t.Errorf("%s: %d %.40q, for ever %v", path, w.Code, got, forever)
		}
		policy := w.Header().Get("Content-Security-Policy")
		if c.code == 200 && (!strings.Contains(policy, "connect-src 'self' https://b.example") ||
			strings.Contains(policy, "unsafe-eval")) {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

// A binary without the app says so.
func TestWithoutTheApp(t *testing.T) {
	w := httptest.NewRecorder()
	handler(fstest.MapFS{}, nil).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "make web") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
