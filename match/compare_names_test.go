package match_test

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"dangol.example/match"
)

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		depositor, name string
		want            match.NameRelation
	}{
		{"김민수", "김민수", match.Equal},
		{" 김 민 수 ", "김민수", match.Equal},
		{"JENNYKIM", "Jenny Kim", match.Equal},
		{"KIM JENNY", "Jenny Kim", match.Equal},
		{"Ｊｅｎｎｙ　Ｋｉｍ", "jenny kim", match.Equal},
		{"(주)한빛푸드", "㈜한빛푸드", match.Equal},
		{"오세진（케이", "오세진(케이크)", match.CutOff},
		{"박준호플", "박준호플라워", match.CutOff},
		{"김민수케이크", "김민수", match.Suffixed},
		{"김민수꽃", "김민수", match.Suffixed},
		{"홍길동 잔금", "홍길동", match.Suffixed},
		{"김민수님", "김민수", match.Suffixed},
		{"김민수", "김민수케이크", match.Suffixed},
		{"(주)홍길동", "홍길동", match.Prefixed},
		{"토스홍길동", "홍길동", match.Prefixed},
		{"카카오홍길동", "홍길동", match.Prefixed},
		{"토스김솔", "김솔", match.Prefixed},
		{"김민수사랑해", "김민수", match.Contained},
		{"홍*동", "홍길동", match.Masked},
		{"홍길*", "홍길동", match.Masked},
		{"김○수", "김민수", match.Masked},
		{"홍O동", "홍길동", match.Masked},
		{"남궁*수", "남궁민수", match.Masked},
		{"홍*동", "홍길순", match.Unrelated},
		{"홍**", "홍길동", match.Unrelated},
		{"이서연47", "이서연", match.Numbered},
		{"김민수5678", "김민수", match.Numbered},
		{"길동", "홍길동", match.Given},
		{"홍길동", "길동", match.Given},
		{"서연맘", "이서연", match.Kin},
		{"서연엄마", "이서연", match.Kin},
		{"김만수", "김민수", match.Typo},
		{"김철수", "김민수", match.Unrelated},
		{"KIM MINSU", "김민수", match.Romanised},
		{"PARK JIHOON", "박지훈", match.Romanised},
		{"LEE SEO YEON", "이서연", match.Romanised},
		{"HANNA KIM", "Anna", match.Unrelated},
		{"김민수", "김민", match.Unrelated},
		{"이지은", "김지은", match.Unrelated},
		{"주민수", "민수", match.Given},
		{"김주원", "김주", match.Unrelated},
		{"", "", match.Unrelated},
		{"", "김민수", match.Unrelated},
		{"🌸", "🌸", match.Unrelated},
	} {
		if got := match.Compare(c.depositor, c.name); got != c.want {
			t.Errorf("Compare(%q, %q) = %v, want %v", c.depositor, c.name, got, c.want)
		}
	}
}

// A damaged file may hold a name of megabytes.
func TestLongNamesCostNothing(t *testing.T) {
	long := strings.Repeat("김민수ﷺ케이크", 1<<18)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	match.Compare(long, long+"1")
	runtime.ReadMemStats(&after)
	// Beside the argument itself: what is looked at is cut first.
	if took := after.TotalAlloc - before.TotalAlloc; took > uint64(len(long))+1<<20 {
		t.Errorf("%d bytes for a name of %d", took, len(long))
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range []string{
		"김민수", "홍*동", "JENNY KIM", "오세진（케이", "㈜토스010-0000-0001", "\xff\xfe", "서연맘 잔금 2호",
		"ㄱㄴㄷ",
	} {
		f.Add(s, "김민수")
		f.Add("이서연47", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		r := match.Compare(a, b)
		if r.String() == "unknown" {
			t.Errorf("Compare(%q, %q) = %d", a, b, r)
		}
		if len(a) < 60 && utf8.ValidString(a) && match.Compare(a, a) == match.Typo {
			t.Errorf("%q is a typo of itself", a)
		}
	})
}
