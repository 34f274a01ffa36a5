package policy

import "time"

// When news may not be sent without being agreed to separately: from 21:00 to 08:00 (정보통신망법 제50조 제3항). What is
// sent at 20:50 may be with somebody at 21:00, so it ends then.
const (
	newsEnds   = 20*minutesOfHour + 50
	newsBegins = 8 * minutesOfHour
)

// Night reports whether a moment, which must be in the shop's zone, is too late or too early for news.
func Night(at time.Time) bool { return minute(at) >= newsEnds || minute(at) < newsBegins }

// beforeNight is when a word that would come at night is said instead, while people are up.
const beforeNight = 20 * minutesOfHour

// Waking gives a moment at which a word wakes nobody: the same, or the evening before it. It must be in the shop's
// zone.
func Waking(at time.Time) time.Time {
	if !Night(at) {
		return at
	}
	y, m, d := at.Date()
	if minute(at) < newsBegins {
		d--
	}
	return time.Date(y, m, d, 0, beforeNight, 0, 0, at.Location())
}

// CanSleep reports whether a word about a pickup, which is late already, wakes somebody at night who can be told in
// the morning as well. Now must be in the shop's zone.
func CanSleep(now, pickup time.Time) bool {
	y, m, d := now.Date()
	if minute(now) >= newsBegins {
		d++
	}
	return Night(now) && pickup.After(time.Date(y, m, d, 0, newsBegins, 0, 0, now.Location()))
}

// PickupAt gives when an order is fetched, in the shop's zone: with its hour, or at ten on a day of which no hour is
// known. It is false when no day is.
func PickupAt(pickup string, zone *time.Location) (at time.Time, known bool) {
	if t, err := time.ParseInLocation(PickupForm, pickup, zone); err == nil {
		return t, true
	}
	const morning = 10
	if t, err := time.ParseInLocation(DayForm, pickup, zone); err == nil {
		return t.Add(morning * time.Hour), true
	}
	return time.Time{}, false
}

// Remind gives when a customer is reminded of a pickup, so many hours before it and while people are up.
func Remind(pickup string, zone *time.Location, hours uint32) (at time.Time, known bool) {
	t, known := PickupAt(pickup, zone)
	return Waking(t.Add(-time.Duration(hours) * time.Hour)), known
}

// Advertise makes a shop's news of a text, as the law wants it: it begins with "(광고)" and with who sends it and how the
// sender is reached, and ends with how to refuse it, which costs nothing (정보통신망법 제50조 제4항, 시행령 별표 6).
func Advertise(text, shop, phone string) string {
	head := "(광고) " + shop
	if phone != "" {
		head += " " + phone
	}
	return head + "\n" + text + "\n\n무료 수신거부: 이 대화의 ‘내 정보’에서 ‘소식 받기’를 끄면 더는 보내지 않아요."
}
