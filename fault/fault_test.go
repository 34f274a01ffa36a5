package fault_test

import (
	"errors"
	"fmt"
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

func TestPlainErrorIsBroken(t *testing.T) {
	err := errors.New("x")
	if fault.KindOf(err) != fault.Broken || fault.Message(err, fault.Korean) != "" {
		t.Error("an error without a kind must be broken and say nothing to a person")
	}
}

func TestSentenceOrder(t *testing.T) {
	s := fault.Sentencef("%[2]s의 %[1]d번", "no. %[1]d of %[2]s", 4, "방")
	if s.In(fault.Korean) != "방의 4번" || s.In(fault.English) != "no. 4 of 방" {
		t.Errorf("%+v", s)
	}
}
