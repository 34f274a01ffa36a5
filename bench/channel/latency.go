package main

import (
	"context"
	"os"
	"time"

	"dangol.example/shard"
)

// shopsOfLatency is how many shops are at work while the latency is measured; of each so many customers are there.
const shopsOfLatency, guestsOfLatency = 50, 40

// customersOfBrowsers is how many customers write to the inbox by turns: each may say 20 messages a minute.
const customersOfBrowsers = 12

// latency measures how long a message takes from one device to the others that it is for, while so many go out: from the
// moment it is due to be sent until its words have come; and from one browser to another beside them.
func latency(ctx context.Context, dir string) error {
	// One shop more: of the last one nobody watches but the browsers.
	linked := func(ctx context.Context, s *shopOf, one *shard.Shard) error {
		link, err := s.link(ctx, one)
		s.links = append(s.links, link)
		return err
	}
	t, err := buildWith(ctx, dir, shopsOfLatency+1, guestsOfLatency, linked)
	if err != nil {
		return err
	}
	const watching = shopsOfLatency * (devicesOfShop + guestsOfLatency)
	var all []map[string]any
	for range *rounds {
		one, err := t.hold(ctx, watching, *messages)
		if err != nil {
			return err
		}
		say("latency, a round", one)
		all = append(all, one)
	}
	say("a message from one device to another", medians(all))
	return t.browse(ctx, watching)
}

// browse lets two browsers talk to each other while the load of latency runs on the same server.
func (t *town) browse(ctx context.Context, watching int) error {
	p, err := startServer(t.dir)
	if err != nil {
		return err
	}
	defer p.end()
	begins, err := t.begins(p.address, watching)
	if err != nil {
		return err
	}
	swarms, _, err := startSwarms(p.address, begins)
	if err != nil {
		return err
	}
	defer swarms.end()
	own := t.shops[len(t.shops)-1]
	site := "http://" + p.address
	kept, err := os.MkdirTemp("", "dangol-browsers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(kept)
	b, err := startBrowsers(ctx, browserOrder{
		Part: "latency", Dir: kept, Links: []string{site + own.links[0]}, Channel: site + "/s/" + own.id.String(),
		Talks: customersOfBrowsers, Messages: *spoken,
	})
	if err != nil {
		return err
	}
	if err := b.sayUntil("ready"); err != nil {
		return err
	}
	loading, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan sent, 1)
	used := p.processor()
	go func() { ended <- send(loading, p.address, *messages, longest, t.poster(p.address)) }()
	if err := b.answer(struct{}{}); err != nil {
		return err
	}
	if err := b.sayUntil("done"); err != nil {
		return err
	}
	stop()
	s := <-ended
	say("the load beside the two browsers", map[string]any{
		"messages_per_s": tenths(float64(s.count) / s.took.Seconds()), "failed": s.failed,
		"server_cores": hundredths((p.processor() - used).Seconds() / s.took.Seconds()),
	})
	return b.end()
}

// longest is how long the load beside the browsers lasts at most.
const longest = 5 * time.Minute
