// Package form is what people may write in a shop: names, phone numbers, days, sums and what is ordered, how each is
// kept, and what is said when it cannot be.
//
// It looks at nothing but what was written: it knows no view, no clock and no command.
package form

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dangol.example/fault"
)

// The longest texts, in letters.
const (
	MaxName    = 40
	MaxItem    = 80
	MaxNote    = 2000
	MaxText    = 500
	MaxLines   = 20
	MaxPieces  = 1000
	MaxWon     = 100_000_000
	MaxWords   = 50 // letterings of one line
	phoneLeast = 8
	phoneMost  = 15 // ITU-T E.164
)

// What is refused about what was written.
var (
	ErrName     = fault.New(fault.Invalid, "이름은 1자에서 40자까지 적을 수 있어요.", "A name has 1 to 40 letters.")
	ErrItemName = fault.New(fault.Invalid, "상품 이름은 1자에서 80자까지 적을 수 있어요.", "An item's name has 1 to 80 letters.")
	ErrPhone    = fault.New(fault.Invalid, "전화번호는 숫자 8자리에서 15자리예요.", "A phone number has 8 to 15 digits.")
	ErrPickup   = fault.New(fault.Invalid, "찾는 날짜를 다시 확인해 주세요.", "Please check the pickup date.")
	ErrLines    = fault.New(fault.Invalid, "주문 상품을 1개에서 20개까지 적어 주세요.", "An order has 1 to 20 lines.")
	ErrPieces   = fault.New(fault.Invalid, "한 상품은 1개에서 1,000개까지 주문할 수 있어요.", "Of one item 1 to 1,000 can be ordered.")
	ErrWords    = fault.New(fault.Invalid, "레터링은 한 상품에 50개까지 적을 수 있어요.", "One item can have up to 50 letterings.")
	ErrWon      = fault.New(fault.Invalid, "금액은 0원에서 1억 원까지예요.", "An amount is 0 to 100,000,000 won.")
	ErrAdvance  = fault.New(fault.Invalid, "예약금이 전체 금액보다 커요.", "The advance is more than the total.")
	ErrTooLong  = fault.New(fault.Invalid, "적은 글이 너무 길어요.", "The text is too long.")
)

// Name takes a person's or a shop's name as written: blanks at its ends fall away, and what nobody sees of it.
func Name(s string) (string, error) {
	s, is := shown(s)
	if !is || utf8.RuneCountInString(s) > MaxName || !plain(s) {
		return "", ErrName
	}
	return s, nil
}

// shown is what people see of a text on one line, and whether they see anything: without letters that have no width,
// and without those that turn the words around them (Unicode UAX 9). What joins the parts of an emoji stays.
func shown(s string) (seen string, is bool) {
	if !utf8.ValidString(s) {
		return s, false
	}
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unseen, r) {
			return -1
		}
		return r
	}, s))
	return s, strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r) && !unicode.Is(blank, r)
	})
}

// unseen are letters that have no width or turn the words around them; blank are those that are only width, though they
// count as letters and signs: the fillers of Hangul, and a sign of Braille without a dot.
//
//nolint:gochecknoglobals,mnd // tables
var (
	unseen = &unicode.RangeTable{R16: []unicode.Range16{
		{0x00ad, 0x00ad, 1},
		{0x061c, 0x061c, 1},
		{0x200b, 0x200b, 1},
		{0x200e, 0x200f, 1},
		{0x2028, 0x202e, 1},
		{0x2060, 0x206f, 1},
		{0xfeff, 0xfeff, 1},
	}, LatinOffset: 1}
	blank = &unicode.RangeTable{R16: []unicode.Range16{
		{0x115f, 0x1160, 1}, {0x2800, 0x2800, 1}, {0x3164, 0x3164, 1}, {0xffa0, 0xffa0, 1},
	}}
)

// plain reports whether a text can stand on one line.
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// Phone keeps the digits of a phone number; empty is no number.
func Phone(s string) (string, error) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" -.()+", r):
			return -1
		default:
			return 'x'
		}
	}, s)
	if digits == "" {
		return "", nil
	}
	for _, from := range []string{"+82", "0082"} { // Korea, as it is dialled from abroad
		if bare := strings.TrimLeft(s, " ("); strings.HasPrefix(bare, from) {
			digits = "0" + strings.TrimLeft(strings.TrimPrefix(digits, strings.TrimLeft(from, "+")), "0")
		}
	}
	if strings.Contains(digits, "x") || len(digits) < phoneLeast || len(digits) > phoneMost {
		return "", ErrPhone
	}
	return digits, nil
}

// Text takes free text.
func Text(s string, most int) (string, error) {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > most {
		return "", ErrTooLong
	}
	return strings.TrimSpace(s), nil
}

// Won takes an amount of money that may be nothing.
func Won(n int64) error {
	if n < 0 || n > MaxWon {
		return ErrWon
	}
	return nil
}

// Pickup takes a day, or a day with an hour, by the shop's clock.
func Pickup(s string) error {
	if s == "" {
		return nil
	}
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02"} {
		if _, err := time.Parse(form, s); err == nil {
			return nil
		}
	}
	return ErrPickup
}

// ItemName takes the name of something that is sold.
func ItemName(s string) (string, error) {
	s, is := shown(s)
	if !is || utf8.RuneCountInString(s) > MaxItem || !plain(s) {
		return "", ErrItemName
	}
	return s, nil
}
