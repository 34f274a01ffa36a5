// Package picture looks at pictures before they are kept: which kind they are, how large, and whether something stands in
// them that no picture needs. A camera writes down where it was (EXIF with GPS), programs what was done (XMP, IPTC):
// customers do not know that they send their address along, so a picture that holds such a thing is refused. The device
// that sends it has redrawn it before, which takes all of it out.
//
// It reads the containers only (JPEG: ITU-T T.81 Annex B; PNG: W3C PNG 3rd edition; WebP: RFC 9649), and decodes no
// pixel: a picture that says it is small and unpacks to much harms nobody here. It does not draw, cut or clean.
package picture

import "dangol.example/fault"

// The most of a picture.
const (
	MaxBytes = 1 << 20
	MaxSide  = 4096 // pixels
)

// What is refused.
var (
	ErrTooLarge = fault.New(fault.Invalid, "사진은 1MB까지예요. 조금 줄여서 다시 보내 주세요.",
		"A picture has at most 1 MB. Please make it smaller and send it again.")
	ErrKind = fault.New(fault.Invalid, "JPEG, PNG, WebP 사진만 보낼 수 있어요.",
		"Only JPEG, PNG and WebP pictures can be sent.")
	ErrDamaged = fault.New(fault.Invalid, "사진 파일이 깨졌어요. 다른 사진을 골라 주세요.",
		"This picture is damaged. Please choose another one.")
	ErrSide = fault.New(fault.Invalid, "사진은 가로세로 4,096픽셀까지예요.",
		"A picture has at most 4,096 pixels on a side.")
	ErrPrivate = fault.New(fault.Invalid, "사진에 찍은 곳 같은 정보가 남아 있어서 받지 않았어요. 앱에서 다시 골라 보내 주세요.",
		"This picture still holds information such as where it was taken, so it was refused. Please choose it in the app again.")
)

// Kind is what a picture is, as browsers call it.
type Kind string

// The kinds.
const (
	JPEG Kind = "image/jpeg"
	PNG  Kind = "image/png"
	WebP Kind = "image/webp"
)

// Picture is what was found out.
type Picture struct {
	Kind          Kind
	Width, Height int
}

// Check looks at a picture. Its error is a fault that a person understands.
func Check(data []byte) (Picture, error) {
	if len(data) > MaxBytes {
		return Picture{}, ErrTooLarge
	}
	var p Picture
	var err error
	switch KindOf(data) {
	case JPEG:
		p, err = readJPEG(data)
	case PNG:
		p, err = readPNG(data)
	case WebP:
		p, err = readWebP(data)
	default:
		return p, ErrKind
	}
	switch {
	case err != nil:
		return Picture{}, err
	case p.Width < 1 || p.Height < 1:
		return Picture{}, ErrDamaged
	case p.Width > MaxSide || p.Height > MaxSide:
		return Picture{}, ErrSide
	}
	return p, nil
}

// KindOf tells a picture's kind by its first bytes, "" when it is none that is known.
func KindOf(data []byte) Kind {
	switch {
	case len(data) > 3 && string(data[:3]) == "\xFF\xD8\xFF":
		return JPEG
	case len(data) > len(pngSignature) && string(data[:len(pngSignature)]) == pngSignature:
		return PNG
	case len(data) >= riffHead && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return WebP
	}
	return ""
}
