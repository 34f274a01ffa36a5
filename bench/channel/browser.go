package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"dangol.example/shard"
	"dangol.example/shop"
)

// browsers is web/bench/channel.ts at work: it drives Chromium, tells by a line of JSON each how far it is, and goes on
// when it is answered by one.
type browsers struct {
	cmd   *exec.Cmd
	asks  io.WriteCloser
	tells *bufio.Reader
}

// step is what the browsers' script tells: a step that it has come to, or figures under a name.
type step struct {
	Step    string         `json:"step"`
	Name    string         `json:"name"`
	Figures map[string]any `json:"figures"`
}

// browserOrder is what it is told to do.
type browserOrder struct {
	Part     string   `json:"part"`
	Links    []string `json:"links"`   // that sign in, each for once
	Channel  string   `json:"channel"` // the address at which customers come
	Talks    int      `json:"talks"`
	Messages int      `json:"messages"`
	Dir      string   `json:"dir"` // for what browsers keep
}

func startBrowsers(ctx context.Context, o browserOrder) (*browsers, error) {
	b := &browsers{cmd: exec.CommandContext(ctx, "npm", "exec", "-c", "node bench/channel.ts")}
	b.cmd.Dir, b.cmd.Stderr = "web", os.Stderr
	var err error
	if b.asks, err = b.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	b.tells = bufio.NewReader(out)
	if err := b.cmd.Start(); err != nil {
		return nil, err
	}
	return b, b.answer(o)
}

func (b *browsers) answer(what any) error { return json.NewEncoder(b.asks).Encode(what) }

// until reads on until a step is reached, and says the figures that come before it.
func (b *browsers) until(name string) (figures []step, err error) {
	for {
		line, err := b.tells.ReadBytes('\n')
		if err != nil {
			return figures, fmt.Errorf("the browsers before %q: %w", name, errors.Join(err, b.cmd.Wait()))
		}
		var s step
		if err := json.Unmarshal(line, &s); err != nil {
			return figures, fmt.Errorf("the browsers said %q: %w", line, err)
		}
		if s.Step == name {
			return figures, nil
		}
		figures = append(figures, s)
	}
}

// end waits for the script to end by itself: all was told.
func (b *browsers) end() error {
	b.asks.Close()
	return b.cmd.Wait()
}

// link makes a link that signs the owner of a shop in, without its server's address.
func (s *shopOf) link(ctx context.Context, one *shard.Shard) (string, error) {
	key, hash := secret()
	_, err := one.Run(ctx, shard.Request{ID: newID(), Actor: s.owner, Command: shop.IssueLink{
		ShopID: s.id, StaffID: s.owner, KeyHash: hash,
	}})
	return "/in#" + key, err
}
