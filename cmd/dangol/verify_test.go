package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dangol.example/app"
)

// A stopped server's folder is well; one whose journal was harmed is not, and the exit code says so.
func TestVerify(t *testing.T) {
	cfg := app.Defaults()
	cfg.Listen, cfg.Data, cfg.Shards = "127.0.0.1:0", t.TempDir(), 1
	a, err := app.Start(t.Context(), cfg, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.EnsureShop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	verify := func(args ...string) (int, string) {
		var out bytes.Buffer
		c := console{out: &out, err: &out, env: func(string) string { return "" }}
		return run(t.Context(), append([]string{"verify", "--data", cfg.Data}, args...), c), out.String()
	}
	if code, out := verify(); code != exitOK || !strings.Contains(out, "저널이 온전하고") {
		t.Errorf("%d: %s", code, out)
	}
	code, out := verify("--json")
	var said struct {
		OK     bool
		Shards []app.Checked
	}
	if err := json.Unmarshal([]byte(out), &said); err != nil || code != exitOK || !said.OK || len(said.Shards) != 1 {
		t.Errorf("%d, %v: %s", code, err, out)
	}
	blocks, err := filepath.Glob(filepath.Join(cfg.Data, "jetstream", "*", "streams", "J000", "msgs", "*.blk"))
	if err != nil || len(blocks) == 0 {
		t.Fatal(blocks, err)
	}
	b, err := os.ReadFile(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, []byte(cfg.Shop))
	if at < 0 {
		t.Fatal("the shop's name is not in the journal")
	}
	b[at] ^= 1
	if err := os.WriteFile(blocks[0], b, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := verify(); code != exitFailed || !strings.Contains(out, "journal-damaged.md") {
		t.Errorf("%d: %s", code, out)
	}
}
