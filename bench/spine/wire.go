package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

func split(s string) []string { return strings.Split(s, ",") }

// place writes an order in process.
func place(ctx context.Context, s *shard.Shard, command id.ID, one *shopOf, i int) (id.ID, error) {
	total := int64(30_000)
	answer := &shopv1.PlaceOrderResponse{}
	_, err := shard.RunFor(ctx, s, shard.Request{ID: command, Actor: one.owner, Command: shop.PlaceOrder{
		ShopID: one.shop, Details: shop.Details{
			Name: fmt.Sprint("손님", i), Phone: fmt.Sprintf("0100000%05d", i), Pickup: "2026-11-25T14:00", TotalWon: &total,
			Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 1, Size: "1호", Lettering: []string{"생일 축하해"}}},
		},
	}}, answer)
	if err != nil {
		return id.ID{}, err
	}
	return id.Parse(answer.GetOrderId())
}

// wire is a signed-in client.
type wire struct {
	url    string
	shop   string
	shops  shopv1connect.ShopServiceClient
	pulls  syncv1connect.SyncServiceClient
	bearer string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+w.bearer)
	return transport.RoundTrip(r)
}

var transport = &http.Transport{MaxIdleConnsPerHost: 256, MaxConnsPerHost: 256}

func secret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func newCommand() string {
	n, err := id.New(0, time.Now(), rand.Reader)
	if err != nil {
		return ""
	}
	return n.String()
}

// signIn uses a link.
func signIn(ctx context.Context, link string) (*wire, error) {
	url, key, _ := strings.Cut(link, "/in#")
	w := &wire{bearer: secret()}
	answer, err := sessionv1connect.NewSessionServiceClient(http.DefaultClient, url).SignIn(ctx, &sessionv1.SignInRequest{
		CommandId: newCommand(), Key: key, Token: w.bearer, Device: "bench",
	})
	if err != nil {
		return nil, err
	}
	w.shop = answer.GetIdentity().GetShopId()
	w.at(url)
	return w, nil
}

func (w *wire) at(url string) {
	w.url = url
	w.shops = shopv1connect.NewShopServiceClient(&http.Client{Transport: w}, url)
	w.pulls = syncv1connect.NewSyncServiceClient(&http.Client{Transport: w}, url)
}

func (w *wire) order(n int) *shopv1.PlaceOrderRequest {
	return &shopv1.PlaceOrderRequest{CommandId: newCommand(), ShopId: w.shop, Details: &shopv1.OrderDetails{
		Name: fmt.Sprint("손님", n), TotalWon: proto.Int64(30_000), Lines: []*shopv1.OrderLine{{Item: "케이크", Quantity: 1}},
	}}
}

// throughAPI measures commands through HTTP, 64 connections, client and server on the same processors.
func throughAPI(ctx context.Context, dir string) error {
	a, f, err := serverFor(ctx, dir)
	if err != nil {
		return err
	}
	defer a.Close()
	link, err := a.SignInLink(ctx, f)
	if err != nil {
		return err
	}
	w, err := signIn(ctx, link)
	if err != nil {
		return err
	}
	var orders []string
	for n := range 200 {
		answer, err := w.shops.PlaceOrder(ctx, w.order(n))
		if err != nil {
			return err
		}
		orders = append(orders, answer.GetOrderId())
	}
	stopProfile := startProfile("api")
	full := w.load(ctx, orders, 0)
	stopProfile()
	say("commands through the API", full)
	if rate, is := full["per_s"].(int); is {
		say("at half that rate", w.load(ctx, orders, rate/2))
	}
	return nil
}

func (w *wire) load(ctx context.Context, orders []string, rate int) map[string]any {
	const clients = 64
	ctx, stop := context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	defer stop()
	times := make([][]time.Duration, clients)
	started := time.Now()
	var group sync.WaitGroup
	for c := range clients {
		group.Go(func() {
			client, err := w.plain()
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
			defer client.conn.Close()
			for i := 0; ctx.Err() == nil; i++ {
				due := time.Now()
				if rate > 0 {
					due = started.Add(time.Duration(c+i*clients) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(due))
				}
				err := client.post(&shopv1.NoteOrderRequest{
					CommandId: newCommand(), ShopId: w.shop, OrderId: orders[(c+i*7)%len(orders)], Note: fmt.Sprint("메모 ", i),
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				times[c] = append(times[c], time.Since(due))
			}
		})
	}
	group.Wait()
	return figures(times, time.Since(started))
}

// server is the binary as a process of its own.
type server struct {
	cmd  *exec.Cmd
	link string
}

func startServer(dir, listen string) (*server, error) {
	s := &server{cmd: exec.Command(*binary, "serve", "--data", dir, "--listen", listen)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			s.link = strings.TrimSpace(lines.Text()[at:])
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("the server does not start"), s.cmd.Wait())
}

// idle looks at what a server takes that nobody asks anything.
func idle(dir string) error {
	s, err := startServer(dir, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { s.cmd.Process.Signal(os.Interrupt); s.cmd.Wait() }()
	time.Sleep(3 * time.Second)
	before := ticks(s.cmd.Process.Pid)
	const look = 20
	time.Sleep(look * time.Second)
	used := float64(ticks(s.cmd.Process.Pid)-before) / 100 / look
	say("idle, 16 shards", map[string]any{"rss_mb": rss(s.cmd.Process.Pid), "percent_of_a_core": used * 100})
	return nil
}

func ticks(pid int) (n int) {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	fields := strings.Fields(string(b)[strings.LastIndexByte(string(b), ')')+1:])
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

func rss(pid int) float64 {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	for line := range strings.SplitSeq(string(b), "\n") {
		if rest, is := strings.CutPrefix(line, "VmRSS:"); is {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024
		}
	}
	return 0
}

// kill kills the server under load at random moments, starts it again, and looks for every order in the end: those that
// were acknowledged must be there once, and those of which nothing was heard are sent again under the same id.
func kill(ctx context.Context, dir string) error {
	const listen, clients = "127.0.0.1:18471", 16
	s, err := startServer(dir, listen)
	if err != nil {
		return err
	}
	w, err := signIn(ctx, s.link)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	acked := make([][]string, clients)
	var group sync.WaitGroup
	for c := range clients {
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				request := w.order(c*1_000_000 + n)
				for {
					answer, err := w.shops.PlaceOrder(context.Background(), request)
					if err == nil {
						acked[c] = append(acked[c], answer.GetOrderId())
						break
					}
					if code := connect.CodeOf(err); code != connect.CodeUnavailable && code != connect.CodeUnknown &&
						code != connect.CodeDeadlineExceeded && code != connect.CodeCanceled {
						fmt.Fprintln(os.Stderr, "refused:", err)
					}
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	var longest time.Duration
	for range *kills {
		time.Sleep(time.Duration(50+mathrand.IntN(400)) * time.Millisecond)
		if err := s.cmd.Process.Kill(); err != nil {
			return err
		}
		s.cmd.Wait()
		started := time.Now()
		if s, err = startServer(dir, listen); err != nil {
			return err
		}
		longest = max(longest, time.Since(started))
	}
	stop()
	group.Wait()
	defer func() { s.cmd.Process.Signal(os.Interrupt); s.cmd.Wait() }()
	return w.count(context.Background(), acked, longest)
}

// count holds what was acknowledged against what is there.
func (w *wire) count(ctx context.Context, acked [][]string, longest time.Duration) error {
	there := map[string]int{}
	cursor := &syncv1.Cursor{Topic: "shop/" + w.shop}
	for more := true; more; {
		page, err := w.pulls.Pull(ctx, &syncv1.PullRequest{Cursor: cursor})
		if err != nil {
			return err
		}
		for _, row := range page.GetRows() {
			if row.GetKind() == "order" {
				there[row.GetId()]++
			}
		}
		cursor, more = page.GetCursor(), page.GetMore()
	}
	lost, all := 0, 0
	for _, ids := range acked {
		for _, one := range ids {
			all++
			if there[one] != 1 {
				lost++
			}
		}
	}
	say("killed under load", map[string]any{
		"kills": *kills, "acknowledged": all, "lost": lost, "doubled": len(there) - all, "longest_start_ms": longest.Milliseconds(),
	})
	if lost > 0 || len(there) != all {
		return fmt.Errorf("%d lost, %d orders there for %d acknowledged", lost, len(there), all)
	}
	return nil
}
