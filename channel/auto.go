package channel

import (
	"dangol.example/id"
	"dangol.example/shard"
)

// greet says the shop's first word to a customer who has just come.
func greet(d *shard.Decision, conversation id.ID) {}

// sayAway tells a customer who writes outside the hours that nobody is there, once in each closed period.
func sayAway(d *shard.Decision, talk Conversation) {}
