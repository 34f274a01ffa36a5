package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dangol.example/chatlog"
	"dangol.example/fault"
)

// chatFile is a file to be read for its conversations.
type chatFile struct {
	path   string
	inside bool // found in a folder: it need not be a conversation
}

// readChats reads the rooms of all files; a folder stands for the exports in it.
func readChats(ctx context.Context, o bookOptions, c console, p *progress) ([]chatlog.Room, error) {
	files, err := expand(o.chats, o.banks)
	if err != nil {
		return nil, err
	}
	var rooms []chatlog.Room
	var skipped error
	for i, file := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.file(i, len(files), file.path)
		found, err := chatlog.ReadFile(file.path, chatlog.Options{Progress: p.bytes})
		switch {
		case err == nil:
			rooms = append(rooms, found...)
		case file.inside && fault.KindOf(err) == fault.Invalid:
			skipped = err
			p.done()
			fmt.Fprintf(c.err, c.say("%s: 대화 파일이 아니어서 건너뛰었어요. 은행 파일이면 --bank 로 넣어 주세요.\n",
				"%s: skipped, it is no chat export. Give a bank list with --bank.\n"), filepath.Base(file.path))
		default:
			return nil, inFile(file.path, err)
		}
	}
	if len(rooms) == 0 && skipped != nil {
		return nil, skipped
	}
	p.done()
	return latest(rooms, c), nil
}

// inFile adds the file's name to what a person is told, where it does not say it already.
func inFile(file string, err error) error {
	ko, en := fault.Message(err, fault.Korean), fault.Message(err, fault.English)
	if ko == "" {
		return fmt.Errorf("%s: %w", file, err)
	}
	base := filepath.Base(file)
	if strings.Contains(ko, base) {
		return err
	}
	return &fault.Error{Kind: fault.KindOf(err), Say: fault.Sentence{KO: base + ": " + ko, EN: base + ": " + en}, Err: err}
}

// expand replaces folders by the exports in them, in order of name. What is a bank list is no chat, also where a pattern or
// a folder has caught it.
func expand(paths, banks []string) ([]chatFile, error) {
	isBank := func(path string) bool {
		return slices.ContainsFunc(banks, func(bank string) bool { return filepath.Clean(bank) == filepath.Clean(path) })
	}
	var files []chatFile
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fault.New(fault.Missing, "파일을 찾을 수 없어요: %s", "no such file: %s", path).Because(err)
		}
		if !info.IsDir() {
			if !isBank(path) {
				files = append(files, chatFile{path: path})
			}
			continue
		}
		inside, err := os.ReadDir(path)
		if err != nil {
			return nil, fault.New(fault.Invalid, "폴더를 열 수 없어요: %s", "cannot open the folder: %s", path).Because(err)
		}
		before := len(files)
		for _, entry := range inside {
			one := filepath.Join(path, entry.Name())
			if isExport(entry) && !isBank(one) {
				files = append(files, chatFile{path: one, inside: true})
			}
		}
		if len(files) == before {
			return nil, fault.New(fault.Missing, "폴더에 대화 파일(.txt, .csv, .zip)이 없어요: %s",
				"no chat exports (.txt, .csv, .zip) in the folder: %s", path)
		}
	}
	return files, nil
}

// isExport reports whether a file of a folder may be an export, by its name.
func isExport(entry os.DirEntry) bool {
	kinds := []string{".txt", ".csv", ".zip"}
	return !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") && slices.Contains(kinds, strings.ToLower(filepath.Ext(entry.Name())))
}
