package policy_test

import (
	"strings"
	"testing"
	"time"

	"dangol.example/channel/policy"
)

func TestNewsEndsBeforeTheNight(t *testing.T) {
	for moment, night := range map[string]bool{
		"2026-11-23T20:49": false, "2026-11-23T20:50": true, "2026-11-23T21:00": true, "2026-11-24T00:00": true,
		"2026-11-24T07:59": true, "2026-11-24T08:00": false,
	} {
		if policy.Night(at(t, moment)) != night {
			t.Errorf("%s: night is %v", moment, !night)
		}
	}
}

func TestRemind(t *testing.T) {
	seoul := at(t, "2026-11-23T12:00").Location()
	for _, c := range []struct {
		pickup string
		hours  uint32
		want   string
	}{
		{"2026-11-24T15:00", 24, "2026-11-23T15:00"},
		{"2026-11-24T15:00", 3, "2026-11-24T12:00"},
		{"2026-11-24T09:00", 12, "2026-11-23T20:00"}, // it would be nine in the evening
		{"2026-11-24T09:00", 4, "2026-11-23T20:00"},  // and five in the morning
		{"2026-11-24", 24, "2026-11-23T10:00"},
	} {
		if have, known := policy.Remind(c.pickup, seoul, c.hours); !known || !have.Equal(at(t, c.want)) {
			t.Errorf("%s, %d hours before: %v", c.pickup, c.hours, have)
		}
	}
	if _, known := policy.Remind("", seoul, 24); known {
		t.Error("an order without a day has a moment")
	}
	if have := policy.Waking(at(t, "2026-12-01T03:00")); !have.Equal(at(t, "2026-11-30T20:00")) {
		t.Error(have.Format(time.RFC3339))
	}
}

func TestAdvertise(t *testing.T) {
	have := policy.Advertise("크리스마스 예약 받아요", "햇살케이크", "010-0000-1234")
	if !strings.HasPrefix(have, "(광고) 햇살케이크 010-0000-1234\n") || !strings.Contains(have, "무료 수신거부") {
		t.Error(have)
	}
}
