package main

import (
	"context"

	"dangol.example/book"
	"dangol.example/chatlog"
)

func readBanks(context.Context, bookOptions, []chatlog.Room, console, *progress) ([]book.Statement, error) {
	return nil, nil
}
