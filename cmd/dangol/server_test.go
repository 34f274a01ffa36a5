package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
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
)

// served is `dangol serve` as a process of its own.
type served struct {
	cmd       *exec.Cmd
	site, key string
}

// serve starts a server on a folder and waits for its sign-in link. This very test binary is the program: TestMain sees
// by its name what it shall be.
func serve(t *testing.T, data, listen string) *served {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{cmd: &exec.Cmd{Path: self, Args: []string{"dangol", "serve", "--data", data, "--listen", listen}}}
	said := &bytes.Buffer{}
	s.cmd.Stderr = said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if link, key, is := strings.Cut(strings.TrimSpace(lines.Text()), "/in#"); is {
			s.site, s.key = link, key
			return s
		}
	}
	s.kill()
	t.Fatalf("the server does not start: %s", said)
	return nil
}

func (s *served) kill() {
	if s.cmd.ProcessState == nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
	}
}

// device is a signed-in client.
type device struct {
	token, shop string
	site        string
}

func (d *device) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+d.token)
	return http.DefaultTransport.RoundTrip(r)
}

func (d *device) shops() shopv1connect.ShopServiceClient {
	return shopv1connect.NewShopServiceClient(&http.Client{Transport: d}, d.site)
}

func signIn(t *testing.T, s *served) *device {
	t.Helper()
	secret := make([]byte, 32)
	rand.Read(secret)
	d := &device{token: base64.RawURLEncoding.EncodeToString(secret), site: s.site}
	answer, err := sessionv1connect.NewSessionServiceClient(http.DefaultClient, s.site).SignIn(t.Context(),
		&sessionv1.SignInRequest{CommandId: newCommand(t), Key: s.key, Token: d.token, Device: "test"})
	if err != nil {
		t.Fatal(err)
	}
	d.shop = answer.GetIdentity().GetShopId()
	return d
}

func newCommand(t *testing.T) string {
	n, err := id.New(0, time.Now(), rand.Reader)
	if err != nil {
		t.Error(err)
	}
	return n.String()
}

// order asks for one until the server has said yes: the same command, however often.
func (d *device) order(ctx context.Context, t *testing.T) string {
	request := &shopv1.PlaceOrderRequest{CommandId: newCommand(t), ShopId: d.shop, Details: &shopv1.OrderDetails{
		Name: "이서연", TotalWon: proto.Int64(44_000), Lines: []*shopv1.OrderLine{{Item: "케이크", Quantity: 1}},
	}}
	for {
		answer, err := d.shops().PlaceOrder(ctx, request)
		if err == nil {
			return answer.GetOrderId()
		}
		switch connect.CodeOf(err) {
		case connect.CodeUnavailable, connect.CodeUnknown, connect.CodeDeadlineExceeded, connect.CodeInternal,
			connect.CodeCanceled: // so a connection that was reset is called
			time.Sleep(20 * time.Millisecond)
		default:
			t.Errorf("refused: %v", err)
			return ""
		}
	}
}

// orders are all that the server has.
func (d *device) orders(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	pulls := syncv1connect.NewSyncServiceClient(&http.Client{Transport: d}, d.site)
	cursor := &syncv1.Cursor{Topic: "shop/" + d.shop}
	for more := true; more; {
		page, err := pulls.Pull(t.Context(), &syncv1.PullRequest{Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.GetRows() {
			if row.GetKind() == "order" {
				there[row.GetId()] = true
			}
		}
		cursor, more = page.GetCursor(), page.GetMore()
	}
	return there
}

// Killed at any moment, the server comes back by itself with everything that it has acknowledged, and once.
// `make bench-spine` does it two hundred times.
func TestKilledUnderLoad(t *testing.T) {
	const clients, kills, listen = 4, 5, "127.0.0.1:18474"
	data := t.TempDir()
	s := serve(t, data, listen)
	d := signIn(t, s)
	var group sync.WaitGroup
	end := make(chan struct{})
	acknowledged := make([][]string, clients)
	for c := range clients {
		group.Go(func() {
			for {
				select {
				case <-end:
					return
				default:
					acknowledged[c] = append(acknowledged[c], d.order(context.Background(), t))
				}
			}
		})
	}
	for n := range kills {
		time.Sleep(time.Duration(100+70*n) * time.Millisecond)
		s.kill()
		s = serve(t, data, listen)
	}
	time.Sleep(100 * time.Millisecond)
	close(end)
	group.Wait()
	there, all := d.orders(t), 0
	for _, some := range acknowledged {
		for _, one := range some {
			if all++; !there[one] {
				t.Errorf("order %s was acknowledged and is lost", one)
			}
		}
	}
	if len(there) != all {
		t.Errorf("%d orders are there, %d were acknowledged", len(there), all)
	}
	if all < kills {
		t.Errorf("only %d orders between %d kills", all, kills)
	}
}

// On a full disk orders are refused in a sentence, nothing is lost, and once there is room it goes on by itself.
func TestFullDisk(t *testing.T) {
	data := t.TempDir()
	mount := exec.Command("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", data)
	if out, err := mount.CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted here: %s", out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", data).Run() })
	s := serve(t, data, "127.0.0.1:0")
	t.Cleanup(s.kill)
	d := signIn(t, s)
	acknowledged := map[string]bool{d.order(t.Context(), t): true}

	filler, err := os.Create(filepath.Join(data, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // to the last byte
		_, err = filler.Write(make([]byte, 64<<10))
	}
	filler.Close()
	request := &shopv1.PlaceOrderRequest{CommandId: newCommand(t), ShopId: d.shop, Details: &shopv1.OrderDetails{
		Name: "박하은", Lines: []*shopv1.OrderLine{{Item: "케이크", Quantity: 1}},
	}}
	var refusal *connect.Error
	for range 200 { // how much room is left is looked at now and then
		answer, err := d.shops().PlaceOrder(t.Context(), request)
		if err != nil {
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			if strings.Contains(refusal.Message(), "저장됐는지 아직 몰라요") {
				continue // the one that met the end of the disk: the same again finds out
			}
			break
		}
		acknowledged[answer.GetOrderId()] = true
		request.CommandId = newCommand(t)
		time.Sleep(20 * time.Millisecond)
	}
	if refusal == nil {
		t.Fatal("orders are taken on a full disk")
	}
	if refusal.Code() != connect.CodeUnavailable || !strings.Contains(refusal.Message(), "저장할 자리가 없어서") {
		t.Errorf("refused as %v: %s", refusal.Code(), refusal.Message())
	}
	if there := d.orders(t); len(there) != len(acknowledged) {
		t.Errorf("%d orders can be read, %d were acknowledged", len(there), len(acknowledged))
	}

	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		answer, err := d.shops().PlaceOrder(ctx, request)
		if err == nil {
			acknowledged[answer.GetOrderId()] = true
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("it does not come back: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	there := d.orders(t)
	for one := range acknowledged {
		if !there[one] {
			t.Errorf("order %s was acknowledged and is lost", one)
		}
	}
	if len(there) != len(acknowledged) {
		t.Errorf("%d orders are there, %d were acknowledged", len(there), len(acknowledged))
	}
}

// What docs/api.md tells people to type works as it says.
func TestTheDocumentOfTheAPI(t *testing.T) {
	for _, program := range []string{"bash", "curl", "python3"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not here", program)
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	var block string // all that is typed, one after another
	for _, rest := range strings.Split(string(text), "```sh\n")[1:] {
		typed, _, _ := strings.Cut(rest, "```\n")
		block += typed
	}
	if block == "" {
		t.Fatal("docs/api.md has no block of commands")
	}
	s := serve(t, t.TempDir(), "127.0.0.1:0")
	block = strings.Replace(block, "SITE=http://localhost:8080\n", "SITE="+s.site+"\n", 1)
	typed := exec.Command("bash", "-e", "-o", "pipefail", "-c", "KEY="+s.key+"\n"+block)
	out, err := typed.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wants := []string{
		`"shopId"`, `"orderId":"`, `"code":"이서연`, `"block":"`, `"rows":[`, `"kind":"order"`,
		`"card":{`, `"conversationId":"`, `"messageId":"`, `"drafts":[`, `"kind":"talk"`, `"alertKeyId":"`, `"deposits":1`,
	}
	for _, want := range wants {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("nothing was answered with %s", want)
		}
	}
	if bytes.Contains(out, []byte(`"code":"invalid_argument"`)) || bytes.Contains(out, []byte(`"unauthenticated"`)) {
		t.Error("something was refused")
	}
}
