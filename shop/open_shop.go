package shop

import (
	"time"
	_ "time/tzdata" // a shop's clock is the same on a machine without zones

	"dangol.example/fault"
	"dangol.example/gen/api/dangol/session/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// ErrZone says that nobody knows the zone of a shop's clock.
var ErrZone = fault.New(fault.Invalid, "시간대를 알 수 없어요. 예: Asia/Seoul", "The time zone is not known. Example: Asia/Seoul")

// OpenShop makes a shop with its first owner. The machine gives it. Its answer is an Identity.
type OpenShop struct{ Name, OwnerName, Zone string }

// Decide implements shard.Command.
func (c OpenShop) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	shopName, err := form.Name(c.Name)
	if err != nil {
		return err
	}
	ownerName, err := form.Name(c.OwnerName)
	if err != nil {
		return err
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" || c.Zone == time.Local.String() {
		return ErrZone.Because(err) // neither "" nor "Local" is the same everywhere
	}
	shop, owner := d.NewID(), d.NewID()
	d.Emit(
		&shopjournalv1.ShopOpened{Shop: shop[:], Name: shopName, Zone: c.Zone, Owner: owner[:], OwnerName: ownerName},
	)
	d.Answer(
		&sessionv1.Identity{ShopId: shop.String(), ShopName: shopName, StaffId: owner.String(), StaffName: ownerName},
	)
	return nil
}

func applyShopOpened(tx *shard.Tx, e *shopjournalv1.ShopOpened) {
	shop := id.ID(e.GetShop())
	tx.Exec("INSERT INTO shop_shop (id, name, zone) VALUES (?, ?, ?)", shop, e.GetName(), e.GetZone())
	tx.Exec(
		"INSERT INTO shop_staff (id, shop, name, role) VALUES (?, ?, ?, ?)",
		e.GetOwner(),
		shop,
		e.GetOwnerName(),
		uint32(Owner),
	)
	tx.Touch(Topic(shop), KindShop, shop)
	tx.Touch(Topic(shop), KindStaff, id.ID(e.GetOwner()))
}

// Shops gives every shop of a shard.
func Shops(r *shard.Reader) (all []id.ID) {
	r.Each(func(w *shard.Row) { all = append(all, w.ID()) }, "SELECT id FROM shop_shop ORDER BY id")
	return all
}

// FirstOwner gives the shop's owner of longest standing.
func FirstOwner(r *shard.Reader, shop id.ID) (owner id.ID, found bool) {
	found = r.One(
		func(w *shard.Row) { owner = w.ID() },
		"SELECT id FROM shop_staff WHERE shop = ? AND role = ? AND removed = 0 ORDER BY id LIMIT 1",
		shop,
		uint32(Owner),
	)
	return owner, found
}
