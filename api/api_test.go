package api_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"dangol.example/api"
	"dangol.example/blob"
	faultv1 "dangol.example/gen/api/dangol/fault/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/id"
)

// procedures are all procedures of all services.
func procedures() (all []protoreflect.MethodDescriptor) {
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for k := range methods.Len() {
				if strings.HasPrefix(string(f.Package()), "dangol.") {
					all = append(all, methods.Get(k))
				}
			}
		}
		return true
	})
	return all
}

func procedure(m protoreflect.MethodDescriptor) string {
	return fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name())
}

// Every procedure has a rule, every rule a procedure, and nothing but signing in goes without a token.
func TestEveryRouteHasARule(t *testing.T) {
	h := newHouse(t)
	rules := api.Rules()
	for _, m := range procedures() {
		name := procedure(m)
		r, is := rules[name]
		t.Logf("%-50s %s", name, r)
		if !is {
			t.Errorf("%s has no rule", name)
		}
		delete(rules, name)
		for token, want := range map[string]connect.Code{
			"": connect.CodeUnauthenticated, "junk": connect.CodeUnauthenticated,
			base64.RawURLEncoding.EncodeToString(make([]byte, 32)): connect.CodeUnauthenticated,
		} {
			if r == "public" || m.IsStreamingServer() {
				continue
			}
			response, err := post(t, h.url+name, token, "{}")
			if err != nil || response.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s with token %q: %v, want %v", name, token, response.Status, want)
			}
		}
	}
	for name := range rules {
		t.Errorf("%s has a rule and is no procedure", name)
	}
	for name, why := range api.Routes {
		t.Logf("%-50s %s", name, why)
	}
}

func post(t *testing.T, url, token, body string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err == nil {
		response.Body.Close()
	}
	return response, err
}

// What is another shop's looks like what does not exist, for every command.
func TestOtherShopsAreClosed(t *testing.T) {
	h := newHouse(t)
	other := h.open(2, "달빛케이크")
	for _, m := range procedures() {
		field := m.Input().Fields().ByName("shop_id")
		if field == nil || api.Rules()[procedure(m)] == "public" {
			continue
		}
		for _, shopID := range []string{other.shop, id.Of(1, "no shop").String()} {
			body := fmt.Sprintf(`{"shopId": %q, "commandId": %q}`, shopID, h.command())
			response, err := post(t, h.url+procedure(m), h.owner.token, body)
			if err != nil ||
				response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusBadRequest {
				t.Errorf("%s of another shop: %v", procedure(m), response.Status)
			}
		}
	}
	_, err := h.syncs(
		h.owner,
	).Pull(
		t.Context(),
		&syncv1.PullRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + other.shop}},
	)
	if connect.CodeOf(err) != connect.CodePermissionDenied {
		t.Errorf("pull of another shop: %v", err)
	}
}

func TestStaffMayLess(t *testing.T) {
	h := newHouse(t)
	added, err := h.shops(h.owner).AddStaff(t.Context(), &shopv1.AddStaffRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Name: "정수민", Role: shopv1.Role_ROLE_STAFF,
	})
	if err != nil {
		t.Fatal(err)
	}
	shopID, _ := id.Parse(h.owner.shop)
	staffID, _ := id.Parse(added.GetStaffId())
	staff := h.signIn(shopID, staffID, "정수민")
	_, err = h.shops(
		staff,
	).ChangeShop(
		t.Context(),
		&shopv1.ChangeShopRequest{CommandId: h.command(), ShopId: staff.shop},
	)
	if connect.CodeOf(err) != connect.CodePermissionDenied {
		t.Errorf("%v", err)
	}
	h.place(staff, "이서연")
	if _, err := h.shops(h.owner).RemoveStaff(t.Context(), &shopv1.RemoveStaffRequest{
		CommandId: h.command(), ShopId: h.owner.shop, StaffId: staff.staff,
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.shops(staff).PlaceOrder(t.Context(), h.order(staff, "김도윤")); err == nil {
		t.Error("somebody who was removed still writes orders")
	}
	who, err := h.sessions(h.owner).Who(t.Context(), &sessionv1.WhoRequest{})
	if err != nil || who.GetIdentity().GetRole() != "owner" || who.GetIdentity().GetShopName() != "햇살케이크" {
		t.Errorf("%v, %v", who, err)
	}
	if _, err := h.sessions(
		h.owner,
	).SignOut(
		t.Context(),
		&sessionv1.SignOutRequest{CommandId: h.command()},
	); err != nil {
		t.Error(err)
	}
}

func TestSameCommandAgain(t *testing.T) {
	h := newHouse(t)
	request := h.order(h.owner, "이서연")
	first, err := h.shops(h.owner).PlaceOrder(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.shops(h.owner).PlaceOrder(t.Context(), request)
	if err != nil || !proto.Equal(first, again) {
		t.Errorf("%v, then %v, %v", first, again, err)
	}
	request.Details.Name = "다른 사람"
	if _, err := h.shops(
		h.owner,
	).PlaceOrder(
		t.Context(),
		request,
	); connect.CodeOf(
		err,
	) != connect.CodeFailedPrecondition {
		t.Errorf("the same id with other content: %v", err)
	}
}

// Refusals are told in the language that was asked for, with both beside.
func TestRefusalsAreTold(t *testing.T) {
	h := newHouse(t)
	request := connect.NewRequest(h.order(h.owner, ""))
	_, err := h.shops(h.owner).PlaceOrder(t.Context(), request.Msg)
	told := new(connect.Error)
	if !errors.As(err, &told) || told.Code() != connect.CodeInvalidArgument || len(told.Details()) != 1 {
		t.Fatalf("%v", err)
	}
	value, err := told.Details()[0].Value()
	f, is := value.(*faultv1.Fault)
	if err != nil || !is || f.GetKo() != told.Message() || f.GetEn() == "" {
		t.Errorf("%v", value)
	}
	for body, want := range map[string]int{
		`{"shopId": "junk"}`: http.StatusBadRequest, `{`: http.StatusBadRequest, `{"none": 1}`: http.StatusBadRequest,
		strings.Repeat(" ", api.MaxUpload) + "{}": http.StatusTooManyRequests,
	} {
		response, err := post(t, h.url+shopv1connect.ShopServicePlaceOrderProcedure, h.owner.token, body)
		if err != nil || response.StatusCode != want {
			t.Errorf("%.30q: %v, want %d", body, response.Status, want)
		}
	}
}

// Two devices of one shop see each other's change.
func TestWatch(t *testing.T) {
	h := newHouse(t)
	topic := "shop/" + h.owner.shop
	pulled, err := h.syncs(h.owner).Pull(t.Context(), &syncv1.PullRequest{Cursor: &syncv1.Cursor{Topic: topic}})
	if err != nil || pulled.GetMore() || len(pulled.GetRows()) == 0 || pulled.GetAnew() {
		t.Fatalf("%v, %v", pulled, err)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	stream, err := h.syncs(h.owner).Watch(ctx, &syncv1.WatchRequest{Cursor: pulled.GetCursor()})
	if err != nil || !stream.Receive() {
		t.Fatal(err, stream.Err())
	}
	if m := stream.Msg(); len(m.GetRows()) != 0 {
		t.Errorf("the first message has %d rows that were pulled", len(m.GetRows()))
	}
	for n := range 20 {
		answer := h.place(h.owner, fmt.Sprint("손님", n))
		started, seen := time.Now(), false
		for !seen && stream.Receive() {
			for _, row := range stream.Msg().GetRows() {
				seen = seen ||
					row.GetId() == answer.GetOrderId() && row.GetKind() == "order" &&
						row.GetBlock() >= answer.GetBlock()
			}
		}
		if !seen {
			t.Fatal("the order does not come", stream.Err())
		}
		if n == 19 {
			t.Logf("seen %v after the answer", time.Since(started))
		}
	}
	for beats := 0; beats < 2 && stream.Receive(); { // nothing happens: signs of life
		if len(stream.Msg().GetRows()) == 0 {
			beats++
		}
	}
	if stream.Err() != nil {
		t.Error(stream.Err())
	}
	// A device with rows of another edition begins anew.
	old := &syncv1.Cursor{Topic: topic, Block: 3, Edition: "old"}
	anew, err := h.syncs(h.owner).Pull(t.Context(), &syncv1.PullRequest{Cursor: old, Limit: 10})
	if err != nil || !anew.GetAnew() || !anew.GetMore() || anew.GetCursor().GetEdition() == "old" {
		t.Errorf("%v, %v", anew.GetCursor(), err)
	}
	close(h.stop)
	for stream.Receive() {
	}
	if connect.CodeOf(stream.Err()) != connect.CodeUnavailable {
		t.Errorf("the watch ends with %v", stream.Err())
	}
}

func TestImportThroughTheAPI(t *testing.T) {
	h := newHouse(t)
	names, _ := filepath.Glob("../testdata/orders_synthetic/*.*")
	var refs []*shopv1.FileRef
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil || strings.HasSuffix(n, ".md") || strings.HasSuffix(n, ".json") {
			continue
		}
		sum := blob.HashOf(data).String()
		if _, err := h.shops(
			h.owner,
		).PutFile(
			t.Context(),
			&shopv1.PutFileRequest{ShopId: h.owner.shop, Sha256: sum, Data: data},
		); err != nil {
			t.Fatal(err)
		}
		refs = append(refs, &shopv1.FileRef{Name: filepath.Base(n), Parts: []string{sum}})
	}
	_, err := h.shops(
		h.owner,
	).PutFile(
		t.Context(),
		&shopv1.PutFileRequest{ShopId: h.owner.shop, Sha256: refs[0].GetParts()[0], Data: []byte("x")},
	)
	if connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Errorf("a part that is not its hash: %v", err)
	}
	preview, err := h.shops(
		h.owner,
	).PreviewImport(
		t.Context(),
		&shopv1.PreviewImportRequest{ShopId: h.owner.shop, Files: refs},
	)
	if err != nil || len(preview.GetOrders()) < 9 || len(preview.GetDeposits()) < 8 ||
		len(preview.GetOrders()[0].GetEvidence()) == 0 {
		t.Fatalf("%d orders, %v", len(preview.GetOrders()), err)
	}
	gone := []*shopv1.FileRef{{Name: "gone", Parts: []string{blob.HashOf([]byte("gone")).String()}}}
	if _, err := h.shops(
		h.owner,
	).PreviewImport(
		t.Context(),
		&shopv1.PreviewImportRequest{ShopId: h.owner.shop, Files: gone},
	); connect.CodeOf(
		err,
	) != connect.CodeNotFound {
		t.Errorf("%v", err)
	}
	if _, err := h.shops(
		h.owner,
	).StartImport(
		t.Context(),
		&shopv1.StartImportRequest{CommandId: h.command(), ShopId: h.owner.shop, Files: refs},
	); err != nil {
		t.Fatal(err)
	}
	stream, err := h.syncs(
		h.owner,
	).Watch(
		t.Context(),
		&syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + h.owner.shop}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for stream.Receive() {
		for _, row := range stream.Msg().GetRows() {
			m := &shopv1.Import{}
			if row.GetKind() != "import" || proto.Unmarshal(row.GetData(), m) != nil {
				continue
			}
			if m.GetState() == shopv1.ImportState_IMPORT_STATE_DONE {
				if int(m.GetOrdersNew()) != len(preview.GetOrders()) {
					t.Errorf("%v", m)
				}
				return
			}
		}
	}
	t.Error("the import does not end", stream.Err())
}

func TestPlainRoutes(t *testing.T) {
	h := newHouse(t)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/nothing": 404} {
		response, err := http.Get(h.url + path)
		if err != nil || response.StatusCode != want || response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v, %v", path, response.Status, err)
		}
		response.Body.Close()
	}
	for origin, want := range map[string]string{"https://b.example": "https://b.example", "https://evil.example": ""} {
		r, _ := http.NewRequestWithContext(
			t.Context(),
			http.MethodOptions,
			h.url+shopv1connect.ShopServicePlaceOrderProcedure,
			nil,
		)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
		response, err := http.DefaultClient.Do(r)
		if err != nil || response.Header.Get("Access-Control-Allow-Origin") != want {
			t.Errorf("%s: allowed %q, %v", origin, response.Header.Get("Access-Control-Allow-Origin"), err)
		}
		response.Body.Close()
	}
}

// What runs is told to who watches over it: by shard, and with how far a closed one is.
func TestStateOfShards(t *testing.T) {
	h := newHouse(t)
	get := func(path string) (int, string) {
		response, err := http.Get(h.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(body)
	}
	h.shards[2] = nil
	status, body := get("/readyz")
	if status != http.StatusServiceUnavailable ||
		body != `{"ok":false,"shards_not_running":{"2":{"block":3,"of_blocks":4,"events":5}}}`+"\n" {
		t.Errorf("%d: %s", status, body)
	}
	_, body = get("/metrics")
	for _, want := range []string{
		`dangol_shard_up{shard="1"} 1`, `dangol_shard_up{shard="2"} 0`, `dangol_replay_blocks{shard="2"} 4`,
		`dangol_shard_queue_commands{shard="1"} 0`, `dangol_shard_errands{shard="1"} 0`,
		`dangol_commands_total{shard="1"}`, `dangol_block_seconds_count{step="append"}`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
}

// A request's trace holds its command; the block it went into has a trace of its own, with the writer's steps.
func TestTraces(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(recorder)))
	defer otel.SetTracerProvider(before)
	h := newHouse(t)
	h.place(h.owner, "이서연")
	names := map[string]trace.ReadOnlySpan{}
	for _, s := range recorder.Ended() {
		names[s.Name()] = s
		if text := fmt.Sprint(s.Attributes(), s.Events(), s.Status()); strings.Contains(text, "이서연") {
			t.Errorf("%s tells who ordered", s.Name())
		}
	}
	for _, want := range []string{"shard.block", "shard.decide", "shard.append", "shard.commit", "shard.command"} {
		if names[want] == nil {
			t.Errorf("no span %s among %d", want, len(recorder.Ended()))
		}
	}
	request := names["dangol.shop.v1.ShopService/PlaceOrder"]
	command := names["shard.command"]
	if request == nil || command.Parent().SpanID() != request.SpanContext().SpanID() {
		t.Error("the command is not in the trace of its request")
	}
	if names["shard.append"].Parent().SpanID() != names["shard.block"].SpanContext().SpanID() {
		t.Error("the step is not in the trace of its block")
	}
}

func TestSignInsHaveAnEnd(t *testing.T) {
	h := newHouse(t)
	var last error
	for range api.SignInsAtOnce + 2 {
		key, _ := secret("wrong")
		_, last = h.sessions(
			person{},
		).SignIn(
			t.Context(),
			&sessionv1.SignInRequest{CommandId: h.command(), Key: key, Token: key},
		)
	}
	if connect.CodeOf(last) != connect.CodeUnavailable {
		t.Errorf("%v", last)
	}
}
