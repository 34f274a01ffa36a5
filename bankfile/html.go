package bankfile

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dangol.example/fault"
)

// The widest and the deepest cell that is believed.
const spanMax = 64

// readHTML reads the HTML that banks hand out as .xls: the rows of all tables, innermost ones, in the order of the
// page.
func readHTML(text string, o Options) ([]Statement, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fault.New(fault.Invalid,
			"HTML 파일이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
			"the HTML is damaged: download it again from the bank.").Because(err)
	}
	rows := pageRows(doc)
	if len(rows) == 0 {
		return nil, errNoHeader
	}
	s, err := readSheet(rows, HTML, o)
	if err != nil {
		return nil, err
	}
	return []Statement{s}, nil
}

// pageRows visits the page without recursion: pages may nest as deep as they like.
func pageRows(doc *html.Node) [][]string {
	var rows [][]string
	var spans []span
	var table *html.Node
	for n := doc; n != nil; n = following(doc, n) {
		if n.Type == html.ElementNode && n.DataAtom == atom.Tr && !holdsTable(n) {
			if n.Parent != table { // a cell reaches down within its own table only
				spans, table = nil, n.Parent
			}
			var row []string
			row, spans = cells(n, spans)
			rows = append(rows, row)
		}
	}
	return rows
}

// following gives the next node in the order of the page.
func following(root, n *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	for n != root && n.NextSibling == nil {
		n = n.Parent
	}
	if n == root {
		return nil
	}
	return n.NextSibling
}

// holdsTable reports whether a row holds a table of its own: then its inner rows count.
func holdsTable(row *html.Node) bool {
	for n := row.FirstChild; n != nil; n = following(row, n) {
		if n.DataAtom == atom.Table {
			return true
		}
	}
	return false
}

// span is a cell that reaches down into the rows below.
type span struct {
	column, rows int
	text         string
}

// cells gives the cells of a row with those of the rows above that reach into it. A wide cell fills its first
// place only.
func cells(row *html.Node, above []span) (out []string, below []span) {
	reach := func() {
		for len(above) > 0 && above[0].column <= len(out) {
			s := above[0]
			above = above[1:]
			out = append(out, s.text)
			if s.rows--; s.rows > 0 {
				s.column = len(out) - 1
				below = append(below, s)
			}
		}
	}
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		reach()
		text := textOf(c)
		down := spanOf(c, "rowspan") - 1
		for k := range spanOf(c, "colspan") {
			if k > 0 {
				text = ""
			}
			if down > 0 {
				below = append(below, span{len(out), down, text})
			}
			out = append(out, text)
		}
	}
	reach()
	return out, below
}

// textOf gives the text of a cell on one line.
func textOf(cell *html.Node) string {
	var b strings.Builder
	for n := cell.FirstChild; n != nil; n = following(cell, n) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.Br:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func spanOf(c *html.Node, key string) int {
	for _, a := range c.Attr {
		if a.Key == key {
			n, err := strconv.Atoi(strings.TrimSpace(a.Val))
			if err == nil && n > 1 {
				return min(n, spanMax)
			}
		}
	}
	return 1
}
