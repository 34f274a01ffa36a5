package quota

import "net/netip"

// ownNet is how many bits of an IPv6 address are a net's; what stands behind them its owner chooses (RFC 4291, 2.5.4).
const ownNet = 64

// HostOf is who is at an address: the address without its port, of IPv6 the net.
func HostOf(address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return address
	}
	ip := at.Addr().Unmap().WithZone("")
	own, err := ip.Prefix(ownNet)
	if err != nil { // IPv4 has not so many
		return ip.String()
	}
	return own.String()
}
