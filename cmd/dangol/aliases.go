package main

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"dangol.example/book"
	"dangol.example/fault"
	"dangol.example/match"
)

// readAliases reads the names that a person has confirmed: a CSV of depositor,customer. No file yet means no names.
func readAliases(path string) ([]match.Alias, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "이름 파일을 열 수 없어요: %s", "cannot open the names: %s", path).Because(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fault.New(fault.Invalid, "이름 파일을 읽을 수 없어요: %s", "cannot read the names: %s", path).Because(err)
	}
	var list []match.Alias
	for _, row := range rows {
		if len(row) == 2 && row[0] != "depositor" {
			list = append(list, match.Alias{Depositor: row[0], Customer: row[1]})
		}
	}
	return list, nil
}

func writeAliases(path string, list []match.Alias) error {
	if path == "" {
		return nil
	}
	return writeFile(path, func(w io.Writer) error {
		c := csv.NewWriter(w)
		rows := [][]string{{"depositor", "customer"}}
		for _, a := range list {
			row := []string{a.Depositor, a.Customer}
			if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, row) }) {
				rows = append(rows, row)
			}
		}
		return c.WriteAll(rows)
	})
}

// readAccepted reads what a person confirmed: "13=r10.txt#0" says that the deposit of row 13 pays the first order of r10.txt.
func readAccepted(list []string) ([]book.Accepted, error) {
	var accepted []book.Accepted
	for _, text := range list {
		a, ok := parseAccepted(text)
		if !ok {
			return nil, fault.New(fault.Invalid,
				"--accept 13=r10.txt#0 처럼 적어 주세요 (13번째 줄의 입금이 r10.txt 의 첫 주문).",
				"write --accept 13=r10.txt#0: the deposit of row 13 pays the first order of r10.txt.")
		}
		accepted = append(accepted, a)
	}
	return accepted, nil
}

func parseAccepted(text string) (a book.Accepted, ok bool) {
	left, right, found := strings.Cut(text, "=")
	at := strings.LastIndex(right, "#")
	if !found || at < 0 {
		return a, false
	}
	if colon := strings.LastIndex(left, ":"); colon >= 0 {
		a.File, left = left[:colon], left[colon+1:]
	}
	var rowErr, indexErr error
	a.Row, rowErr = strconv.Atoi(left)
	a.Order.File = right[:at]
	a.Order.Index, indexErr = strconv.Atoi(right[at+1:])
	return a, rowErr == nil && indexErr == nil
}
