package api_test

import (
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"

	"dangol.example/blob"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shop"
)

// upload stores files and names them as an import does.
func (h *house) upload(files ...string) (refs []*shopv1.FileRef) {
	h.t.Helper()
	for _, text := range files {
		sum := blob.HashOf([]byte(text)).String()
		if _, err := h.shops(h.owner).PutFile(h.t.Context(), &shopv1.PutFileRequest{
			ShopId: h.owner.shop, Sha256: sum, Data: []byte(text),
		}); err != nil {
			h.t.Fatal(err)
		}
		refs = append(refs, &shopv1.FileRef{Name: "대화.txt", Parts: []string{sum}})
	}
	return refs
}

func (h *house) preview(me string, refs []*shopv1.FileRef) *shopv1.PreviewImportResponse {
	h.t.Helper()
	m, err := h.shops(h.owner).PreviewImport(h.t.Context(), &shopv1.PreviewImportRequest{
		ShopId: h.owner.shop, Files: refs, Me: me,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

const talk = `이서연 님과 카카오톡 대화
저장한 날짜 : 2026-11-23 18:40:11

--------------- 2026년 11월 21일 토요일 ---------------
[이서연] [오후 2:03] 레터링 케이크 1호 하나 주문하고 싶어요! 11월 28일 오후 3시 픽업이요
[햇살케이크] [오후 2:05] 네 총 44,000원입니다. 국민 000000-00-000000 햇살케이크 입금 확인 후 예약 확정됩니다
[이서연] [오후 2:11] 성함 : 이서연 연락처 : 010-0000-0001
[햇살케이크] [오후 2:12] 네 감사합니다
`

// Who was taken for the shop is told also when it was found; where it cannot be told, a person is asked.
func TestThePreviewSaysWhoIsTheShop(t *testing.T) {
	h := newHouse(t)
	if m := h.preview("", h.upload(talk)); m.GetUnclear() || m.GetMe() != "햇살케이크" || len(m.GetOrders()) != 1 {
		t.Errorf("unclear %v, me %q, %d orders", m.GetUnclear(), m.GetMe(), len(m.GetOrders()))
	}
	at := time.Date(2026, 11, 21, 14, 3, 0, 0, time.FixedZone("KST", 9*3600)).UnixMilli()
	if m := h.preview("", h.upload(talk)); m.GetOrders()[0].GetCreatedMs() != at || m.GetOrdersTotal() != 1 {
		t.Errorf("the order is of %d, want %d by the shop's clock", m.GetOrders()[0].GetCreatedMs(), at)
	}
	unclear := h.upload("모임방 님과 카카오톡 대화\n" + talk[len("이서연 님과 카카오톡 대화\n"):])
	if m := h.preview("", unclear); !m.GetUnclear() || m.GetMe() != "" || len(m.GetOrders()) != 0 ||
		len(m.GetSpeakers()) != 2 {
		t.Errorf("unclear %v, me %q, %d orders", m.GetUnclear(), m.GetMe(), len(m.GetOrders()))
	}
	_, err := h.shops(h.owner).StartImport(t.Context(), &shopv1.StartImportRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Files: unclear,
	})
	if connect.CodeOf(err) != connect.CodeFailedPrecondition {
		t.Errorf("an import of which nobody knows whose it is: %v", err)
	}
	told(t, err)
	if m := h.preview("햇살케이크", unclear); m.GetUnclear() || m.GetMe() != "햇살케이크" || len(m.GetOrders()) != 1 {
		t.Errorf("unclear %v, me %q, %d orders", m.GetUnclear(), m.GetMe(), len(m.GetOrders()))
	}
}

// Files are counted before they are read.
func TestFilesAreCounted(t *testing.T) {
	h := newHouse(t)
	one := h.upload(talk)[0]
	long := &shopv1.FileRef{Name: "a", Parts: make([]string, 65)}
	for name, refs := range map[string][]*shopv1.FileRef{
		"none": nil, "many": slices.Repeat([]*shopv1.FileRef{one}, shop.MaxFiles+1), "many parts": {long},
	} {
		_, err := h.shops(h.owner).PreviewImport(t.Context(), &shopv1.PreviewImportRequest{
			ShopId: h.owner.shop, Files: refs,
		})
		if connect.CodeOf(err) != connect.CodeInvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
		told(t, err)
	}
}
