package intake

import (
	"regexp"
	"strings"
)

// readForm takes the filled lines of a form. by the shop, it is a summary of what was agreed and wins over what was said before.
func (t *talk) readForm(u *Turn, entries []entry, byShop bool) {
	for _, e := range entries {
		if e.value == "" || isHint(e.value) {
			continue
		}
		if e.field == "" && !byShop {
			t.applyUnlabelled(u, e)
		}
		if e.field == "" {
			continue
		}
		if byShop && (e.field == "phone" || e.field == "address") && t.now.values[Phone] == "" && !hasField(entries, "name") {
			continue // the shop's own
		}
		switch {
		case e.field == "sender":
			e.field = senderMeans(entries)
		case e.field == "recipient" && !hasField(entries, "name") && !hasField(entries, "sender"):
			e.field = "name" // who comes for it is all the form asks
		case e.field == "group" && !hasField(entries, "name"):
			e.field = "name"
		case e.field == "recipient_phone" && !hasField(entries, "phone"):
			e.field = "phone"
		}
		t.applyEntry(u, e, e.line)
	}
}

// senderMeans says what "보내시는 분" is: where the form has a recipient, or no other name, the one who orders; else the one who pays.
func senderMeans(entries []entry) string {
	if hasField(entries, "recipient") || hasField(entries, "recipient_phone") || !hasField(entries, "name") {
		return "name"
	}
	return "depositor"
}

// applyUnlabelled takes a value under a label that nobody knows by what it looks like: a phone number, a day, an address, a name.
func (t *talk) applyUnlabelled(u *Turn, e entry) {
	th := t.now
	src := source(u, e.line, true)
	low := lower(e.value)
	if found := phones(e.value); len(found) > 0 {
		if th.values[Phone] == "" {
			th.set(Phone, found[0].value, src)
			th.ownPhone = true
		}
		return
	}
	if m, ok := address(e.value); ok {
		t.readAddress(u, m, e.line)
		return
	}
	if ds := dates(low, u.At, true); len(ds) > 0 && th.day.IsZero() {
		t.setPickup(u, low, ds, clocks(maskDates(low, ds)), e.line, true)
		return
	}
	if cs := clocks(low); len(cs) > 0 && th.minutes < 0 {
		t.setPickup(u, low, nil, cs, e.line, true)
		return
	}
	if name := nameStem(strings.TrimSpace(e.value), t.reader.lexicon, false); name != "" && th.values[Name] == "" {
		th.set(Name, name, src)
		th.ownName = true
	}
}

func hasField(entries []entry, field string) bool {
	for _, e := range entries {
		if e.field == field && e.value != "" {
			return true
		}
	}
	return false
}

// applyEntry takes one labelled value.
func (t *talk) applyEntry(u *Turn, e entry, offset int) {
	th := t.now
	src := source(u, offset, false)
	value := strings.TrimSpace(e.value)
	delete(t.asked, e.field)
	switch e.field {
	case "name":
		t.applyName(value, src)
	case "phone":
		if found := phones(value); len(found) > 0 {
			th.set(Phone, found[0].value, src)
			th.ownPhone = true
		}
	case "depositor":
		t.applyDepositor(value, src)
	case "both", "pickup_date", "pickup_time":
		t.applyPickup(u, e.field, value, offset)
	case "lettering":
		t.applyLettering(value, src)
	case "cooler_bag":
		t.applyCooler(value, src)
	case "candles":
		if !isNone(value) {
			th.set(Candles, dropPolite(firstLine(value)), src)
		}
	case "size":
		t.applySize(value, src)
	case "quantity":
		t.applyQuantity(value, src)
	case "flavor":
		if !isNone(value) && !promises(value) {
			th.set(Flavor, dropPolite(firstLine(value)), src)
		}
	case "design":
		if !isNone(value) && !promises(value) {
			th.set(Design, cleanDesign(dropPolite(firstLine(value))), src)
		}
	case "item":
		t.applyItem(value, src)
	case "address":
		if !isNone(value) && !strings.Contains(value, "픽업") && !strings.Contains(value, "방문") {
			th.set(Address, dropPolite(strings.ReplaceAll(value, "\n", " ")), src)
			th.delivers = true
		}
	case "method":
		t.applyMethod(value, src)
	case "total":
		if p := prices(lower(value)); len(p) > 0 {
			t.setTotal(p[len(p)-1].won, src, u, "")
		}
	case "advance":
		if p := prices(lower(value)); len(p) > 0 {
			th.advance, th.evidence[Advance] = p[0].won, src
		}
	case "requests", "recipient", "recipient_phone":
		t.applyRequest(e, value, src)
	}
}

// promises reports whether a value only says that it comes later: "이따 사진 보내드릴게요".
func promises(value string) bool {
	return containsAny(lower(value), []string{"보내드릴", "보내 드릴", "보낼게", "이따", "나중에", "따로 보내", "will send", "later", "see below", "추후", "상담"})
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSpace(line)
}

func (t *talk) applyName(value string, src Evidence) {
	th := t.now
	if found := phones(value); len(found) > 0 {
		th.set(Phone, found[0].value, src)
		th.ownPhone = true
		value = blank(value, found[0].from, found[0].to)
	}
	value = strings.Trim(bracketed.ReplaceAllString(firstLine(value), ""), " /,.-·")
	if name := t.reader.nameAmong(value); name != "" {
		value = name
	} else {
		for _, ending := range []string{"입니다", "이에요", "예요", "이요", "님", "요"} {
			if cut, ok := strings.CutSuffix(value, ending); ok && cut != "" {
				value = strings.TrimSpace(cut)
				break
			}
		}
	}
	if value != "" && !isNone(value) {
		th.set(Name, value, src)
		th.ownName = true
	}
}

// nameAmong finds the one name in a value of several words: "한빛설비 곽도연".
func (r *Reader) nameAmong(value string) string {
	found := ""
	for _, word := range strings.FieldsFunc(value, isNameBreak) {
		name := nameStem(word, r.lexicon, true)
		if name == "" {
			continue
		}
		if found != "" {
			return "" // two names: keep what was written
		}
		found = name
	}
	return found
}

func (t *talk) applyDepositor(value string, src Evidence) {
	th := t.now
	value = firstLine(value)
	if afterAny(value, "했", "완료", "예정", "확인", "할", "하겠", "하였", "부탁", "되", "됐", "후") {
		return
	}
	compact := lower(strings.ReplaceAll(value, " ", ""))
	if containsAny(compact, []string{"동일", "본인", "같음", "상동", "위와", "same", "같아", "〃", "예약자", "주문자와"}) || compact == "me" || compact == "저" {
		th.selfPays = true
		th.evidence[Depositor] = src
		return
	}
	if isNone(value) {
		return
	}
	if name := t.reader.nameAmong(value); name != "" && len(strings.Fields(value)) > 2 {
		value = name // "my husband will send it, as 오승민"
	} else if name := t.reader.depositorName(value, true); name != "" {
		value = name
	} else {
		value = strings.TrimSpace(dropPolite(value))
	}
	th.set(Depositor, value, src)
	th.selfPays = false
}

func (t *talk) applyPickup(u *Turn, field, value string, offset int) {
	th := t.now
	low := lower(value)
	ds := dates(low, u.At, true)
	masked := maskDates(low, ds)
	cs := clocks(masked)
	if len(cs) == 0 && field != "pickup_date" {
		if n := number(strings.TrimSpace(digits(masked))); n >= 1 && n <= 24 && len(strings.TrimSpace(masked)) <= len("오후 11 ") {
			cs = append(cs, readClock([]int{0, 0}, halfOf(masked), n, 0))
		}
	}
	if len(ds) > 0 || len(cs) > 0 {
		t.setPickup(u, low, ds, cs, offset, false)
	}
	if strings.Contains(low, "배달") || strings.Contains(low, "배송") || strings.Contains(low, "퀵") {
		th.delivers = true
	}
}

func halfOf(text string) string {
	for _, w := range []string{"오전", "오후", "아침", "저녁", "점심", "밤", "새벽"} {
		if strings.Contains(text, w) {
			return w
		}
	}
	return ""
}

func (t *talk) applyLettering(value string, src Evidence) {
	th := t.now
	if promises(value) && len(quotes(value)) == 0 {
		return
	}
	if isNone(value) || len(quotes(value)) == 0 && noLettering.MatchString(lower(value)) {
		th.lettering, th.noLetters = nil, true
		th.evidence[Lettering] = src
		return
	}
	var words []string
	if found := quotes(value); len(found) > 0 {
		for _, m := range found {
			words = append(words, m.value)
		}
	} else {
		words = []string{strings.TrimSpace(value)}
	}
	th.lettering, th.noLetters = words, false
	th.evidence[Lettering] = src
}

func (t *talk) applyCooler(value string, src Evidence) {
	low := lower(strings.TrimSpace(value))
	wanted := !isNone(low) && !coolerNo.MatchString(low)
	t.now.coolerBag, t.now.evidence[CoolerBag] = &wanted, src
}

func (t *talk) applySize(value string, src Evidence) {
	th := t.now
	if isNone(value) {
		return
	}
	low := lower(firstLine(value))
	found := sizes(low)
	if t.severalSizes(low, found, src) {
		return
	}
	rest := low
	if len(found) > 0 {
		th.set(Size, found[0].value, src)
		rest = blank(low, found[0].from, found[0].to)
		if item := t.reader.goods(value); len(item) > 0 {
			th.setOnce(Item, item[0].name, src)
		}
	} else {
		th.set(Size, dropPolite(bracketed.ReplaceAllString(firstLine(value), "")), src)
	}
	if ns := counts(rest); len(ns) > 0 && len(found) > 0 {
		th.quantity, th.evidence[Quantity] = ns[0].n, src
	}
}

func (t *talk) applyQuantity(value string, src Evidence) {
	low := lower(value)
	ns := counts(low)
	total := 0
	for _, n := range ns {
		total += n.n
	}
	if total == 0 {
		total = number(digits(firstLine(low)))
	}
	if total > 0 && total < 100000 {
		t.now.quantity, t.now.evidence[Quantity] = total, src
	}
}

func (t *talk) applyItem(value string, src Evidence) {
	th := t.now
	if isNone(value) {
		return
	}
	low := lower(value)
	things, ns := t.reader.goods(value), counts(low)
	if len(ns) >= 2 {
		t.readItems(things, ns, src, nil)
		if len(th.items) > 1 {
			return
		}
	}
	if found := sizes(low); len(found) > 0 && len(things) > 0 {
		th.setOnce(Size, found[0].value, src)
	}
	if m := trailingNumber.FindStringSubmatchIndex(value); m != nil && len(ns) == 0 && len(things) > 0 { // 불고기도시락 45, 불고기도시락×20
		th.quantity, th.evidence[Quantity] = number(value[m[2]:m[3]]), src
		value = value[:m[0]]
	}
	if len(ns) == 1 {
		th.quantity, th.evidence[Quantity] = ns[0].n, src
		value = value[:ns[0].from] + value[ns[0].to:]
	}
	plain := value
	for _, s := range sizes(lower(plain)) {
		if s.to <= len(plain) && len(things) > 0 {
			plain = strings.TrimSpace(plain[:s.from] + plain[s.to:])
			break
		}
	}
	plain = strings.Trim(dropPolite(strings.ReplaceAll(plain, "\n", ", ")), " ,/x*()-")
	if plain != "" {
		th.set(Item, strings.Join(strings.Fields(plain), " "), src)
	}
	for _, m := range t.reader.tastes(value, true) {
		th.setOnce(Flavor, m.value, src)
	}
}

var trailingNumber = regexp.MustCompile(`[\s×xX*]+(\d{1,4})\s*$`)

func (t *talk) applyMethod(value string, src Evidence) {
	low := lower(value)
	if containsAny(low, []string{"배달", "배송", "퀵", "갖다", "가져다", "deliver"}) {
		t.now.delivers = true
		if m, ok := address(value); ok {
			t.now.set(Address, strings.TrimRight(m.value, ")"), src)
		}
	}
}

func (t *talk) applyRequest(e entry, value string, src Evidence) {
	if isNone(value) {
		return
	}
	if e.field != "requests" {
		value = strings.TrimSpace(e.label) + " " + value
	}
	if have := t.now.values[Requests]; have != "" && !strings.Contains(have, value) {
		value = have + " / " + value
	}
	t.now.set(Requests, strings.ReplaceAll(value, "\n", " "), src)
}
