package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/fault"
)

// readBanks reads the bank lists. What two of them have in common counts once.
func readBanks(ctx context.Context, o bookOptions, rooms []chatlog.Room, c console, p *progress) ([]book.Statement, error) {
	columns, err := bankfile.ParseColumns(o.columns)
	if err != nil {
		return nil, err
	}
	options := bankfile.Options{Password: o.password, Columns: columns, AsOf: newest(rooms)}
	var lists []bankfile.Statement
	for i, path := range o.banks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.file(i, len(o.banks), path)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fault.New(fault.Missing, "파일을 찾을 수 없어요: %s", "no such file: %s", path).Because(err)
		}
		found, err := bankfile.Read(path, data, options)
		if err != nil {
			return nil, inFile(path, err)
		}
		lists = append(lists, found...)
	}
	p.done()
	for _, s := range lists {
		c.tell(s)
	}
	out := make([]book.Statement, 0, len(lists))
	for _, s := range bankfile.Distinct(lists) {
		out = append(out, book.Statement{File: s.File, Rows: s.Rows, Unread: s.Unread})
	}
	return out, nil
}

// newest is when the rooms were exported: alerts without a year are from the year before it.
func newest(rooms []chatlog.Room) time.Time {
	var at time.Time
	for i := range rooms {
		if rooms[i].SavedAt.After(at) {
			at = rooms[i].SavedAt
		}
		if n := len(rooms[i].Messages); n > 0 && rooms[i].Messages[n-1].At.After(at) {
			at = rooms[i].Messages[n-1].At
		}
	}
	return at
}

// tell warns of what a person should look at in a bank list: columns that were guessed, and balances that do not add up.
func (c console) tell(s bankfile.Statement) {
	if s.Guessed {
		roles := make([]string, len(s.Columns))
		for i, col := range s.Columns {
			roles[i] = string(col.Role)
		}
		fmt.Fprintf(c.err, c.say("%s: 처음 보는 은행이라 열을 짐작했어요. 틀리면 --columns 로 고쳐 주세요:\n  --columns %s\n",
			"%s: an unknown bank; the columns were guessed. Correct them with --columns:\n  --columns %s\n"), s.File, strings.Join(roles, ","))
	}
	if n := len(s.Chain.Breaks); n > 0 {
		fmt.Fprintf(c.err, c.say("%s: 잔액이 이어지지 않는 줄이 %d개 있어요 (첫 번째: %d번째 줄). 빠지거나 겹친 줄이 있는지 봐 주세요.\n",
			"%s: the balance does not follow in %d rows (first: row %d). Rows may be missing or doubled.\n"), s.File, n, s.Chain.Breaks[0])
	}
}
