package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/pflag"

	"dangol.example/book"
	"dangol.example/book/output"
	"dangol.example/chatlog"
	"dangol.example/fault"
)

var bookCommand = command{
	name: "book", run: runBook,
	ko: "대화 파일과 입금 목록에서 주문장을 만들어요",
	en: "make the order book from chat exports and bank lists",
}

// bookOptions are the flags of the command.
type bookOptions struct {
	chats, banks          []string
	shop, password        string
	columns, aliases      string
	accept                []string
	json                  bool
	csv, xlsx, html, lang string
	width                 int
}

func runBook(ctx context.Context, args []string, c console) int {
	var o bookOptions
	flags := o.flags(c)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return exitOK
		}
		fmt.Fprintf(c.err, c.say("명령을 이해하지 못했어요 (%v). dangol book --help 를 보세요.\n",
			"cannot understand the command (%v). See dangol book --help.\n"), err)
		return exitUsage
	}
	o.chats = flags.Args()
	switch o.lang {
	case "":
	case "ko", "en":
		c = c.speaking(o.lang)
	default:
		fmt.Fprintln(c.err, c.say("--lang 은 ko 나 en 이어야 해요.", "--lang must be ko or en."))
		return exitUsage
	}
	if len(o.chats) == 0 && len(o.banks) == 0 {
		o.usage(c.err, flags, c)
		return exitUsage
	}
	b, err := makeBook(ctx, o, c)
	if err != nil {
		return c.fail(err)
	}
	if err := o.write(b, c); err != nil {
		return c.fail(err)
	}
	return exitOK
}

func (o *bookOptions) flags(c console) *pflag.FlagSet {
	f := pflag.NewFlagSet("book", pflag.ContinueOnError)
	f.SetOutput(c.err)
	f.StringArrayVar(&o.banks, "bank", nil, c.say("은행 거래내역 파일 (CSV·XLSX·XLS·문자 알림, 여러 번 가능)", "bank list: CSV, XLSX, XLS, OFX, CAMT, MT940 or pasted alerts (repeatable)"))
	f.StringVar(&o.shop, "shop", "", c.say("대화에서 우리 가게의 이름", "the shop's name in the chats"))
	f.StringVar(&o.password, "password", "", c.say("은행 파일의 비밀번호", "password of the bank file"))
	f.StringVar(&o.columns, "columns", "", c.say("은행 파일의 열을 직접 지정 (예: datetime,method,name,-,in,out,balance)", "columns of the bank file, when guessed wrong (datetime,method,name,-,in,out,balance)"))
	f.StringVar(&o.aliases, "aliases", "", c.say("확인된 입금자 이름을 적은 파일; --accept 가 여기에 더해요", "file of depositor names confirmed by a person; --accept adds to it"))
	f.StringArrayVar(&o.accept, "accept", nil, c.say("입금 줄=대화파일#번호 를 맞는 것으로 확인 (예: 13=r10.txt#0)", "confirm that a deposit pays an order: ROW=FILE#INDEX"))
	f.BoolVar(&o.json, "json", false, c.say("JSON 으로 출력", "print JSON"))
	f.StringVar(&o.csv, "csv", "", c.say("CSV 파일로 저장", "write CSV to a file"))
	f.StringVar(&o.xlsx, "xlsx", "", c.say("엑셀 파일로 저장", "write an Excel file"))
	f.StringVar(&o.html, "html", "", c.say("인쇄용 HTML 로 저장", "write a page to print"))
	f.StringVar(&o.lang, "lang", "", c.say("화면 언어: ko, en", "language: ko, en"))
	f.IntVar(&o.width, "width", 0, c.say("표의 너비", "width of the table"))
	f.Usage = func() { o.usage(c.out, f, c) } // only --help comes here
	return f
}

func (o *bookOptions) usage(w io.Writer, flags *pflag.FlagSet, c console) {
	fmt.Fprintln(w, c.say("사용법: dangol book 대화파일... [--bank 입금목록] [옵션]", "usage: dangol book CHATS... [--bank LIST] [OPTIONS]"))
	fmt.Fprint(w, flags.FlagUsages())
}

// makeBook reads everything and builds the book.
func makeBook(ctx context.Context, o bookOptions, c console) (*book.Book, error) {
	progress := newProgress(c)
	defer progress.done()
	rooms, err := readChats(ctx, o, c, progress)
	if err != nil {
		return nil, err
	}
	in := book.Input{Rooms: rooms}
	if len(rooms) > 0 {
		if in.Shop, err = chatlog.Shop(rooms, o.shop); err != nil {
			return nil, err
		}
	}
	if in.Statements, err = readBanks(ctx, o, rooms, c, progress); err != nil {
		return nil, err
	}
	if in.Aliases, err = readAliases(o.aliases); err != nil {
		return nil, err
	}
	if in.Accepted, err = readAccepted(o.accept); err != nil {
		return nil, err
	}
	b, err := book.Build(ctx, in)
	if err != nil {
		return nil, err
	}
	if len(b.Learnt) > 0 {
		if err := writeAliases(o.aliases, append(in.Aliases, b.Learnt...)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// write writes the book in every form that was asked for; without one, as a table.
func (o *bookOptions) write(b *book.Book, c console) error {
	lang := c.language()
	wrote := false
	for _, form := range []struct {
		path  string
		write func(io.Writer) error
	}{
		{o.csv, func(w io.Writer) error { return output.CSV(w, b, lang) }},
		{o.xlsx, func(w io.Writer) error { return output.XLSX(w, b, lang) }},
		{o.html, func(w io.Writer) error { return output.HTML(w, b, lang) }},
	} {
		if form.path == "" {
			continue
		}
		if err := writeFile(form.path, form.write); err != nil {
			return err
		}
		wrote = true
		fmt.Fprintln(c.err, c.say("저장했어요: ", "written: ")+form.path)
	}
	if o.json {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(b)
	}
	if wrote {
		return nil
	}
	width, isTerminal := terminal(c.out)
	if o.width > 0 {
		width = o.width
	} else if columns, err := strconv.Atoi(c.env("COLUMNS")); err == nil && width == 0 {
		width = columns
	}
	return output.Table(c.out, b, output.TableOptions{Language: lang, Width: width, Color: isTerminal && c.env("NO_COLOR") == ""})
}

// writeFile writes beside the target and renames, so that a failure leaves the old file whole.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".dangol-*")
	if err != nil {
		return fault.New(fault.Invalid, "이 자리에 저장할 수 없어요: %s", "cannot write here: %s", path).Because(err)
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(0o600) // it holds phone numbers
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fault.New(fault.Broken, "저장하지 못했어요: %s", "could not write: %s", path).Because(err)
	}
	return nil
}
