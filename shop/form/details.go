package form

import shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"

// Details is what a person writes of an order.
type Details struct {
	Name, Phone, Pickup       string
	Lines                     []Line
	CoolerBag                 *bool
	DeliveryAddress, Requests string
	TotalWon, AdvanceWon      *int64
	Depositor                 string
}

// Line is one thing ordered.
type Line struct {
	Item                 string
	Quantity             uint32
	Size, Flavor, Design string
	Lettering            []string // byte for byte as written
	Candles              string
	PriceWon             int64
}

// Check gives the details as they are kept.
func (c Details) Check() (*shopjournalv1.OrderDetails, error) {
	n, err := Name(c.Name)
	if err != nil {
		return nil, err
	}
	p, err := Phone(c.Phone)
	if err != nil {
		return nil, err
	}
	if err := Pickup(c.Pickup); err != nil {
		return nil, err
	}
	e := &shopjournalv1.OrderDetails{
		Name: n, Phone: p, Pickup: c.Pickup, CoolerBag: c.CoolerBag, TotalWon: c.TotalWon, AdvanceWon: c.AdvanceWon,
	}
	if err := checkTexts(MaxText, [][2]*string{
		{&c.DeliveryAddress, &e.DeliveryAddress}, {&c.Requests, &e.Requests},
	}); err != nil {
		return nil, err
	}
	if c.Depositor != "" {
		if e.Depositor, err = Name(c.Depositor); err != nil {
			return nil, err
		}
	}
	for _, amount := range []*int64{c.TotalWon, c.AdvanceWon} {
		if amount != nil && Won(*amount) != nil {
			return nil, ErrWon
		}
	}
	if c.TotalWon != nil && c.AdvanceWon != nil && *c.AdvanceWon > *c.TotalWon {
		return nil, ErrAdvance
	}
	if len(c.Lines) == 0 || len(c.Lines) > MaxLines {
		return nil, ErrLines
	}
	for _, l := range c.Lines {
		kept, err := l.check()
		if err != nil {
			return nil, err
		}
		e.Lines = append(e.Lines, kept)
	}
	return e, nil
}

func (l Line) check() (*shopjournalv1.OrderLine, error) {
	item, err := ItemName(l.Item)
	if err != nil {
		return nil, err
	}
	if l.Quantity == 0 || l.Quantity > MaxPieces {
		return nil, ErrPieces
	}
	if len(l.Lettering) > MaxWords {
		return nil, ErrWords
	}
	if err := Won(l.PriceWon); err != nil {
		return nil, err
	}
	e := &shopjournalv1.OrderLine{Item: item, Quantity: l.Quantity, Lettering: l.Lettering, PriceWon: l.PriceWon}
	for _, words := range l.Lettering {
		if _, err := Text(words, MaxText); err != nil {
			return nil, err
		}
	}
	return e, checkTexts(MaxText, [][2]*string{
		{&l.Size, &e.Size}, {&l.Flavor, &e.Flavor}, {&l.Design, &e.Design}, {&l.Candles, &e.Candles},
	})
}

// checkTexts takes texts from the first of each pair to the second.
func checkTexts(most int, pairs [][2]*string) (err error) {
	for _, p := range pairs {
		if *p[1], err = Text(*p[0], most); err != nil {
			return err
		}
	}
	return nil
}
