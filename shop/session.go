package shop

import (
	"time"

	"dangol.example/fault"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// How long and how often a sign-in link is good, and how many devices a person can have.
const (
	LinkGoodFor = 24 * time.Hour
	LinkUses    = 5
	MaxDevices  = 50
	MaxDevice   = 80 // letters of a device's name
	MaxLinks    = 20 // of a person, that are still good
	hashBytes   = 32
)

// What is refused at signing in.
var (
	ErrLink = fault.New(fault.Denied, "로그인 주소가 오래됐거나 이미 다 쓰였어요. 새 주소를 받아 주세요.",
		"This sign-in link is too old or used up. Please ask for a new one.")
	ErrDevice    = fault.New(fault.Invalid, "기기 이름은 80자까지예요.", "A device's name has at most 80 letters.")
	ErrHash      = fault.New(fault.Invalid, "열쇠가 올바르지 않아요.", "The key is not as it should be.")
	ErrManyLinks = fault.New(fault.Conflict, "로그인 주소를 너무 많이 만들었어요. 만든 주소를 쓰거나 내일 다시 해 주세요.",
		"Too many sign-in links were made. Use one of them, or try again tomorrow.")
	ErrSession = fault.New(fault.Missing, "그런 기기가 없어요.", "There is no such device.")
	ErrDevices = fault.New(fault.Conflict, "기기는 50대까지예요. 안 쓰는 기기를 로그아웃해 주세요.",
		"A person has at most 50 devices. Please sign one out.")
)

// IssueLink makes a key with which a person's device can sign in. The machine may give it, for the first owner.
type IssueLink struct {
	ShopID, StaffID id.ID
	KeyHash         []byte // SHA-256 of the key
}

// Decide implements shard.Command.
func (c IssueLink) Decide(d *shard.Decision) error {
	if !d.Actor().IsZero() {
		p, err := staffOf(d, c.ShopID)
		if err != nil {
			return err
		}
		if p.role != Owner && p.id != c.StaffID {
			return ErrOwnerOnly
		}
	}
	if len(c.KeyHash) != hashBytes {
		return ErrHash
	}
	if d.Count("SELECT 1 FROM shop_staff WHERE id = ? AND shop = ? AND removed = 0", c.StaffID, c.ShopID) == 0 {
		return ErrNoStaff
	}
	if d.Count("SELECT 1 FROM shop_link WHERE key_hash = ?", c.KeyHash) > 0 {
		return ErrHash // a key is of one link for ever
	}
	if !d.Actor().IsZero() && d.Count(
		"SELECT count(*) FROM shop_link WHERE staff = ? AND good_until_ms >= ? AND uses > 0",
		c.StaffID, d.Now().UnixMilli()) >= MaxLinks {
		return ErrManyLinks
	}
	until := d.Now().Add(LinkGoodFor).UnixMilli()
	d.Emit(&shopjournalv1.LinkIssued{
		Shop: c.ShopID[:], Staff: c.StaffID[:], KeyHash: c.KeyHash, GoodUntilMs: until, Uses: LinkUses,
	})
	d.Answer(&shopv1.IssueLinkResponse{GoodUntilMs: until})
	return nil
}

func applyLinkIssued(tx *shard.Tx, e *shopjournalv1.LinkIssued) {
	tx.Exec("DELETE FROM shop_link WHERE good_until_ms < ?", tx.Header.Time.UnixMilli())
	tx.Exec("INSERT INTO shop_link (key_hash, shop, staff, good_until_ms, uses) VALUES (?, ?, ?, ?, ?)",
		e.GetKeyHash(), e.GetShop(), e.GetStaff(), e.GetGoodUntilMs(), e.GetUses())
}

// SignIn turns a link's key into a session. The machine gives it: whoever signs in is nobody yet. Its answer is a
// SignInResponse.
type SignIn struct {
	KeyHash, TokenHash []byte
	Device             string
}

// Decide implements shard.Command.
func (c SignIn) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	device, err := form.Text(c.Device, MaxDevice)
	switch {
	case err != nil:
		return ErrDevice.Because(err)
	case len(c.TokenHash) != hashBytes:
		return ErrHash
	}
	var shop, staff id.ID
	if !d.One(func(w *shard.Row) { shop, staff = w.ID(), w.ID() },
		"SELECT shop, staff FROM shop_link WHERE key_hash = ? AND good_until_ms >= ? AND uses > 0",
		c.KeyHash, d.Now().UnixMilli()) {
		return ErrLink
	}
	if d.Count("SELECT 1 FROM shop_session WHERE token_hash = ?", c.TokenHash) > 0 {
		return ErrHash // a token is of one session
	}
	if d.Count("SELECT count(*) FROM shop_session WHERE staff = ?", staff) >= MaxDevices {
		return ErrDevices
	}
	session := d.NewID()
	d.Emit(&shopjournalv1.SignedIn{
		Shop: shop[:], Staff: staff[:], Session: session[:], TokenHash: c.TokenHash, KeyHash: c.KeyHash, Device: device,
	})
	s, _ := FindSession(d.Reader, c.TokenHash)
	d.Answer(&sessionv1.SignInResponse{SessionId: session.String(), Identity: s.Identity()})
	return nil
}

func applySignedIn(tx *shard.Tx, e *shopjournalv1.SignedIn) {
	tx.Exec("UPDATE shop_link SET uses = uses - 1 WHERE key_hash = ?", e.GetKeyHash())
	tx.Exec("INSERT INTO shop_session (id, shop, staff, token_hash, device, since_ms) VALUES (?, ?, ?, ?, ?, ?)",
		e.GetSession(), e.GetShop(), e.GetStaff(), e.GetTokenHash(), e.GetDevice(), tx.Header.Time.UnixMilli())
	tx.Touch(Topic(id.ID(e.GetShop())), KindStaff, id.ID(e.GetStaff()))
}

// EndSession signs a device out: owners any, staff their own.
type EndSession struct{ ShopID, SessionID id.ID }

// Decide implements shard.Command.
func (c EndSession) Decide(d *shard.Decision) error {
	p, err := staffOf(d, c.ShopID)
	if err != nil {
		return err
	}
	var whose id.ID
	if !d.One(func(w *shard.Row) { whose = w.ID() },
		"SELECT staff FROM shop_session WHERE id = ? AND shop = ?", c.SessionID, c.ShopID) {
		return ErrSession
	}
	if whose != p.id && p.role != Owner {
		return ErrOwnerOnly
	}
	d.Emit(&shopjournalv1.SessionEnded{Shop: c.ShopID[:], Session: c.SessionID[:]})
	return nil
}

func applySessionEnded(tx *shard.Tx, e *shopjournalv1.SessionEnded) {
	var staff id.ID
	tx.One(func(w *shard.Row) { staff = w.ID() }, "SELECT staff FROM shop_session WHERE id = ?", e.GetSession())
	tx.Exec("DELETE FROM shop_session WHERE id = ?", e.GetSession())
	tx.Touch(Topic(id.ID(e.GetShop())), KindStaff, staff)
}

// Session is a device that is signed in.
type Session struct {
	ID, ShopID, StaffID id.ID
	ShopName, StaffName string
	Role                Role
}

// Identity is the session's person as the API tells it.
func (s Session) Identity() *sessionv1.Identity {
	role := "staff"
	if s.Role == Owner {
		role = "owner"
	}
	return &sessionv1.Identity{
		ShopId:    s.ShopID.String(),
		ShopName:  s.ShopName,
		StaffId:   s.StaffID.String(),
		StaffName: s.StaffName,
		Role:      role,
	}
}

// FindSession finds the session of a token by the token's SHA-256.
func FindSession(r *shard.Reader, tokenHash []byte) (s Session, found bool) {
	found = r.One(func(w *shard.Row) {
		s = Session{w.ID(), w.ID(), w.ID(), w.Text(), w.Text(), Role(w.Int())}
	}, `SELECT n.id, n.shop, n.staff, h.name, t.name, t.role FROM shop_session n JOIN shop_staff t ON t.id = n.staff
		JOIN shop_shop h ON h.id = n.shop WHERE n.token_hash = ? AND t.removed = 0`, tokenHash)
	return s, found
}

// HasLink reports whether a shard has the link of a key, good or not.
func HasLink(r *shard.Reader, keyHash []byte) bool {
	return r.Count("SELECT 1 FROM shop_link WHERE key_hash = ?", keyHash) > 0
}

// SessionGoes reports whether a session goes on.
func SessionGoes(r *shard.Reader, session id.ID) bool {
	return r.Count(`SELECT 1 FROM shop_session n JOIN shop_staff t ON t.id = n.staff
		WHERE n.id = ? AND t.removed = 0`, session) > 0
}
