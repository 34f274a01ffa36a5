package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dangol.example/channel"
	"dangol.example/id"
	"dangol.example/shard"
)

// The shop that is loaded: so many conversations, of so many messages each, and orders of today.
const talksOfBig, messagesOfTalk, ordersOfBig = 5000, 20, 100

// firstLoad lets a browser take a large shop onto its device, and then start with the server killed.
func firstLoad(ctx context.Context, dir string) error {
	began := time.Now()
	// As many links as rounds: each signs in once.
	t, err := buildWith(ctx, dir, 1, talksOfBig, func(ctx context.Context, s *shopOf, one *shard.Shard) error {
		for range *rounds {
			link, err := s.link(ctx, one)
			if err != nil {
				return err
			}
			s.links = append(s.links, link)
		}
		return s.fill(ctx, one)
	})
	if err != nil {
		return err
	}
	say("a large shop was written", map[string]any{
		"conversations": talksOfBig, "messages": talksOfBig * messagesOfTalk, "s": tenths(time.Since(began).Seconds()),
	})
	p, err := startServer(dir)
	if err != nil {
		return err
	}
	defer p.end()
	kept := filepath.Join(dir, "browser")
	if err := os.MkdirAll(kept, 0o700); err != nil {
		return err
	}
	order := browserOrder{Part: "firstload", Talks: talksOfBig, Messages: talksOfBig * messagesOfTalk, Dir: kept}
	for _, link := range t.shops[0].links {
		order.Links = append(order.Links, "http://"+p.address+link)
	}
	b, err := startBrowsers(ctx, order)
	if err != nil {
		return err
	}
	if err := b.sayUntil("kill"); err != nil {
		return err
	}
	if err := p.cmd.Process.Kill(); err != nil {
		return err
	}
	_ = p.cmd.Wait() // it was killed
	if err := b.answer(struct{}{}); err != nil {
		return err
	}
	if err := b.sayUntil("done"); err != nil {
		return err
	}
	return b.end()
}

// sayUntil says the figures that come before a step.
func (b *browsers) sayUntil(name string) error {
	all, err := b.until(name)
	for _, one := range all {
		say(one.Name, one.Figures)
	}
	return err
}

// fill writes what was said in every conversation, and orders of today.
func (s *shopOf) fill(ctx context.Context, one *shard.Shard) error {
	today := time.Now().UTC().Add(9 * time.Hour).Format(time.DateOnly) // in Seoul
	for i := range ordersOfBig {
		if err := s.place(ctx, one, i, fmt.Sprintf("%sT%02d:%02d", today, 9+i%12, i*7%60)); err != nil {
			return err
		}
	}
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	const writers = 256
	for w := range writers {
		group.Go(func() {
			for n := w; n < len(s.talks) && failed.Load() == nil; n += writers {
				if err := s.converse(ctx, one, s.talks[n], n); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// What is said by turns.
//
//nolint:gochecknoglobals // a table
var sayings = []string{
	"안녕하세요, 이번 주 토요일에 레터링 케이크 1호 주문할 수 있을까요?", "네, 가능해요. 몇 시쯤 찾으러 오실 예정인가요?",
	"오후 두 시쯤이요. 문구는 '생일 축하해 우리 딸'로 부탁드려요.", "초코 시트와 바닐라 시트 중에 골라 주세요.", "초코로 할게요!",
	"44,000원이에요. 계좌로 보내 주시면 확인하고 알려 드릴게요.", "방금 보냈어요. 감사합니다.", "확인했어요. 토요일에 봬요.",
}

// converse says the messages of one conversation, a third of them the customer's. One greeting may be there already.
func (s *shopOf) converse(ctx context.Context, one *shard.Shard, talk id.ID, n int) error {
	for i := range messagesOfTalk {
		text := fmt.Sprintf("%s (%d)", sayings[(n+i)%len(sayings)], i+1)
		r := shard.Request{ID: newID(), Actor: s.owner, Command: channel.Post{ShopID: s.id, ConversationID: talk, Text: text}}
		if i%3 == 0 {
			r.Actor, r.Command = talk, channel.Say{ConversationID: talk, Text: text}
		}
		if _, err := one.Run(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
