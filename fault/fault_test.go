package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"dangol.example/fault"
)

func TestMessageAndKind(t *testing.T) {
	cause := errors.New("disk")
	base := fault.New(fault.Missing, "%d번 파일이 없어요", "file %d is missing", 3)
	err := fmt.Errorf("open: %w", base.Because(cause))
	if got := fault.Message(err, fault.Korean); got != "3번 파일이 없어요" {
		t.Errorf("Korean: %q", got)
	}
	if got := fault.Message(err, fault.English); got != "file 3 is missing" {
		t.Errorf("English: %q", got)
	}
	if fault.KindOf(err) != fault.Missing || !errors.Is(err, cause) {
		t.Errorf("kind %v, cause lost: %v", fault.KindOf(err), err)
	}
	if base.Err != nil {
		t.Error("Because changed its receiver")
	}
	if got := err.Error(); got != "open: file 3 is missing: disk" {
		t.Errorf("text: %q", got)
	}
}

// The numbers are what both sides of a wire will have: a kind is never moved or given up, new ones come last.
func TestKindsAreFrozen(t *testing.T) {
	for i, k := range []fault.Kind{
		fault.Broken, fault.Invalid, fault.Denied, fault.Missing, fault.Conflict, fault.Stale, fault.Busy,
	} {
		if int(k) != i {
			t.Errorf("kind %d has moved to %d", i, k)
		}
	}
}

func TestKindOf(t *testing.T) {
	invalid := fault.New(fault.Invalid, "안 돼요", "no")
	busy := fault.New(fault.Busy, "바빠요", "busy")
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
		say  string
	}{
		"nothing":                  {nil, fault.Broken, ""},
		"a plain error":            {io.EOF, fault.Broken, ""},
		"a fault":                  {invalid, fault.Invalid, "no"},
		"wrapped":                  {fmt.Errorf("b: %w", fmt.Errorf("a: %w", busy)), fault.Busy, "busy"},
		"the outer of two":         {busy.Because(invalid), fault.Busy, "busy"},
		"joined, the first counts": {errors.Join(io.EOF, invalid, busy), fault.Invalid, "no"},
		"caused by a plain error":  {invalid.Because(io.ErrUnexpectedEOF), fault.Invalid, "no"},
	} {
		if kind, say := fault.KindOf(c.err), fault.Message(c.err, fault.English); kind != c.kind || say != c.say {
			t.Errorf("%s: kind %d, %q; want %d, %q", name, kind, say, c.kind, c.say)
		}
	}
}

// What a person is shown never holds the cause: it may be anybody's words.
func TestCauseIsNotShown(t *testing.T) {
	err := fault.New(fault.Invalid, "파일을 확인해 주세요", "check the file").Because(errors.New("secret"))
	for _, l := range []fault.Language{fault.Korean, fault.English} {
		if got := fault.Message(err, l); got != fault.New(fault.Invalid, "파일을 확인해 주세요", "check the file").Say.In(l) {
			t.Errorf("language %d: %q", l, got)
		}
	}
}

func TestSameFaultAgain(t *testing.T) {
	named := fault.New(fault.Conflict, "이미 있어요", "it is there already")
	if err := fmt.Errorf("save: %w", named); !errors.Is(err, named) {
		t.Error("a named fault is not found in its chain")
	}
	if err := fmt.Errorf("save: %w", named.Because(io.EOF)); !errors.Is(err, named) || !errors.Is(err, io.EOF) {
		t.Error("a fault that was given a cause is not found, or its cause is not")
	}
	if other := fault.New(fault.Conflict, "다른 거예요", "another"); errors.Is(named, other) || errors.Is(named, io.EOF) {
		t.Error("another fault is taken for this one")
	}
}

func TestSentence(t *testing.T) {
	s := fault.Sentencef("%[2]s의 %[1]d번", "no. %[1]d of %[2]s", 4, "방")
	if s.In(fault.Korean) != "방의 4번" || s.In(fault.English) != "no. 4 of 방" {
		t.Errorf("%+v", s)
	}
	if s.In(fault.Language(9)) != s.KO {
		t.Error("an unknown language must be the first, Korean")
	}
}
