package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// The peer is Centrifugo (https://centrifugal.dev), built from source into a temporary folder: a server of many
// connections that keeps what it delivers in memory and answers before anything is on a disk, which is not so here.
const (
	peerModule  = "github.com/centrifugal/centrifugo/v6"
	peerVersion = "v6.9.1"
	peerKey     = "bench"
)

// peerWays are its transports that are measured: a stream over HTTP as ours, and its WebSocket.
var peerWays = []string{"uni_http_stream", "uni_websocket"}

// buildPeer gives the peer's binary.
func buildPeer(ctx context.Context, dir string) (string, error) {
	if *peerDir != "" {
		return filepath.Join(*peerDir, "centrifugo"), nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, "go", "install", peerModule+"@"+peerVersion)
	c.Dir, c.Env, c.Stderr = dir, append(os.Environ(), "GOBIN="+dir, "GOFLAGS="), os.Stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build the peer: %w", err)
	}
	return filepath.Join(dir, "centrifugo"), nil
}

func startPeer(binary, dir string) (*process, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	settings, err := json.Marshal(map[string]any{
		"http_server": map[string]any{"address": "127.0.0.1", "port": port},
		"client":      map[string]any{"insecure": true, "allowed_origins": []string{"*"}, "allow_anonymous_connect_without_token": true},
		"http_api":    map[string]any{"key": peerKey},
		"channel": map[string]any{"without_namespace": map[string]any{
			"allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true,
		}},
		"uni_http_stream": map[string]any{"enabled": true}, "uni_websocket": map[string]any{"enabled": true},
		"log": map[string]any{"level": "error"},
	})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "centrifugo.json")
	if err := os.WriteFile(file, settings, 0o600); err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(binary, "-c", file), address: fmt.Sprint("127.0.0.1:", port)}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if conn, err := net.Dial("tcp", p.address); err == nil {
			conn.Close()
			break
		}
		if time.Now().After(until) {
			p.end()
			return nil, fmt.Errorf("the peer does not start")
		}
	}
	time.Sleep(3 * time.Second)
	return p, nil
}

// peerBegins are the words with which devices begin there: as many to a channel as devices to a shop.
func peerBegins(way, address string, most int) [][]byte {
	all := make([][]byte, most)
	for n := range all {
		connect := fmt.Sprintf(`{"subs":{"shop%d":{}}}`, n/deliveriesOf)
		if way == "uni_websocket" {
			all[n] = fmt.Appendf(nil, "GET /connection/uni_websocket?cf_connect=%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"+
				"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
				url.QueryEscape(connect), address)
			continue
		}
		all[n] = fmt.Appendf(nil, "POST /connection/uni_http_stream HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s",
			address, len(connect), connect)
	}
	return all
}

// holdPeer is one round with the peer: the same number of devices, messages and deliveries.
func holdPeer(ctx context.Context, binary, dir, way string, n int) (map[string]any, error) {
	p, err := startPeer(binary, dir)
	if err != nil {
		return nil, err
	}
	defer p.end()
	return measure(ctx, p, peerBegins(way, p.address, n), func(ctx context.Context, lasts time.Duration) sent {
		return send(ctx, p.address, *rate/deliveriesOf, lasts, func(one *poster, i int, words string) error {
			body := fmt.Appendf(nil, `{"channel":"shop%d","data":{"text":%q}}`, i*7919%(n/deliveriesOf), words)
			return one.post("/api/publish", p.address, "X-API-Key: "+peerKey+"\r\nContent-Type: application/json\r\n", body)
		})
	})
}
