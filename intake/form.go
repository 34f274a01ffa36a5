package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// entry is one line of an order form.
type entry struct {
	field string // as in rules/labels.txt; "" for a label that is not known
	label string
	value string
	line  int // offset of the line in the message
}

// labelRule is one line of rules/labels.txt.
type labelRule struct {
	field string
	any   []string
	also  []string
	none  []string
}

// The longest label, in runes. More text before a colon is a sentence.
const labelMax = 24

func readLabels() ([]labelRule, error) {
	rows, err := readTable("labels.txt", 4)
	if err != nil {
		return nil, err
	}
	rules := make([]labelRule, 0, len(rows))
	for _, row := range rows {
		rules = append(rules, labelRule{row[0], strings.Fields(row[1]), strings.Fields(row[2]), strings.Fields(row[3])})
	}
	return rules, nil
}

var (
	bracketed  = regexp.MustCompile(`[(（\[【{<][^)）\]】}>]*[)）\]】}>]`)
	labelSplit = regexp.MustCompile(`^(.{1,60}?)\s*(?:[:：=]|➡️?|→|>|▶|▷|⇒|👉)\s*(.*)$`)
	// labelBare is a label with no colon: "성함 이서연", "연락처 - 010…", "픽업일시/ 12월 3일".
	labelBare    = regexp.MustCompile(`^([가-힣]{2,6}(?:\s?(?:날짜|시간|일시|번호))?)\s*(?:\s|-|–|/|\))\s*(\S.*)$`)
	labelBracket = regexp.MustCompile(`^[\[【<(]\s*([^\]】>)]{1,20})\s*[\]】>)]\s*[:：\-]?\s*(.*)$`)
	labelNumber  = regexp.MustCompile(`^[\s\-•·*▪◾■□◆◇○●✔☑✅❤♥♡🌷🌸💐🎂🍰🔸🔹▫☆★※①-⑳]*(?:\d{1,2}\s?[.)]\s?)?[\s\-•·*▪◾■□◆◇○●✔☑✅❤♥♡☆★※️]*`)
)

// classify finds the field that a label means, "" when it is none.
func (r *Reader) classify(label string) string {
	if strings.Contains(label, "입금") {
		return r.classifyPlain(label) // 보내시는 분(입금)
	}
	if field := r.classifyPlain(bracketed.ReplaceAllString(label, "")); field != "" {
		return field
	}
	return r.classifyPlain(label) // 양(되/말/호)
}

func (r *Reader) classifyPlain(label string) string {
	plain := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("/&+,('", c) {
			return unicode.ToLower(c)
		}
		return -1
	}, label)
	if plain == "" || utf8.RuneCountInString(plain) > labelMax {
		return ""
	}
	for _, rule := range r.labels {
		if holdsWord(plain, rule.any) && (len(rule.also) == 0 || containsAny(plain, rule.also)) && !containsAny(plain, rule.none) {
			return rule.field
		}
	}
	return ""
}

// holdsWord reports whether a label holds one of the words; a word with "=" in front must be the whole label.
func holdsWord(plain string, words []string) bool {
	for _, w := range words {
		exact, ok := strings.CutPrefix(w, "=")
		if ok && plain == exact || !ok && strings.Contains(plain, w) {
			return true
		}
	}
	return false
}

// splitLabel parts a line into label and value; bare also reads labels without a mark after them.
func (r *Reader) splitLabel(line string, bare bool) (entry, bool) {
	if !bare && !strings.ContainsAny(line, ":：=→>▶▷⇒👉]】)➡") {
		return entry{}, false
	}
	line = strings.TrimSpace(line)
	body := line
	if r, _ := utf8.DecodeRuneInString(line); !unicode.IsLetter(r) {
		body = strings.TrimSpace(labelNumber.ReplaceAllString(line, ""))
	}
	if body == "" {
		return entry{}, false
	}
	if strings.ContainsAny(body[:1], "[<(") || strings.HasPrefix(body, "【") {
		if m := labelBracket.FindStringSubmatch(body); m != nil {
			if field := r.classify(m[1]); field != "" {
				return entry{field: field, label: m[1], value: strings.TrimSpace(m[2])}, true
			}
		}
	}
	if !strings.ContainsAny(body, ":：=→>▶▷⇒👉➡") {
		// no mark: spare the pattern
	} else if m := labelSplit.FindStringSubmatch(body); m != nil && !clockBefore(m[1]) {
		if utf8.RuneCountInString(bracketed.ReplaceAllString(m[1], "")) <= labelMax {
			return entry{field: r.classify(m[1]), label: m[1], value: strings.TrimSpace(m[2])}, true
		}
	}
	if !bare {
		return entry{}, false
	}
	if longestPrefix(body, bareLabels) == "" {
		return entry{}, false
	}
	if m := labelBare.FindStringSubmatch(body); m != nil {
		if field := r.classify(m[1]); field != "" && bareLabel(m[1]) {
			return entry{field: field, label: m[1], value: strings.TrimSpace(m[2])}, true
		}
	}
	return entry{}, false
}

// clockBefore refuses "오후 3" before ":30".
func clockBefore(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' && utf8.RuneCountInString(s) < 40 && !strings.ContainsAny(s, ".)") && !strings.HasPrefix(s, "연락")
}

// bareLabel reports whether the label stands for a label even without a mark after it.
func bareLabel(label string) bool {
	return indexOf(bareLabels, strings.ReplaceAll(label, " ", "")) >= 0
}

// bareLabels are the labels that need no mark.
var bareLabels = []string{"입금", "성함", "이름", "연락처", "전화번호", "전화", "문구", "레터링", "픽업", "픽업일", "픽업일시", "픽업시간", "픽업날짜", "사이즈", "호수", "입금자", "입금자명", "수량", "맛", "시트", "디자인", "주소", "예약자", "주문자", "색상", "날짜", "시간", "수령일", "수령", "보냉백", "초", "배송지", "받는분", "메뉴", "인원"}

// form reads a message as an order form. It needs two lines with known labels; lines under a label without a value belong to it.
func (r *Reader) form(text string) []entry {
	if !strings.ContainsAny(text, ":=：)]>→-/") && strings.Count(text, "\n") < 2 {
		return nil
	}
	lines := strings.Split(text, "\n")
	if len(lines) == 1 && strings.Count(text, ":")+strings.Count(text, "：") < 2 {
		return nil
	}
	var entries []entry
	known := 0
	open := -1 // an entry that still waits for its value
	for i, line := range lines {
		parts := r.inlineParts(line)
		for _, part := range parts {
			e, ok := r.splitLabel(part, len(lines) > 2)
			if !ok {
				if open >= 0 && strings.TrimSpace(part) != "" {
					entries[open].append(strings.TrimSpace(part))
					if entries[open].line == 0 || entries[open].value == strings.TrimSpace(part) {
						entries[open].line = i
					}
				}
				continue
			}
			e.line = i
			if e.field != "" {
				known++
			}
			entries = append(entries, e)
			open = -1
			if e.value == "" || e.field == "lettering" || e.field == "requests" {
				open = len(entries) - 1
			}
		}
	}
	if known < 2 {
		return nil
	}
	return entries
}

// append adds a further line to a value.
func (e *entry) append(more string) {
	if e.value == "" {
		e.value = more
		return
	}
	e.value += "\n" + more
}

var inlineSplit = regexp.MustCompile(`\s*[/,|]\s*`)

// inlineParts cuts "성함: 김민수 / 연락처: 010…" into its entries. A line with one label stays whole.
func (r *Reader) inlineParts(line string) []string {
	if strings.Count(line, ":")+strings.Count(line, "：") < 2 {
		return []string{line}
	}
	pieces := inlineSplit.Split(line, -1)
	labelled := 0
	for _, p := range pieces {
		if e, ok := r.splitLabel(p, false); ok && e.field != "" {
			labelled++
		}
	}
	if labelled < 2 {
		return []string{line}
	}
	var out []string
	for _, p := range pieces {
		if e, ok := r.splitLabel(p, false); ok && e.field != "" || len(out) == 0 {
			out = append(out, p)
			continue
		}
		out[len(out)-1] += ", " + p
	}
	return out
}

// filled counts the known entries with a value, and without one.
func filled(entries []entry) (full, empty int) {
	for _, e := range entries {
		switch {
		case e.field == "":
		case e.value == "" || isHint(e.value):
			empty++
		default:
			full++
		}
	}
	return full, empty
}

// isHint reports whether a value is the form's own example or choice: "(예: 1호)", "1호/2호/3호", "O / X".
func isHint(value string) bool {
	v := strings.TrimSpace(value)
	if v == "" {
		return true
	}
	if strings.HasPrefix(v, "(") && strings.HasSuffix(v, ")") || strings.HasPrefix(v, "ex)") || strings.HasPrefix(v, "예)") || strings.HasPrefix(v, "예시") {
		return true
	}
	compact := strings.ToLower(strings.ReplaceAll(v, " ", ""))
	switch compact {
	case "o/x", "ox", "유/무", "y/n", "yes/no", "o,x", "예/아니오", "픽업/배송", "픽업/배달", "픽업/퀵", "월일시", "월일", "(o/x)", "pickup/delivery", "있음/없음", "유무", "o/x)":
		return true
	}
	return strings.Count(compact, "/") >= 2 && !hasDigit(compact) || strings.Contains(compact, "중택") || strings.Contains(compact, "선택)") || strings.Trim(compact, "_-.~") == ""
}

// isNone reports whether a value says that nothing is wanted.
func isNone(value string) bool {
	v := strings.ToLower(strings.Trim(value, " .!~-_()ㅎㅋㅠ^/"))
	switch v {
	case "", "x", "없음", "없어요", "없습니다", "없이", "무", "no", "none", "n", "아니요", "아니오", "괜찮아요", "괜찮습니다", "필요없어요", "필요없음", "필요 없어요", "안함", "안 함", "해당없음", "n/a",
		"미정", "아직 미정", "필요없습니다", "필요 없음", "없어도 돼요", "없어도 됩니다", "없이요", "no thanks", "nope", "추후", "패스", "생략", "상관없음", "상관없어요", "아뇨", "❌", "not needed", "ㄴㄴ", "no need", "없이 해주세요", "안해요", "안 해요":
		return true
	}
	return false
}
