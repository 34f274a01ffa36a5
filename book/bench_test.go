package book_test

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/intake"
)

// exportLines is the size of the measured export.
const exportLines = 100_000

// export makes an Android export of about n lines: one order after another, each with other names, days and sums, between
// the small talk of a room. No line of an order stands twice.
func export(n int) []byte {
	var b bytes.Buffer
	b.WriteString("민지맘 님과 카카오톡 대화\r\n저장한 날짜 : 2025년 12월 31일 오후 6:40\r\n\r\n\r\n")
	at := time.Date(2019, 1, 2, 9, 0, 0, 0, time.UTC)
	lines := 4
	say := func(who, text string, args ...any) {
		at = at.Add(3 * time.Minute)
		half, hour := "오전", at.Hour()
		if hour >= 12 {
			half = "오후"
		}
		if hour %= 12; hour == 0 {
			hour = 12
		}
		fmt.Fprintf(&b, "%d년 %d월 %d일 %s %d:%02d, %s : ", at.Year(), int(at.Month()), at.Day(), half, hour, at.Minute(), who)
		fmt.Fprintf(&b, text+"\r\n", args...)
		lines += 1 + bytes.Count([]byte(text), []byte("\n"))
	}
	syllables := []rune("가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호")
	for i := 0; lines < n; i++ {
		pickup := at.AddDate(0, 0, 3+i%9)
		name := "김" + string(syllables[i%40]) + string(syllables[i/40%40])
		won := 30000 + i%400*100
		say("민지맘", "안녕하세요~ %d일에 찾을 %d호 케이크 가능할까요? %d", pickup.Day(), 1+i%3, i)
		say("회원님", "네 가능합니다! 몇 시쯤 오세요? %d호는 %d원이에요", 1+i%3, won)
		say("민지맘", "%d시 %d분에 갈게요", 1+i%7, i%60)
		say("회원님", "맛이랑 문구, 성함이랑 연락처 알려주세요 %d", i)
		say("민지맘", "바닐라시트에 딸기크림이요\n문구는 \"축하해 %s %d\"\n%s 010-0000-%04d", name, i, name, i%10000)
		say("회원님", "%d원이에요~ 입금자명이랑 같이 말씀해주세요", won)
		say("민지맘", "남편 박%s%s 이름으로 보냈어요", string(syllables[i/7%40]), string(syllables[i/3%40]))
		say("회원님", "%d원 확인했습니다 감사합니다^^", won)
		for k := range 6 {
			say([]string{"민지맘", "회원님"}[k%2], "ㅋㅋㅋㅋ 오늘 날씨 정말 좋네요 %d번째 이야기예요", i*6+k)
		}
		at = at.Add(19 * time.Hour)
	}
	return b.Bytes()
}

// BenchmarkBook100k parses a 100,000-line export and reads its orders.
func BenchmarkBook100k(b *testing.B) {
	data := export(exportLines)
	reader, err := intake.New()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	orders := 0
	for b.Loop() {
		room, err := chatlog.Read("room.txt", bytes.NewReader(data), chatlog.Options{})
		if err != nil || len(room.Unread) > 0 {
			b.Fatal(len(room.Unread), err)
		}
		orders = len(reader.Orders(book.Conversation(&room, chatlog.Exporter)))
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(orders), "orders")
	b.ReportMetric(float64(m.HeapSys)/1e6, "heap-MB")
	b.ReportMetric(exportLines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

func TestExportForBenchmark(t *testing.T) {
	room, err := chatlog.Read("room.txt", bytes.NewReader(export(2000)), chatlog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	reader, err := intake.New()
	if err != nil {
		t.Fatal(err)
	}
	orders := reader.Orders(book.Conversation(&room, chatlog.Exporter))
	if want := 2000 / 16; len(orders) < want-2 || len(orders) > want+2 {
		t.Errorf("%d orders, want about %d", len(orders), want)
	}
}
