package intake

import (
	"regexp"
	"strconv"
	"strings"

	"dangol.example/money"
)

// price is a sum of money named in a line.
type price struct {
	from, to int
	won      money.Amount
	each     bool // 씩, 개당, each: a unit price
	open     bool // 부터, ~, 정도, from: no quote
	bare     bool // a naked number ("44000", "4.4"): money only where money is expected
}

// The largest sum taken for an order, in won. A longer number is an account or a mistake.
const wonMax money.Amount = 100_000_000

var pricePatterns = []*regexp.Regexp{
	// 4만4천원, 4만 4천, 6만2천5백원, 3만5000원, 만오천원, 십만원
	regexp.MustCompile(`(\d{1,4}(?:\.\d)?|[일이삼사오육칠팔구십]{1,3})?\s?만\s?(?:(\d|[일이삼사오육칠팔구])?\s?천)?\s?(?:(\d|[일이삼사오육칠팔구])\s?백)?\s?(\d{4})?\s?(원|won)?`),
	nil, // plainDigits
	// 2천원, 5천 5백원, 오천원
	regexp.MustCompile(`(\d{1,2}|[일이삼사오육칠팔구])\s?천\s?(?:(\d|[일이삼사오육칠팔구])\s?백)?\s?(원|won)?`),
	// 40k
	regexp.MustCompile(`\b(\d{1,4}(?:\.\d)?)k\b`),
	// 4.4 in a talk about money: tens of thousands
	regexp.MustCompile(`(\d{1,3}\.\d)(만)?`),
}

// prices finds the sums of money of a line, left to right.
func prices(line string) []price {
	digit := hasDigit(line)
	if !digit && !strings.Contains(line, "만") && !strings.Contains(line, "천원") {
		return nil
	}
	const numerals = "일이삼사오육칠팔구십"
	applies := [...]bool{
		countedBy(line, "만", numerals) || strings.Contains(line, "만원") || strings.Contains(line, "천원"), digitCount(line) >= 3,
		countedBy(line, "천", numerals), strings.Contains(line, "k"), digit && strings.Contains(line, "."),
	}
	var found []price
	taken := func(from, to int) bool {
		for _, p := range found {
			if from < p.to && p.from < to {
				return true
			}
		}
		return false
	}
	for kind, pattern := range pricePatterns {
		if !applies[kind] {
			continue
		}
		if kind == plainDigits {
			for _, p := range plainPrices(line) {
				if !taken(p.from, p.to) && !partOfOther(line, p) {
					found = append(found, p)
				}
			}
			continue
		}
		for _, at := range pattern.FindAllStringSubmatchIndex(line, -1) {
			p, ok := readPrice(kind, line, at)
			if ok && !taken(p.from, p.to) && !partOfOther(line, p) {
				found = append(found, p)
			}
		}
	}
	sortPrices(found)
	return found
}

// plainDigits is the kind of price that plainPrices reads: it is the most frequent and needs no pattern.
const plainDigits = 1

// plainPrices finds 44,000원, 44000원, ₩44,000, 40,000 won, and bare round numbers of a thousand and more.
func plainPrices(line string) []price {
	var found []price
	for i := 0; i < len(line); i++ {
		if line[i] < '0' || line[i] > '9' {
			continue
		}
		end, grouped := digitRun(line, i)
		n, err := strconv.ParseInt(strings.ReplaceAll(line[i:end], ",", ""), 10, 64)
		p := price{from: i, to: end, won: money.Amount(n)}
		unit := false
		rest := strings.TrimPrefix(line[end:], " ")
		for _, u := range []string{"원", "won", "krw", "₩"} {
			if strings.HasPrefix(rest, u) {
				unit, p.to = true, len(line)-len(rest)+len(u)
				break
			}
		}
		before := strings.TrimSuffix(line[:i], " ")
		for _, u := range []string{"₩", "￦", "\\", "krw"} {
			if strings.HasSuffix(before, u) {
				unit, p.from = true, len(before)-len(u)
				break
			}
		}
		const least, round = 100, 1000
		p.bare = !unit && !grouped
		if err == nil && end-i >= len("100") && n >= least && n <= int64(wonMax) && !(p.bare && (n < round || n%100 != 0)) {
			p.mannerOf(line)
			found = append(found, p)
		}
		i = end
	}
	return found
}

// digitRun gives the end of a number that begins at i: digits, with commas where they part thousands.
func digitRun(line string, i int) (end int, grouped bool) {
	isDigit := func(k int) bool { return k < len(line) && line[k] >= '0' && line[k] <= '9' }
	end = i
	for isDigit(end) {
		end++
	}
	if end-i > len("000") {
		return end, false
	}
	for end < len(line) && line[end] == ',' && isDigit(end+1) && isDigit(end+2) && isDigit(end+3) && !isDigit(end+4) {
		end, grouped = end+len(",000"), true
	}
	return end, grouped
}

func sortPrices(p []price) {
	for i := 1; i < len(p); i++ {
		for j := i; j > 0 && p[j].from < p[j-1].from; j-- {
			p[j], p[j-1] = p[j-1], p[j]
		}
	}
}

func readPrice(kind int, line string, at []int) (price, bool) {
	group := func(n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return line[at[2*n]:at[2*n+1]]
	}
	p := price{from: at[0], to: at[1]}
	for p.to > p.from && line[p.to-1] == ' ' {
		p.to--
	}
	switch kind {
	case 0:
		if group(1) == "" && group(2) == "" && group(5) == "" {
			return p, false
		}
		if group(1) == "" && at[0] > 0 && !strings.ContainsAny(line[at[0]-1:at[0]], " (\t,.:=+") {
			return p, false // 하지만 천천히
		}
		tens := 1.0
		if group(1) != "" {
			tens = numeral(group(1))
		}
		p.won = money.Amount(tens*10000+0.5) + units(group(2), group(0), "천")*1000 + units(group(3), group(0), "백")*100
		if g := group(4); g != "" {
			n, _ := strconv.Atoi(g)
			p.won += money.Amount(n)
		}
		p.bare = group(5) == "" && group(2) == "" && group(4) == ""
		if p.bare { // 5만 is money, 3만큼 is not
			p.bare = false
			if strings.HasPrefix(line[p.to:], "큼") || strings.HasPrefix(line[p.to:], "약") || group(1) == "" {
				return p, false
			}
		}
	case 2:
		if group(3) == "" && strings.HasPrefix(line[p.to:], "천") {
			return p, false
		}
		p.won = money.Amount(numeral(group(1))*1000) + units(group(2), group(0), "백")*100
	case 3:
		k, _ := strconv.ParseFloat(group(1), 64)
		p.won = money.Amount(k*1000 + 0.5)
	case 4:
		k, _ := strconv.ParseFloat(group(1), 64)
		p.won, p.bare = money.Amount(k*10000+0.5), group(2) == ""
	}
	p.mannerOf(line)
	return p, p.won > 0 && p.won <= wonMax
}

// mannerOf notes whether the sum is a unit price or a price "from".
func (p *price) mannerOf(line string) {
	after := lower(line[p.to:])
	for _, s := range []string{"씩", " 씩", " each", "/개", "/ea", " per ", " a piece", " apiece", "/판", " 씩"} {
		p.each = p.each || strings.HasPrefix(after, s)
	}
	before := lower(line[:p.from])
	for _, s := range []string{"개당", "인당", "개에", "한개", "하나에", "1개", "판당", "박스당", "한판에", "인분당", "당 ", "개 ", "단가"} {
		p.each = p.each || strings.HasSuffix(before, s) && s != "개 " || strings.HasSuffix(before, s+" ") && s != "개 " && s != "당 "
	}
	for _, s := range []string{"부터", "~", " 부터", "-", "에서", " up", "+", "선에서", "대"} {
		p.open = p.open || strings.HasPrefix(after, s)
	}
	if strings.HasSuffix(before, "from ") || strings.HasSuffix(before, "~") {
		p.open = true
	}
}

// units reads the thousands or hundreds; "천" without a digit is one.
func units(digit, whole, unit string) money.Amount {
	if digit != "" {
		return money.Amount(numeral(digit))
	}
	if strings.Contains(whole, unit) {
		return 1
	}
	return 0
}

// numeral reads 3, 4.4 or a Sino-Korean numeral up to 99 (삼, 십오, 이십).
func numeral(s string) float64 {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return n
	}
	total, digit := 0, 0
	for _, r := range s {
		if r == '십' {
			total += max(digit, 1) * 10
			digit = 0
			continue
		}
		digit = strings.IndexRune("영일이삼사오육칠팔구", r) / len("일")
	}
	return float64(total + digit)
}

// partOfOther reports whether the number belongs to something else: a phone number, an account, a time, a count.
func partOfOther(line string, p price) bool {
	after, before := line[p.to:], line[:p.from]
	for _, s := range []string{"-", "개", "호", "시", "분", "년", "월", "일", "명", "인분", "번", "kg", "g", "m", ":", "%", "동", "말", "세트", "박스", "/"} {
		if strings.HasPrefix(after, s) && (p.bare || s == "-" && hasDigit(after[:min(len(after), 2)])) {
			return true
		}
	}
	if p.to < len(line) && line[p.to] >= '0' && line[p.to] <= '9' {
		return true
	}
	if before == "" {
		return false
	}
	last := before[len(before)-1]
	return last == '-' || last >= '0' && last <= '9' || last == ':' && p.bare || last == '#' || p.bare && last == '.'
}
