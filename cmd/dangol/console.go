package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"dangol.example/fault"
)

// The exit codes, as in docs/book.md.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is one subcommand.
type command struct {
	name   string
	ko, en string // what it does, in a line
	run    func(ctx context.Context, args []string, c console) int
}

// console is where a command reads and writes.
type console struct {
	out, err io.Writer
	env      func(string) string
}

// language is the language of the locale: English where it says so, else Korean.
func (c console) language() fault.Language {
	for _, name := range []string{"DANGOL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		v := strings.ToLower(c.env(name))
		switch {
		case v == "" || v == "c" || v == "posix" || strings.HasPrefix(v, "c."):
			continue
		case strings.HasPrefix(v, "ko"):
			return fault.Korean
		default:
			return fault.English
		}
	}
	return fault.Korean
}

// speaking is the console in a language that was asked for.
func (c console) speaking(language string) console {
	env := c.env
	c.env = func(name string) string {
		if name == "DANGOL_LANG" {
			return language
		}
		return env(name)
	}
	return c
}

func (c console) say(ko, en string) string {
	return fault.Sentence{KO: ko, EN: en}.In(c.language())
}

func (c console) usage() {
	fmt.Fprintln(c.out, c.say("사용법: dangol 명령 [옵션]", "usage: dangol COMMAND [OPTIONS]"))
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "  %-8s %s\n", cmd.name, c.say(cmd.ko, cmd.en))
	}
}

// fail tells a person what went wrong and gives the exit code.
func (c console) fail(err error) int {
	message := fault.Message(err, c.language())
	if message == "" {
		message = c.say("예상하지 못한 문제가 생겼어요: ", "something unexpected happened: ") + err.Error()
	}
	fmt.Fprintln(c.err, message)
	return exitFailed
}

// terminal reports the width of a writer that is a terminal; ok is false for files and pipes.
func terminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}
