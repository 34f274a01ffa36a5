package shard

import (
	"time"

	"dangol.example/fault"
)

// The limits of a shard. What is over them is refused or waits; nothing grows without end.
const (
	// MaxQueue is how many commands may wait for the writer. The next one is answered ErrBusy at once.
	MaxQueue = 8192
	// MaxQueueBytes is how many bytes of commands may wait for the writer.
	MaxQueueBytes = 64 << 20
	// MaxBlockEntries is the most commands of one block.
	MaxBlockEntries = 2048
	// MaxEntryBytes is the most that one command's events and answer may take in a block.
	MaxEntryBytes = 384 << 10
	// BlockBytes is where a block is full: it takes no further command. Well under journal.MaxMessage.
	BlockBytes = 256 << 10
	// MaxEvents is the most events of one command.
	MaxEvents = 4096
	// MaxWatchers is how many watchers one shard serves. Streams of one topic come as one.
	MaxWatchers = 50_000
	// MaxPage is the most rows of one page of changes, but for the rest of the block it ends in.
	MaxPage = 2000
	// MaxReaders is how many may read a shard's view at once; the next ones wait.
	MaxReaders = 4
	// MaxReadsWaiting is how many may wait for a reader. The next one is answered ErrBusy at once.
	MaxReadsWaiting = 1024
	// MaxErrandsAtOnce is how many errands of one shard are run at the same time.
	MaxErrandsAtOnce = 4
	// ErrandTimeout is how long one try of an errand may take.
	ErrandTimeout = 10 * time.Minute
	// DefaultStretch is how many events are replayed in one transaction.
	DefaultStretch = 20_000
	// AppendTimeout is how long one try of an append waits for its answer.
	AppendTimeout = 5 * time.Second
	// AppendTries is how often an append without an answer is tried again before the writer rolls back and reads.
	AppendTries = 3
)

// What a shard says to those who give it commands.
var (
	// ErrBusy says that too many commands wait.
	ErrBusy = fault.New(fault.Busy, "지금 요청이 많아요. 잠시 뒤에 다시 해 주세요.",
		"Too much at once. Please try again in a moment.")
	// ErrNoRoom says that the disk is full. Nothing was lost, and nothing of the command was kept.
	ErrNoRoom = fault.New(fault.Busy,
		"저장할 자리가 없어서 받지 못했어요. 적힌 것은 모두 그대로 있어요. 디스크에 자리를 만들면 바로 다시 돼요.",
		"There is no room left to store this. Everything stored is safe. It works again once the disk has room.")
	// ErrUnanswered says that the outcome is not known yet: the same command with the same id finds it out.
	ErrUnanswered = fault.New(fault.Busy, "저장됐는지 아직 몰라요. 같은 요청을 다시 보내면 두 번 되지 않아요.",
		"It is not known yet whether this was stored. Sending the same again is safe: it is done once.")
	// ErrReused says that a command's id was used before, for something else.
	ErrReused = fault.New(fault.Conflict, "같은 요청 번호로 다른 내용이 왔어요. 화면을 새로 고치고 다시 해 주세요.",
		"This request's id was used before for something else. Please reload and try again.")
	// ErrTooLarge says that one command would change too much at once.
	ErrTooLarge = fault.New(fault.Invalid, "한 번에 너무 많은 것을 바꾸려고 해요. 나누어서 해 주세요.",
		"This changes too much at once. Please do it in parts.")
	// ErrNoID says that a command came without an id.
	ErrNoID = fault.New(fault.Invalid, "요청 번호가 없어요.",
		"The request has no command id.")
	// ErrStopped says that the shard does not run.
	ErrStopped = fault.New(fault.Busy, "서버가 멈추는 중이에요. 잠시 뒤에 다시 해 주세요.",
		"The server is stopping. Please try again in a moment.")
	// ErrWatchers says that too many devices watch.
	ErrWatchers = fault.New(fault.Busy, "지금 연결된 기기가 너무 많아요.",
		"Too many devices are connected right now.")
)
