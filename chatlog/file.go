package chatlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dangol.example/fault"
)

// ReadFile reads a file: a conversation, or a zip with conversations and pictures in it. What it is shows in its
// bytes, not in its name.
func ReadFile(path string, o Options) ([]Room, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cannotOpen(path).Because(bare(err))
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, cannotOpen(path).Because(bare(err))
	}
	if info.IsDir() {
		return nil, fault.New(fault.Invalid,
			"%s 은(는) 폴더입니다. 그 안의 대화 파일(.txt, .csv, .zip)을 골라 주세요.",
			"%s is a folder. Choose the conversation files (.txt, .csv, .zip) inside it.", baseName(path))
	}
	return readAny(path, f, info.Size(), o)
}

// ReadBytes is ReadFile for a file that is held in memory. The name is for messages.
func ReadBytes(name string, data []byte, o Options) ([]Room, error) {
	return readAny(name, bytes.NewReader(data), int64(len(data)), o)
}

// file is what a file on disk and one in memory have in common.
type file interface {
	io.Reader
	io.ReaderAt
}

func readAny(name string, f file, size int64, o Options) ([]Room, error) {
	mark := make([]byte, 4)
	if n, _ := f.ReadAt(mark, 0); n == len(mark) && bytes.Equal(mark, []byte("PK\x03\x04")) {
		return readZip(name, f, size, o)
	}
	room, err := Read(name, f, o)
	if err != nil {
		return nil, err
	}
	return []Room{room}, nil
}

// bare takes the path off an error of the file system: the sentence has the file's name already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func cannotOpen(path string) *fault.Error {
	return fault.New(fault.Missing,
		"%s 파일을 열 수 없습니다. 파일이 그 자리에 있고 읽을 수 있는지 확인해 주세요.",
		"%s cannot be opened. Check that the file is there and may be read.", baseName(path))
}

// limited reads at most left bytes over all the members that share it, and then fails instead of ending.
type limited struct {
	r    io.Reader
	left *int64
	zip  string
}

func (l limited) Read(p []byte) (int, error) {
	if *l.left <= 0 {
		return 0, fault.New(fault.Invalid,
			"%[1]s 의 압축을 풀면 %[2]d MB가 넘습니다. 압축을 직접 풀고 대화 파일만 골라 주세요.",
			"%[1]s unpacks to more than %[2]d MB. Unpack it yourself and choose the conversation files only.",
			baseName(l.zip), maxZipText>>20)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), *l.left)])
	*l.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, fmt.Errorf("unpack a member: %w", err)
	}
	return n, err
}
