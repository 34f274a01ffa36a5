package matchtest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"dangol.example/match"
	"dangol.example/money"
)

// Crowd makes n open orders and n deposits of as many people, for measuring time and memory.
func Crowd(seed uint64, n int) Shop {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), style: Usual, start: time.Date(2026, 3, 2, 9, 0, 0, 0, seoul)}
	m.style.Prices = nil
	for won := money.Amount(12000); won < 100000; won += 1500 {
		m.style.Prices = append(m.style.Prices, won)
	}
	for i := range n {
		p := person(m.Rand)
		k := m.order(p, fmt.Sprintf("room-%06d", i), m.someTime())
		name := p.Name()
		switch m.IntN(10) {
		case 0:
			name += "케이크"
		case 1:
			name = m.payerName(Mask, p, &match.Order{})
		case 2:
			name += p.Phone[len(p.Phone)-4:]
		case 3:
			name = person(m.Rand).Name()
		}
		m.pay(Exact, name, m.shop.Orders[k].Total, m.shop.Orders[k].Quoted, k)
	}
	return m.shop
}
