package desk

import channelv1 "dangol.example/gen/api/dangol/channel/v1"

// A shop that has said nothing yet has these. Its order form, its menu and its refund table are empty: customers write
// freely, and nothing is promised to them about money that the owner has not said. The web offers a form and a table to
// begin with, which hold once the owner has saved them.
const (
	defaultAway = "지금은 영업시간이 아니에요. 남겨 주시면 문을 여는 대로 답해 드릴게요."
	// defaultRemindHours is a day: time enough to say that one cannot come.
	defaultRemindHours = 24
	defaultRemind      = "{name}님, 주문하신 것 잊지 않으셨죠? {pickup}에 찾으러 오시면 돼요. — {shop}"
	// defaultLockDays is longer than any outage known, and a stolen telephone's shop is safe after two weeks.
	defaultLockDays = 14
)

// defaultHours is Monday to Saturday, ten to eight.
func defaultHours() *channelv1.Hours {
	const opens, closes, workdays, week = 10 * 60, 20 * 60, 6, 7
	h := &channelv1.Hours{}
	for n := range week {
		d := &channelv1.DayHours{}
		if n < workdays {
			d.Spans = []*channelv1.Span{{From: opens, To: closes}}
		}
		h.Week = append(h.Week, d)
	}
	return h
}
