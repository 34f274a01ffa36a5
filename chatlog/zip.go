package chatlog

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"dangol.example/fault"
)

const (
	// maxZipText is how many bytes of conversation one zip may hold unpacked. Ten years of a busy group are 50 MB.
	maxZipText = 512 << 20
	// maxZipMembers is how many files one zip may hold.
	maxZipMembers = 100_000
)

// readZip reads every conversation of a zip. A text file in it that is none gives a room of layout Unknown with one
// unread line, so that nobody takes it for read; it is an error only when there is no conversation at all.
func readZip(name string, r io.ReaderAt, size int64, o Options) ([]Room, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault.New(fault.Invalid,
			"%s 압축 파일이 깨졌습니다. 카카오톡에서 다시 내보내 주세요.",
			"The zip file %s is damaged. Export the chat again.", baseName(name)).Because(err)
	}
	if len(z.File) > maxZipMembers {
		return nil, fault.New(fault.Invalid,
			"%[1]s 에 파일이 %[2]d개보다 많습니다. 압축을 직접 풀고 대화 파일만 골라 주세요.",
			"%[1]s holds more than %[2]d files. Unpack it yourself and choose the conversation files only.",
			baseName(name), maxZipMembers)
	}
	var rooms []Room
	var pictures []Picture
	left, found := int64(maxZipText), false
	for _, f := range z.File {
		member := memberName(f)
		if p, ok := picture(member, o.location()); ok {
			pictures = append(pictures, p)
		}
		if !mayBeChat(member) {
			continue
		}
		room, err := readMember(name, member, f, &left, o)
		if err != nil {
			return nil, err
		}
		found = found || room.Layout != Unknown
		rooms = append(rooms, room)
	}
	if !found {
		return nil, noConversation(name)
	}
	sharePictures(rooms, pictures)
	return rooms, nil
}

func readMember(archive, member string, f *zip.File, left *int64, o Options) (Room, error) {
	in, err := f.Open()
	if err != nil {
		return Room{}, damaged(archive, member).Because(err)
	}
	defer func() { _ = in.Close() }()
	file := archive + "/" + member
	x, err := Open(file, limited{r: in, left: left, zip: archive}, o)
	if fault.KindOf(err) == fault.Invalid && *left > 0 {
		return Room{File: file, Layout: Unknown, Unread: []Unread{{Line: 1, Reason: ReasonLayout}}}, nil
	}
	if err == nil {
		var room Room
		if room, err = x.all(); err == nil {
			return room, nil
		}
	}
	var told *fault.Error
	if errors.As(err, &told) {
		return Room{}, err
	}
	return Room{}, damaged(archive, member).Because(err)
}

func damaged(archive, member string) *fault.Error {
	return fault.New(fault.Invalid,
		"%[1]s 안의 %[2]s 을(를) 풀 수 없습니다. 카카오톡에서 다시 내보내 주세요.",
		"%[2]s in %[1]s cannot be unpacked. Export the chat again.", baseName(archive), baseName(member))
}

// memberName decodes a member's name: old Windows tools write CP949 without saying so.
func memberName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if s, err := korean.EUCKR.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	return strings.ReplaceAll(norm.NFC.String(name), `\`, "/")
}

// mayBeChat leaves out folders, hidden files and the copies that macOS puts into its zips.
func mayBeChat(member string) bool {
	if strings.HasPrefix(baseName(member), ".") || strings.HasPrefix(member, "__MACOSX/") {
		return false
	}
	switch strings.ToLower(path.Ext(member)) {
	case ".txt", ".csv":
		return true
	}
	return false
}
