package quota_test

import (
	"testing"
	"time"

	"dangol.example/api/quota"
	"dangol.example/id"
)

// Whoever has an IPv6 address has 2^64 of them: together they are one.
func TestAHostIsOneWhateverItsAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:1234": "192.0.2.7", "[::ffff:192.0.2.7]:1234": "192.0.2.7", "[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:80": "2001:db8:1:2::/64", "[2001:db8:1:3::9]:80": "2001:db8:1:3::/64", "[fe80::1%eth0]:80": "fe80::/64",
		"@": "@", "": "",
	} {
		if have := quota.HostOf(address); have != want {
			t.Errorf("%q is %q, want %q", address, have, want)
		}
	}
	opens, now := quota.NewRates(time.Hour, 1), time.Unix(0, 0)
	if !opens.Allow(quota.HostOf("[2001:db8::1]:1"), now) || opens.Allow(quota.HostOf("[2001:db8::2]:1"), now) {
		t.Error("another address of the same host counts anew")
	}
}

// What is used up in a day is counted by who uses it, and anew on the next day.
func TestWhatIsUsedUpInADay(t *testing.T) {
	bytes := quota.Daily{Most: 10}
	one, other := id.Of(0, "one"), id.Of(0, "other")
	at := time.Date(2026, 11, 23, 23, 59, 59, 0, time.UTC)
	for i, step := range []struct {
		who    id.ID
		amount int
		at     time.Time
		want   bool
	}{
		{one, 6, at, true},
		{one, 5, at, false},
		{one, 4, at, true},
		{one, 1, at, false},
		{other, 10, at, true},
		{one, 10, at.Add(time.Second), true},
		{one, 1, at.Add(time.Second), false},
	} {
		if have := bytes.Take(step.who, step.amount, step.at); have != step.want {
			t.Errorf("step %d: %v", i, have)
		}
	}
}

// Too often is refused until time has passed; asking whether it would be counts nothing.
func TestRates(t *testing.T) {
	signIns, now := quota.NewRates(time.Minute, 2), time.Unix(0, 0)
	if signIns.Spent("a", now) || !signIns.Allow("a", now) || !signIns.Allow("a", now) {
		t.Error("two at once are refused")
	}
	if !signIns.Spent("a", now) || signIns.Allow("a", now) || !signIns.Allow("b", now) {
		t.Error("a third is allowed, or somebody else is refused")
	}
	if later := now.Add(time.Minute); signIns.Spent("a", later) || !signIns.Allow("a", later) {
		t.Error("a minute later it is refused still")
	}
}

// Places are of each, and free again when they are left.
func TestPlaces(t *testing.T) {
	tabs := quota.Places[string]{Most: 2}
	first, second := tabs.Take("a"), tabs.Take("a")
	if first == nil || second == nil || tabs.Take("a") != nil || tabs.Take("b") == nil {
		t.Fatal("not two for each")
	}
	first()
	if tabs.Take("a") == nil || tabs.Take("a") != nil {
		t.Error("one that was left is not one place")
	}
}
