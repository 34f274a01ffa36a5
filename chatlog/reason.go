package chatlog

import "dangol.example/fault"

// The reasons.
const (
	ReasonOutside Reason = "outside" // belongs to no message
	ReasonTime    Reason = "time"    // a date or time that does not exist: 30 February, 오후 13:10
	ReasonCut     Reason = "cut"     // the file ends in the middle of it
	ReasonLong    Reason = "long"    // longer than a line may be; the rest was left out
	ReasonBytes   Reason = "bytes"   // bytes that are no text; each is shown as U+FFFD
	ReasonQuote   Reason = "quote"   // a quotation mark that is never closed (Mac)
	ReasonLayout  Reason = "layout"  // a file of a zip in which no conversation was found
)

// Sentence says to a person what is wrong with the line.
func (r Reason) Sentence() fault.Sentence {
	switch r {
	case ReasonOutside:
		return fault.Sentence{KO: "어느 메시지에도 속하지 않는 줄입니다.", EN: "The line belongs to no message."}
	case ReasonTime:
		return fault.Sentence{KO: "없는 날짜나 시각입니다.", EN: "The date or time does not exist."}
	case ReasonCut:
		return fault.Sentence{KO: "파일이 여기에서 끊겼습니다.", EN: "The file is cut off here."}
	case ReasonLong:
		return fault.Sentence{KO: "너무 긴 줄이라 뒷부분을 읽지 않았습니다.", EN: "The line is too long; its end was left out."}
	case ReasonBytes:
		return fault.Sentence{KO: "글자가 깨진 줄입니다.", EN: "The line holds bytes that are not text."}
	case ReasonQuote:
		return fault.Sentence{KO: "따옴표가 닫히지 않았습니다.", EN: "A quotation mark is never closed."}
	case ReasonLayout:
		return fault.Sentence{KO: "카카오톡 대화가 아닌 파일입니다.", EN: "The file is not a KakaoTalk conversation."}
	}
	return fault.Sentence{KO: "읽지 못한 줄입니다.", EN: "The line could not be read."}
}
