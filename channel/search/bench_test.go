package search_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol.example/channel/search"
	"dangol.example/id"
)

// BenchmarkSearch1M asks an index of 1,000,000 messages of one shop what people ask: words that stand in every third
// message, in one of ten thousand, nowhere; parts of phone numbers; several words.
func BenchmarkSearch1M(b *testing.B) {
	if testing.Short() {
		b.Skip("a million messages take a minute")
	}
	h := newHall(b)
	began := time.Now()
	if err := search.Fill(h.index, chatter(1_000_000)); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(h.dir, "search-001.sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("filled in %.1f s, %d MB", time.Since(began).Seconds(), info.Size()>>20)
	for _, question := range []string{
		"예약", "케이크", "크리스마스", "이서연", "감사", "0000-12", "1234", "케이크 이서연", "케이크 예약 토요일 두시", "딸기 초코",
		"없는말", "사감", "요해", "예크", "니다 요요", "습감사", "크토",
	} {
		b.Run(question, func(b *testing.B) {
			var took []time.Duration
			hits := 0
			for b.Loop() {
				began := time.Now()
				found := h.find(search.Question{Shop: id.Of(1, "a"), Text: question, Limit: 50})
				took = append(took, time.Since(began))
				hits = len(found.Messages)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(hits), "hits")
		})
	}
}

// chatter are messages as shops have them: mostly the same words, sometimes a name, a number, a rare word.
func chatter(n int) []search.Message {
	r := rand.New(rand.NewSource(3))
	often := strings.Fields("케이크 예약 하고 싶어요 안녕하세요 감사합니다 네 알겠습니다 토요일 두시 픽업 가능할까요 초코 딸기 생크림 1호 2호 " +
		"레터링 문구는 생일 축하해 입니다 얼마인가요 입금했어요 확인 부탁드려요 주소 어디예요 주차 되나요")
	names := strings.Fields("김하나 이두리 박세나 최네온 정다섯 강여섯 조일곱 윤여덟 장아홉 임열매")
	all := make([]search.Message, n)
	for i := range all {
		var words []string
		for range 3 + r.Intn(9) {
			words = append(words, often[r.Intn(len(often))])
		}
		switch {
		case r.Intn(40) == 0:
			words = append(words, fmt.Sprintf("010-0000-%04d", r.Intn(10_000)))
		case r.Intn(100) == 0:
			words = append(words, names[r.Intn(len(names))])
		case r.Intn(10_000) == 0:
			words = append(words, "크리스마스", "이서연")
		}
		all[i] = search.Message{
			Shop: id.Of(1, "a"), Text: strings.Join(words, " "),
			ID: id.Derive(1, time.UnixMilli(1_700_000_000_000+int64(i)*1000), id.ID{}, uint64(i)),
		}
	}
	return all
}
