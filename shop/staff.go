package shop

import (
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// MaxStaff is how many people a shop can have.
const MaxStaff = 100

// What is refused about people.
var (
	ErrRole      = fault.New(fault.Invalid, "사장님 또는 직원을 골라 주세요.", "Choose owner or staff.")
	ErrLastOwner = fault.New(fault.Conflict, "마지막 사장님은 뺄 수 없어요.", "The last owner cannot be removed.")
	ErrNoStaff   = fault.New(fault.Missing, "그런 직원이 없어요.", "There is no such person.")
	ErrManyStaff = fault.New(fault.Conflict, "직원은 100명까지예요.", "A shop has at most 100 people.")
)

// AddStaff adds a person. Its answer is an AddStaffResponse without a block.
type AddStaff struct {
	ShopID id.ID
	Name   string
	Role   Role
}

// Decide implements shard.Command.
func (c AddStaff) Decide(d *shard.Decision) error {
	if err := ownerOf(d, c.ShopID); err != nil {
		return err
	}
	n, err := form.Name(c.Name)
	if err != nil {
		return err
	}
	if c.Role != Owner && c.Role != Staff {
		return ErrRole
	}
	if d.Count("SELECT count(*) FROM shop_staff WHERE shop = ? AND removed = 0", c.ShopID) >= MaxStaff {
		return ErrManyStaff
	}
	staff := d.NewID()
	d.Emit(&shopjournalv1.StaffAdded{Shop: c.ShopID[:], Staff: staff[:], Name: n, Role: uint32(c.Role)})
	d.Answer(&shopv1.AddStaffResponse{StaffId: staff.String()})
	return nil
}

func applyStaffAdded(tx *shard.Tx, e *shopjournalv1.StaffAdded) {
	tx.Exec("INSERT INTO shop_staff (id, shop, name, role) VALUES (?, ?, ?, ?)",
		e.GetStaff(), e.GetShop(), e.GetName(), e.GetRole())
	tx.Touch(Topic(id.ID(e.GetShop())), KindStaff, id.ID(e.GetStaff()))
}

// RemoveStaff ends a person's work and sessions.
type RemoveStaff struct{ ShopID, StaffID id.ID }

// Decide implements shard.Command.
func (c RemoveStaff) Decide(d *shard.Decision) error {
	if err := ownerOf(d, c.ShopID); err != nil {
		return err
	}
	role := Role(d.Count("SELECT role FROM shop_staff WHERE id = ? AND shop = ? AND removed = 0", c.StaffID, c.ShopID))
	if role == 0 {
		return ErrNoStaff
	}
	if role == Owner &&
		d.Count(
			"SELECT count(*) FROM shop_staff WHERE shop = ? AND role = ? AND removed = 0",
			c.ShopID,
			uint32(Owner),
		) == 1 {
		return ErrLastOwner
	}
	d.Emit(&shopjournalv1.StaffRemoved{Shop: c.ShopID[:], Staff: c.StaffID[:]})
	return nil
}

func applyStaffRemoved(tx *shard.Tx, e *shopjournalv1.StaffRemoved) {
	tx.Exec("UPDATE shop_staff SET removed = 1 WHERE id = ?", e.GetStaff())
	tx.Exec("DELETE FROM shop_session WHERE staff = ?", e.GetStaff())
	tx.Exec("DELETE FROM shop_link WHERE staff = ?", e.GetStaff())
	tx.Touch(Topic(id.ID(e.GetShop())), KindStaff, id.ID(e.GetStaff()))
}
