package match

import (
	"slices"
	"strings"
)

// identity is what says that the payer is the customer of an order.
type identity struct {
	weight  float64
	why     marks
	doubt   marks
	certain bool // may carry an amount that is not exact
	slight  bool // needs a rare amount at the right time
}

// better keeps the stronger of two; what is in doubt about the other falls away with it.
func (a identity) better(b identity) identity {
	if b.weight > a.weight {
		return b
	}
	return a
}

// unidentified is what a payment is worth whose name says nothing about the customer.
func unidentified(p *payment, w *want) identity {
	if p.wallet {
		return identity{weight: weightWallet, why: nameWallet, doubt: nameWallet}
	}
	from := own
	if w.anyTold {
		from = told
	}
	return identity{weight: relationWeights[Unrelated].weight[from], why: nameStranger, doubt: nameStranger}
}

// identify weighs all that the payment says of the payer against all that is known of the customer.
func (m *matcher) identify(p *payment, w *want) identity {
	best := unidentified(p, w)
	if !p.wallet {
		best = best.better(byName(p.name, w))
	}
	phone := w.phone
	best = best.better(byNumber(p.name, w, phone, best))
	if slices.Contains(p.alias, w.customer) {
		best = best.better(identity{weight: weightAlias, why: nameAlias, certain: true})
	}
	if p.memo != nil {
		best = best.better(byMemo(p.memo, w, phone))
	}
	return best
}

// byName weighs the closest of the order's names. The weight of none is that of a stranger.
func byName(name *shape, w *want) identity {
	best := identity{weight: weightDiffers}
	for i := range w.names {
		k := &w.names[i]
		r := relate(name, &k.shape)
		if r == Unrelated {
			continue
		}
		row := relationWeights[r]
		id := identity{weight: row.weight[k.from], why: row.mark, certain: row.certain, slight: row.slight}
		if k.short && r != Given && r != Kin {
			id.weight -= shortDiscount
			id.certain = id.certain && (k.from == told || k.from == own && isFullName(k.runes))
		}
		if r == CutOff && runeCount(name.key) < safeCut {
			id.weight -= shortDiscount
			id.certain = false
		}
		if r == Equal && k.from == told {
			id.why = nameTold
		}
		if k.from == nick {
			id.certain = r == Equal && !k.short
			if r == Equal {
				id.why = nameNickname
			}
		}
		if r == Numbered && otherCode(name, w) {
			id.weight += codeDiffers
			id.doubt = doubtCodeDiffers
		}
		best = best.better(id)
	}
	return best
}

// otherCode tells whether the digits of the name look like an order code, but not like this order's.
func otherCode(name *shape, w *want) bool {
	if w.code == "" || slices.Contains(codesIn(name), w.code) {
		return false
	}
	letters := strings.TrimRight(w.code, "0123456789")
	return letters == name.core && len(w.code)-len(letters) == len(name.digits)
}

// byNumber weighs a code or phone number in the name.
func byNumber(name *shape, w *want, phone string, named identity) identity {
	switch n := len(name.digits); {
	case n == 0:
	case runeCount(w.code) >= minCodeRune && slices.Contains(codesIn(name), w.code):
		return identity{weight: weightCode, why: byCode, certain: true}
	case n >= 8 && len(phone) >= 8 && strings.HasSuffix(name.digits, phone[len(phone)-8:]):
		return identity{weight: weightPhone, why: byPhone, certain: true}
	case n == 4 && lastFour(phone) == name.digits:
		if named.why&(nameStranger|nameWallet) == 0 {
			return identity{
				weight: weightPhoneName, why: byPhoneTail | named.why&^nameNumbered | nameEqual&named.why,
				certain: true,
			}
		}
		if name.core == "" || named.why&nameWallet != 0 {
			return identity{weight: weightPhoneTail, why: byPhoneTail}
		}
		return identity{weight: weightPhoneTail - shortDiscount, why: byPhoneTail | nameStranger, slight: true}
	}
	return identity{weight: weightDiffers}
}

// byMemo takes from a memo only what can hardly stand there by chance.
func byMemo(memo *shape, w *want, phone string) identity {
	id := byName(memo, w)
	if id.why&(nameTold|nameEqual|nameSuffixed|namePrefixed) == 0 {
		id = identity{weight: weightDiffers}
	}
	id = id.better(byNumber(memo, w, phone, id))
	id.weight -= memoDiscount
	id.why |= nameInMemo
	return id
}
