package shop

import (
	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
)

// Role is what a person may do in a shop. The numbers are those of the journal.
type Role uint32

// The roles.
const (
	Owner Role = 1 // everything
	Staff Role = 2 // everything but people, links of others and the shop's own details
)

// What is refused to people.
var (
	// ErrDenied is said alike of what is another shop's and of what does not exist, so that nobody learns which.
	ErrDenied    = fault.New(fault.Denied, "이 가게에서 할 수 없는 일이에요.", "You cannot do this in this shop.")
	ErrOwnerOnly = fault.New(fault.Denied, "사장님만 할 수 있어요.", "Only the owner can do this.")
)

// person is who gives a command.
type person struct {
	id   id.ID
	role Role
}

// staffOf finds out who gives the command, and refuses whoever does not work in the shop. Every command of people
// begins with it.
func staffOf(d *shard.Decision, shop id.ID) (person, error) {
	p := person{id: d.Actor()}
	found := d.One(func(w *shard.Row) { p.role = Role(w.Int()) },
		"SELECT role FROM shop_staff WHERE id = ? AND shop = ? AND removed = 0", d.Actor(), shop)
	if !found {
		return p, ErrDenied
	}
	return p, nil
}

// ownerOf is staffOf for what only owners may do.
func ownerOf(d *shard.Decision, shop id.ID) error {
	p, err := staffOf(d, shop)
	if err == nil && p.role != Owner {
		err = ErrOwnerOnly
	}
	return err
}

// machineOnly refuses people.
func machineOnly(d *shard.Decision) error {
	if !d.Actor().IsZero() {
		return ErrDenied
	}
	return nil
}
