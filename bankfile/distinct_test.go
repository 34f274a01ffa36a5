package bankfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dangol.example/bankfile"
)

const kbHead = "거래일시,적요,보낸분/받는분,출금액,입금액,잔액\n"

func distinct(t *testing.T, texts ...string) []string {
	t.Helper()
	var all []bankfile.Statement
	for _, text := range texts {
		all = append(all, read(t, text)...)
	}
	return lines(bankfile.Distinct(all))
}

// TestDistinct counts what two files have in common once, and nothing else.
func TestDistinct(t *testing.T) {
	alert := "[KB]06/12 14:23\n821337**680\n%s\n입금\n50,000\n[잔액60,000]"
	row := kbHead + "2026.06.12 14:23:41,전자금융,대연이엔지주식회사,0,50000,60000\n"
	simple := "거래일자,거래시간,적요(입금자명),입금액\n"
	for _, c := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{
			"overlapping downloads",
			[]string{
				kbHead + "2026.06.12 09:00:00,전자금융,가,0,1000,1000\n2026.06.12 09:00:00,전자금융,가,0,1000,2000\n",
				kbHead + "2026.06.12 09:00:00,전자금융,가,0,1000,2000\n2026.06.13 09:00:00,전자금융,나,0,1000,3000\n",
			},
			[]string{"260612 09:00:00|가||1000|1000", "260612 09:00:00|가||1000|2000", "260613 09:00:00|나||1000|3000"},
		},
		{
			"two equal rows without balance stay two",
			[]string{
				simple + "2026-06-12,09:00:00,가,1000\n2026-06-12,09:00:00,가,1000\n", simple + "2026-06-12,09:00:00,가,1000\n2026-06-12,09:00:00,가,1000\n",
			},
			[]string{"260612 09:00:00|가||1000|-", "260612 09:00:00|가||1000|-"},
		},
		{"an alert with a cut name, then its row", []string{fmt.Sprintf(alert, "대연이엔지주식회"), row}, []string{"260612 14:23:41|대연이엔지주식회사||50000|60000"}},
		{"the row first", []string{row, fmt.Sprintf(alert, "대연이엔지주식회")}, []string{"260612 14:23:41|대연이엔지주식회사||50000|60000"}},
		{
			"an alert a minute late, proved by the balance",
			[]string{row, strings.Replace(fmt.Sprintf(alert, "대연"), "14:23", "14:24", 1)},
			[]string{"260612 14:23:41|대연이엔지주식회사||50000|60000"},
		},
		{"an alert over midnight", []string{
			kbHead + "2026.06.12 23:59:58,전자금융,가,0,50000,60000\n",
			"[KB]06/13 00:00\n821337**680\n가\n입금\n50,000\n[잔액60,000]",
		}, []string{"260612 23:59:58|가||50000|60000"}},
		{
			"an alert of another balance",
			[]string{row, strings.Replace(fmt.Sprintf(alert, "대연"), "60,000", "70,000", 1)},
			[]string{"260612 14:23:41|대연이엔지주식회사||50000|60000", "260612 14:23|대연||50000|70000"},
		},
		{
			"an alert of another minute, no balance",
			[]string{"신한06/12 14:23\n110-***-123456\n입금 50,000\n가", "신한06/12 14:24\n110-***-123456\n입금 50,000\n가"},
			[]string{"260612 14:23|가||50000|-", "260612 14:24|가||50000|-"},
		},
		{
			"a masked name",
			[]string{simple + "2026-06-12,14:23:10,홍길동,50000\n", "신한06/12 14:23\n110-***-123456\n입금 50,000\n홍*동"},
			[]string{"260612 14:23:10|홍길동||50000|-"},
		},
		{
			"another name",
			[]string{simple + "2026-06-12,14:23:10,홍길동,50000\n", "신한06/12 14:23\n110-***-123456\n입금 50,000\n박보라"},
			[]string{"260612 14:23:10|홍길동||50000|-", "260612 14:23|박보라||50000|-"},
		},
		{
			"two accounts",
			[]string{"계좌번호,111-222-333333\n" + simple + "2026-06-12,14:23:00,가,50000\n", "계좌번호,999-222-444444\n" + simple + "2026-06-12,14:23:00,가,50000\n"},
			[]string{"260612 14:23:00|가||50000|-", "260612 14:23:00|가||50000|-"},
		},
		{
			"one account, masked in one of them",
			[]string{"계좌번호,110-222-123456\n" + simple + "2026-06-12,14:23:00,가,50000\n", "신한06/12 14:23\n110-***-123456\n입금 50,000\n가"},
			[]string{"260612 14:23:00|가||50000|-"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, distinct(t, c.texts...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestIDsAreStable gives a row the same ID in every download that has it, and in every container.
func TestIDsAreStable(t *testing.T) {
	a := "2026.06.12 09:00:00,전자금융,ＫＢ가 나,0,1000,1000\n"
	b := "2026.06.13 09:00:00,전자금융,나,0,1000,2000\n"
	whole := read(t, kbHead+a+b)[0].Rows
	turned := read(t, kbHead+b+a)[0].Rows
	tail := read(t, kbHead+b)[0].Rows
	narrow := read(t, kbHead+strings.Replace(a, "ＫＢ", "KB", 1))[0].Rows
	if whole[0].ID != turned[0].ID || whole[1].ID != turned[1].ID || whole[1].ID != tail[0].ID || whole[0].ID != narrow[0].ID {
		t.Error("an ID depends on more than the row")
	}
	if whole[0].ID == whole[1].ID || whole[0].ID == (bankfile.ID{}) {
		t.Error("two rows have one ID")
	}
}
