package output

import (
	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/fault"
)

// rowReasons says what is wrong with a row of a bank list; what is wrong with a line of a chat says package chatlog.
var rowReasons = map[bankfile.Reason]fault.Sentence{
	bankfile.ReasonNoDate:      {KO: "금액은 있는데 날짜가 없습니다.", EN: "There is an amount but no day."},
	bankfile.ReasonBadAmount:   {KO: "금액이 숫자가 아닙니다.", EN: "The amount is no number."},
	bankfile.ReasonNote:        {KO: "날짜도 금액도 없는 줄입니다.", EN: "There is neither a day nor an amount."},
	bankfile.ReasonCancelled:   {KO: "취소된 입금 알림입니다.", EN: "The alert is of a deposit that was taken back."},
	bankfile.ReasonCard:        {KO: "카드 결제 알림입니다.", EN: "The alert is of a card payment."},
	bankfile.ReasonUnknown:     {KO: "모르는 형식의 알림입니다.", EN: "The alert has no known form."},
	bankfile.ReasonBothAmounts: {KO: "한 줄에 입금과 출금이 함께 있습니다.", EN: "Money comes and goes in one row."},
	bankfile.ReasonCurrency:    {KO: "계좌와 다른 통화입니다.", EN: "The currency is not the account's."},
	bankfile.ReasonPrecision:   {KO: "금액의 소수 자리가 너무 많습니다.", EN: "The amount has too many decimals."},
	bankfile.ReasonRepeated:    {KO: "같은 알림이 또 있습니다.", EN: "The alert stands twice."},
}

// whyUnread says what is wrong with a line or row.
func (w words) whyUnread(u book.Unread) string {
	if s, ok := rowReasons[bankfile.Reason(u.Reason)]; ok {
		return s.In(w.lang)
	}
	return chatlog.Reason(u.Reason).Sentence().In(w.lang)
}
