package chatlog

import (
	"fmt"
	"strings"

	"dangol.example/fault"
)

// maxNamesAsked is how many names a person is asked to choose from.
const maxNamesAsked = 10

// UndecidedShopError says that a person must name the shop. Names are somebody's data: they stand in the sentence for the
// person, which fault.Message gives, and not in Error, which goes to logs.
type UndecidedShopError struct {
	names []string
	given bool // a name was given, and nobody has it
}

// Error says what is wrong without any name.
func (e *UndecidedShopError) Error() string {
	if e.given {
		return "nobody in the conversations has the shop's name that was given"
	}
	return fmt.Sprintf("cannot tell which of %d names is the shop", len(e.names))
}

// As makes a fault of it, with the names.
func (e *UndecidedShopError) As(target any) bool {
	f, ok := target.(**fault.Error)
	if !ok {
		return false
	}
	names := strings.Join(e.names[:min(len(e.names), maxNamesAsked)], ", ")
	if e.given {
		*f = fault.New(fault.Missing,
			"그 이름으로 대화한 사람이 없습니다. 대화에 나오는 이름: %s. 이 가운데 가게 이름을 --shop 으로 알려 주세요.",
			"Nobody in the conversations has that name. The names are: %s. Tell the shop's with --shop NAME.", names)
		return true
	}
	*f = fault.New(fault.Conflict,
		"어느 쪽이 가게인지 알 수 없습니다. 대화에 나오는 이름: %s. 가게 이름을 --shop 이름 으로 알려 주세요.",
		"Which side is the shop is not clear. The names are: %s. Tell the shop's with --shop NAME.", names)
	return true
}
