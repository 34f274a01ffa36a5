package blob_test

import (
	"errors"
	"testing"

	"dangol.example/blob"
)

func TestMemory(t *testing.T) {
	var m blob.Memory
	data := []byte("bytes")
	name, err := m.Put(t.Context(), data)
	if err != nil || name != blob.HashOf([]byte("bytes")) {
		t.Fatal(err)
	}
	data[0] = 'x'
	if got, err := m.Get(t.Context(), name); err != nil || string(got) != "bytes" {
		t.Errorf("%q, %v", got, err)
	}
	there, err := m.Has(t.Context(), name)
	if gone, err2 := m.Has(t.Context(), blob.Hash{}); !there || gone || err != nil || err2 != nil {
		t.Errorf("has: %v %v, %v %v", there, gone, err, err2)
	}
	if _, err := m.Get(t.Context(), blob.Hash{}); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("%v", err)
	}
	if _, err := m.Put(t.Context(), make([]byte, blob.MaxBytes+1)); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestNames(t *testing.T) {
	name := blob.HashOf([]byte("x"))
	if again, err := blob.ParseHash(name.String()); again != name || err != nil {
		t.Errorf("%v, %v", again, err)
	}
	for _, s := range []string{"", "zz", name.String()[:62], name.String() + "00"} {
		if _, err := blob.ParseHash(s); !errors.Is(err, blob.ErrSyntax) {
			t.Errorf("%q: %v", s, err)
		}
	}
	if err := name.Check([]byte("y")); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("%v", err)
	}
}
