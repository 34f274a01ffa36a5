package intake_test

import (
	"strings"
	"testing"
	"time"

	"dangol.example/intake"
)

// FuzzOrders reads any words of customer and shop in turn: nothing may panic, and every field names a line of the conversation.
func FuzzOrders(f *testing.F) {
	for _, s := range []string{
		"15일 11시 픽업이요\n---\n22,000원입니다\n---\n입금했어요\n---\n확인했습니다",
		"성함 :\n연락처 :\n문구 :\n---\n---\n성함 : 이서연\n연락처 : 010-0000-0001\n문구 : \"축\"",
		"1. 성함\n2. 연락처\n3. 문구\n---\n1. 정다희\n2. 010-0000-1515\n3.",
		"월요일에 김밥도시락 30개\n수요일에 돈까스도시락 30개\n---\n합계 39만원",
		"I'd like a size 1 cake, at 4pm, \"Congrats\"\n---\nTotal is 40,000 won",
		"취소할게요\n---\n50% 환불해드릴게요", "12/24 3시반 만오천원 ①②③ '\"「『<《:=→", "만천백십일시월일호단말되",
	} {
		f.Add(s)
	}
	reader, err := intake.New()
	if err != nil {
		f.Fatal(err)
	}
	start := time.Date(2022, 10, 12, 14, 3, 0, 0, kst)
	f.Fuzz(func(t *testing.T, text string) {
		var s story
		line := 1
		for i, turn := range strings.Split(text, "\n---\n") {
			s.conversation.Turns = append(s.conversation.Turns, intake.Turn{
				Line: line, At: start.Add(time.Duration(i) * time.Hour), FromShop: i%2 == 1, Text: turn,
			})
			line += strings.Count(turn, "\n") + 1
		}
		s.conversation.AsOf = start.AddDate(0, 1, 0)
		checkEvidence(t, s, reader.Orders(s.conversation))
	})
}

// TestLinear reads a talk and one ten times as long: the work, counted in allocations, grows about tenfold and not a hundredfold.
func TestLinear(t *testing.T) {
	reader, err := intake.New()
	if err != nil {
		t.Fatal(err)
	}
	work := func(n int) float64 {
		var c intake.Conversation
		at := time.Date(2022, 10, 12, 14, 3, 0, 0, kst)
		for i := range n {
			at = at.Add(time.Minute)
			text := "15일 3시에 2호 케이크 45,000원 입금했어요 010-0000-0001"
			c.Turns = append(c.Turns, intake.Turn{Line: i + 1, At: at, FromShop: i%2 == 1, Text: text})
		}
		return testing.AllocsPerRun(1, func() { reader.Orders(c) })
	}
	if short, long := work(300), work(3000); long > 15*short {
		t.Errorf("300 turns took %.0f allocations, 3000 took %.0f", short, long)
	}
}
