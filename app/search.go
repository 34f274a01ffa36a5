package app

import (
	"context"
	"path/filepath"

	"dangol.example/api"
	"dangol.example/channel/search"
	"dangol.example/shard"
)

// openSearches makes the search indexes, one beside each view.
func (a *App) openSearches() {
	for n := range a.Config.Shards {
		a.searches = append(a.searches, search.New(filepath.Join(a.Config.Data, "views"), n, api.WordsOf))
	}
}

// Search implements api.Searches.
func (a *App) Search(number uint8) *search.Index {
	if int(number) >= len(a.searches) {
		return nil
	}
	return a.searches[number]
}

// loop runs a shard, with its search index following it, until it stops.
func (a *App) loop(ctx context.Context, number uint8, one *shard.Shard) error {
	following, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.searches[number].Follow(following, one, a.clock, func(err error) {
			a.logger.Warn("a search index does not follow", "shard", number, "because", err)
		})
	}()
	defer func() { stop(); <-done }()
	return one.Loop(ctx)
}
