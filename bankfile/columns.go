package bankfile

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dangol.example/fault"
)

// heading is what a column's heading can mean. For names, rank says which of several columns is the counterparty:
// the highest.
type heading struct {
	words []string
	role  Role
	rank  int
}

// headings are the words of the banks' headings, blanks and brackets taken out. They were collected from public
// parsers of Korean exports; no bank publishes its layout. An exact word wins over a part of a word, a longer one
// over a shorter.
var headings = []heading{
	{[]string{
		"거래일시", "거래일자및시간", "일시", "거래일자시간", "입금일시", "이체일시", "거래날짜시간", "거래일시분초", "처리일시", "승인일시",
		"datetime",
	}, DateTime, 0},
	{[]string{
		"거래일자", "거래일", "일자", "날짜", "입금일", "입금일자", "거래날짜", "기준일자", "처리일자", "처리일", "취급일자", "취급일", "거래년월일",
		"date", "transactiondate", "bookingdate", "년월일",
	}, Date, 0},
	{[]string{"거래시간", "시간", "거래시각", "시각", "입금시간", "처리시간", "처리시각", "time"}, Time, 0},
	{[]string{
		"입금액", "입금금액", "입금", "맡기신금액", "들어온금액", "받은금액", "받으신금액", "입금하신금액", "들어온돈", "deposit", "credit",
		"대변", "수입금액", "입금액수", "moneyin", "in",
	}, In, 0},
	{[]string{
		"출금액", "출금금액", "출금", "찾으신금액", "지급", "지급금액", "지급액", "나간금액", "보낸금액", "보내신금액", "나간돈", "withdrawal",
		"debit", "차변", "지출금액", "moneyout", "out",
	}, Out, 0},
	{[]string{"거래금액", "금액", "이체금액", "거래액", "입출금액", "입출금금액", "입/출금액", "amount"}, Signed, 0},
	{[]string{
		"거래후잔액", "잔액", "남은금액", "통장잔액", "거래후잔고", "잔고", "현재잔액", "거래후통장잔액", "최종잔액", "잔액금액", "남은돈",
		"balance",
	}, Balance, 0},
	{[]string{"입출금구분", "입출구분", "입금출금구분", "입/출금", "수입/지출", "입출금", "입금/출금", "입출금유형", "입지구분"}, Kind, 0},
	{[]string{
		"상대계좌예금주명", "상대예금주명", "상대계좌예금주", "상대예금주", "예금주명", "거래상대방", "상대방", "상대예금주성명", "상대방명", "상대방예금주",
		"상대방예금주명", "상대계좌성명",
	}, Name, 10},
	{[]string{
		"보낸분/받는분", "의뢰인/수취인", "보내는분/받는분", "받는분/보낸분", "수취인/의뢰인", "입금자명", "입금자", "보낸분", "의뢰인", "보낸사람",
		"보내는분", "보내신분", "송금인", "송금인명", "입금인", "입금인명", "의뢰인명", "입금의뢰인", "거래자명", "거래자", "성명", "이름", "거래상대",
		"적요입금자명", "name", "payee", "counterparty",
	}, Name, 9},
	{[]string{"기재내용", "거래기록사항", "기록사항"}, Name, 8},
	{[]string{"내용", "내역", "통장표시내용", "통장인자내용", "통장인자", "통장기재내용", "통장메모", "description"}, Name, 7},
	{[]string{"비고"}, Name, 5},
	{[]string{"거래내용", "적요내용", "거래내역"}, Name, 4},
	{[]string{"적요"}, Name, 3},
	{[]string{
		"메모", "송금메모", "이체메모", "거래메모", "추가메모", "거래특이사항", "내통장표시", "내통장표시내용", "출금계좌메모", "입금계좌메모",
		"받는분통장표시", "보낸분통장표시", "내메모", "memo", "note",
	}, Memo, 0},
	{[]string{"거래종류", "거래유형", "거래구분", "거래수단", "거래방법", "구분", "type"}, Method, 0},
	{[]string{
		"상대계좌번호", "계좌번호", "상대계좌", "상대방계좌번호", "상대방계좌", "입금계좌번호", "입금계좌", "출금계좌번호", "출금계좌", "account",
	}, Account, 0},
	{[]string{"상대은행", "거래기관", "취급은행", "입금은행", "상대은행명", "상대방은행", "거래은행", "출금은행", "입금은행명", "bank"}, Bank, 0},
	{[]string{
		"거래점", "처리점", "취급점", "거래점명", "거래영업점", "no", "번호", "순번", "수표어음금액", "수표금액", "cms코드", "적용이율", "이율",
		"통화", "거래지점", "취급지점", "거래기관점", "입금점", "출금점", "입금지점", "영업점", "지점", "수수료", "입금수수료", "출금수수료",
		"입금가능", "출금가능금액", "출금가능액", "입금건수", "출금건수", "일련번호", "거래번호", "연번",
	}, Ignore, 0},
}

// foldHeading takes everything out of a heading but letters and the stroke, and units in brackets: "거래 후 잔액(원)" is
// "거래후잔액".
func foldHeading(s string) string {
	letters := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), r == '/', r == '₩':
			return unicode.ToLower(r)
		case r == '(', r == '[':
			return '('
		case r == ')', r == ']':
			return ')'
		}
		return -1
	}, norm.NFKC.String(s))
	return headingUnits.Replace(letters)
}

// headingUnits are the units in brackets, and then the brackets themselves.
var headingUnits = strings.NewReplacer(
	"(원)", "", "(단위/원)", "", "(krw)", "", "(명)", "",
	"(₩)", "", "(won)", "", "(단위원)", "", "(", "", ")", "", "₩", "")

// headingsMax is how long a heading may be, in bytes; a longer text is none.
const headingsMax = 120

// meaning is what a heading was found to mean.
type meaning struct {
	role  Role
	rank  int
	exact bool // the whole heading is a known word, not only its beginning
}

// headingRole finds the meaning of a heading. ok is false for words nobody knows.
func headingRole(s string) (m meaning, ok bool) {
	if len(s) > headingsMax {
		return meaning{role: Ignore}, false
	}
	folded := foldHeading(s)
	if folded == "" {
		return meaning{role: Ignore}, false
	}
	best := 0
	for _, h := range headings {
		for _, w := range h.words {
			switch {
			case folded == w:
				return meaning{h.role, h.rank, true}, true
			case len(w) > best && len(w) >= len("입금") && strings.HasPrefix(folded, w) &&
				len(folded) <= 2*len(w)+len("원"):
				best, m, ok = len(w), meaning{h.role, h.rank, false}, true
			}
		}
	}
	if !ok {
		m.role = Ignore
	}
	return m, ok
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
				"--columns 에서 %q 는 모르는 말이에요. "+
					"datetime, date, time, name, memo, method, in, out, amount, kind, balance, account, bank, - 를 쓰세요.",
				"--columns: %q is unknown; "+
					"use datetime, date, time, name, memo, method, in, out, amount, kind, balance, account, bank, -", word)
		}
	}
	return roles, nil
}
