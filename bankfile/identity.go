package bankfile

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// identify gives every row its ID: the hash of account, time, amount, balance, name, and the ordinal among rows
// that are alike.
func (s *Statement) identify() {
	seen := make(map[ID]int, len(s.Rows))
	account := onlyDigits(s.Account)
	var key []byte
	for i := range s.Rows {
		r := &s.Rows[i]
		key = append(append(key[:0], account...), 0)
		key = append(r.At.AppendFormat(key, time.RFC3339), 0)
		key = append(strconv.AppendInt(key, int64(r.Amount), 10), 0)
		key = append(strconv.AppendInt(key, int64(r.Balance), 10), 0)
		key = append(key, FoldName(r.Name)...)
		sum := sha256.Sum256(key)
		alike := ID(sum[:len(ID{})])
		if n := seen[alike]; n > 0 {
			sum = sha256.Sum256(strconv.AppendInt(append(key, 0), int64(n), 10))
		}
		seen[alike]++
		copy(r.ID[:], sum[:])
	}
}

// FoldName gives a name without blanks, width and case, for comparing.
func FoldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
