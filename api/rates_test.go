package api //nolint:testpackage // addresses of another host cannot be had in a test

import (
	"testing"
	"time"

	"golang.org/x/time/rate"
)

// Whoever has an IPv6 address has 2^64 of them: together they are one.
func TestAHostIsOneWhateverItsAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:1234": "192.0.2.7", "[::ffff:192.0.2.7]:1234": "192.0.2.7", "[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:80": "2001:db8:1:2::/64", "[2001:db8:1:3::9]:80": "2001:db8:1:3::/64", "[fe80::1%eth0]:80": "fe80::/64",
		"@": "@", "": "",
	} {
		if have := hostOf(address); have != want {
			t.Errorf("%q is %q, want %q", address, have, want)
		}
	}
	opens, now := newRates(rate.Every(time.Hour), 1), time.Unix(0, 0)
	if !opens.allow(hostOf("[2001:db8::1]:1"), now) || opens.allow(hostOf("[2001:db8::2]:1"), now) {
		t.Error("another address of the same host counts anew")
	}
}
