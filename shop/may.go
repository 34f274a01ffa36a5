package shop

import (
	"dangol.example/id"
	"dangol.example/shard"
)

// StaffOf refuses whoever does not work in a shop, and gives who does, for the domains above: their commands of people
// begin with it.
func StaffOf(d *shard.Decision, shop id.ID) (staff id.ID, err error) {
	p, err := staffOf(d, shop)
	return p.id, err
}

// OwnerOf is StaffOf for what only owners may do.
func OwnerOf(d *shard.Decision, shop id.ID) error { return ownerOf(d, shop) }

// MachineOnly refuses people.
func MachineOnly(d *shard.Decision) error { return machineOnly(d) }
