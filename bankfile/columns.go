package bankfile

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dangol.example/fault"
)

// heading is what a column's heading can mean. For names, rank says which of several columns is the counterparty: the highest.
type heading struct {
	words []string
	role  Role
	rank  int
}

// headings are the words of the banks' headings, blanks and brackets taken out. They were collected from public parsers of Korean
// exports; no bank publishes its layout. An exact word wins over a part of a word, a longer one over a shorter.
var headings = []heading{
	{[]string{"거래일시", "거래일자및시간", "일시", "거래일자시간", "입금일시", "이체일시", "거래날짜시간", "datetime"}, DateTime, 0},
	{[]string{"거래일자", "거래일", "일자", "날짜", "입금일", "입금일자", "거래날짜", "기준일자", "date", "transactiondate", "bookingdate", "년월일"}, Date, 0},
	{[]string{"거래시간", "시간", "거래시각", "시각", "입금시간", "time"}, Time, 0},
	{[]string{"입금액", "입금금액", "입금", "맡기신금액", "들어온금액", "받은금액", "입금하신금액", "deposit", "credit", "대변", "수입금액", "입금액수", "moneyin", "in"}, In, 0},
	{[]string{"출금액", "출금금액", "출금", "찾으신금액", "지급", "지급금액", "지급액", "나간금액", "보낸금액", "withdrawal", "debit", "차변", "지출금액", "moneyout", "out"}, Out, 0},
	{[]string{"거래금액", "금액", "이체금액", "amount"}, Signed, 0},
	{[]string{"거래후잔액", "잔액", "남은금액", "통장잔액", "거래후잔고", "잔고", "balance"}, Balance, 0},
	{[]string{"입출금구분", "입출구분", "입금출금구분", "입/출금", "수입/지출"}, Kind, 0},
	{[]string{"상대계좌예금주명", "상대예금주명", "상대계좌예금주", "상대예금주", "예금주명", "거래상대방", "상대방"}, Name, 10},
	{[]string{"보낸분/받는분", "의뢰인/수취인", "보내는분/받는분", "받는분/보낸분", "수취인/의뢰인", "입금자명", "입금자", "보낸분", "의뢰인", "보낸사람", "보내는분", "적요입금자명", "name", "payee", "counterparty"}, Name, 9},
	{[]string{"기재내용", "거래기록사항", "기록사항"}, Name, 8},
	{[]string{"내용", "내역", "통장표시내용", "통장인자내용", "description"}, Name, 7},
	{[]string{"비고"}, Name, 5},
	{[]string{"거래내용", "적요내용", "거래내역"}, Name, 4},
	{[]string{"적요"}, Name, 3},
	{[]string{"메모", "송금메모", "이체메모", "거래메모", "추가메모", "거래특이사항", "내통장표시", "내통장표시내용", "출금계좌메모", "입금계좌메모", "memo", "note"}, Memo, 0},
	{[]string{"거래종류", "거래유형", "거래구분", "거래수단", "거래방법", "구분", "type"}, Method, 0},
	{[]string{"상대계좌번호", "계좌번호", "상대계좌", "account"}, Account, 0},
	{[]string{"상대은행", "거래기관", "취급은행", "입금은행", "상대은행명", "bank"}, Bank, 0},
	{[]string{"거래점", "처리점", "취급점", "거래점명", "거래영업점", "no", "번호", "순번", "수표어음금액", "수표금액", "cms코드", "적용이율", "이율", "통화"}, Ignore, 0},
}

// foldHeading takes everything out of a heading but letters and the stroke: "거래 후 잔액(원)" is "거래후잔액".
func foldHeading(s string) string {
	s = norm.NFKC.String(s)
	for {
		from := strings.IndexAny(s, "([")
		to := strings.IndexAny(s, ")]")
		if from < 0 || to < from {
			break
		}
		inner := s[from+1 : to]
		if inner == "원" || inner == "KRW" || inner == "명" || inner == "₩" || inner == "won" || inner == "단위:원" {
			s = s[:from] + s[to+1:]
			continue
		}
		s = s[:from] + inner + s[to+1:]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r == '/' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// headingRole finds the meaning of a heading. ok is false for words nobody knows.
func headingRole(s string) (role Role, rank int, ok bool) {
	folded := foldHeading(s)
	if folded == "" {
		return Ignore, 0, false
	}
	best := 0
	for _, h := range headings {
		for _, w := range h.words {
			switch {
			case folded == w:
				return h.role, h.rank, true
			case len(w) > best && len(w) >= len("입금") && strings.HasPrefix(folded, w) && len(folded) <= 2*len(w)+len("원"):
				best, role, rank, ok = len(w), h.role, h.rank, true
			}
		}
	}
	return role, rank, ok
}

// layout is how the rows of a sheet are to be read.
type layout struct {
	header  int // index of the heading row
	columns []Column
	names   []int // the columns that can hold the counterparty, best first
	guessed bool
}

// headerRowsMax is how deep the heading may stand: some banks print many lines about the account first.
const headerRowsMax = 60

// findHeader finds the heading row by its words: a day, an amount, and as many known words as possible.
func findHeader(rows [][]string) (layout, bool) {
	best, bestScore := layout{}, 0
	for i, row := range rows[:min(len(rows), headerRowsMax)] {
		l, score := readHeader(i, row)
		if score > bestScore {
			best, bestScore = l, score
		}
	}
	return best, bestScore > 0
}

// readHeader reads one row as headings. The score is 0 when it cannot be a heading row.
func readHeader(i int, row []string) (layout, int) {
	l := layout{header: i}
	has := map[Role]int{}
	ranks := map[int]int{}
	score := 0
	for c, cell := range row {
		role, rank, ok := headingRole(cell)
		if !ok {
			role = Ignore
		} else {
			score++
		}
		if role != Name && role != Memo && role != Ignore && role != Method && has[role] > 0 {
			role = Ignore // the first one counts
		}
		has[role]++
		if role == Name {
			ranks[c] = rank
		}
		l.columns = append(l.columns, Column{Index: c, Header: cell, Role: role})
	}
	day := has[DateTime] + has[Date]
	sum := has[In] + has[Out] + has[Signed]
	if day == 0 || sum == 0 || score < 3 {
		return l, 0
	}
	l.rankNames(ranks)
	return l, score
}

// rankNames keeps the best column for the counterparty and gives the others their second meaning.
func (l *layout) rankNames(ranks map[int]int) {
	for c := range l.columns {
		if l.columns[c].Role != Name {
			continue
		}
		at := 0
		for at < len(l.names) && ranks[l.names[at]] >= ranks[c] {
			at++
		}
		l.names = append(l.names[:at], append([]int{c}, l.names[at:]...)...)
	}
	for k, c := range l.names {
		if k == 0 {
			continue
		}
		switch folded := foldHeading(l.columns[c].Header); folded {
		case "비고", "내용":
			l.columns[c].Role = Memo
		default:
			l.columns[c].Role = Method
		}
	}
}

// columnOf finds the column of a role, -1 when there is none.
func (l *layout) columnOf(r Role) int {
	for _, c := range l.columns {
		if c.Role == r {
			return c.Index
		}
	}
	return -1
}

// ParseColumns reads --columns: the roles of the columns from left to right, with "-" for a column to pass over.
func ParseColumns(s string) ([]Role, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	var roles []Role
	for _, word := range strings.Split(s, ",") {
		role := Role(strings.ToLower(strings.TrimSpace(word)))
		switch role {
		case Ignore, DateTime, Date, Time, Name, Memo, Method, In, Out, Signed, Kind, Balance, Account, Bank:
			roles = append(roles, role)
		case "":
			roles = append(roles, Ignore)
		default:
			return nil, fault.New(fault.Invalid,
				"--columns 에서 %q 는 모르는 말이에요. datetime, date, time, name, memo, method, in, out, amount, kind, balance, account, bank, - 를 쓰세요.",
				"--columns: %q is unknown; use datetime, date, time, name, memo, method, in, out, amount, kind, balance, account, bank, -", word)
		}
	}
	return roles, nil
}
