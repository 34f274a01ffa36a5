package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// MaxDepositors is how many names of depositors a customer can have.
const MaxDepositors = 10

// What is refused about customers.
var (
	ErrNoCustomer = fault.New(fault.Missing, "그런 손님이 없어요.", "There is no such customer.")
	ErrDepositors = fault.New(fault.Invalid, "입금자 이름은 10개까지예요.", "A customer has at most 10 depositor names.")
	ErrPhoneTaken = fault.New(fault.Conflict, "그 전화번호는 다른 손님이 쓰고 있어요.", "Another customer has this phone number.")
)

// customerFor finds the customer by phone, or by name where no phone is known, and makes one when there is none.
func customerFor(d *shard.Decision, shop id.ID, name, phone string) id.ID {
	var customer id.ID
	sql, key := "SELECT id FROM shop_customer WHERE shop = ? AND phone = ? ORDER BY id LIMIT 1", phone
	if phone == "" {
		sql, key = `SELECT id FROM shop_customer WHERE shop = ? AND name = ? AND length(phone) = 0
			ORDER BY id LIMIT 1`, name
	}
	if d.One(func(w *shard.Row) { customer = w.ID() }, sql, shop, key) {
		return customer
	}
	customer = d.NewID()
	d.Emit(&shopjournalv1.CustomerAdded{Shop: shop[:], Customer: customer[:], Name: name, Phone: phone})
	return customer
}

// CustomerFor is customerFor for the domains above. Known tells whether the customer was there before.
func CustomerFor(d *shard.Decision, shop id.ID, name, phone string) (customer id.ID, known bool) {
	before := d.Count("SELECT count(*) FROM shop_customer WHERE shop = ? AND phone = ?", shop, phone)
	return customerFor(d, shop, name, phone), phone != "" && before > 0
}

// HasCustomer reports whether a shop has a customer.
func HasCustomer(r *shard.Reader, shop, customer id.ID) bool {
	return r.Count("SELECT 1 FROM shop_customer WHERE id = ? AND shop = ?", customer, shop) > 0
}

// customerAfter is whose order it is once its details have changed. Another phone number names another customer, unless
// nobody had told the customer's yet or this is the customer's only order: then it was a slip of the pen, like another
// name.
func customerAfter(d *shard.Decision, shop id.ID, o orderRow, before, after *shopjournalv1.OrderDetails) id.ID {
	name, phone := after.GetName(), after.GetPhone()
	if name == before.GetName() && phone == before.GetPhone() {
		return o.customer
	}
	var known, called string
	d.One(func(w *shard.Row) { called, known = w.Text(), w.Text() },
		"SELECT name, phone FROM shop_customer WHERE id = ?", o.customer)
	only := d.Count("SELECT count(*) FROM shop_order WHERE customer = ?", o.customer) == 1
	e := &shopjournalv1.CustomerChanged{Customer: o.customer[:]}
	if phone != "" && phone != known {
		taken := d.Count("SELECT 1 FROM shop_customer WHERE shop = ? AND phone = ?", shop, phone) > 0
		if taken || known != "" && !only {
			return customerFor(d, shop, name, phone)
		}
		e.Phone = &phone
	}
	if only && called == before.GetName() && called != name {
		e.Name = &name
	}
	if e.Name != nil || e.Phone != nil {
		d.Emit(e)
	}
	return o.customer
}

func applyCustomerAdded(tx *shard.Tx, e *shopjournalv1.CustomerAdded) {
	tx.Exec("INSERT INTO shop_customer (id, shop, name, phone) VALUES (?, ?, ?, ?)",
		e.GetCustomer(), e.GetShop(), e.GetName(), e.GetPhone())
	tx.Touch(Topic(id.ID(e.GetShop())), KindCustomer, id.ID(e.GetCustomer()))
}

// ChangeCustomer changes what is given.
type ChangeCustomer struct {
	ShopID, CustomerID id.ID
	Name, Phone, Note  *string
	Depositors         *[]string // all of them
}

// Decide implements shard.Command.
func (c ChangeCustomer) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	if d.Count("SELECT 1 FROM shop_customer WHERE id = ? AND shop = ?", c.CustomerID, c.ShopID) == 0 {
		return ErrNoCustomer
	}
	e := &shopjournalv1.CustomerChanged{Customer: c.CustomerID[:]}
	for _, field := range []struct {
		given *string
		take  func(string) (string, error)
		put   **string
	}{
		{c.Name, form.Name, &e.Name},
		{c.Phone, form.Phone, &e.Phone},
		{c.Note, func(s string) (string, error) { return form.Text(s, form.MaxNote) }, &e.Note},
	} {
		if field.given == nil {
			continue
		}
		s, err := field.take(*field.given)
		if err != nil {
			return err
		}
		*field.put = &s
	}
	if e.GetPhone() != "" && d.Count("SELECT 1 FROM shop_customer WHERE shop = ? AND phone = ? AND id <> ?",
		c.ShopID, e.GetPhone(), c.CustomerID) > 0 {
		return ErrPhoneTaken
	}
	if c.Depositors != nil {
		e.Depositors = &shopjournalv1.Depositors{}
		for _, s := range *c.Depositors {
			n, err := form.Name(s)
			if err != nil {
				return err
			}
			e.Depositors.Names = append(e.Depositors.Names, n)
		}
		if len(e.GetDepositors().GetNames()) > MaxDepositors {
			return ErrDepositors
		}
	}
	d.Emit(e)
	return nil
}

func applyCustomerChanged(tx *shard.Tx, e *shopjournalv1.CustomerChanged) {
	customer := id.ID(e.GetCustomer())
	if e.Name != nil {
		tx.Exec("UPDATE shop_customer SET name = ? WHERE id = ?", e.GetName(), customer)
	}
	if e.Phone != nil {
		tx.Exec("UPDATE shop_customer SET phone = ? WHERE id = ?", e.GetPhone(), customer)
	}
	if e.Note != nil {
		tx.Exec("UPDATE shop_customer SET note = ? WHERE id = ?", e.GetNote(), customer)
	}
	if e.Depositors != nil {
		tx.Exec("DELETE FROM shop_depositor WHERE customer = ?", customer)
		for _, n := range e.GetDepositors().GetNames() {
			tx.Exec("INSERT OR IGNORE INTO shop_depositor (customer, name) VALUES (?, ?)", customer, n)
		}
	}
	touchCustomer(tx, customer)
	if e.Depositors != nil || e.Phone != nil { // both tell whose money it is
		askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_customer WHERE id = ?", customer))
	}
}

func touchCustomer(tx *shard.Tx, customer id.ID) {
	tx.Touch(Topic(shopOf(tx.Reader, "SELECT shop FROM shop_customer WHERE id = ?", customer)), KindCustomer, customer)
}
