package intake

import (
	"regexp"
	"strings"
)

// phonePattern finds Korean phone numbers in the ways people write them: 010-0000-0001, 01000000002, 010 0000 0003,
// 010.0000.0006, +82 10-0000-0007, (02)000-0000. Numbering plan: Telecommunications Business Act, numbers of 9 to 12 digits.
var phonePattern = regexp.MustCompile(
	`(?:\+?82[ \-.]?\(?0?\)?|\(?0)(?:10|11|16|17|18|19|2|3[1-3]|4[1-4]|5[0-5]|6[1-4]|70|50\d)\)?[ \-.~–]{0,10}\d{3,4}[ \-.~–]{0,2}\d{4}`)

// phoneDigitsMin is the fewest digits a phone number has.
const phoneDigitsMin = 8 // 공일공 counts for three more

// mark is a piece of a line that was understood.
type mark struct {
	from, to int // bytes in the line
	value    string
}

// phones finds the phone numbers of a line; values are digits only, in the national form.
func phones(line string) []mark {
	if digitCount(line) < phoneDigitsMin {
		return nil
	}
	line = strings.ReplaceAll(line, "공일공에", "010         ") // as long in bytes
	line = strings.ReplaceAll(line, "공일공", "010      ")
	var found []mark
	for _, at := range phonePattern.FindAllStringIndex(line, -1) {
		if touchesDigit(line, at[0], at[1]) {
			continue
		}
		number := digits(line[at[0]:at[1]])
		if len(number) > 2 && number[:2] == "82" {
			number = number[2:]
			if number[0] != '0' {
				number = "0" + number
			}
		}
		if len(number) >= 9 && len(number) <= 12 {
			found = append(found, mark{at[0], at[1], number})
		}
	}
	return found
}

// touchesDigit reports whether the match is cut out of a longer number, such as an account.
func touchesDigit(line string, from, to int) bool {
	isNumber := func(c byte) bool { return c >= '0' && c <= '9' || c == '-' }
	return from > 0 && isNumber(line[from-1]) || to < len(line) && isNumber(line[to])
}
