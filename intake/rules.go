package intake

import (
	"bufio"
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed rules/*.txt
var ruleFiles embed.FS

// rule is one line of a rule file: words that must occur, a pattern that must match, and one that must not.
type rule struct {
	name    string
	who     speaker
	words   []string
	also    []string       // one of these must occur as well; none: nothing more is asked
	pattern *regexp.Regexp // nil: a word is enough
	unless  *regexp.Regexp // nil: no exception
	except  []string       // words that are an exception
}

type speaker uint8

const (
	anyone speaker = iota
	customer
	shop
)

// holds reports whether the rule matches a text that is already in lower case and holds one of its words.
func (r *rule) holds(text string) bool {
	return (len(r.also) == 0 || containsAny(text, r.also)) && (r.pattern == nil || r.pattern.MatchString(text)) &&
		!containsAny(text, r.except) && (r.unless == nil || !r.unless.MatchString(text))
}

// readRules reads a rule file: name | who | words | pattern | unless. Lines that start with # are comments.
func readRules(file string) ([]rule, error) {
	rows, err := readTable(file, 5)
	if err != nil {
		return nil, err
	}
	rules := make([]rule, 0, len(rows))
	for _, row := range rows {
		r := rule{name: row[0]}
		switch row[1] {
		case "customer":
			r.who = customer
		case "shop":
			r.who = shop
		}
		words, also, _ := strings.Cut(row[2], "&&")
		r.words, r.also = wordList(words), wordList(also)
		if r.pattern, err = compile(row[3]); err != nil {
			return nil, fmt.Errorf("%s: rule %s: %w", file, r.name, err)
		}
		if list, ok := strings.CutPrefix(row[4], "~"); ok {
			r.except, row[4] = wordList(list), ""
		}
		if r.unless, err = compile(row[4]); err != nil {
			return nil, fmt.Errorf("%s: rule %s: %w", file, r.name, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// wordList reads words parted by blanks; "_" stands for a blank.
func wordList(s string) []string {
	words := strings.Fields(s)
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "_", " ")
	}
	return words
}

func compile(pattern string) (*regexp.Regexp, error) {
	if pattern == "" {
		return nil, nil //nolint:nilnil // no pattern is a value here, not a failure
	}
	return regexp.Compile(pattern)
}

// readTable reads lines of cells parted by a bar that stands between blanks; bars without blanks belong to the cell.
func readTable(file string, cells int) ([][]string, error) {
	f, err := ruleFiles.Open("rules/" + file)
	if err != nil {
		return nil, fmt.Errorf("open rules: %w", err)
	}
	defer func() { _ = f.Close() }()
	var rows [][]string
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		line := strings.TrimSpace(scan.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := splitCells(line)
		if len(row) > cells {
			return nil, fmt.Errorf("%s: more than %d cells: %s", file, cells, line)
		}
		for len(row) < cells {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return rows, scan.Err()
}

func splitCells(line string) []string {
	var cells []string
	rest := line
	for {
		at := -1
		for i := 0; i+1 < len(rest); i++ {
			if rest[i] == ' ' && rest[i+1] == '|' && (i+2 == len(rest) || rest[i+2] == ' ') {
				at = i
				break
			}
		}
		if at < 0 {
			return append(cells, strings.TrimSpace(rest))
		}
		cells = append(cells, strings.TrimSpace(rest[:at]))
		rest = rest[at+2:]
	}
}
