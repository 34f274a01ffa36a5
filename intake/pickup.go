package intake

import (
	"regexp"
	"strings"
	"time"
)

// dayFor is what a day named in a clause is for.
type dayFor uint8

const (
	unclear dayFor = iota
	forPickup
	forPaying
	forEvent // a birthday, a wedding: the pickup is most often another time
	forOther // opening hours, calling back, the past
)

// roleNames are the roles as rules/roles.txt calls them.
var roleNames = map[string]dayFor{"paying": forPaying, "other": forOther, "pickup": forPickup, "event": forEvent}

// dayRole says what a day named in a clause is for.
func (r *Reader) dayRole(clause string) dayFor {
	hit := r.roles.words.in(clause)
	if hit == (groups{}) {
		return unclear
	}
	for i := range r.roles.rules {
		if hit.has(i) && r.roles.rules[i].holds(clause) {
			return roleNames[r.roles.rules[i].name]
		}
	}
	return unclear
}

var (
	// hourLimit tells opening hours or a limit instead of an appointment.
	hourLimit   = regexp.MustCompile(`이후|부터|이전|까지|전까지|전에|after|before|until|from|between|by`)
	insteadOf   = regexp.MustCompile(`말고|에서\s|아니고|아니라|대신|→|->|instead|not `)
	hourRange   = regexp.MustCompile(`(\d{1,2})\s?(?:시)?\s?[~\-–]\s?(\d{1,2})\s?시`)
	withinHours = regexp.MustCompile(`(\d{1,2}|한|두|세)\s?시간\s?(?:안|이내|내)|within (\d{1,2}) hours?|in (\d{1,2}) hours?`)
)

// readPickup reads the day and hour of pickup from a line of the customer, in lower case with everything else masked.
func (t *talk) readPickup(u *Turn, line string, offset int, does acts) {
	th := t.now
	if th.state == pickedUp || th.state == cancelled || th.state == noShow {
		return
	}
	if says := common.in(line); !hasDigit(line) && !says.has(saysRelative) && !says.has(saysWeekday) && !says.has(saysHoliday) && !says.has(saysClock) {
		return
	}
	carried := unclear // a clause without a verb takes the role of the one after it
	ranges := clauses(line)
	roles := make([]dayFor, len(ranges))
	for i := len(ranges) - 1; i >= 0; i-- {
		roles[i] = t.reader.dayRole(line[ranges[i][0]:ranges[i][1]])
		if roles[i] == unclear {
			roles[i] = carried
		}
		if i+1 < len(ranges) && strings.TrimRight(line[ranges[i][0]:ranges[i][1]], " ,") != strings.TrimRight(line[ranges[i][0]:ranges[i][1]], " ") {
			carried = roles[i] // only a comma parts them
		} else {
			carried = unclear
		}
	}
	for i, c := range ranges {
		clause := line[c[0]:c[1]]
		ds := dates(clause, u.At, false)
		cs := clocks(maskDates(clause, ds))
		if len(ds) == 0 && len(cs) == 0 {
			continue
		}
		if roles[i] == forPaying || roles[i] == forOther {
			continue
		}
		if roles[i] == forEvent && (!th.day.IsZero() || len(cs) == 0 && th.values[Item] == "" && !does["order"]) {
			continue
		}
		t.setPickup(u, clause, ds, cs, offset, roles[i] == forEvent)
	}
}

// setPickup takes the day and hour that a clause names.
func (t *talk) setPickup(u *Turn, clause string, ds []dateMark, cs []clockMark, offset int, unsure bool) {
	th := t.now
	before := slot{th.day, th.minutes, th.evidence[Pickup]}
	src := source(u, offset, unsure)
	if len(ds) == 1 && ds[0].weekday && !th.day.IsZero() && ds[0].day.Weekday() == th.day.Weekday() && !th.day.Before(dayOf(u.At)) &&
		!insteadOf.MatchString(clause) && !strings.Contains(clause, "다음") && !strings.Contains(clause, "next") {
		ds = nil // the weekday of the day that is agreed already
		if len(cs) == 0 {
			return
		}
	}
	if len(ds) > 0 {
		d := ds[0]
		if len(ds) > 1 {
			if insteadOf.MatchString(clause) {
				d = ds[len(ds)-1]
			} else if !ds[1].day.Equal(d.day) {
				src.Unsure = true
			}
		}
		src.Unsure = src.Unsure || d.unsure
		th.day = d.day
	}
	if len(cs) > 0 {
		c := cs[0]
		if len(cs) > 1 {
			if insteadOf.MatchString(clause) {
				c = cs[len(cs)-1]
			} else {
				src.Unsure = true
			}
		}
		if m := hourRange.FindStringSubmatch(clause); m != nil && len(cs) == 1 {
			first := readClock([]int{0, 0}, "", number(m[1]), 0)
			if c.minutes >= 12*60 && first.minutes < 12*60 && number(m[1]) < 12 && number(m[1]) < number(m[2]) && c.minutes-12*60 > first.minutes {
				first.minutes += 12 * 60
			}
			c, src.Unsure = first, true
		}
		th.minutes = c.near(th.minutes)
		src.Unsure = src.Unsure || c.about
	}
	th.evidence[Pickup] = src
	if !u.FromShop {
		th.keep(func() { th.day, th.minutes, th.evidence[Pickup] = before.day, before.minutes, before.source })
	}
	t.proposal = nil
}

// shopPickup reads a time the shop names: it fixes it, offers it, or only tells its hours.
func (t *talk) shopPickup(u *Turn, line string, offset int, does acts) {
	th := t.now
	if th == nil || th.state == pickedUp || th.state == cancelled || th.state == noShow {
		return
	}
	for _, c := range clauses(line) {
		clause := line[c[0]:c[1]]
		ds := dates(clause, u.At, false)
		cs := clocks(maskDates(clause, ds))
		if len(ds) == 0 && len(cs) == 0 && !strings.Contains(clause, "시간") && !strings.Contains(clause, "hour") {
			continue
		}
		role := t.reader.dayRole(clause)
		if role == forPaying {
			t.readPayBy(u, clause, ds, cs)
			continue
		}
		if len(ds) == 0 && len(cs) == 0 || role == forOther || role == forEvent || len(ds) > 1 || len(cs) > 1 || does["refuse"] && !does["agree"] && !does["fixed"] {
			if does["refuse"] && len(ds)+len(cs) > 0 && !refusal.MatchString(clause) {
				t.propose(u, ds, cs, offset)
			}
			continue
		}
		if hourLimit.MatchString(clause) && !strings.Contains(clause, "까지 준비") && !strings.Contains(clause, "까지 배") && !strings.Contains(clause, "까지 도착") {
			continue
		}
		asks := strings.Contains(clause, "?") || strings.Contains(clause, "어떠") || strings.Contains(clause, "괜찮으") || strings.Contains(clause, "맞으") || strings.Contains(clause, "될까")
		if asks || !(does["fixed"] || does["agree"] || does["pay_confirmed"] || does["acknowledge"]) {
			t.propose(u, ds, cs, offset)
			continue
		}
		t.setPickup(u, clause, ds, cs, offset, false)
	}
}

var refusal = regexp.MustCompile(`마감|어렵|어려|안\s?되|안\s?돼|불가|힘들|휴무|쉬는|꽉|찼|can't|cannot|closed|booked|sorry`)

func (t *talk) propose(u *Turn, ds []dateMark, cs []clockMark, offset int) {
	p := slot{minutes: -1, source: source(u, offset, false)}
	agreed := t.now.day
	if len(ds) > 0 && !(ds[0].weekday && !agreed.IsZero() && ds[0].day.Weekday() == agreed.Weekday()) {
		p.day = ds[0].day
	}
	if len(cs) > 0 {
		p.minutes = cs[0].near(t.now.minutes)
	}
	t.proposal = &p
}

// takeProposal takes the time that the shop offered.
func (t *talk) takeProposal() {
	if t.proposal == nil || t.now == nil {
		return
	}
	if !t.proposal.day.IsZero() {
		t.now.day = t.proposal.day
	}
	if t.proposal.minutes >= 0 {
		t.now.minutes = t.proposal.minutes
	}
	t.now.evidence[Pickup] = t.proposal.source
	t.proposal = nil
}

// readPayBy reads until when the shop waits for the money.
func (t *talk) readPayBy(u *Turn, clause string, ds []dateMark, cs []clockMark) {
	th := t.now
	if m := withinHours.FindStringSubmatch(clause); m != nil {
		hours := max(number(m[1]), number(m[2]), number(m[3]), indexOf([]string{"", "한", "두", "세"}, m[1]))
		th.payBy = u.At.Add(time.Duration(hours) * time.Hour)
		return
	}
	if len(ds) == 0 && len(cs) == 0 {
		return
	}
	day, minutes := dayOf(u.At), 24*60-1
	if len(ds) > 0 {
		day = ds[0].day
	}
	if len(cs) > 0 {
		minutes = cs[0].minutes
	}
	th.payBy = day.Add(time.Duration(minutes) * time.Minute)
}

// maskDates blanks the days out, so that "10/15" is not read again as something else.
func maskDates(text string, ds []dateMark) string {
	for _, d := range ds {
		text = blank(text, d.from, d.to)
	}
	return text
}

// blank puts blanks over a byte range and keeps all offsets.
func blank(text string, from, to int) string {
	return text[:from] + strings.Repeat(" ", to-from) + text[to:]
}
