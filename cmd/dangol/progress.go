package main

import (
	"fmt"
	"path/filepath"
)

// progress tells how far a long import has come, on a terminal only.
type progress struct {
	c     console
	shown bool
	on    bool
	head  string
	last  int64
}

// progressStep is how many bytes go by between two lines.
const progressStep = 1 << 20

func newProgress(c console) *progress {
	_, on := terminal(c.err)
	return &progress{c: c, on: on}
}

// file begins the next of n files.
func (p *progress) file(i, n int, path string) {
	p.head = fmt.Sprintf("%s %d/%d %s", p.c.say("읽는 중", "reading"), i+1, n, filepath.Base(path))
	p.last = 0
	p.show("")
}

// bytes tells how much of the file is read.
func (p *progress) bytes(read int64) {
	if read-p.last >= progressStep {
		p.last = read
		p.show(fmt.Sprintf(" %d MB", read>>20))
	}
}

func (p *progress) show(tail string) {
	if p.on {
		fmt.Fprintf(p.c.err, "\r\x1b[K%s%s", p.head, tail)
		p.shown = true
	}
}

// done clears the line.
func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.c.err, "\r\x1b[K")
		p.shown = false
	}
}
