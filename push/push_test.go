package push_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"dangol.example/push"
)

// browser is the other end: a push service and the browser behind it, which has the keys.
type browser struct {
	key    *ecdh.PrivateKey
	auth   []byte
	server *httptest.Server
	got    chan *http.Request
	body   chan []byte
	code   int
}

func newBrowser(t *testing.T, code int) (*browser, *x509.CertPool) {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{key: key, auth: []byte("sixteen bytes!!!"), got: make(chan *http.Request, 9), body: make(chan []byte, 9), code: code}
	b.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		b.got <- r
		b.body <- data
		if code == http.StatusFound {
			w.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
		}
		w.WriteHeader(code)
	}))
	t.Cleanup(b.server.Close)
	pool := x509.NewCertPool()
	pool.AddCert(b.server.Certificate())
	return b, pool
}

func (b *browser) subscription() push.Subscription {
	return push.Subscription{
		Endpoint: b.server.URL + "/push/abc", P256DH: base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes()),
		Auth: base64.RawURLEncoding.EncodeToString(b.auth),
	}
}

// open decrypts a message as a browser does (RFC 8291 §3, RFC 8188 §2).
func (b *browser) open(t *testing.T, data []byte) string {
	t.Helper()
	salt, size, idLen := data[:16], binary.BigEndian.Uint32(data[16:]), int(data[20])
	sender, err := ecdh.P256().NewPublicKey(data[21 : 21+idLen])
	if err != nil || size < 18 {
		t.Fatal(err, size)
	}
	shared, err := b.key.ECDH(sender)
	if err != nil {
		t.Fatal(err)
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender.Bytes())
	ikm := derive(t, shared, b.auth, info, 32)
	block, _ := aes.NewCipher(derive(t, ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	gcm, _ := cipher.NewGCM(block)
	plain, err := gcm.Open(nil, derive(t, ikm, salt, "Content-Encoding: nonce\x00", 12), data[21+idLen:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimRight(string(plain), "\x00"), "\x02")
}

func derive(t *testing.T, secret, salt []byte, info string, n int) []byte {
	t.Helper()
	key, err := hkdf.Key(sha256.New, secret, salt, info, n)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func keys(t *testing.T) push.Keys {
	t.Helper()
	k, err := push.LoadKeys(filepath.Join(t.TempDir(), "push.json"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSend(t *testing.T) {
	b, pool := newBrowser(t, http.StatusCreated)
	s := push.New(push.Options{Keys: keys(t), Contact: "https://dangol.example", LocalForTests: pool})
	if err := s.Send(t.Context(), b.subscription(), []byte(`{"kind":"message"}`)); err != nil {
		t.Fatal(err)
	}
	r := <-b.got
	if got := b.open(t, <-b.body); got != `{"kind":"message"}` {
		t.Errorf("%q", got)
	}
	token, key, is := strings.Cut(strings.TrimPrefix(r.Header.Get("Authorization"), "vapid t="), ", k=")
	if !is || key != s.PublicKey() || r.Header.Get("TTL") == "" || r.Header.Get("Content-Encoding") != "aes128gcm" {
		t.Errorf("%v", r.Header)
	}
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil || claims["aud"] != b.server.URL {
		t.Errorf("%v, %v", claims, err)
	}
}

func TestSendFails(t *testing.T) {
	for code, want := range map[int]error{
		http.StatusNotFound: push.ErrGone, http.StatusGone: push.ErrGone, http.StatusTooManyRequests: push.ErrRefused,
		http.StatusInternalServerError: push.ErrRefused, http.StatusFound: push.ErrRefused,
	} {
		b, pool := newBrowser(t, code)
		s := push.New(push.Options{Keys: keys(t), LocalForTests: pool})
		if err := s.Send(t.Context(), b.subscription(), []byte("x")); !errors.Is(err, want) {
			t.Errorf("%d: %v", code, err)
		}
	}
}

// Without the option of the tests no push goes to this machine or its neighbours, under whatever name.
func TestPrivateAddresses(t *testing.T) {
	b, _ := newBrowser(t, http.StatusCreated)
	s := push.New(push.Options{Keys: keys(t)})
	to := b.subscription()
	port := b.server.URL[strings.LastIndex(b.server.URL, ":"):]
	for _, host := range []string{
		"127.0.0.1" + port, "localhost" + port, "[::1]" + port, "[::ffff:127.0.0.1]" + port, "0.0.0.0" + port,
		"10.0.0.1", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]",
		"[64:ff9b::7f00:1]", "198.18.0.1", "224.0.0.1",
	} {
		to.Endpoint = "https://" + host + "/x"
		if err := s.Send(t.Context(), to, []byte("x")); !errors.Is(err, push.ErrGone) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if len(b.got) > 0 {
		t.Error("a push came to this machine")
	}
}

func TestCheck(t *testing.T) {
	b, _ := newBrowser(t, http.StatusCreated)
	good := b.subscription()
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(s *push.Subscription){
		"plain":    func(s *push.Subscription) { s.Endpoint = strings.Replace(s.Endpoint, "https", "http", 1) },
		"no host":  func(s *push.Subscription) { s.Endpoint = "https:///x" },
		"a name":   func(s *push.Subscription) { s.Endpoint = "https://a:b@push.example/x" },
		"long":     func(s *push.Subscription) { s.Endpoint = "https://push.example/" + strings.Repeat("x", 1024) },
		"no key":   func(s *push.Subscription) { s.P256DH = "" },
		"no point": func(s *push.Subscription) { s.P256DH = base64.RawURLEncoding.EncodeToString(make([]byte, 65)) },
		"no auth":  func(s *push.Subscription) { s.Auth = "abc" },
	} {
		s := good
		change(&s)
		if err := s.Check(); !errors.Is(err, push.ErrSubscription) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLoadKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "push.json")
	first, err := push.LoadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := push.LoadKeys(path)
	if err != nil || again != first || len(first.Public) != 87 {
		t.Errorf("%v, %v", again, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := push.LoadKeys(path); err == nil {
		t.Error("keys that are none were taken")
	}
}
