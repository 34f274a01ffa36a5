package biff8

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// grid collects cells; rows and columns grow as cells come.
type grid struct {
	rows [][]string
}

func (g *grid) put(row, col int, text string) {
	if row >= rowsMax || col >= columnsMax || text == "" {
		return
	}
	for len(g.rows) <= row {
		g.rows = append(g.rows, nil)
	}
	for len(g.rows[row]) <= col {
		g.rows[row] = append(g.rows[row], "")
	}
	g.rows[row][col] = text
}

// readSheet reads the cells of a sheet's substream ([MS-XLS] 2.1.7.20.5).
func (b *book) readSheet(at int) ([][]string, error) {
	first, ok := recordAt(b.stream, at)
	if !ok || first.kind != recBOF {
		return nil, errDamaged
	}
	var g grid
	depth := 1
	waiting := [2]int{-1, -1} // the cell of a formula whose text comes in the next record
	for at = first.next; depth > 0; {
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
				c := cursor{parts: [][]byte{r.data}}
				g.put(waiting[0], waiting[1], c.unicode())
			}
			waiting = [2]int{-1, -1}
		default:
			if depth == 1 {
				waiting = b.cell(&g, r, waiting)
			}
		}
	}
	return g.rows, nil
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
		if len(rest) >= 4 {
			if i := binary.LittleEndian.Uint32(rest); int64(i) < int64(len(b.strings)) {
				g.put(row, col, b.strings[i])
			}
		}
	case recLabel, recRString:
		c := cursor{parts: [][]byte{rest}}
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
			g.put(row, col, map[bool]string{false: "FALSE", true: "TRUE"}[rest[0] != 0])
		}
	case recFormula: // [MS-XLS] 2.5.133: a number, or FFFF at the end for text, a truth value or an error
		if len(rest) < 8 {
			return waiting
		}
		if rest[6] == 0xFF && rest[7] == 0xFF {
			if rest[0] == 0 {
				return [2]int{row, col}
			}
			return waiting
		}
		g.put(row, col, b.number(math.Float64frombits(binary.LittleEndian.Uint64(rest)), xf))
	}
	return waiting
}

// rk unpacks RkNumber ([MS-XLS] 2.5.217): 30 bits of an integer or of a double, and whether it is divided by 100.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// number shows a number as a day where its style says so, else in plain decimal.
func (b *book) number(f float64, xf uint16) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return ""
	}
	if b.isDate(xf) && f >= 0 && f < 2958466 {
		return b.day(f)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// day shows a day number of the 1900 or 1904 system.
func (b *book) day(f float64) string {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if b.date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	t := epoch.Add(time.Duration(math.Round(f*86400)) * time.Second)
	switch {
	case f == math.Trunc(f):
		return t.Format("2006-01-02")
	case f < 1:
		return t.Format("15:04:05")
	default:
		return t.Format("2006-01-02 15:04:05")
	}
}
