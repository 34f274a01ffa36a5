package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"dangol.example/blob/picture"
	"dangol.example/fault"
)

func drawn(width, height int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.RGBA{uint8(x * 7), uint8(y * 5), uint8(x ^ y), 255})
		}
	}
	return m
}

func aJPEG(width, height int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, drawn(width, height), nil)
	return b.Bytes()
}

func aPNG(width, height int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, drawn(width, height))
	return b.Bytes()
}

// segment puts a segment behind the first two bytes of a JPEG.
func segment(data []byte, mark byte, body string) []byte {
	s := append([]byte{0xFF, mark}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return slices.Insert(slices.Clone(data), 2, append(s, body...)...)
}

// chunk puts a chunk behind the first one of a PNG.
func chunk(data []byte, name, body string) []byte {
	c := append([]byte(name), body...)
	c = append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), c...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return slices.Insert(slices.Clone(data), 8+25, c...)
}

// aWebP makes the container of a WebP with chunks of name and body in turn.
func aWebP(chunks ...string) []byte {
	var all []byte
	for i := 0; i < len(chunks); i += 2 {
		all = append(all, chunks[i]...)
		all = binary.LittleEndian.AppendUint32(all, uint32(len(chunks[i+1])))
		all = append(all, chunks[i+1]...)
		if len(chunks[i+1])%2 == 1 {
			all = append(all, 0)
		}
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(all)+4))
	return append(append(head, "WEBP"...), all...)
}

const (
	vp8  = "\x10\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00rest"                                                       // 320 × 240
	vp8x = "\x00\x00\x00\x00\x3f\x01\x00\xef\x00\x00"                                                           // 320 × 240
	gps  = "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00" // a place
	// as Safari writes it: orientation and the EXIF directory, in that colour space, width and height.
	safari = "MM\x00\x2a\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x01\x00\x00" +
		"\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00" +
		"\x00\x03\xa0\x01\x00\x03\x00\x00\x00\x01\x00\x01\x00\x00\xa0\x02\x00\x04\x00\x00\x00\x01\x00\x00\x01\x40" +
		"\xa0\x03\x00\x04\x00\x00\x00\x01\x00\x00\x00\xf0\x00\x00\x00\x00"
	iptc = "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x008BIM\x04\x25\x00\x00\x00\x00\x00\x10 0123456789abcde"
)

func TestCheck(t *testing.T) {
	j, p := aJPEG(320, 240), aPNG(320, 240)
	for _, c := range []struct {
		name string
		data []byte
		kind picture.Kind
		want error
	}{
		{"JPEG", j, picture.JPEG, nil},
		{"PNG", p, picture.PNG, nil},
		{"WebP, lossy", aWebP("VP8 ", vp8), picture.WebP, nil},
		{"WebP, lossless", aWebP("VP8L", "\x2f\x3f\xc1\x3b\x00rest"), picture.WebP, nil},
		{"WebP, extended", aWebP("VP8X", vp8x, "ICCP", "abc", "VP8 ", vp8), picture.WebP, nil},
		{"JPEG with a profile", segment(j, 0xE2, "ICC_PROFILE\x00\x01\x01abc"), picture.JPEG, nil},
		{"JPEG as Safari draws it", segment(segment(j, 0xED, iptc), 0xE1, "Exif\x00\x00"+safari), picture.JPEG, nil},
		{"PNG as Safari draws it", chunk(p, "eXIf", safari), picture.PNG, nil},

		{"JPEG with a place", segment(j, 0xE1, "Exif\x00\x00"+gps), "", picture.ErrPrivate},
		{"JPEG with XMP", segment(j, 0xE1, "http://ns.adobe.com/xap/1.0/\x00<x/>"), "", picture.ErrPrivate},
		{"JPEG with IPTC", segment(j, 0xED, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x03abc"), "", picture.ErrPrivate},
		{"JPEG with words", segment(j, 0xFE, "our kitchen"), "", picture.ErrPrivate},
		{"JPEG with a maker's segment", segment(j, 0xE5, "x"), "", picture.ErrPrivate},
		{"JPEG with a film behind it", append(slices.Clone(j), "ftypmp42"...), "", picture.ErrPrivate},
		{"PNG with a place", chunk(p, "eXIf", gps), "", picture.ErrPrivate},
		{"PNG with words", chunk(p, "tEXt", "Comment\x00x"), "", picture.ErrPrivate},
		{"PNG with XMP", chunk(p, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x/>"), "", picture.ErrPrivate},
		{"PNG with a tail", append(slices.Clone(p), 1), "", picture.ErrPrivate},
		{"WebP with EXIF", aWebP("VP8X", vp8x, "VP8 ", vp8, "EXIF", gps), "", picture.ErrPrivate},
		{"WebP with XMP", aWebP("VP8X", vp8x, "VP8 ", vp8, "XMP ", "<x/>"), "", picture.ErrPrivate},
		{"a moving WebP", aWebP("VP8X", vp8x, "ANIM", "abcdef", "ANMF", "x"), "", picture.ErrKind},
		{"WebP with a tail", append(aWebP("VP8 ", vp8), "more"...), "", picture.ErrPrivate},

		{"too wide", aPNG(4097, 1), "", picture.ErrSide},
		{"too large", make([]byte, picture.MaxBytes+1), "", picture.ErrTooLarge},
		{"nothing", nil, "", picture.ErrKind},
		{"a GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "", picture.ErrKind},
		{"SVG", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "", picture.ErrKind},
		{"half a JPEG", j[:len(j)/2], "", picture.ErrDamaged},
		{"half a PNG", p[:len(p)/2], "", picture.ErrDamaged},
		{"half a WebP", aWebP("VP8 ", vp8)[:24], "", picture.ErrDamaged},
		{"a PNG that was changed", append(slices.Clone(p[:20]), append([]byte{9}, p[21:]...)...), "", picture.ErrDamaged},
		{"WebP without a picture", aWebP("ICCP", "abc"), "", picture.ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := picture.Check(c.data)
			if !errors.Is(err, c.want) || got.Kind != c.kind {
				t.Fatalf("%+v, %v", got, err)
			}
			if err == nil && (got.Width != 320 || got.Height != 240) {
				t.Errorf("%d × %d", got.Width, got.Height)
			}
		})
	}
}

// FuzzCheck: whatever comes, there is an answer, a refusal has its sentence, and what is taken is of a size that can be
// shown. What Go's own decoders take for a picture of another size is not taken.
func FuzzCheck(f *testing.F) {
	j, p := aJPEG(16, 8), aPNG(16, 8)
	for _, seed := range [][]byte{
		j, p, aWebP("VP8 ", vp8), aWebP("VP8X", vp8x, "VP8 ", vp8, "EXIF", gps), segment(j, 0xE1, "Exif\x00\x00"+safari),
		segment(j, 0xED, iptc), chunk(p, "eXIf", gps),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := picture.Check(data)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || fault.Message(err, fault.Korean) == "" {
				t.Fatalf("a refusal without a sentence: %v", err)
			}
			return
		}
		if got.Width < 1 || got.Height < 1 || got.Width > picture.MaxSide || got.Height > picture.MaxSide {
			t.Fatalf("%+v", got)
		}
		if c, err := png.DecodeConfig(bytes.NewReader(data)); err == nil && (c.Width != got.Width || c.Height != got.Height) {
			t.Fatalf("%+v, and the decoder says %d × %d", got, c.Width, c.Height)
		}
	})
}
