package form

import (
	"fmt"
	"strconv"
	"strings"
)

// A code is the depositor name that an order asks for: the customer's name and a number, 이서연47. A bank shows about
// seven letters of it, so the name is cut to leave room for the number.
const (
	codeLetters = 7
	codeName    = 4 // of them the name, at most
)

// Code puts a code together.
func Code(name string, number uint32) string {
	digits := fmt.Sprint(number)
	return shortName(name, min(codeName, codeLetters-len(digits))) + digits
}

// The digits of a code's number.
const (
	leastDigits = 2
	mostDigits  = 5
)

// CodeNumber gives the number that stands at the end of a name, as that of a code does.
func CodeNumber(name string) (number uint32, has bool) {
	name = strings.TrimSpace(name)
	digits := name[len(strings.TrimRight(name, "0123456789")):]
	if len(digits) < leastDigits || len(digits) > mostDigits || digits[0] == '0' {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	return uint32(n), err == nil
}

// shortName is what of a name stands in a code: no blanks and no digits, which would run into the number.
func shortName(name string, most int) string {
	var letters []rune
	for r := range strings.FieldsSeq(name) {
		for _, l := range r {
			if len(letters) < most && (l < '0' || l > '9') {
				letters = append(letters, l)
			}
		}
		if len(letters) > 0 && letters[0] < 0x80 {
			break // the first name of "Jane Doe"
		}
	}
	if len(letters) == 0 {
		return "주문"
	}
	return string(letters)
}
