package api

import "dangol.example/gen/api/dangol/channel/v1/channelv1connect"

// channelServer implements dangol.channel.v1.ChannelService: what the people of a shop do in its channel.
type channelServer struct {
	*server
	channelv1connect.UnimplementedChannelServiceHandler
}

// guestServer implements dangol.channel.v1.GuestService: what customers do there.
type guestServer struct {
	*server
	channelv1connect.UnimplementedGuestServiceHandler
}
