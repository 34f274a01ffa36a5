package bankfile

import (
	"strings"
)

// readCSV reads text with commas, tabs, semicolons or bars between the cells (RFC 4180, and looser).
func readCSV(text string, o Options) ([]Statement, error) {
	s, err := readSheet(splitTable(text, delimiter(text)), CSV, o)
	if err != nil {
		return nil, err
	}
	return []Statement{s}, nil
}

// The most a quoted cell may hold. Banks break a heading over two or three lines; a quote that is never closed
// must not swallow the rows after it.
const (
	quotedLinesMax = 6
	quotedBytesMax = 2000
)

// splitTable cuts a text into rows and cells. Row i holds the line i+1: blank lines, and lines inside a quoted
// cell, give empty rows.
func splitTable(text string, mark byte) [][]string {
	rows := make([][]string, 0, strings.Count(text, "\n")+1)
	width := 0 // of the row before: most rows have as many cells
	for text != "" {
		row, rest, lines := splitRow(text, mark, make([]string, 0, min(width, columnsMax)))
		width = len(row)
		rows = append(rows, row)
		for range lines - 1 {
			rows = append(rows, nil)
		}
		text = rest
	}
	return rows
}

// splitRow takes the first row off a text and puts its cells into row. lines is how many lines it took.
func splitRow(text string, mark byte, row []string) (cells []string, rest string, lines int) {
	lines = 1
	for {
		if cell, after, breaks, ok := quotedCell(text, mark); ok {
			row, text, lines = append(row, cell), after, lines+breaks
		} else {
			end := 0
			for end < len(text) && text[end] != mark && text[end] != '\n' && text[end] != '\r' {
				end++
			}
			cell := strings.TrimPrefix(strings.TrimSpace(text[:end]), `"`) // a quote that is never closed
			row, text = append(row, cell), text[end:]
		}
		if text == "" || text[0] != mark {
			break
		}
		text = text[1:]
	}
	if len(row) == 1 && row[0] == "" {
		row = nil
	}
	if after, ok := strings.CutPrefix(text, "\r\n"); ok {
		return row, after, lines
	}
	return row, text[min(1, len(text)):], lines
}

// quotedCell takes a quoted cell off a text, also one that a spreadsheet is told to keep as text (="010"). ok is
// false where the quote is never closed in front of a mark: then it is a character like any other.
func quotedCell(text string, mark byte) (cell, rest string, breaks int, ok bool) {
	body := strings.TrimLeft(text[:min(len(text), quotedBytesMax)], " ")
	skipped := min(len(text), quotedBytesMax) - len(body)
	for _, opening := range []string{`="`, `"`} {
		if !strings.HasPrefix(body, opening) {
			continue
		}
		for i := len(opening); i < len(body) && breaks < quotedLinesMax; i++ {
			switch {
			case body[i] == '\n' || body[i] == '\r' && (i+1 == len(body) || body[i+1] != '\n'):
				breaks++
			case body[i] != '"':
			case i+1 < len(body) && body[i+1] == '"':
				i++
			default:
				after := strings.TrimLeft(text[skipped+i+1:], " ")
				if after == "" || after[0] == mark || after[0] == '\n' || after[0] == '\r' {
					cell = strings.ReplaceAll(body[len(opening):i], `""`, `"`)
					return strings.TrimSpace(cell), after, breaks, true
				}
				if body[i-1] == mark { // another cell opens: this one was never closed
					return "", text, 0, false
				}
			}
		}
		return "", text, 0, false
	}
	return "", text, 0, false
}

// delimiter is the mark that gives the clearest heading, else the one that stands most often in one line.
func delimiter(text string) byte {
	end := 0
	for n := 0; n < headerRowsMax && end < len(text); n++ {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			end = len(text)
			break
		}
		end += next + 1
	}
	head := text[:min(end, headBytesMax)]
	best, bestScore, bestCount := byte(','), 0, 0
	for _, mark := range []byte{',', '\t', ';', '|'} {
		most := 0
		for line := range strings.Lines(head) {
			most = max(most, strings.Count(line, string(mark)))
		}
		if most == 0 {
			continue
		}
		score := 0
		if l, ok := findHeader(splitTable(head, mark)); ok {
			for _, c := range l.columns {
				if c.Role != Ignore {
					score++
				}
			}
		}
		if score > bestScore || score == bestScore && most > bestCount {
			best, bestScore, bestCount = mark, score, most
		}
	}
	return best
}

// headBytesMax is how much of a text is looked at to find out how it is built.
const headBytesMax = 64 << 10
