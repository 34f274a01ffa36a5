package desk

import "dangol.example/fault"

// The most of everything on a card and a desk. Texts are in letters.
const (
	MaxText      = 1000 // about, way, notice, away, first, remind, and what a menu's button answers
	MaxID        = 20   // of a block or a button
	MaxLabel     = 80   // of a block or a choice
	MaxButton    = 20   // of a button
	MaxHelp      = 200
	MaxSpans     = 5 // a day
	MaxSpecial   = 200
	MaxBlocks    = 40
	MaxChoices   = 40
	MaxButtons   = 10
	MaxRules     = 20
	MaxRuleDays  = 365
	MaxCapacity  = 1000
	MaxDays      = 400
	MaxLeadHours = 30 * 24
	MaxRemind    = 7 * 24
	MaxLockDays  = 90
	MaxReplies   = 200
	MaxTitle     = 40
	MaxReply     = 2000
	MaxAlertKeys = 10
)

// What is refused about a card.
var (
	ErrText  = fault.New(fault.Invalid, "글은 1,000자까지 적을 수 있어요.", "A text has at most 1,000 letters.")
	ErrWeek  = fault.New(fault.Invalid, "월요일부터 일요일까지 7일을 모두 알려 주세요.", "Please give all seven days, Monday first.")
	ErrSpans = fault.New(fault.Invalid, "하루에 여는 시간은 5개까지, 서로 겹치지 않게 적어 주세요.",
		"A day has at most 5 opening times, which must not overlap.")
	ErrSpecial = fault.New(fault.Invalid, "쉬는 날은 날짜마다 한 번씩, 200일까지 적을 수 있어요.",
		"There can be 200 special days, each with its date once.")
	ErrForm  = fault.New(fault.Invalid, "주문서 질문은 40개까지예요.", "An order form has at most 40 questions.")
	ErrBlock = fault.New(fault.Invalid, "주문서 질문에 이름이 없거나 너무 길어요. 이름은 80자, 도움말은 200자까지예요.",
		"A question of the form has no name, or is too long: 80 letters for its name, 200 for its help.")
	ErrBlockTwice = fault.New(fault.Invalid, "주문서에 같은 질문이 두 번 있어요.", "The form has the same question twice.")
	ErrField      = fault.New(fault.Invalid, "주문서 질문이 주문의 어느 칸이 되는지 다시 골라 주세요. 한 칸에는 질문 하나만 이어져요.",
		"Please choose again which field of the order a question becomes. Each field has one question.")
	ErrChoices = fault.New(fault.Invalid, "고르는 질문에는 서로 다른 보기가 1개에서 40개까지 있어야 해요.",
		"A question to choose from has 1 to 40 options, all different.")
	ErrMenu = fault.New(fault.Invalid, "버튼은 10개까지, 이름은 20자까지이고, 누르면 보낼 답이 있어야 해요.",
		"There are at most 10 buttons, each with a name of up to 20 letters and an answer.")
	ErrRefunds = fault.New(fault.Invalid, "환불 규정은 20줄까지, 날짜 수는 서로 다르고 비율은 0~100%로 적어 주세요.",
		"A refund table has at most 20 lines, each for another number of days, with 0 to 100 percent.")
	ErrRefundOrder = fault.New(fault.Invalid, "찾는 날에 가까울수록 환불 비율이 커질 수는 없어요.",
		"A later cancellation cannot give back more than an earlier one.")
	ErrCapacity = fault.New(fault.Invalid, "하루 주문 수는 1,000개까지예요.", "A day takes at most 1,000 orders.")
	ErrDays     = fault.New(fault.Invalid, "하루 주문 수를 따로 정하는 날은 날짜마다 한 번씩, 400일까지예요.",
		"There can be 400 days with their own number of orders, each once.")
	ErrLeadHours = fault.New(fault.Invalid, "주문은 늦어도 720시간(30일) 전까지로만 정할 수 있어요.",
		"Orders can be asked for at most 720 hours ahead.")
)

// What is refused about a desk.
var (
	ErrRemindHours = fault.New(fault.Invalid, "찾는 시간 알림은 168시간(7일) 전까지 정할 수 있어요.",
		"A reminder comes at most 168 hours before pickup.")
	ErrRemind   = fault.New(fault.Invalid, "알림에 보낼 글을 적어 주세요.", "Please write what the reminder says.")
	ErrLockDays = fault.New(fault.Invalid, "잠그기까지는 90일까지예요.", "A device locks itself after at most 90 days.")
	ErrNoReply  = fault.New(fault.Missing, "그런 답장이 없어요.", "There is no such reply.")
	ErrReply    = fault.New(fault.Invalid, "답장은 제목 1~40자, 내용 1~2,000자로 적어 주세요.",
		"A reply has a title of 1 to 40 letters and 1 to 2,000 letters.")
	ErrManyReplies = fault.New(fault.Conflict, "자주 쓰는 답장은 200개까지예요. 안 쓰는 답장을 지워 주세요.",
		"A shop has at most 200 saved replies. Please remove one.")
	ErrNoAlertKey    = fault.New(fault.Missing, "그런 알림 주소가 없어요.", "There is no such address.")
	ErrManyAlertKeys = fault.New(fault.Conflict, "알림 주소는 10개까지예요. 안 쓰는 주소를 끝내 주세요.",
		"A shop has at most 10 addresses for alerts. Please end one.")
	ErrKey = fault.New(fault.Invalid, "열쇠가 올바르지 않아요. 새로 만들어 주세요.",
		"The key is not as it should be. Please make another.")
)
