package bankfile

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dangol.example/fault"
)

// The widest colspan that is believed.
const colspanMax = 64

// readHTML reads the HTML that banks hand out as .xls: the rows of all tables, innermost ones, in the order of the page.
func readHTML(text string, o Options) ([]Statement, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fault.New(fault.Invalid, "HTML 파일을 읽을 수 없어요.", "the HTML cannot be read.").Because(err)
	}
	var rows [][]string
	walkRows(doc, &rows)
	if len(rows) == 0 {
		return nil, errNoHeader
	}
	s, err := readSheet(rows, HTML, o)
	if err != nil {
		return nil, err
	}
	return []Statement{s}, nil
}

// walkRows visits the page without recursion: pages may nest as deep as they like.
func walkRows(doc *html.Node, rows *[][]string) {
	for n := doc; n != nil; n = following(doc, n) {
		if n.Type == html.ElementNode && n.DataAtom == atom.Tr && !holdsTable(n) {
			*rows = append(*rows, cells(n))
		}
	}
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

func cells(row *html.Node) []string {
	var out []string
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		out = append(out, textOf(c))
		for range colspan(c) - 1 {
			out = append(out, "")
		}
	}
	return out
}

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

func colspan(c *html.Node) int {
	for _, a := range c.Attr {
		if a.Key == "colspan" {
			n, err := strconv.Atoi(strings.TrimSpace(a.Val))
			if err == nil && n > 1 {
				return min(n, colspanMax)
			}
		}
	}
	return 1
}
