package reach

import (
	"slices"
	"time"
	"unicode/utf8"

	"dangol.example/fault"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// The most of an audience.
const (
	MaxAudienceLabels = 10
	maxLabel          = 20
	MaxOrderedDays    = 3650
	MaxNoShows        = 1000
	audiencePage      = 500 // conversations looked at in one go
)

// ErrAudience says that an audience is not well told.
var ErrAudience = fault.New(fault.Invalid, "받을 손님을 다시 골라 주세요. 라벨은 10개까지예요.",
	"Please choose again who gets it: at most 10 labels, 3,650 days.")

// Audience is who gets a broadcast, of those who agreed to news.
type Audience struct {
	Include, Exclude  []string // any of these; none of those
	ExcludeNoShows    uint32   // leaves out who did not fetch so many orders or more; 0 to not ask
	OrderedWithinDays uint32   // only who ordered within so many days; 0 to not ask
}

func (a Audience) check() error {
	for _, labels := range [][]string{a.Include, a.Exclude} {
		if len(labels) > MaxAudienceLabels {
			return ErrAudience
		}
		for _, l := range labels {
			if n := utf8.RuneCountInString(l); n == 0 || n > maxLabel || !utf8.ValidString(l) {
				return ErrAudience
			}
		}
	}
	if a.OrderedWithinDays > MaxOrderedDays || a.ExcludeNoShows > MaxNoShows {
		return ErrAudience
	}
	return nil
}

func (a Audience) kept() *channeljournalv1.Audience {
	return &channeljournalv1.Audience{
		Include: a.Include, Exclude: a.Exclude, ExcludeNoShows: a.ExcludeNoShows, OrderedWithinDays: a.OrderedWithinDays,
	}
}

// fits reports whether a customer is of an audience: one who agreed, and is no nuisance.
func (a Audience) fits(r *shard.Reader, t talk, now time.Time) bool {
	has := func(label string) bool { return slices.Contains(t.labels, label) }
	if !t.consent || t.spam || slices.ContainsFunc(a.Exclude, has) ||
		len(a.Include) > 0 && !slices.ContainsFunc(a.Include, has) {
		return false
	}
	if a.ExcludeNoShows == 0 && a.OrderedWithinDays == 0 {
		return true
	}
	noShows, last := shop.Habits(r, t.customer)
	if a.ExcludeNoShows > 0 && noShows >= a.ExcludeNoShows {
		return false
	}
	return a.OrderedWithinDays == 0 || last >= now.AddDate(0, 0, -int(a.OrderedWithinDays)).UnixMilli()
}

// CountAudience tells how many customers are of an audience now. Whoever has two conversations counts once.
func CountAudience(r *shard.Reader, shopID id.ID, a Audience, now time.Time) (n uint32) {
	seen := map[id.ID]struct{}{}
	for after, page := (id.ID{}), talks(r, shopID, id.ID{}, audiencePage); len(page) > 0; {
		for _, t := range page {
			after = t.conversation
			if _, is := seen[t.customer]; !is && a.fits(r, t, now) {
				seen[t.customer] = struct{}{}
				n++
			}
		}
		page = talks(r, shopID, after, audiencePage)
	}
	return n
}

// CheckAudience refuses an audience that is not well told, and whoever may not ask.
func CheckAudience(a Audience) error { return a.check() }
