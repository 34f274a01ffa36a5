package chatlog

import (
	"strconv"
	"strings"
)

// markers are what the clients write in place of what is no text.
var markers = map[string]Kind{
	"사진": Photo, "<사진>": Photo, "<사진 읽지 않음>": Photo, "Photo": Photo, "photo": Photo, "<Photo>": Photo,
	"동영상": Video, "<동영상>": Video, "<동영상 읽지 않음>": Video, "Video": Video, "video": Video, "<Video>": Video,
	"이모티콘": Emoticon, "(이모티콘)": Emoticon, "(emoticon)": Emoticon, "Emoticon": Emoticon, "emoticon": Emoticon,
	"음성메시지": Voice, "음성 메시지": Voice, "Voice Message": Voice, "Voice message": Voice, "<음성메시지>": Voice,
	"카카오톡 프로필": Contact, "KakaoTalk Profile": Contact,
	"보이스톡 해요": Call, "페이스톡 해요": Call, "그룹콜 해요": Call, "라이브톡 시작": Call,
	"삭제된 메시지입니다.": Deleted, "The message has been deleted.": Deleted, "This message was deleted.": Deleted,
	hiddenByHost: Deleted,
}

// The longest marker without a file's name.
const maxMarkerBytes = 80

// callStates are how a call can have gone; a length like 1:23 is another.
var callStates = [...]string{"취소", "부재중", "거절", "응답 없음", "종료", "연결 안 됨"}

// kindOf tells what a message is, and of how many pictures a photo message is made. A person who types the one word
// "사진" cannot be told from a photo.
func kindOf(text string) (Kind, int) {
	if strings.IndexByte(text, '\n') >= 0 {
		return Text, 0
	}
	s := strings.TrimSpace(text)
	if len(s) <= maxMarkerBytes {
		if k, ok := markers[s]; ok {
			if k == Photo {
				return Photo, 1
			}
			return k, 0
		}
		if n, ok := photoCount(s); ok {
			return Photo, n
		}
		if isCall(s) {
			return Call, 0
		}
	}
	switch {
	case strings.HasPrefix(s, "파일: "), strings.HasPrefix(s, "File: "):
		return File, 0
	case strings.HasPrefix(s, "톡게시판 '") && strings.Contains(s, "':"):
		return Board, 0
	}
	return mediaKind(s)
}

// photoCount reads "사진 3장" and "3 photos".
func photoCount(s string) (int, bool) {
	digits, ok := strings.CutPrefix(s, "사진 ")
	if ok {
		digits, ok = strings.CutSuffix(digits, "장")
	} else {
		digits, ok = strings.CutSuffix(s, " photos")
	}
	if !ok || len(digits) > 3 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0
}

func isCall(s string) bool {
	for _, name := range [...]string{"보이스톡 ", "페이스톡 ", "그룹콜 "} {
		state, ok := strings.CutPrefix(s, name)
		if !ok {
			continue
		}
		for _, known := range callStates {
			if state == known {
				return true
			}
		}
		c := cursor{s: state}
		_, okHead := c.num(1, 3)
		if okHead && c.lit(":") {
			_, ok := c.num(2, 2)
			return ok
		}
	}
	return false
}

// mediaKind knows the file name that stands in for a picture in an Android export with media: a long number of
// decimal or hexadecimal digits.
func mediaKind(s string) (Kind, int) {
	dot := strings.LastIndexByte(s, '.')
	if dot < 12 || len(s) > maxMarkerBytes {
		return Text, 0
	}
	for _, c := range []byte(s[:dot]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return Text, 0
		}
	}
	switch s[dot+1:] {
	case "jpg", "jpeg", "png", "gif", "webp":
		return Photo, 1
	case "mp4", "mov":
		return Video, 0
	case "m4a":
		return Voice, 0
	}
	return Text, 0
}

var kindNames = [...]string{
	"text", "photo", "video", "emoticon", "voice", "file", "contact", "call", "board", "deleted", "system",
}

// String names the kind, for people who look for a fault.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}
