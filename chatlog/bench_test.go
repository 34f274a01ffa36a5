package chatlog

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// longRoom writes an Android room of n messages over many days, every tenth of two lines.
func longRoom(n int) string {
	var b strings.Builder
	b.WriteString("한별 님과 카카오톡 대화\r\n저장한 날짜 : 2024년 12월 31일 오후 6:40\n\n\r\n")
	at := time.Date(2020, 1, 1, 9, 0, 0, 0, korea)
	last := 0
	for i := range n {
		half, hour := "오전", at.Hour()
		if hour >= 12 {
			half, hour = "오후", hour-12
		}
		if hour == 0 {
			hour = 12
		}
		stamp := fmt.Sprintf("%d년 %d월 %d일 %s %d:%02d", at.Year(), at.Month(), at.Day(), half, hour, at.Minute())
		if at.YearDay() != last {
			last = at.YearDay()
			b.WriteString("\r\n" + stamp + "\r\n")
		}
		sender := "회원님"
		if i%2 == 0 {
			sender = "한별"
		}
		fmt.Fprintf(&b, "%s, %s : 안녕하세요 %d번 주문이요, 토요일 3시에 찾을게요", stamp, sender, i)
		if i%10 == 0 {
			b.WriteString("\n문구 : 생일 축하해")
		}
		b.WriteString("\r\n")
		at = at.Add(7 * time.Minute)
	}
	return b.String()
}

// BenchmarkRead100k reads a room of 100,000 messages whole.
func BenchmarkRead100k(b *testing.B) {
	data := longRoom(100_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read("x.txt", strings.NewReader(data), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// endless is a stream that is made while it is read.
type endless struct {
	head, body string
	left       int
	rest       string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.left == 0 {
			return 0, io.EOF
		}
		e.left--
		e.rest, e.head = e.head+e.body, ""
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// TestMemoryDoesNotGrow reads 200 MB of messages, of one line without an end, of one message without an end, and of a
// quotation that is never closed.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200 MB")
	}
	const limit = 32 << 20
	for name, in := range map[string]*endless{
		"messages": {head: windowsHead, body: strings.Repeat("[한별] [오후 3:12] 안녕하세요\r\n", 1000), left: 1500},
		"line":     {head: windowsHead + "[한별] [오후 3:12] ", body: strings.Repeat("가", 10_000), left: 1500},
		"message":  {head: windowsHead + "[한별] [오후 3:12] ", body: strings.Repeat("가나다라마바사\n", 1000), left: 1500},
		"quote": {
			head: "Date,User,Message\n2024-03-08 15:12:00,\"한별\",\"",
			body: strings.Repeat("가나다라마바사\n", 1000), left: 1500,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Open("x", in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var most uint64
			for i := 0; ; i++ {
				if _, err := r.Next(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				if i%100_000 == 0 {
					most = max(most, heap())
				}
			}
			if most = max(most, heap()); most > limit {
				t.Errorf("%d MB in use, want at most %d", most>>20, limit>>20)
			}
			runtime.KeepAlive(r)
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestTimeIsLinear doubles inputs that could take quadratic time.
func TestTimeIsLinear(t *testing.T) {
	for name, make := range map[string]func(n int) string{
		"brackets in a line": func(n int) string { return windowsHead + strings.Repeat("[a] [", n) + "\r\n" },
		"times in a line":    func(n int) string { return windowsHead + strings.Repeat("[a] [오후 3:12", n/3) + "\r\n" },
		"colons in a line": func(n int) string {
			return androidHead + strings.Repeat("2024년 3월 8일 오후 3:12, ", n/6) + "\r\n"
		},
		"lines of a message": func(n int) string {
			return windowsHead + "[한별] [오후 3:12] a" + strings.Repeat("\n2024", n) + "\r\n"
		},
		"empty lines": func(n int) string { return timeOnlyHead + "오후 3:12, a : b" + strings.Repeat("\r\n", 2*n) },
		"day lines": func(n int) string {
			return dottedHead + "2024. 3. 8. 15:12, a : b\r\n" + strings.Repeat("2024년 3월 8일 금요일\r\n\r\n", n/5)
		},
		"bad day lines": func(n int) string {
			return timeOnlyHead + "오후 3:12, a : b\r\n" + strings.Repeat("2024년 2월 30일 금요일\r\n", n/5)
		},
		"equal messages": func(n int) string {
			return windowsHead + strings.Repeat("[한별] [오후 3:12] 네\r\n", n/4)
		},
		"open quotes": func(n int) string {
			return "Date,User,Message\n" + strings.Repeat("2024-03-08 15:12:00,\"a\",\"b\n", n/4)
		},
		"quotes in a line": func(n int) string {
			return "Date,User,Message\n2024-03-08 15:12:00,\"a\",\"" + strings.Repeat(`""`, n) + "\n"
		},
		"speakers": func(n int) string {
			var b strings.Builder
			b.WriteString(windowsHead)
			for i := range n / 4 {
				fmt.Fprintf(&b, "[이름%d] [오후 3:12] 네\r\n", i)
			}
			return b.String()
		},
	} {
		t.Run(name, func(t *testing.T) {
			const n = 40_000
			small, large := fastest(t, make(n)), fastest(t, make(8*n))
			// Linear time is 8 times; a quadratic reader takes 64. Little times are noise.
			if large > 28*small && large > 50*time.Millisecond {
				t.Errorf("8 times the input takes %v instead of %v", large, small)
			}
		})
	}
}

func fastest(t *testing.T, data string) time.Duration {
	t.Helper()
	best := time.Hour
	for range 3 {
		start := time.Now()
		if _, err := Read("x", strings.NewReader(data), Options{}); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}
