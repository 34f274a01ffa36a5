// Package reading reads the files a shop imports: chats and bank lists, in any mixture, into orders and deposits that
// know where they came from.
//
// It is the order book of package book for a shop that lives on: every order has a key that another export of the same
// chat repeats, every deposit the identity of its row, so that reading the same twice brings nothing new. It keeps
// nothing, changes nothing, and needs no network.
package reading

import (
	"bytes"
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/fault"
)

// The most of files.
const (
	MaxBytes    = 64 << 20 // of all together
	MaxFileName = 120      // letters that are kept of a name
)

// What is refused.
var (
	ErrTooLarge = fault.New(fault.Invalid, "파일이 모두 합쳐 64MB를 넘어요. 나누어서 넣어 주세요.",
		"The files have more than 64 MB together. Please import them in parts.")
	ErrStopped = fault.New(fault.Busy, "파일을 읽다가 멈췄어요. 다시 해 주세요. 큰 파일은 나누어서 넣어 주세요.",
		"Reading the files was stopped. Please try again, large files in parts.")
	ErrNothing = fault.New(fault.Invalid, "대화 내보내기나 은행 거래내역 파일을 찾지 못했어요.",
		"There is no chat export and no bank list among the files.")
)

// File is a file of the device.
type File struct {
	Name string
	Data []byte
}

// Options is what the files do not say.
type Options struct {
	Me       string // who of the people in the chats is the shop, "" to find out
	Password string // of protected bank lists
}

// Kind is what a file is.
type Kind string

// The kinds.
const (
	Chat    Kind = "chat"
	Bank    Kind = "bank"
	Unknown Kind = "unknown"
)

// Preview is what one file is.
type Preview struct {
	Name   string
	Kind   Kind
	Layout string // for people
	Count  int    // messages or rows
	Err    error  // why it cannot be read; a fault
	Locked bool   // it needs a password
}

// Speaker is somebody who speaks in the chats.
type Speaker struct {
	Name            string
	Rooms, Messages int
}

// Reading is what files hold.
type Reading struct {
	Files    []Preview
	Me       string // who is the shop; chatlog.Exporter when it made the exports
	Unclear  bool   // a person must say who is the shop: there are no orders yet
	Speakers []Speaker
	Book     *book.Book

	listed map[bankfile.ID]listed
}

// Read reads files. Files that cannot be read are told of in the previews; an error is for all of them together.
func Read(ctx context.Context, files []File, o Options) (*Reading, error) {
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	if size > MaxBytes {
		return nil, ErrTooLarge
	}
	r := &Reading{Files: make([]Preview, len(files))}
	rooms, rest, err := r.chats(ctx, files)
	if err != nil {
		return nil, err
	}
	lists, err := r.banks(ctx, files, rest, o, newest(rooms))
	if err != nil {
		return nil, err
	}
	if len(rooms)+len(lists) == 0 {
		return r, ErrNothing
	}
	r.speakers(rooms)
	kept, unread := joined(longest(rooms))
	in := book.Input{Rooms: kept}
	lists = bankfile.Distinct(lists)
	r.list(lists)
	for _, s := range lists {
		in.Statements = append(in.Statements, book.Statement{File: s.File, Rows: s.Rows, Unread: s.Unread})
	}
	if len(rooms) > 0 {
		me, err := chatlog.Shop(rooms, o.Me)
		if undecided := new(chatlog.UndecidedShopError); errors.As(err, &undecided) {
			r.Unclear, in.Rooms = true, nil
		} else if err != nil {
			return r, err
		}
		r.Me, in.Shop = me, me
	}
	b, err := book.Build(ctx, in)
	if err == nil {
		b.Unread = append(b.Unread, unread...)
	}
	r.Book = b
	return r, err
}

// chats reads what is a chat, and gives the files that are none.
func (r *Reading) chats(ctx context.Context, files []File) (rooms []chatlog.Room, rest []int, err error) {
	for i, f := range files {
		if ctx.Err() != nil {
			return nil, nil, ErrStopped.Because(ctx.Err())
		}
		r.Files[i] = Preview{Name: fileName(f.Name), Kind: Unknown}
		found, err := chatlog.ReadBytes(f.Name, f.Data, chatlog.Options{})
		count := 0
		for k := range found {
			count += len(found[k].Messages)
		}
		if err != nil || count == 0 {
			r.Files[i].Err = err
			rest = append(rest, i)
			continue
		}
		r.Files[i].Kind, r.Files[i].Layout, r.Files[i].Count = Chat, layoutName(found), count
		rooms = append(rooms, found...)
	}
	return rooms, rest, nil
}

// fileName is what is kept of a file's name: its beginning, and its ending, which says what it is.
func fileName(name string) string {
	name = cut(name, len(name))
	letters := []rune(name)
	if len(letters) <= MaxFileName {
		return name
	}
	ending := cut(path.Ext(name), MaxFileName/4)
	return cut(string(letters[:MaxFileName-len([]rune(ending))]), MaxFileName) + ending
}

// layoutName tells people where a chat was exported.
func layoutName(rooms []chatlog.Room) string {
	for i := range rooms {
		if l := string(rooms[i].Layout); rooms[i].Layout != chatlog.Unknown && rooms[i].Layout != chatlog.Empty {
			device, _, _ := strings.Cut(l, "-")
			return "KakaoTalk " + map[string]string{
				"android": "Android", "ios": "iPhone", "windows": "Windows", "mac": "Mac",
			}[device]
		}
	}
	return "KakaoTalk"
}

// banks reads what is a bank list among the files that are no chats.
func (r *Reading) banks(ctx context.Context, files []File, rest []int, o Options, asOf time.Time) (
	lists []bankfile.Statement, err error,
) {
	for _, i := range rest {
		if ctx.Err() != nil {
			return nil, ErrStopped.Because(ctx.Err())
		}
		if chatLike(files[i]) && r.Files[i].Err == nil {
			continue // an export with nothing in it
		}
		found, err := bankfile.Read(files[i].Name, files[i].Data, bankfile.Options{Password: o.Password, AsOf: asOf})
		if err != nil {
			r.Files[i].Err = err
			r.Files[i].Locked = fault.KindOf(err) == fault.Denied
			continue
		}
		p := &r.Files[i]
		p.Kind, p.Err = Bank, nil
		for k := range found {
			p.Count += len(found[k].Rows)
			if p.Layout == "" {
				p.Layout = found[k].Bank
			}
		}
		if p.Layout == "" {
			p.Layout = strings.ToUpper(strings.TrimPrefix(path.Ext(files[i].Name), "."))
		}
		lists = append(lists, found...)
	}
	return lists, nil
}

// chatLike reports whether a file looks like a chat by its first words.
func chatLike(f File) bool {
	return bytes.Contains(f.Data[:min(len(f.Data), 400)], []byte("카카오톡 대화"))
}

// speakers counts who speaks, most rooms first.
func (r *Reading) speakers(rooms []chatlog.Room) {
	at := map[string]int{}
	for i := range rooms {
		seen := map[string]bool{}
		for _, m := range rooms[i].Messages {
			if m.Sender == "" || m.Own {
				continue
			}
			k, is := at[m.Sender]
			if !is {
				k = len(r.Speakers)
				at[m.Sender] = k
				r.Speakers = append(r.Speakers, Speaker{Name: m.Sender})
			}
			r.Speakers[k].Messages++
			if !seen[m.Sender] {
				seen[m.Sender] = true
				r.Speakers[k].Rooms++
			}
		}
	}
	slices.SortStableFunc(r.Speakers, func(a, b Speaker) int { return b.Rooms - a.Rooms })
}

// newest is when the last message was written: alerts without a year are from the year before it.
func newest(rooms []chatlog.Room) (at time.Time) {
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
