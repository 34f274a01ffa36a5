package watch

import (
	"slices"
	"sync"
	"sync/atomic"

	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/shard"
)

// feed is a topic that somebody watches.
type feed struct {
	place
	hub     *Hub
	watcher *shard.Watcher
	streams []*Stream // the hub's mutex holds them

	woken  atomic.Uint64 // how often the topic may have changed
	waking atomic.Bool   // a goroutine is about to tell the streams
	over   atomic.Bool   // the shard has stopped

	mu    sync.Mutex // of reading: whoever comes meanwhile finds what was read
	pages []*page    // the newest last
	quiet *page      // the last one that found nothing
}

// page is what changed behind a block, as it is sent to everybody who is as far.
type page struct {
	after, upTo uint64
	edition     string
	more        bool   // there is more behind it
	tells       bool   // somebody may have to leave
	woken       uint64 // what came later is not in it
	wire        []byte
}

// told is called by the shard's writer.
func (f *feed) told(going bool) {
	f.woken.Add(1)
	if !going {
		f.over.Store(true)
	}
	if f.waking.CompareAndSwap(false, true) {
		go f.wake()
	}
}

// wake pokes everybody.
func (f *feed) wake() {
	f.waking.Store(false)
	what := changed
	if f.over.Load() {
		what = ends
	}
	f.hub.mu.Lock()
	streams := slices.Clone(f.streams)
	f.hub.mu.Unlock()
	for _, s := range streams {
		s.poke(what)
	}
}

// read gives the page behind a cursor: the one that was read for another, if it is the same.
func (f *feed) read(block uint64, edition string) (*page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.pages {
		if p.after == block && p.edition == edition {
			return p, nil
		}
	}
	// What found nothing holds as long as nothing has come since: a poke that comes late costs no look.
	if q := f.quiet; q != nil && q.after == block && q.edition == edition && q.woken == f.woken.Load() {
		return q, nil
	}
	f.hub.reads <- struct{}{}
	defer func() { <-f.hub.reads }()
	p := &page{after: block, woken: f.woken.Load()}
	c := &syncv1.Cursor{Topic: f.topic, Block: block, Edition: edition}
	answer, more, err := f.hub.options.Page(f.hub.context, f.shard, c, pageRows)
	if err != nil {
		return nil, err
	}
	p.upTo, p.edition, p.more = answer.GetCursor().GetBlock(), answer.GetCursor().GetEdition(), more
	for _, row := range answer.GetRows() {
		p.tells = p.tells || f.hub.options.Tells(row.GetKind())
	}
	if p.wire, err = frame(answer); err != nil {
		return nil, err
	}
	if edition == p.edition && p.upTo == block && !answer.GetAnew() {
		f.quiet = p
	}
	// A page stays true: what changes later has a later block. But one that found nothing would hide what comes.
	if edition == p.edition && p.upTo > block && block > 0 && len(p.wire) <= keptBytes && f.shared() {
		if len(f.pages) >= keptPages {
			f.pages = slices.Delete(f.pages, 0, 1)
		}
		f.pages = append(f.pages, p)
	}
	return p, nil
}

// shared reports whether several watch.
func (f *feed) shared() bool {
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	return len(f.streams) > 1
}
