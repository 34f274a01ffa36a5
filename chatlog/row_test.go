package chatlog

import "testing"

const macHead = "Date,User,Message\n"

func TestMacRows(t *testing.T) {
	checkTraps(t, []trapCase{
		{
			name: "quotation marks, commas and line breaks",
			data: macHead + "2024-03-08 15:12:00,\"한별\",\"문구는 \"\"축하, 해\"\" 로\n\n네\"\n" +
				"2024-03-08 15:12:05,\"솔\",\"\"\"\"\"\"\n",
			want: []string{"한별|문구는 \"축하, 해\" 로\n\n네", "솔|\"\""},
		},
		{
			name: "written back by a tool",
			data: "\ufeff\"Date\",\"User\",\"Message\"\r\n2024-03-08 15:12,한별,하나, 둘\r\n\"2024-03-08 15:13:00\",솔,네\r\n",
			want: []string{"한별|하나, 둘", "솔|네"},
		},
		{
			name: "CRLF inside quotation marks",
			data: "Date,User,Message\r\n2024-03-08 15:12:00,\"한별\",\"하나\r\n둘\"\r\n2024-03-08 15:13:00,\"솔\",\"네\"\r\n",
			want: []string{"한별|하나\n둘", "솔|네"},
		},
		{
			name: "a name with marks",
			data: macHead + "2024-03-08 15:12:00,\"a, \"\"b\"\"\",\"네\"\n",
			want: []string{"a, \"b\"|네"},
		},
		{
			name: "a row quoted in a message",
			data: macHead + "2024-03-08 15:12:00,\"한별\",\"보세요\n2024-03-08 15:10:00,\"\"솔\"\",\"\"네\"\"\n끝\"\n",
			want: []string{"한별|보세요\n2024-03-08 15:10:00,\"솔\",\"네\"\n끝"},
		},
		{
			name: "a quotation that is never closed",
			data: macHead + "2024-03-08 15:12:00,\"한별\",\"하나\n둘\n" +
				"2024-03-08 15:13:00,\"솔\",\"네\"\n2024-03-08 15:14:00,\"솔\",\"넷\"\n",
			want:   []string{"한별|하나\n둘", "솔|네", "솔|넷"},
			unread: []Unread{{2, ReasonQuote}},
		},
		{
			name: "a quotation that is never closed, before rows without marks",
			data: macHead + "2024-03-08 15:11:00,솔,네\n2024-03-08 15:12:00,\"한별\",\"하나\n2024-03-08 15:13:00,솔,둘\n",
			want: []string{"솔|네", "한별|하나", "솔|둘"}, unread: []Unread{{3, ReasonQuote}},
		},
		{
			name: "marks of its own",
			data: macHead + "2024-03-08 15:12:00,한별,\"축하\" 라고\n",
			want: []string{"한별|\"축하\" 라고"},
		},
		{
			name: "a line that is no row",
			data: macHead + "2024-03-08 15:12:00,한별,하나\n둘\n",
			want: []string{"한별|하나\n둘"}, unread: []Unread{{3, ReasonOutside}},
		},
	})
}

func TestMacSystemRows(t *testing.T) {
	_, list := readAll(t, "x", macHead+"2024-03-08 15:12:00,\"한별\",\"네\"\n"+
		",\"\",\"The message has been deleted.\"\n2024-03-08 15:13:07,\"\",\"알림\"\n"+
		"2024-03-08 15:14:00,\"솔\",\"한별 invited 솔 and.\"\n2024-03-08 15:15:00,\"솔\",\"한별님을 내보냈습니다.\"\n"+
		"2024-03-08 15:16:00,\"솔\",\"I have been invited.\"\n")
	kinds := []Kind{Text, Deleted, System, System, System, Text}
	for i, m := range list {
		if m.Kind != kinds[i] {
			t.Errorf("line %d is %v, want %v", m.Line, m.Kind, kinds[i])
		}
	}
	if len(list) != 6 || !list[1].At.IsZero() || list[2].At.Second() != 7 {
		t.Errorf("%d messages at %v and %v", len(list), list[1].At, list[2].At)
	}
}
