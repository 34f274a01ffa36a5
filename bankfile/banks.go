package bankfile

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// signature is how a bank's list is known when the file does not say whose it is: headings that only this bank
// uses together.
type signature struct {
	bank     string
	headings []string // folded; all must be there
	typed    string   // the heading under which the payer's own words stand; elsewhere that heading tells the method
}

// signatures stand from the most telling to the least.
var signatures = []signature{
	{"IBK기업은행", []string{"상대계좌예금주명"}, "거래내용"},
	{"토스뱅크", []string{"거래유형", "거래기관"}, ""},
	{"케이뱅크", []string{"적요내용", "상대예금주명"}, "적요내용"},
	{"카카오뱅크", []string{"거래금액", "거래구분", "내용", "구분"}, ""},
	{"우리은행", []string{"기재내용", "지급"}, ""},
	{"NH농협은행", []string{"거래기록사항"}, ""},
	{"하나은행", []string{"의뢰인/수취인", "거래특이사항"}, "적요"},
	{"하나은행", []string{"의뢰인/수취인", "거래후잔액"}, "적요"},
	{"KB국민은행", []string{"보낸분/받는분"}, ""},
	{"KB국민은행", []string{"의뢰인/수취인", "내통장표시내용"}, ""},
	{"KB국민은행", []string{"의뢰인/수취인"}, ""},
	{"iM뱅크", []string{"찾으신금액", "맡기신금액", "거래종류"}, ""},
	{"부산은행", []string{"적용이율", "적요", "내용"}, ""},
	{"전북은행", []string{"취급은행", "적요"}, ""},
	{"SC제일은행", []string{"들어온금액", "나간금액"}, ""},
	{"신한은행", []string{"적요", "내용", "거래점"}, ""},
	{"신한은행", []string{"적요", "내용", "거래점명"}, ""},
}

// signed gives the signature that the headings match.
func (l *layout) signed() signature {
	has := map[string]bool{}
	for _, c := range l.columns {
		if len(c.Header) <= headingsMax {
			has[foldHeading(c.Header)] = true
		}
	}
	for _, s := range signatures {
		all := true
		for _, h := range s.headings {
			all = all && has[h]
		}
		if all {
			return s
		}
	}
	return signature{}
}

// typed is the heading of the payer's own words, "" where no such column is known.
func (l *layout) typed() string {
	return l.signed().typed
}

// bankNames are the names under which banks call themselves in their files. The longer stand first.
var bankNames = []struct{ word, bank string }{
	{"카카오뱅크", "카카오뱅크"},
	{"토스뱅크", "토스뱅크"},
	{"케이뱅크", "케이뱅크"},
	{"국민은행", "KB국민은행"},
	{"신한은행", "신한은행"},
	{"우리은행", "우리은행"},
	{"하나은행", "하나은행"},
	{"농협은행", "NH농협은행"},
	{"NH농협", "NH농협은행"},
	{"기업은행", "IBK기업은행"},
	{"대구은행", "iM뱅크"},
	{"iM뱅크", "iM뱅크"},
	{"부산은행", "부산은행"},
	{"경남은행", "경남은행"},
	{"광주은행", "광주은행"},
	{"전북은행", "전북은행"},
	{"제주은행", "제주은행"},
	{"새마을금고", "새마을금고"},
	{"우체국", "우체국"},
	{"신협", "신협"},
	{"수협", "수협은행"},
	{"제일은행", "SC제일은행"},
	{"산업은행", "KDB산업은행"},
	{"씨티은행", "한국씨티은행"},
	{"농협", "NH농협은행"},
}

// bankOf finds whose list it is: by the one bank that the lines above the headings name, else by the headings.
func bankOf(rows [][]string, l layout) string {
	named := map[string]bool{}
	for _, row := range rows[:max(min(l.header, len(rows)), 0)] {
		text := norm.NFKC.String(strings.Join(row, " "))
		for _, n := range bankNames {
			if strings.Contains(text, n.word) {
				named[n.bank] = true
			}
		}
	}
	if len(named) == 1 { // two are an account's bank and something else: the headings decide
		for bank := range named {
			return bank
		}
	}
	return l.signed().bank
}

var accountNumber = regexp.MustCompile(`\d[\d*\-]{8,20}\d`)

// accountOf finds the account's number in the lines above the headings.
func accountOf(rows [][]string, header int) string {
	for _, row := range rows[:max(min(header, len(rows)), 0)] {
		for i, cell := range row {
			if !strings.Contains(strings.ReplaceAll(cell, " ", ""), "계좌") {
				continue
			}
			for _, c := range row[i:min(i+3, len(row))] {
				if found := accountNumber.FindString(c); found != "" {
					return found
				}
			}
		}
	}
	return ""
}
