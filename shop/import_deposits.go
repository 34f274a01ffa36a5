package shop

import (
	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// importDeposits brings in a page of deposits.
type importDeposits struct {
	Shop, Import id.ID
	Deposits     [][]byte // each a DepositImported
}

// Decide implements shard.Command. A deposit that is there already is left alone, and so is one that another list
// showed in other words, but for what is said now and was not known.
func (c importDeposits) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	e := &shopjournalv1.ImportAdvanced{Import: c.Import[:], Done: uint32(len(c.Deposits))}
	taken, fresh := map[id.ID]bool{}, []*shopjournalv1.DepositImported{}
	for _, b := range c.Deposits {
		p := &shopjournalv1.DepositImported{}
		if err := proto.Unmarshal(b, p); err != nil {
			return err
		}
		p.Shop, p.Import = c.Shop[:], c.Import[:]
		if deposit, known := depositOfRow(d.Reader, id.ID(p.GetDeposit())); known {
			taken[deposit] = true
			continue
		}
		fresh = append(fresh, p)
	}
	for _, p := range fresh {
		if r := repeatedRow(d.Reader, p, taken); r != nil {
			taken[id.ID(r.GetDeposit())] = true
			d.Emit(r)
			continue
		}
		taken[id.ID(p.GetDeposit())] = true
		d.Emit(p)
		e.DepositsNew++
	}
	d.Emit(e)
	return nil
}
