package match_test

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"strconv"
	"testing"
	"time"

	"dangol.example/match"
	"dangol.example/money"
)

// The ten rooms of the bundled shop, as a careful reader of the chats has them, against its bank list.
func TestSampleShop(t *testing.T) {
	const path = "../../shared/data/kakaotalk/orders_synthetic/deposits.csv"
	file, err := os.Open(path)
	if err != nil {
		t.Skip("the sample shop is not there: ", path)
	}
	defer file.Close()
	deposits := readDeposits(t, file)
	room := func(id, name string, total, advance money.Amount, opened, depositor string) match.Order {
		o := order(id, total, opened)
		o.Names, o.Advance = []string{name}, advance
		if depositor != "" {
			o.Depositors = []string{depositor}
		}
		return o
	}
	orders := []match.Order{
		room("r01", "이서연", 44000, 0, "12 13:00", "이서연"),
		room("r02", "최민지", 62000, 0, "11 10:00", "박준호"),
		room("r03", "김도윤", 24000, 0, "13 10:00", ""),
		room("r04", "한지호", 38000, 0, "10 20:00", ""),
		room("r05", "오세진", 76000, 0, "13 09:00", "오세진(케이크)"),
		room("r06", "윤하늘", 85000, 20000, "09 13:00", ""),
		room("r07", "Jenny Kim", 40000, 0, "12 09:00", "JENNY KIM"),
		room("r09", "서유진", 28000, 0, "12 09:00", ""),
		room("r10", "김도윤", 24000, 0, "13 18:00", ""),
	}
	want := []string{
		"r06", "r04", "no order", "r02", "r07", "r01", "r05", "?same_name_same_amount",
		"?same_name_same_amount", "no order",
	}
	got, err := match.Match(context.Background(), orders, deposits, nil, match.Options{})
	if err != nil || len(got) != len(want) {
		t.Fatal(len(got), err)
	}
	for i, v := range got {
		if !tells(v, orders, want[i]) {
			t.Errorf("row %d: %+v, want %s", i+1, v, want[i])
		}
	}
}

func readDeposits(t *testing.T, r io.Reader) []match.Deposit {
	t.Helper()
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []match.Deposit
	for _, row := range rows[1:] {
		when, err := time.ParseInLocation("2006-01-02 15:04:05", row[0]+" "+row[1], kst)
		if err != nil {
			t.Fatal(err)
		}
		amount, err := strconv.ParseInt(row[3], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, match.Deposit{At: when, Name: row[2], Amount: money.Amount(amount)})
	}
	return all
}
