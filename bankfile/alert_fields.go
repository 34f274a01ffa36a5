package bankfile

import (
	"regexp"
	"strings"
	"unicode"

	"dangol.example/money"
)

var (
	alertDay   = regexp.MustCompile(`(?:(20\d{2})[./\-])?\b(\d{1,2})[./\-](\d{1,2})[, ]*\s*(\d{1,2}):(\d{2})(?::(\d{2}))?`)
	alertIn    = regexp.MustCompile(`입금(?:액)?\s*:?\s*(\d[\d,]*)\s*원?`)
	alertOut   = regexp.MustCompile(`(?:출금|지급|이체출금)(?:액)?\s*:?\s*(\d[\d,]*)\s*원?`)
	alertLeft  = regexp.MustCompile(`\[?(?:거래\s?후|통장|현재)?\s*잔액\s*:?\s*(-?\d[\d,]*)\s*원?\s*\]?`)
	alertSum   = regexp.MustCompile(`^(\d{1,3}(?:,\d{3})+|\d{3,9})\s*원?$`)
	alertMask  = regexp.MustCompile(`(?:\d[\d\-]*\*[\d*\-]*|\*+[\d\-]{3,}|\d{2,6}-[\d*\-]{4,})`)
	alertTail  = regexp.MustCompile(`\((\d{3,6})\)`)
	alertPhone = regexp.MustCompile(`^01\d-?\d{3,4}-?\d{4}$`)
	arrowIn    = regexp.MustCompile(`(?m)^\s*(\S[^\n→]*?)\s*→\s*내`)
	arrowOut   = regexp.MustCompile(`(?m)^\s*내[^\n→]*→\s*(\S[^\n]*?)\s*$`)
	tossIn     = regexp.MustCompile(`(?m)^\s*(?:\[?토스(?:뱅크)?\]?\s*)?(\S[^\n]{0,40}?)님이\s*([\d,]+)\s*원을?\s*(?:보냈|입금|송금)`)
	tossOut    = regexp.MustCompile(`(?m)^\s*(?:\[?토스(?:뱅크)?\]?\s*)?(\S[^\n]{0,40}?)님(?:께|에게)\s*([\d,]+)\s*원을?\s*(?:보냈|송금)`)
)

// alertFields reads the sum, the balance and the counterparty.
func (r *Row) alertFields(text string) Reason {
	for _, toss := range []struct {
		form *regexp.Regexp
		sign money.Amount
	}{{tossIn, 1}, {tossOut, -1}} {
		if m := toss.form.FindStringSubmatch(text); m != nil {
			r.Name = m[1]
			return r.alertAmount(m[2], toss.sign)
		}
	}
	if m := alertLeft.FindStringSubmatch(text); m != nil {
		if balance, err := parseWon(m[1], money.KRW); err == nil {
			r.Balance, r.HasBalance = balance, true
		}
	}
	rest := alertLeft.ReplaceAllString(text, "\n") // the balance is not the amount
	r.Name = alertName(rest)
	rest = alertDay.ReplaceAllString(rest, "\n")
	if m := alertIn.FindStringSubmatch(rest); m != nil {
		return r.alertAmount(m[1], 1)
	}
	if m := alertOut.FindStringSubmatch(rest); m != nil {
		return r.alertAmount(m[1], -1)
	}
	sign := money.Amount(1)
	if !strings.Contains(rest, "입금") {
		if sign = -1; !strings.Contains(rest, "출금") {
			return ReasonUnknown
		}
	}
	for line := range strings.SplitSeq(rest, "\n") { // KB: the sum stands alone
		if m := alertSum.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			return r.alertAmount(m[1], sign)
		}
	}
	return ReasonUnknown
}

func (r *Row) alertAmount(digits string, sign money.Amount) Reason {
	a, err := parseWon(digits, money.KRW)
	if err != nil || a == 0 {
		return ReasonBadAmount
	}
	r.Amount = a * sign
	return ""
}

// alertAccount finds the account's number as printed, masked or only its end.
func alertAccount(text string) string {
	for _, found := range alertMask.FindAllString(alertDay.ReplaceAllString(text, "\n"), alertMasksMax) {
		if !alertPhone.MatchString(found) {
			return found
		}
	}
	if m := alertTail.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// alertMasksMax is how many numbers of an alert are looked at.
const alertMasksMax = 4

// alertName finds the counterparty: what is left when time, account, amount, balance, method and bank are taken away.
func alertName(text string) string {
	if m := arrowOut.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if m := arrowIn.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if at := alertDay.FindStringIndex(text); at != nil && alertTail.MatchString(text[:at[0]]) {
		text = text[at[0]:] // KakaoBank: the masked name with the account's end before the time is the holder
	}
	text = alertDay.ReplaceAllString(text, "\n")
	text = alertIn.ReplaceAllString(text, "\n")
	text = alertOut.ReplaceAllString(text, "\n")
	text = alertMask.ReplaceAllStringFunc(text, func(number string) string {
		if alertPhone.MatchString(number) { // depositors who typed their telephone number
			return number
		}
		return "\n"
	})
	first := true
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Trim(line, " ,|[]:")
		if line == "" {
			continue
		}
		if bank, rest := senderOf(line); bank != "" && (first || rest == "") {
			line = strings.Trim(rest, " ,")
		}
		first = false
		if line = withoutMethod(line); line != "" && !alertSum.MatchString(line) && line != "원" {
			return line
		}
	}
	return ""
}

// withoutMethod takes the words for how money moved off a line. A name that merely holds such a word stays as it is.
func withoutMethod(line string) string {
	var kept []string
	for _, word := range strings.Fields(line) {
		if !isMethodWord(strings.ReplaceAll(word, "|", "")) && strings.ContainsFunc(word, isNameRune) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

func isNameRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
