package bankfile

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// names gives the counterparty and the memo. Where a wallet's operator is the sender, the person stands in another
// column; what is not taken as the name is kept in the memo.
func (r *rowReader) names(row []string) (name, memo string) {
	var others []string
	for _, c := range r.layout.names {
		if c >= len(row) {
			continue
		}
		value := strings.TrimSpace(row[c])
		switch first := name == ""; {
		case value == "":
		case first && (c == r.layout.names[0] || !isMethodWord(value)):
			name = value
		case first: // only a method stands there
		case IsWallet(name) && !IsWallet(value) && !isMethodWord(value):
			others = append(others, name)
			name = value
		}
	}
	for _, c := range r.layout.columns {
		if c.Role != Memo || c.Index >= len(row) {
			continue
		}
		value := strings.TrimSpace(row[c.Index])
		if value == "" || value == name || slices.Contains(r.layout.names, c.Index) && isMethodWord(value) {
			continue
		}
		others = append(others, value)
	}
	return name, strings.Join(others, " ")
}

// method is how the money moved: the first column about it that says something. A running number is none.
func (r *rowReader) method(row []string) string {
	for _, c := range r.methods {
		if c >= len(row) {
			continue
		}
		if value := strings.TrimSpace(row[c]); strings.ContainsFunc(value, unicode.IsLetter) {
			return value
		}
	}
	return ""
}

// wallets are operators that stand as the sender for whoever pays through them.
var wallets = []string{
	"카카오페이", "토스페이", "비바리퍼블리카", "네이버페이", "네이버파이낸셜", "엔에이치엔페이코", "페이코", "핀크", "뱅크샐러드", "쿠팡페이",
}

// IsWallet reports whether a name is a payment operator's and tells nothing of the payer.
func IsWallet(name string) bool {
	if len(name) > headingsMax {
		return false
	}
	folded := strings.ReplaceAll(norm.NFKC.String(name), " ", "")
	for _, w := range wallets {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// methodWords are the parts of which banks build the words for how money moved: "전자금융입금", "FBS입금", "타행건별".
var methodWords = strings.NewReplacer(
	"인터넷뱅킹", "", "모바일뱅킹", "", "스마트뱅킹", "", "폰뱅킹", "", "텔레뱅킹", "", "오픈뱅킹", "", "펌뱅킹", "",
	"전자금융", "", "인터넷", "", "모바일", "", "스마트폰", "", "스마트", "", "오픈", "", "펌", "", "자동화기기", "", "창구", "",
	"타행", "", "당행", "", "타은행", "", "건별", "", "실시간", "", "즉시", "", "자동", "", "대량", "", "급여", "",
	"입금", "", "출금", "", "이체", "", "대체", "", "송금", "", "지급", "", "수취", "", "일반", "", "간편", "", "계좌", "", "현금", "",
	"체크카드", "", "카드", "", "뱅킹", "", "FBS", "", "CMS", "", "ATM", "", "CD", "", "BZ뱅크", "", "BZ", "", "S기기", "", "취소", "")

// isMethodWord reports whether a cell tells how money moved, not who moved it.
func isMethodWord(s string) bool {
	if s == "" || len(s) > headingsMax {
		return false
	}
	return !strings.ContainsFunc(methodWords.Replace(s), isNameRune)
}
