// Package reach is how a shop speaks without being asked: messages that are sent later, reminders of a pickup, news to
// customers who agreed to it; and what came of it all, in numbers.
//
// It decides when and to whom; what is said goes into conversations by package channel. What is due is asked for by the
// clock (SendDue), not by timers: a shop whose server was away sends late, once. Broadcasts go out by an errand, page by
// page; how far one has come is in the view, decided with each page, so that whoever goes on begins behind the last page.
//
// By law news go out between 08:00 and 20:50 of the shop's clock only, to those who agreed, marked "(광고)", and with a
// free way to refuse (정보통신망법 제50조): StartBroadcast refuses at night, and one that is still going out then waits for
// the morning. Reminders and what the shop has scheduled for a customer are no news.
//
// INVARIANT: nobody gets a broadcast twice, and nobody is reminded of an order twice.
package reach

import (
	_ "embed"

	"dangol.example/channel/desk"
	"dangol.example/shard"
)

// Version is raised with every change of the tables, the appliers or the resources.
const Version = 1

//go:embed schema.sql
var schema string

// Domain is reach as a domain of a shard. Its OrderChanged is shop.Options.OrderChanged.
func Domain() shard.Domain {
	return shard.Domain{
		Name: "reach", Version: Version, Schema: schema,
		Events: []shard.Applier{
			shard.On(applyMessageScheduled),
			shard.On(applyScheduledMoved),
			shard.On(applyScheduledDropped),
			shard.On(applyScheduledSent),
			shard.On(applyOrderReminded),
			shard.On(applyBroadcastStarted),
			shard.On(applyBroadcastAdvanced),
			shard.On(applyBroadcastStopped),
			shard.On(applyBroadcastResumed),
			shard.On(applyBroadcastRead),
			shard.On(applyCardShown),
		},
		Resources: map[string]shard.Resource{KindScheduled: scheduledResource, KindBroadcast: broadcastResource},
		Errands: map[string]shard.Errand{
			errandBroadcast: sendBroadcast, errandFollow: follow, desk.ErrandShow: showCard,
		},
	}
}

// The kinds of things that devices hold.
const (
	KindScheduled = "scheduled"
	KindBroadcast = "broadcast"
)

const (
	errandBroadcast = "reach broadcast"
	errandFollow    = "reach follow"
)
