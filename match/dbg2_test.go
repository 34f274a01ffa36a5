package match_test

import "dangol.example/match"
import "dangol.example/match/matchtest"

func init() {
	match.DbgGen = func(s uint64, n int) ([]match.Order, []match.Deposit) {
		x := matchtest.Crowd(s, n)
		return x.Orders, x.Deposits
	}
}
