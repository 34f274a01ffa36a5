package shop_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol.example/blob"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/reading"
	"dangol.example/shop/shoptest"
)

const sample = "../testdata/orders_synthetic"

// files reads the sample's files that match.
func files(t *testing.T, patterns ...string) (all []reading.File) {
	t.Helper()
	for _, p := range patterns {
		names, err := filepath.Glob(filepath.Join(sample, p))
		if err != nil || len(names) == 0 {
			t.Fatal(p, err)
		}
		for _, n := range names {
			data, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, reading.File{Name: filepath.Base(n), Data: data})
		}
	}
	return all
}

func zone(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// begin starts an import and gives its content.
func (s *stage) begin(all []reading.File) *shopjournalv1.ImportContent {
	s.T.Helper()
	r, err := reading.Read(s.T.Context(), all, reading.Options{})
	if err != nil {
		s.T.Fatal(err)
	}
	content := r.Content(s.Shop, zone(s.T))
	pieces, err := reading.Pieces(content)
	if err != nil {
		s.T.Fatal(err)
	}
	c := shop.StartImport{
		ShopID: s.Shop, Files: []string{"files"}, Total: uint32(len(content.GetOrders()) + len(content.GetDeposits())),
	}
	for _, p := range pieces {
		h, err := s.blobs.Put(s.T.Context(), p)
		if err != nil {
			s.T.Fatal(err)
		}
		c.Content = append(c.Content, h)
	}
	s.Do(c)
	return content
}

func (s *stage) imports() (all []*shopv1.Import) {
	for _, m := range shoptest.Held[shopv1.Import](s.Stage, shop.KindImport) {
		all = append(all, m)
	}
	return all
}

func TestStartImport(t *testing.T) {
	s := newStage(t)
	s.begin(files(t, "r*.txt", "r*.csv", "deposits.csv"))
	if all := s.imports(); len(all) != 1 || all[0].GetState() != shopv1.ImportState_IMPORT_STATE_READING {
		t.Fatalf("%v", all)
	}
	s.Errands()
	m := s.imports()[0]
	orders, deposits := s.orders(), s.deposits()
	done := m.GetState() == shopv1.ImportState_IMPORT_STATE_DONE && m.GetDone() == m.GetTotal()
	if !done || int(m.GetOrdersNew()) != len(orders) ||
		int(m.GetDepositsNew()) != len(deposits) || len(orders) < 9 ||
		len(deposits) < 8 {
		t.Errorf("%v; %d orders, %d deposits", m, len(orders), len(deposits))
	}
	automatic, waiting := 0, 0
	for _, d := range deposits {
		switch {
		case d.GetState() == shopv1.DepositState_DEPOSIT_STATE_MATCHED && d.GetAutomatic():
			automatic++
		case len(d.GetCandidates()) > 0:
			waiting++
		}
	}
	if automatic != 6 || waiting < 2 {
		t.Errorf("%d matched, %d waiting with candidates", automatic, waiting)
	}
	for _, o := range orders {
		if o.GetName() == "" || len(o.GetLines()) != 1 || len(o.GetEvidence()) == 0 || o.GetCode() == "" {
			t.Errorf("an order without name, line, evidence or code: %s", o.GetId())
		}
	}
	s.Replayed()
}

// The same files again bring nothing new, and what a person has edited stays.
func TestImportAgain(t *testing.T) {
	s := newStage(t)
	all := files(t, "r*.txt", "r*.csv", "deposits.csv")
	s.begin(all)
	s.Errands()
	before := s.orders()
	var edited string
	for order := range before {
		edited = order
		n, _ := id.Parse(order)
		s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: n, Details: cake("고친 이름", "", won(1))})
		break
	}
	s.begin(all)
	s.Errands()
	for _, m := range s.imports() {
		if m.GetOrdersNew() != 0 && m.GetOrdersNew() != uint32(len(before)) || m.GetOrdersChanged() != 0 {
			t.Errorf("%v", m)
		}
	}
	after := s.orders()
	if len(after) != len(before) || after[edited].GetName() != "고친 이름" {
		t.Errorf("%d orders became %d; the edited one is %q", len(before), len(after), after[edited].GetName())
	}
	s.Replayed()
}

// A chat that is exported again, and longer, tells more of the same orders.
func TestImportLongerExport(t *testing.T) {
	s := newStage(t)
	whole := files(t, "r*.txt")
	short := make([]reading.File, len(whole))
	for i, f := range whole {
		lines := strings.SplitAfter(string(f.Data), "\n")
		short[i] = reading.File{Name: f.Name, Data: []byte(strings.Join(lines[:len(lines)*3/4], ""))}
	}
	s.begin(short)
	s.Errands()
	first := len(s.orders())
	s.begin(whole)
	s.Errands()
	fresh := newStage(t)
	fresh.begin(whole)
	fresh.Errands()
	if have, want := len(s.orders()), len(fresh.orders()); have != want || first == 0 {
		t.Errorf("%d orders, then %d; at once it is %d", first, have, want)
	}
	count := map[string]int{}
	for _, o := range fresh.orders() {
		count[fmt.Sprint(o.GetRoom(), detailsOf(o).Lines, o.GetName(), o.GetPhone(), o.GetPickup(), o.GetTotalWon(),
			o.GetState(), o.GetPaidWon())]++
	}
	for _, o := range s.orders() {
		count[fmt.Sprint(o.GetRoom(), detailsOf(o).Lines, o.GetName(), o.GetPhone(), o.GetPickup(), o.GetTotalWon(),
			o.GetState(), o.GetPaidWon())]--
	}
	for told, n := range count {
		if n != 0 {
			t.Errorf("%+d %s", n, told)
		}
	}
	s.Replayed()
}

// An import that dies between any two of its commands goes on where it was, and ends as if nothing had happened.
func TestImportSurvives(t *testing.T) {
	all := files(t, "r*.txt", "r*.csv", "deposits.csv")
	whole := newStage(t)
	whole.begin(all)
	whole.Errands()
	want := len(whole.orders())
	for dies := range 5 {
		s := newStage(t)
		s.begin(all)
		ctx, die := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.Shard.RunErrands(ctx)
		}()
		for blocks := 0; blocks < dies; {
			if s.Shard.Waiting() == 0 {
				continue
			}
			if _, err := s.Shard.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
			blocks++
		}
		die()
		<-done
		s.Shard.Close()
		s.Shard = s.View() // another process, with a view made anew
		s.Errands()
		if m := s.imports()[0]; len(s.orders()) != want || m.GetDone() != m.GetTotal() ||
			m.GetState() != shopv1.ImportState_IMPORT_STATE_DONE {
			t.Errorf("dies after %d: %d orders of %d, %v", dies, len(s.orders()), want, m)
		}
	}
}

func TestImportWhoseFilesAreGone(t *testing.T) {
	s := newStage(t)
	s.Do(shop.StartImport{ShopID: s.Shop, Files: []string{"a"}, Content: []blob.Hash{blob.HashOf([]byte("gone"))}})
	s.Errands()
	if m := s.imports()[0]; m.GetState() != shopv1.ImportState_IMPORT_STATE_FAILED || m.GetErrorKo() == "" ||
		m.GetErrorEn() == "" {
		t.Errorf("%v", m)
	}
	s.refused(shop.ErrFiles, shop.StartImport{ShopID: s.Shop})
}

// deposit lets money come in.
func (s *stage) deposit(name, at string, amount int64) id.ID {
	s.T.Helper()
	deposit := id.Of(2, "deposit", name, at)
	content := &shopjournalv1.ImportContent{Deposits: []*shopjournalv1.DepositImported{{
		Deposit: deposit[:], At: at, Name: name, AmountWon: amount, File: "bank.csv", Row: 1,
	}}}
	pieces, err := reading.Pieces(content)
	if err != nil {
		s.T.Fatal(err)
	}
	h, err := s.blobs.Put(s.T.Context(), pieces[0])
	if err != nil {
		s.T.Fatal(err)
	}
	s.Do(shop.StartImport{ShopID: s.Shop, Files: []string{"bank.csv"}, Content: []blob.Hash{h}, Total: 1})
	s.Errands()
	return deposit
}

// Three customers of one name and one price: the code in the depositor's name tells who paid.
func TestCodeTellsWhoPaid(t *testing.T) {
	s := newStage(t)
	var orders []id.ID
	var codes []string
	for _, p := range []string{"01000000001", "01000000002", "01000000003"} {
		o, code := s.place(cake("이서연", p, won(44_000)))
		orders, codes = append(orders, o), append(codes, code)
	}
	s.Errands()
	deposit := s.deposit(codes[1], "2026-11-23T10:00:00", 44_000)
	d := s.deposits()[deposit.String()]
	if d.GetState() != shopv1.DepositState_DEPOSIT_STATE_MATCHED || d.GetParts()[0].GetOrderId() != orders[1].String() {
		t.Fatalf("%v", d)
	}
	if o := s.orders()[orders[1].String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED ||
		o.GetPaidWon() != 44_000 {
		t.Errorf("%v", o)
	}
	// Without a code nobody can tell, so a person must say.
	deposit = s.deposit("이서연", "2026-11-23T11:00:00", 44_000)
	d = s.deposits()[deposit.String()]
	if d.GetState() != shopv1.DepositState_DEPOSIT_STATE_UNMATCHED || len(d.GetCandidates()) < 2 {
		t.Errorf("%v", d)
	}
	s.Replayed()
}

func TestMatchDepositAndUndo(t *testing.T) {
	s := newStage(t)
	a, _ := s.place(cake("이서연", "01000000001", won(30_000)))
	b, _ := s.place(cake("김도윤", "01000000002", won(20_000)))
	s.Errands()
	deposit := s.deposit("모르는이", "2026-11-23T10:00:00", 50_000)
	part := func(o id.ID, n int64) shop.Part { return shop.Part{OrderID: o, AmountWon: n} }
	s.refused(shop.ErrSum, shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit, Parts: []shop.Part{part(a, 50_001)}})
	s.refused(shop.ErrParts, shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit})
	s.refused(
		shop.ErrParts,
		shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit, Parts: []shop.Part{part(a, 1), part(a, 1)}},
	)
	s.refused(shop.ErrUnmatched, shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
	s.refused(shop.ErrNoDeposit, shop.IgnoreDeposit{ShopID: s.Shop, DepositID: id.Of(2, "x")})
	split := shop.MatchDeposit{
		ShopID: s.Shop, DepositID: deposit, Parts: []shop.Part{part(a, 30_000), part(b, 20_000)}, Learn: true,
	}
	s.Do(split)
	for _, o := range []id.ID{a, b} {
		if o := s.orders()[o.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED ||
			len(o.GetPayments()) != 1 {
			t.Errorf("%v", o)
		}
	}
	s.refused(shop.ErrMatched, split)
	s.refused(shop.ErrMatched, shop.IgnoreDeposit{ShopID: s.Shop, DepositID: deposit})
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
	s.Errands()
	for _, o := range []id.ID{a, b} {
		if o := s.orders()[o.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetPaidWon() != 0 {
			t.Errorf("%v", o)
		}
	}
	if d := s.deposits()[deposit.String()]; d.GetState() != shopv1.DepositState_DEPOSIT_STATE_UNMATCHED {
		t.Errorf("%v", d)
	}
	s.Do(shop.IgnoreDeposit{ShopID: s.Shop, DepositID: deposit})
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
	s.Replayed()
}
