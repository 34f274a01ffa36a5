package biff8

import (
	"encoding/binary"
	"math"
)

// grid collects cells; rows and columns grow as cells come.
type grid struct {
	book *book
	rows [][]string
	err  error // why a cell found no place; the file is then refused
}

func (g *grid) put(row, col int, text string) {
	if text == "" || g.err != nil {
		return
	}
	if col >= columnsMax {
		g.err = errDamaged
		return
	}
	rows, cells := max(0, row+1-len(g.rows)), col+1
	if row < len(g.rows) {
		cells = max(0, col+1-len(g.rows[row]))
	}
	if g.book.cells += rows + cells; g.book.cells > cellsMax {
		g.err = errTooLarge
		return
	}
	g.rows = append(g.rows, make([][]string, rows)...)
	g.rows[row] = append(g.rows[row], make([]string, cells)...)
	g.rows[row][col] = text
}

// readSheet reads the cells of a sheet's substream ([MS-XLS] 2.1.7.20.5).
func (b *book) readSheet(at int) ([][]string, error) {
	first, ok := recordAt(b.stream, at)
	if !ok || first.kind != recBOF {
		return nil, errDamaged
	}
	g := grid{book: b}
	depth := 1
	waiting := [2]int{-1, -1} // the cell of a formula whose text comes in the next record
	for at = first.next; depth > 0; {
		before := at
		r, ok := recordAt(b.stream, at)
		if !ok {
			return nil, errDamaged
		}
		at = r.next
		switch r.kind {
		case recBOF: // a chart inside the sheet
			depth++
		case recEOF:
			depth--
		case recString:
			if waiting[0] >= 0 && depth == 1 {
				parts, next := b.continued(r)
				c := b.text(parts...)
				g.put(waiting[0], waiting[1], c.unicode())
				at = next
			}
			waiting = [2]int{-1, -1}
		default:
			if depth == 1 {
				waiting = b.cell(&g, r, waiting)
			}
		}
		if b.unread -= at - before; b.unread < 0 {
			return nil, errDamaged // the sheets overlap
		}
	}
	return g.rows, g.err
}

// cell reads one cell record. It returns the cell whose text is still to come.
func (b *book) cell(g *grid, r record, waiting [2]int) [2]int {
	if len(r.data) < 6 {
		return waiting
	}
	row, col := int(binary.LittleEndian.Uint16(r.data)), int(binary.LittleEndian.Uint16(r.data[2:]))
	xf := binary.LittleEndian.Uint16(r.data[4:])
	rest := r.data[6:]
	switch r.kind {
	case recLabelSST:
		i := uint32(math.MaxUint32)
		if len(rest) >= 4 {
			i = binary.LittleEndian.Uint32(rest)
		}
		if int64(i) >= int64(len(b.strings)) {
			g.err = errDamaged // the shared strings were cut off
			return waiting
		}
		g.put(row, col, b.strings[i])
	case recLabel, recRString:
		c := b.text(rest)
		g.put(row, col, c.unicode())
	case recNumber:
		if len(rest) >= 8 {
			g.put(row, col, b.number(math.Float64frombits(binary.LittleEndian.Uint64(rest)), xf))
		}
	case recRk:
		if len(rest) >= 4 {
			g.put(row, col, b.number(rk(binary.LittleEndian.Uint32(rest)), xf))
		}
	case recMulRk: // [MS-XLS] 2.4.175: row, first column, (style, rk)…, last column
		for i := 4; i+6 <= len(r.data)-2; i += 6 {
			g.put(row, col, b.number(rk(binary.LittleEndian.Uint32(r.data[i+2:])), binary.LittleEndian.Uint16(r.data[i:])))
			col++
		}
	case recBoolErr:
		if len(rest) >= 2 && rest[1] == 0 {
			g.put(row, col, truth(rest[0]))
		}
	case recFormula: // [MS-XLS] 2.5.133: a number, or FFFF at the end for text, a truth value or an error
		if len(rest) < 8 {
			return waiting
		}
		if rest[6] == 0xFF && rest[7] == 0xFF {
			switch rest[0] {
			case 0: // the text comes in a String record
				return [2]int{row, col}
			case 1:
				g.put(row, col, truth(rest[2]))
			}
			return waiting
		}
		g.put(row, col, b.number(math.Float64frombits(binary.LittleEndian.Uint64(rest)), xf))
	}
	return waiting
}

// truth shows a truth value as Excel does. Errors (#N/A, ...) are shown as nothing.
func truth(v byte) string {
	if v != 0 {
		return "TRUE"
	}
	return "FALSE"
}
