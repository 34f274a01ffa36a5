package bankfile

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"dangol.example/fault"
)

// readCSV reads text with commas, tabs, semicolons or bars between the cells (RFC 4180, and looser).
func readCSV(text string, o Options) ([]Statement, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	r.ReuseRecord = false
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.New(fault.Invalid,
				"CSV 형식이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
				"the CSV is damaged: download it again from the bank.").Because(err)
		}
		line, _ := r.FieldPos(0)
		for len(rows) < line-1 { // encoding/csv passes over blank lines
			rows = append(rows, nil)
		}
		rows = append(rows, row)
	}
	s, err := readSheet(rows, CSV, o)
	if err != nil {
		return nil, err
	}
	return []Statement{s}, nil
}

// delimiter is the mark that stands most often in the lines with the most marks.
func delimiter(text string) rune {
	best, bestCount := ',', 0
	for _, mark := range []rune{',', '\t', ';', '|'} {
		most := 0
		n := 0
		for line := range strings.Lines(text) {
			most = max(most, strings.Count(line, string(mark)))
			if n++; n == headerRowsMax {
				break
			}
		}
		if most > bestCount {
			best, bestCount = mark, most
		}
	}
	return best
}
