package chatlog

import "strings"

// cursor walks along one line. Its methods move it over what they name and tell whether that was there; on false they
// leave it where it was.
type cursor struct {
	s     string
	i     int
	short bool // the line ended where more was wanted: it may be the beginning of something
}

func (c *cursor) rest() string { return c.s[c.i:] }

func (c *cursor) atEnd() bool { return c.i == len(c.s) }

// lit steps over exactly w.
func (c *cursor) lit(w string) bool {
	if strings.HasPrefix(c.s[c.i:], w) {
		c.i += len(w)
		return true
	}
	if strings.HasPrefix(w, c.s[c.i:]) {
		c.short = true
	}
	return false
}

// num steps over a number of at least min and at most max digits.
func (c *cursor) num(min, max int) (int, bool) {
	n, i := 0, c.i
	for i < len(c.s) && i-c.i < max && c.s[i] >= '0' && c.s[i] <= '9' {
		n = n*10 + int(c.s[i]-'0')
		i++
	}
	if i-c.i < min {
		c.short = c.short || i == len(c.s)
		return 0, false
	}
	c.i = i
	return n, true
}

// gap steps over one blank. Since 2023 iOS writes U+202F, some regions U+00A0, before "p.m.".
func (c *cursor) gap() bool {
	return c.lit(" ") || c.lit("\u202f") || c.lit("\u00a0")
}

// word steps over letters of A-Z and a-z and returns them.
func (c *cursor) word() string {
	i := c.i
	for i < len(c.s) && (c.s[i]|0x20) >= 'a' && (c.s[i]|0x20) <= 'z' {
		i++
	}
	w := c.s[c.i:i]
	c.i = i
	return w
}

// blank tells whether nothing but blanks is left.
func (c *cursor) blank() bool { return isBlank(c.rest()) }

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
