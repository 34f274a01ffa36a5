// Package push wakes browsers: Web Push (RFC 8030) with messages that only the browser can read (RFC 8291), in the name
// of a server whose key the browser knows (VAPID, RFC 8292). What of that is cryptography is webpush-go's; what is ours is
// the key, which is made once and kept, and whom we talk to: push services name their own addresses, through browsers,
// so an address is taken for nothing more than a stranger's wish. It must be https on a public address, also after its
// name was looked up, and it cannot send us elsewhere.
//
// It does not know what is told, nor to whom.
package push

import (
	"context"
	"crypto/ecdh"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"dangol.example/fault"
)

// The limits of a push.
const (
	MaxEndpoint = 1024             // letters of an address
	Timeout     = 10 * time.Second // of one push
	keepFor     = 12 * time.Hour   // a push service keeps it for a browser that is away
	maxAnswer   = 4 << 10          // bytes of an answer that are read
)

// The errors of a push.
var (
	// ErrGone says that the browser wants no more: the subscription is to be forgotten.
	ErrGone = errors.New("the subscription is gone")
	// ErrRefused says that the push service did not take it.
	ErrRefused = errors.New("the push service refused")
	errPrivate = errors.New("not a public address")
	// ErrSubscription is told to a browser.
	ErrSubscription = fault.New(fault.Invalid, "이 기기의 알림 주소를 쓸 수 없어요. 알림을 껐다가 다시 켜 주세요.",
		"This device's push address cannot be used. Please turn notifications off and on again.")
)

// Subscription is a browser's PushSubscription.
type Subscription struct{ Endpoint, P256DH, Auth string }

// Check looks whether a subscription is one, and refuses with ErrSubscription.
func (s Subscription) Check() error {
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(s.Endpoint) > MaxEndpoint {
		return ErrSubscription.Because(err)
	}
	key, err := base64.RawURLEncoding.DecodeString(s.P256DH)
	if err != nil {
		return ErrSubscription.Because(err)
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil {
		return ErrSubscription.Because(err)
	}
	if auth, err := base64.RawURLEncoding.DecodeString(s.Auth); err != nil || len(auth) != 16 {
		return ErrSubscription.Because(err)
	}
	return nil
}

// Keys are the server's.
type Keys struct {
	Public  string `json:"public"` // base64url without padding, as browsers want it
	Private string `json:"private"`
}

// LoadKeys reads the keys of a file, and makes them when there is none: browsers that have subscribed hold on to them.
func LoadKeys(path string) (k Keys, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return makeKeys(path)
	}
	if err == nil {
		err = json.Unmarshal(data, &k)
	}
	if err == nil && (k.Public == "" || k.Private == "") {
		err = errors.New("a key is missing")
	}
	if err != nil {
		return k, fmt.Errorf("keys of web push in %s: %w", path, err)
	}
	return k, nil
}

func makeKeys(path string) (k Keys, err error) {
	if k.Private, k.Public, err = webpush.GenerateVAPIDKeys(); err != nil {
		return k, fmt.Errorf("make keys of web push: %w", err)
	}
	data, err := json.Marshal(k)
	if err != nil {
		return k, err
	}
	fresh := path + ".new"
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return k, fmt.Errorf("keep keys of web push: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return k, fmt.Errorf("keep keys of web push in %s: %w", filepath.Dir(path), err)
	}
	return k, nil
}

// Options is what a sender is made of.
type Options struct {
	Keys    Keys
	Contact string // where push services complain: a mail address or an https page

	// LocalForTests lets pushes go to this machine, whose server these certificates name. Never set by the product.
	LocalForTests *x509.CertPool
}

// Sender sends pushes. Its methods may be called by many goroutines.
type Sender struct {
	keys    Keys
	contact string
	client  *http.Client
}

// New makes a sender.
func New(o Options) *Sender {
	dialer := &net.Dialer{Timeout: Timeout}
	transport := &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: Timeout, ResponseHeaderTimeout: Timeout,
		MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}
	if o.LocalForTests != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: o.LocalForTests, MinVersion: tls.VersionTLS12}
	} else {
		dialer.Control = publicOnly
	}
	return &Sender{o.Keys, o.Contact, &http.Client{
		Transport: transport, Timeout: Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// PublicKey is the key that browsers subscribe with.
func (s *Sender) PublicKey() string { return s.keys.Public }

// publicOnly lets connections go to public addresses alone. It is asked with the address that was looked up.
func publicOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(at.Addr().Unmap()) {
		return errPrivate
	}
	return nil
}

// shut are nets that are not the public's besides those that netip knows (RFC 6890 and its registry).
var shut = []netip.Prefix{ //nolint:gochecknoglobals // a table
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"),
}

func isPublic(a netip.Addr) bool {
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, net := range shut {
		if net.Contains(a) {
			return false
		}
	}
	return true
}

// Send gives one message to a browser's push service. An error wraps ErrGone when there is nobody any more.
func (s *Sender) Send(ctx context.Context, to Subscription, message []byte) error {
	if err := to.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	ctx, stop := context.WithTimeout(ctx, Timeout)
	defer stop()
	answer, err := webpush.SendNotificationWithContext(ctx, message,
		&webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{Auth: to.Auth, P256dh: to.P256DH}},
		&webpush.Options{
			HTTPClient: s.client, Subscriber: s.contact, TTL: int(keepFor.Seconds()), Urgency: webpush.UrgencyHigh,
			VAPIDPublicKey: s.keys.Public, VAPIDPrivateKey: s.keys.Private,
		})
	if errors.Is(err, errPrivate) {
		return fmt.Errorf("%w: %w", ErrGone, errPrivate)
	}
	if err != nil {
		return ErrRefused // the error names the address, which is a secret of the browser
	}
	defer func() { _ = answer.Body.Close() }() // what it says is of no use any more
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer)
	switch {
	case answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusGone:
		return ErrGone
	case answer.StatusCode >= http.StatusMultipleChoices:
		return fmt.Errorf("%w: %d", ErrRefused, answer.StatusCode)
	}
	return nil
}
