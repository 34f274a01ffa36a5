// Package shoptest is a shop on a real shard that is driven by hand, for tests of domains: commands are given one after
// another, time moves only when it is told to, and what is to be done outside is done when asked.
//
// It is not for products, and it knows no domain but the shop's: whoever uses it says which domains there are.
package shoptest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/clock"
	"dangol.example/fault"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// number is the shard's.
const number = 2

// Monday is 2026-11-23 at an hour of the shop's clock.
func Monday(hour int) time.Time {
	return time.Date(2026, 11, 23, hour, 0, 0, 0, time.FixedZone("KST", 9*3600))
}

// Stage is a shard with one shop. It ends with its test, which it fails when something that must go well does not.
type Stage struct {
	T           testing.TB
	Clock       *clock.Manual
	Tick        time.Duration // by which the clock moves before each command
	Shard       *shard.Shard
	Shop, Owner id.ID

	log     journal.Log
	domains func() []shard.Domain
	given   int
}

// New opens a shard with the domains, which are made anew for each view, and a shop in Seoul on it.
func New(t testing.TB, at time.Time, domains func() []shard.Domain) *Stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	s := &Stage{T: t, Clock: clock.NewManual(at), log: log, domains: domains}
	s.Shard = s.View()
	s.Shop, s.Owner = s.OpenShop("햇살케이크")
	s.Tick = time.Second
	return s
}

// OpenShop opens one more shop.
func (s *Stage) OpenShop(name string) (shopID, owner id.ID) {
	s.T.Helper()
	var who sessionv1.Identity
	s.Ask(shop.OpenShop{Name: name, OwnerName: "최하늘", Zone: "Asia/Seoul"}, id.ID{}, &who)
	shopID, _ = id.Parse(who.GetShopId())
	owner, _ = id.Parse(who.GetStaffId())
	return shopID, owner
}

// View opens a view of the stage's journal, made anew.
func (s *Stage) View() *shard.Shard {
	s.T.Helper()
	opened, err := shard.Open(context.Background(), shard.Options{
		Number: number, Log: s.log, Dir: s.T.TempDir(), Writer: "test", Clock: s.Clock,
		Logger: slog.New(slog.DiscardHandler), Domains: s.domains(),
	})
	if err != nil {
		s.T.Fatal(err)
	}
	s.T.Cleanup(func() { _ = opened.Close() })
	return opened
}

// Give gives commands of one person, as many to a block as fit, and steps until they are answered. All must go well.
func (s *Stage) Give(actor id.ID, commands ...shard.Command) (answers [][]byte) {
	s.T.Helper()
	for len(commands) > 0 {
		n := min(len(commands), shard.MaxBlockEntries)
		tickets := make([]*shard.Ticket, n)
		for i, c := range commands[:n] {
			tickets[i] = s.submit(c, actor)
		}
		s.Step()
		for i, ticket := range tickets {
			<-ticket.Done()
			r, err := ticket.Answer()
			if err != nil {
				s.T.Fatalf("%T: %v", commands[i], err)
			}
			answers = append(answers, r.Answer)
		}
		commands = commands[n:]
	}
	return answers
}

func (s *Stage) submit(c shard.Command, actor id.ID) *shard.Ticket {
	s.T.Helper()
	s.given++
	ticket, err := s.Shard.Submit(shard.Request{ID: id.Of(0, "command", fmt.Sprint(s.given)), Actor: actor, Command: c})
	if err != nil {
		s.T.Fatal(err)
	}
	return ticket
}

// Given is how many commands were given: tests make names and numbers of it that nobody else has.
func (s *Stage) Given() int { return s.given }

// Try gives a command and steps until it is answered.
func (s *Stage) Try(c shard.Command, actor id.ID) (shard.Result, error) {
	s.T.Helper()
	s.Clock.Move(s.Tick)
	ticket := s.submit(c, actor)
	s.Step()
	<-ticket.Done()
	return ticket.Answer()
}

// Step works until there is nothing to do.
func (s *Stage) Step() {
	s.T.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = s.Shard.Step(context.Background()); err != nil {
			s.T.Fatal(err)
		}
	}
}

// Ask is Try for what must go well, with its answer; nil for one that is not looked at.
func (s *Stage) Ask(c shard.Command, actor id.ID, answer proto.Message) {
	s.T.Helper()
	result, err := s.Try(c, actor)
	if err != nil {
		s.T.Fatalf("%T: %v", c, err)
	}
	if answer != nil {
		if err := proto.Unmarshal(result.Answer, answer); err != nil {
			s.T.Fatal(err)
		}
	}
}

// Do gives a command of the owner that must go well.
func (s *Stage) Do(c shard.Command) { s.T.Helper(); s.Ask(c, s.Owner, nil) }

// Refused gives a command that must be refused with a sentence in both languages.
func (s *Stage) Refused(actor id.ID, want error, c shard.Command) {
	s.T.Helper()
	_, err := s.Try(c, actor)
	if !errors.Is(err, want) {
		s.T.Errorf("%+v: %v, want %v", c, err, want)
	}
	if fault.Message(err, fault.Korean) == "" || fault.Message(err, fault.English) == "" {
		s.T.Errorf("%T: refused without a word: %v", c, err)
	}
}

// Beside runs what gives commands and waits for their answers, stepping beside it.
func (s *Stage) Beside(work func() error) {
	s.T.Helper()
	ended := make(chan error, 1)
	go func() { ended <- work() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				s.T.Fatal(err)
			}
			return
		default:
			s.Step()
			time.Sleep(50 * time.Microsecond)
		}
	}
}

// Errands does what is to be done outside, until nothing is.
func (s *Stage) Errands() {
	s.T.Helper()
	s.Beside(func() error {
		for {
			n, err := s.Shard.RunErrands(context.Background())
			if err != nil || n == 0 {
				return err
			}
		}
	})
}

// Read reads the view.
func (s *Stage) Read(f func(r *shard.Reader)) {
	s.T.Helper()
	if err := s.Shard.Read(context.Background(), func(r *shard.Reader) error { f(r); return nil }); err != nil {
		s.T.Fatal(err)
	}
}

// Changes are all rows that devices of a topic hold, those that are gone with no data.
func (s *Stage) Changes(topic string) []shard.Change {
	s.T.Helper()
	page, err := s.Shard.Changes(context.Background(), topic, 0, 0)
	if err != nil || page.More {
		s.T.Fatal(err, page.More)
	}
	return page.Changes
}

// Held gives what the shop's devices hold of a kind, by id.
func Held[M any, P message[M]](s *Stage, kind string) map[string]P {
	s.T.Helper()
	return Rows[M, P](s, shop.Topic(s.Shop), kind)
}

// message is a message of protobuf, by its struct.
type message[M any] interface {
	*M
	proto.Message
}

// Rows gives what the devices of a topic hold of a kind, by id.
func Rows[M any, P message[M]](s *Stage, topic, kind string) map[string]P {
	s.T.Helper()
	found := map[string]P{}
	for _, c := range s.Changes(topic) {
		if c.Kind != kind || len(c.Data) == 0 {
			continue
		}
		m := P(new(M))
		if err := proto.Unmarshal(c.Data, m); err != nil {
			s.T.Fatal(err)
		}
		found[c.ID.String()] = m
	}
	return found
}

// Replayed checks that a view made anew of the journal is the same, table by table.
func (s *Stage) Replayed() {
	s.T.Helper()
	have, err := s.Shard.Digest(context.Background())
	if err != nil {
		s.T.Fatal(err)
	}
	again, err := s.View().Digest(context.Background())
	if err != nil {
		s.T.Fatal(err)
	}
	if have.Block != again.Block || !maps.Equal(have.Tables, again.Tables) {
		s.T.Errorf("a replay gives another view:\n%v\nnot\n%v", again.Tables, have.Tables)
	}
}
