package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// median is the middle value, the upper one of two.
func median(values []float64) float64 {
	v := slices.Clone(values)
	slices.Sort(v)
	if len(v) == 0 {
		return 0
	}
	return v[len(v)/2]
}

// ratios are of each round's own pair: what slows a whole round down cancels out.
func ratios(of, to []float64) []float64 {
	out := make([]float64, len(of))
	for i := range of {
		out[i] = of[i] / to[i]
	}
	return out
}

func each[T any](of []T, value func(T) float64) []float64 {
	out := make([]float64, len(of))
	for i := range of {
		out[i] = value(of[i])
	}
	return out
}

func thousands(n float64) string {
	if n == 0 {
		return "-"
	}
	if n < 10_000 {
		return fmt.Sprintf("%.1fk", n/1000)
	}
	return fmt.Sprintf("%.0fk", n/1000)
}

// milli prints nanoseconds.
func milli(n float64) string { return fmt.Sprintf("%.1f ms", n/1e6) }

// shuffled is an order of n things, another in each round: what one leaves to the disk is not always the same one's loss.
func shuffled(round, n int) []int { return rand.New(rand.NewPCG(uint64(round), 4)).Perm(n) }

func table[T any](rows, columns int) [][]T {
	t := make([][]T, rows)
	for i := range t {
		t[i] = make([]T, columns)
	}
	return t
}
