package match

import "dangol.example/fault"

// marks is a set of reasons, one bit each, so that millions of explanations can carry theirs.
type marks uint64

// The reasons in the order in which people read them: name, amount, time and words, doubts, outcome.
const (
	byCode marks = 1 << iota
	byPhone
	byPhoneTail
	nameTold
	nameEqual
	nameAlias
	nameNickname
	nameSuffixed
	namePrefixed
	nameContained
	nameCutOff
	nameMasked
	nameTypo
	nameGiven
	nameKin
	nameRomanised
	nameNumbered
	nameInMemo
	nameStranger
	nameWallet
	amountTotal
	amountAdvance
	amountBalance
	amountRare
	amountMerged
	amountSplit
	amountUnder
	amountOver
	amountDiffers
	amountUnknown
	timeSoon
	timeSaid
	timeConfirmed
	timeBeforeQuote
	doubtBeforeOrder
	doubtAfterClosed
	doubtLate
	doubtUndated
	doubtConfirmedEarlier
	doubtNoAdvance
	doubtInquiry
	doubtCodeDiffers
	doubtCommonAmount
	doubtWeak
	doubtSameNameAmount
	doubtCloseSecond
	doubtOwnOrders
	doubtDouble
	doubtContested
	doubtTangled
	noCandidate
	incomeSettlement
	incomeInterest
	incomeRefund
	incomeOther
	wordsProve
	markCount = iota
)

// Reason words for those who decide by them.
const (
	SameNameSameAmount Reason = "same_name_same_amount"
	DoublePayment      Reason = "double_payment"
	Underpaid          Reason = "underpaid"
	Overpaid           Reason = "overpaid"
	NoCandidate        Reason = "no_candidate"
)

// reasons says each mark as a word and as a sentence; the place in the table is the place of the bit.
var reasons = [markCount]struct {
	word Reason
	say  fault.Sentence
}{
	{"code", fault.Sentence{KO: "주문 번호가 입금자명에 있습니다.", EN: "The depositor name carries the order's code."}},
	{"phone", fault.Sentence{KO: "전화번호가 입금자명에 있습니다.", EN: "The depositor name carries the phone number."}},
	{"phone_last4", fault.Sentence{KO: "전화번호 뒷자리가 같습니다.", EN: "The last four digits of the phone agree."}},
	{"name_told", fault.Sentence{KO: "손님이 알려 준 입금자명입니다.", EN: "It is the depositor name the customer told."}},
	{"name_equal", fault.Sentence{KO: "이름이 같습니다.", EN: "The names are equal."}},
	{"name_alias", fault.Sentence{
		KO: "전에 이 손님의 입금자명으로 확인했습니다.",
		EN: "A person confirmed this depositor name for this customer before.",
	}},
	{"name_nickname", fault.Sentence{KO: "대화방 이름과 같습니다.", EN: "It is the customer's name in the chat."}},
	{"name_suffixed", fault.Sentence{KO: "이름 뒤에 덧붙인 말이 있습니다.", EN: "The name has a word added at its end."}},
	{"name_prefixed", fault.Sentence{KO: "이름 앞에 덧붙인 말이 있습니다.", EN: "The name has a word added before it."}},
	{"name_contained", fault.Sentence{KO: "입금자명에 이름이 들어 있습니다.", EN: "The depositor name contains the name."}},
	{"name_cut_off", fault.Sentence{KO: "은행이 자른 이름입니다.", EN: "The bank cut the name short."}},
	{"name_masked", fault.Sentence{KO: "가려진 이름과 맞습니다.", EN: "It fits the masked name."}},
	{"name_typo", fault.Sentence{KO: "이름이 한 획만 다릅니다.", EN: "The names differ by one stroke."}},
	{"name_given", fault.Sentence{KO: "성을 뺀 이름이 같습니다.", EN: "The given names agree."}},
	{"name_family", fault.Sentence{KO: "가족 호칭으로 보입니다.", EN: "It looks like a parent's by-name."}},
	{"name_romanised", fault.Sentence{KO: "로마자로 쓴 이름과 맞습니다.", EN: "It fits the name in Latin letters."}},
	{"name_number", fault.Sentence{KO: "이름 뒤에 뜻을 모르는 숫자가 있습니다.", EN: "An unexplained number follows the name."}},
	{"name_in_memo", fault.Sentence{KO: "적요에 이름이 있습니다.", EN: "The name stands in the memo."}},
	{"name_stranger", fault.Sentence{
		KO: "입금자명이 이 주문과 이어지지 않습니다.",
		EN: "The depositor name has no tie to this order.",
	}},
	{"name_wallet", fault.Sentence{
		KO: "간편결제 회사 이름이라 보낸 사람을 알 수 없습니다.",
		EN: "It is a payment company's name: the payer is unknown.",
	}},
	{"amount_total", fault.Sentence{KO: "금액이 총액과 같습니다.", EN: "The amount is exactly the total."}},
	{"amount_advance", fault.Sentence{KO: "금액이 예약금과 같습니다.", EN: "The amount is exactly the advance."}},
	{"amount_balance", fault.Sentence{KO: "금액이 잔금과 같습니다.", EN: "The amount is exactly the balance."}},
	{"amount_rare", fault.Sentence{KO: "같은 금액의 다른 주문이 없습니다.", EN: "No other order has this amount."}},
	{"amount_merged", fault.Sentence{
		KO: "한 손님의 여러 주문을 합한 금액입니다.",
		EN: "The amount is the sum of several orders of one customer.",
	}},
	{"amount_split", fault.Sentence{KO: "나누어 보낸 금액을 합하면 맞습니다.", EN: "Several deposits together make up the amount."}},
	{Underpaid, fault.Sentence{KO: "주문 금액보다 적게 들어왔습니다.", EN: "Less came in than was asked."}},
	{Overpaid, fault.Sentence{KO: "주문 금액보다 많이 들어왔습니다.", EN: "More came in than was asked."}},
	{"amount_differs", fault.Sentence{KO: "금액이 다릅니다.", EN: "The amount differs."}},
	{"amount_unknown", fault.Sentence{KO: "주문 금액이 정해지지 않았습니다.", EN: "The order has no agreed amount."}},
	{"soon_after_quote", fault.Sentence{KO: "금액을 알린 뒤 곧 들어왔습니다.", EN: "It came soon after the amount was named."}},
	{"said_paid", fault.Sentence{KO: "손님이 그 무렵 보냈다고 했습니다.", EN: "The customer said so at about that time."}},
	{"shop_confirmed", fault.Sentence{
		KO: "가게가 그 뒤 입금을 확인해 주었습니다.",
		EN: "The shop confirmed the money shortly after.",
	}},
	{"before_quote", fault.Sentence{KO: "금액을 알리기 전에 들어왔습니다.", EN: "It came before the amount was named."}},
	{"before_order", fault.Sentence{KO: "주문보다 먼저 들어온 돈입니다.", EN: "It came before the order was begun."}},
	{"after_closed", fault.Sentence{KO: "주문이 취소되거나 끝난 뒤에 들어왔습니다.", EN: "It came after the order was closed."}},
	{"late", fault.Sentence{KO: "픽업하고 한참 뒤에 들어왔습니다.", EN: "It came long after the pickup."}},
	{"undated", fault.Sentence{KO: "주문 날짜를 몰라 확인이 필요합니다.", EN: "The order has no date to compare with."}},
	{"confirmed_earlier", fault.Sentence{
		KO: "가게는 이미 그 전에 입금을 확인했다고 했습니다.",
		EN: "The shop had already confirmed the money before.",
	}},
	{"no_advance", fault.Sentence{
		KO: "잔금과 같은 금액이지만 예약금이 들어온 적이 없습니다.",
		EN: "It equals the balance, but no advance has come.",
	}},
	{"inquiry", fault.Sentence{KO: "문의만 하고 주문하지 않은 손님입니다.", EN: "It was an enquiry, not an order."}},
	{"code_differs", fault.Sentence{KO: "이름은 같지만 주문 번호가 다릅니다.", EN: "The name fits but the order code does not."}},
	{"common_amount", fault.Sentence{
		KO: "이름이 확실하지 않은데 금액이나 때도 뚜렷하지 않습니다.",
		EN: "The name is not certain, and amount and time do not make up for it.",
	}},
	{"weak", fault.Sentence{KO: "근거가 모자랍니다. 직접 골라 주세요.", EN: "The evidence is too thin. Please choose."}},
	{SameNameSameAmount, fault.Sentence{
		KO: "이름과 금액이 같은 주문이 더 있습니다. 직접 골라 주세요.",
		EN: "Another order has the same name and amount. Please choose.",
	}},
	{"close_second", fault.Sentence{
		KO: "비슷하게 맞는 다른 손님이 있습니다. 직접 골라 주세요.",
		EN: "Another customer fits nearly as well. Please choose.",
	}},
	{"own_orders", fault.Sentence{
		KO: "이 손님의 어느 주문인지 뚜렷하지 않습니다. 직접 골라 주세요.",
		EN: "It is unclear which of this customer's orders it pays. Please choose.",
	}},
	{DoublePayment, fault.Sentence{
		KO: "주문이 이미 다른 입금으로 치러졌습니다. 두 번 보냈는지 확인해 주세요.",
		EN: "Another deposit already pays the order. Check for a double payment.",
	}},
	{"contested", fault.Sentence{
		KO: "같은 주문에 맞는 다른 입금이 있습니다. 직접 골라 주세요.",
		EN: "Another deposit fits the same order. Please choose.",
	}},
	{"tangled", fault.Sentence{
		KO: "서로 얽힌 입금과 주문이 너무 많습니다. 직접 골라 주세요.",
		EN: "Too many deposits and orders are entangled. Please choose.",
	}},
	{"no_candidate", fault.Sentence{KO: "맞는 주문이 없습니다.", EN: "No order fits."}},
	{"income_settlement", fault.Sentence{
		KO: "카드사나 배달앱의 정산금으로 보입니다.",
		EN: "It looks like a settlement of a card company or an app.",
	}},
	{"income_interest", fault.Sentence{KO: "예금 이자로 보입니다.", EN: "It looks like interest."}},
	{"income_refund", fault.Sentence{KO: "환급이나 환불로 보입니다.", EN: "It looks like a refund."}},
	{"income_other", fault.Sentence{KO: "주문과 관계없는 수입으로 보입니다.", EN: "It looks like income that is no order."}},
	{"words_prove", fault.Sentence{
		KO: "이름은 모르지만 금액과 대화가 이 주문만 가리킵니다.",
		EN: "The name is unknown, but amount and chat point to this order only.",
	}},
}

// In says the reason to a person. An unknown reason is given back as it is.
func (r Reason) In(l fault.Language) string {
	for i := range reasons {
		if reasons[i].word == r {
			return reasons[i].say.In(l)
		}
	}
	return string(r)
}

func (s marks) list() []Reason {
	var all []Reason
	for i := range reasons {
		if s&(1<<i) != 0 {
			all = append(all, reasons[i].word)
		}
	}
	return all
}
