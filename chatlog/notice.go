package chatlog

import "strings"

// maxNameBytes bounds the name in a notice; open chats allow 20 characters, groups of names more.
const maxNameBytes = 300

// The warnings that open chats show to whoever enters.
var warnings = [...]string{
	"운영정책을 위반한 메시지로 신고 접수 시 카카오톡 이용에 제한이 있을 수 있습니다.",
	"타인, 기관 등의 사칭에 유의",
}

// The notices of Korean clients: what stands behind the name of whom it is about.
var koreanNotices = [...]string{
	"님이 들어왔습니다.", "님이 나갔습니다.", "님을 내보냈습니다.", "님을 초대했습니다.", "님을 초대하였습니다.",
}

// The notices of English clients.
var englishNotices = [...]string{
	" left this chatroom.", " joined this chatroom.", " has been removed from this chatroom.",
}

const hiddenByHost = "채팅방 관리자가 메시지를 가렸습니다."

// isNotice judges a line without sender and time. Windows writes its notices like that; the same words may be the last
// line of what somebody says. In the other layouts such a line has lost its message: it is kept as a notice.
func (r *Reader) isNotice(s string, inside bool) bool {
	if inside || r.days == 0 || isBlank(s) {
		return false
	}
	if !r.cur.open {
		return true
	}
	who, ok := noticeAbout(s)
	if r.form != windowsForm || !ok {
		return false
	}
	if r.crlf {
		return !r.cur.spread || r.isName(who)
	}
	return len(r.cur.more) == 0 || r.isName(who)
}

// isName tells whether words are a name rather than the beginning of a sentence ("아까 김대리"): they hold no blank, or
// somebody of that name has spoken.
func (r *Reader) isName(who string) bool {
	_, spoken := r.names[who]
	return spoken || !strings.Contains(who, " ")
}

// noticeAbout reads a notice and returns the name in it, "" where it has none.
func noticeAbout(s string) (who string, ok bool) {
	s = strings.TrimRight(s, " ")
	if s == hiddenByHost {
		return "", true
	}
	for _, w := range warnings {
		if i := strings.Index(s, w); i == 0 {
			return "", true
		} else if i > 0 {
			s = strings.TrimRight(s[:i], " ") // "A님이 들어왔습니다." and the warning on one line
		}
	}
	if len(s) > 2*maxNameBytes {
		return "", false
	}
	for _, end := range koreanNotices {
		if who, ok = strings.CutSuffix(s, end); ok && who != "" && len(who) <= maxNameBytes {
			inviter, _, _ := strings.Cut(who, "님이 ")
			return inviter, true
		}
	}
	return englishNotice(s)
}

func englishNotice(s string) (who string, ok bool) {
	for _, end := range englishNotices {
		if who, ok = strings.CutSuffix(s, end); ok && who != "" && len(who) <= maxNameBytes {
			return who, true
		}
	}
	who, _, ok = strings.Cut(s, " invited ")
	return who, ok && strings.HasSuffix(s, ".") && len(s) <= maxNameBytes
}

// isMacNotice judges a row of the Mac's table, where a notice has a sender like everybody's words: who left, joined or
// invited is the sender himself, who was removed is somebody else.
func (r *Reader) isMacNotice(sender, text string) bool {
	if strings.Contains(text, "\n") {
		return false
	}
	who, ok := noticeAbout(text)
	if !ok {
		return false
	}
	switch {
	case who == "", who == sender, sender == "시스템", strings.EqualFold(sender, "system"):
		return true
	case strings.HasSuffix(text, " has been removed from this chatroom."),
		strings.HasSuffix(text, " and.") && strings.Contains(text, " invited "):
		return true
	}
	_, spoken := r.names[who]
	return spoken && strings.HasSuffix(text, "님을 내보냈습니다.")
}
