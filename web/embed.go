// Package web is the web app, built by Vite into dist and embedded here.
//
// It hands out files and knows nothing of what is in them. Files under assets bear a hash in their names and are kept
// by browsers for ever; every other address is the app's and gets index.html, so that links into the app work.
package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// file is a file as it is handed out.
type file struct {
	plain, packed []byte
	kind          string
	forever       bool
}

// Handler hands out the app. The pages of this server may call it and the named origins.
func Handler(origins []string) http.Handler {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return http.NotFoundHandler() // cannot be: it is embedded
	}
	return handler(sub, origins)
}

func handler(from fs.FS, origins []string) http.Handler {
	files := load(from)
	policy := "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; " +
		"img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; connect-src " +
		strings.Join(
			append([]string{"'self'"}, origins...),
			" ",
		)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		f, is := files[name]
		if !is && path.Ext(name) != "" {
			http.NotFound(w, r)
			return
		}
		if !is {
			if f, is = files["index.html"]; !is {
				http.Error(w, "The web app is not built in: run make web.", http.StatusNotFound)
				return
			}
		}
		w.Header().Set("Content-Security-Policy", policy)
		f.serve(w, r)
	})
}

// load reads and packs everything once.
func load(from fs.FS) map[string]file {
	files := map[string]file{}
	_ = fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		f := file{plain: b, kind: mime.TypeByExtension(path.Ext(name)), forever: strings.HasPrefix(name, "assets/")}
		if f.kind == "" {
			f.kind = http.DetectContentType(b)
		}
		if packed := pack(b); len(packed) < len(b)*9/10 {
			f.packed = packed
		}
		files[name] = f
		return nil
	})
	return files
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return b
	}
	if _, err := z.Write(b); err != nil || z.Close() != nil {
		return b
	}
	return out.Bytes()
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.plain
	if f.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.packed
		}
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}
