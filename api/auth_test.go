package api_test

import (
	"testing"

	"connectrpc.com/connect"

	sessionv1 "dangol.example/gen/api/dangol/session/v1"
)

// While a shard is still opening, nobody whose session may lie on it is told to sign in: a device would throw its copy
// away.
func TestNobodyIsSentAwayWhileAShardOpens(t *testing.T) {
	h := newHouse(t)
	elsewhere := h.open(2, "달빛꽃집")
	home := h.shards[1]
	h.shards[1] = nil
	stranger, _ := secret("nobody's")
	key, _ := secret("a key that shard 1 may know")
	who := func(p person) error {
		_, err := h.sessions(p).Who(t.Context(), &sessionv1.WhoRequest{})
		return err
	}
	link := &sessionv1.SignInRequest{CommandId: h.command(), Key: key, Token: stranger}
	_, signIn := h.sessions(person{}).SignIn(t.Context(), link)
	for what, err := range map[string]error{
		"a session": who(h.owner), "a stranger": who(person{token: stranger}), "a link": signIn,
	} {
		if connect.CodeOf(err) != connect.CodeUnavailable {
			t.Errorf("%s while its shard opens: %v", what, err)
		}
	}
	if err := who(elsewhere); err != nil {
		t.Errorf("a session of another shard: %v", err)
	}
	h.shards[1] = home
	if err := who(h.owner); err != nil {
		t.Errorf("once it is open: %v", err)
	}
	if err := who(person{token: stranger}); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("a stranger: %v", err)
	}
}
