package intake_test

import (
	"fmt"
	"testing"
	"time"

	"dangol.example/intake"
)

// talkOfLines makes a room of about n lines: orders, changes and small talk in turn.
func talkOfLines(n int) intake.Conversation {
	seoul := time.FixedZone("KST", 9*60*60)
	at := time.Date(2022, 10, 3, 9, 0, 0, 0, seoul)
	script := []struct {
		shop bool
		text string
	}{
		{false, "안녕하세요~ 이번주 일요일에 찾을 2호 케이크 가능할까요?"},
		{true, "네 가능합니다! 몇 시쯤 오세요?"},
		{false, "12시 반에 갈게요"},
		{true, "맛이랑 문구, 성함이랑 연락처 알려주세요"},
		{false, "바닐라시트에 딸기크림이요\n문구는 \"엄마 칠순 축하드려요\"\n최민지 010-0000-0002"},
		{true, "6만2천원이에요~ 입금자명이랑 같이 말씀해주세요"},
		{false, "남편 박준호 이름으로 보냈어요"},
		{true, "확인했습니다 감사합니다^^"},
		{false, "ㅋㅋㅋㅋ 네"},
		{false, "오늘 날씨 정말 좋네요"},
		{true, "그러게요 ㅎㅎ 좋은 하루 보내세요"},
		{false, "사장님 어제 케이크 너무 예뻤어요 다들 좋아하셨어요"},
	}
	c := intake.Conversation{Title: "민지맘", AsOf: at}
	line := 1
	for i := 0; line < n; i++ {
		s := script[i%len(script)]
		c.Turns = append(c.Turns, intake.Turn{Line: line, At: at, FromShop: s.shop, Text: s.text})
		line += 1
		if len(s.text) > 100 {
			line += 2
		}
		at = at.Add(7 * time.Minute)
		if i%len(script) == len(script)-1 {
			at = at.Add(48 * time.Hour)
		}
	}
	c.AsOf = at
	return c
}

func BenchmarkOrders100k(b *testing.B) {
	reader, err := intake.New()
	if err != nil {
		b.Fatal(err)
	}
	c := talkOfLines(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(reader.Orders(c)); n == 0 {
			b.Fatal("no orders")
		} else {
			b.ReportMetric(float64(n), "orders")
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
	_ = fmt.Sprint
}
