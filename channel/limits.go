package channel

import (
	"time"

	"dangol.example/fault"
)

// The limits of a channel. Texts are counted in letters.
const (
	MaxText       = 4000
	MaxWords      = 1000 // beside a card, a wish, or the answer to one
	MaxPhotos     = 10   // of one message
	MaxThumb      = 16 << 10
	MaxPixels     = 20_000 // of a side of a picture
	MaxNote       = 2000
	MaxNotes      = 200 // beside one conversation
	MaxLabels     = 10
	MaxLabel      = 20
	MaxWishes     = 5 // of one conversation that nobody has answered
	MaxAnswer     = 500
	SaysAtOnce    = 20 // messages of one customer in SaysWithin
	SaysWithin    = time.Minute
	MaxPage       = 500 // messages of one reading
	hashBytes     = 32
	previewLength = 80
)

// What is refused.
var (
	ErrNoConversation = fault.New(fault.Missing, "그런 대화가 없어요.", "There is no such conversation.")
	ErrNotYours       = fault.New(fault.Denied, "내 대화가 아니에요.", "This is not your conversation.")
	ErrPhone          = fault.New(fault.Invalid, "연락받을 전화번호를 적어 주세요.", "Please give your phone number.")
	ErrKey            = fault.New(fault.Invalid, "열쇠가 올바르지 않아요.", "The key is not as it should be.")
	ErrNoShop         = fault.New(fault.Missing, "그런 가게가 없어요. 주소를 다시 확인해 주세요.",
		"There is no such shop. Please check the address.")
	ErrEmpty = fault.New(fault.Invalid, "보낼 내용을 적어 주세요.", "Please write something to send.")
	ErrText  = fault.New(fault.Invalid, "한 번에 4,000자까지 보낼 수 있어요.", "A message has at most 4,000 letters.")
	ErrWords = fault.New(fault.Invalid, "함께 보내는 말은 1,000자까지예요.", "The words beside it have at most 1,000 letters.")
	ErrPhoto = fault.New(fault.Invalid, "사진이 올바르지 않아요. 사진을 다시 골라 주세요.",
		"The picture is not as it should be. Please choose it again.")
	ErrPhotos = fault.New(fault.Invalid, "사진은 한 번에 10장까지 보낼 수 있어요.", "A message has at most 10 pictures.")
	ErrFast   = fault.New(fault.Busy, "너무 빨리 보내고 있어요. 잠시 뒤에 다시 보내 주세요.",
		"You are sending too fast. Please try again in a moment.")
	ErrStand    = fault.New(fault.Invalid, "대화의 상태를 골라 주세요.", "Please choose where the conversation stands.")
	ErrFollowUp = fault.New(fault.Invalid, "언제 다시 볼지 골라 주세요.", "Please choose when to take it up again.")
	ErrLabel    = fault.New(fault.Invalid, "라벨은 1자에서 20자까지예요.", "A label has 1 to 20 letters.")
	ErrLabels   = fault.New(fault.Conflict, "라벨은 한 대화에 10개까지예요.", "A conversation has at most 10 labels.")
	ErrNoteText = fault.New(fault.Invalid, "메모는 1자에서 2,000자까지예요.", "A note has 1 to 2,000 letters.")
	ErrNotes    = fault.New(fault.Conflict, "메모는 한 대화에 200개까지예요. 지난 메모를 지워 주세요.",
		"A conversation has at most 200 notes. Please remove old ones.")
	ErrNoNote = fault.New(fault.Missing, "그런 메모가 없어요.", "There is no such note.")
	ErrSeq    = fault.New(fault.Invalid, "아직 오지 않은 메시지예요.", "There is no such message yet.")
)
