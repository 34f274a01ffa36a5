// Package chatlog reads KakaoTalk conversation exports.
//
// It knows every layout that the Android, iOS, Windows and Mac clients have written since 2015, in Korean and English,
// finds out by itself which one a file has, and gives the conversation back message by message. It does not
// understand what is said: that is package intake's work.
//
// INVARIANT: no byte of the conversation is lost. What is no message of its own is part of a message, a system line,
// or listed in Unread with its line number.
package chatlog

import "time"

// Kind is what a message is.
type Kind uint8

// The kinds of message. Only Text has words of the sender; the others carry the export's marker in Text.
const (
	Text     Kind = iota
	Photo         // 사진, 사진 3장, Photo, <사진 읽지 않음>
	Video         // 동영상
	Emoticon      // 이모티콘, (emoticon)
	Voice         // 음성메시지
	File          // 파일: 이름.pdf
	Contact       // 카카오톡 프로필
	Call          // 보이스톡 해요, 페이스톡 해요
	Board         // 톡게시판 '투표': ...
	Deleted       // 삭제된 메시지입니다.
	System        // joined, left, invited, warnings; it has no sender
)

// Key names one message for ever: the same message in a later, longer export of the same room has the same key. It is
// made of the room, the day, the minute, the sender, the text, and the ordinal among equals inside the minute.
type Key [16]byte

// Message is one entry of a conversation.
type Message struct {
	Key    Key
	Line   int       // the line in the file where it starts, from 1; the n-th line of Text (from 0) stands at Line+n
	At     time.Time // wall clock of the exporting phone, to the minute (Mac: second); zero where the export has none
	Sender string    // as the export shows it; "" for System
	Own    bool      // written by the account that made the export ("회원님", "you")
	Kind   Kind
	Count  int    // pictures in a Photo message, else 0
	Text   string // byte for byte, its lines joined by "\n"
}

// Unread is a line that could not be read. The line's text is not repeated here: it may hold anything.
type Unread struct {
	Line   int
	Reason Reason
}

// Reason says why a line could not be read.
type Reason string

// Room is a conversation read whole.
type Room struct {
	File     string    // the file it came from; for a zip "archive.zip/member.txt"
	Name     string    // the room's name in the header (Mac: in the file's name), "" where there is none
	Members  int       // people in the room as the header counts them, 0 where it does not
	Layout   Layout    // which layout was found
	Encoding string    // "UTF-8", "UTF-8 BOM", "CP949", "UTF-16"
	SavedAt  time.Time // when the export was made; zero where the file does not say
	Messages []Message
	Unread   []Unread
	Pictures []Picture // the picture files that came in the same zip, by time
}

// Picture is a picture file of a zip export.
type Picture struct {
	Name string    // the member's path in the zip
	At   time.Time // when it was sent, from its name; zero where the name does not say
	Line int       // the Photo message it most likely is, 0 when there is none at that time
}

// Layout names one way in which a client writes its export, see docs/chatlog.md.
type Layout string

// The layouts, with their number in docs/chatlog.md.
const (
	AndroidKorean      Layout = "android-ko"       // A1
	AndroidEnglish     Layout = "android-en"       // A2
	AndroidEnglish2015 Layout = "android-en-2015"  // A3
	IOSKorean          Layout = "ios-ko"           // I1
	IOSKorean24        Layout = "ios-ko-24h"       // I2
	IOSKoreanTimeOnly  Layout = "ios-ko-time-only" // I3
	IOSEnglish24       Layout = "ios-en-24h"       // I4
	IOSEnglish         Layout = "ios-en"           // I5
	IOSRegional        Layout = "ios-en-region"    // I6
	WindowsKorean      Layout = "windows-ko"       // W1
	Windows24          Layout = "windows-ko-24h"   // W2
	WindowsEnglish     Layout = "windows-en"       // W3
	Mac                Layout = "mac-csv"          // M
	Empty              Layout = "empty"            // a header and nothing else
	Unknown            Layout = "unknown"          // a member of a zip that is no conversation
)
