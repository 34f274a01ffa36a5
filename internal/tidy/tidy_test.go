package tidy_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dangol.example/internal/tidy"
)

// TestTree checks this tree.
func TestTree(t *testing.T) {
	found, err := tidy.Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
}

// TestPlantedFaults plants one fault at a time into a small tree: each must be found.
func TestPlantedFaults(t *testing.T) {
	long := "func f() {\n" + strings.Repeat("\t_ = 1\n", 80) + "}\n"
	for _, c := range []struct{ name, file, text, want string }{
		{"upward import", "money/a.go", "package money\nimport _ \"dangol.example/book\"\n", "imports book"},
		{"sideways import", "chatlog/a.go", "package chatlog\nimport _ \"dangol.example/match\"\n", "imports match"},
		{"unknown package", "stray/a.go", "package stray\n", "in no layer"},
		{"banned folder", "util/a.go", "package util\n", "a folder of this name"},
		{"banned file", "money/handlers.go", "package money\n", "a file of this name"},
		{"init", "money/a.go", "package money\nfunc init() {}\n", "init()"},
		{"cgo", "money/a.go", "package money\nimport \"C\"\n", "cgo"},
		{"long function", "money/a.go", "package money\n" + long, "lines, at most 70"},
		{"long file", "money/a.go", "package money\n" + strings.Repeat("\n", 501), "split it by behaviour"},
		{"no doc", "money/a.go", "package money\n", "package docs"},
		{"two docs", "fault/b.go", "// Package fault again.\npackage fault\n", "2 package docs"},
		{"no tests", "book/a.go", "// Package book is.\npackage book\n", "no tests"},
		{"untitled document", "docs/x.md", "text\n", "does not begin with a title"},
		{"machine path", "docs/x.md", "# X\nsee /home/me/x\n", "a path of one machine"},
		{"unlisted decision", "docs/adr/0009-x.md", "# X\n", "does not list 0009-x.md"},
		{"long readme", "README.md", "# X\n" + strings.Repeat("\n", 121), "more than 120 lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := fstest.MapFS{
				"fault/fault.go":      {Data: []byte("// Package fault is.\npackage fault\n")},
				"fault/fault_test.go": {Data: []byte("package fault\n")},
				"docs/adr/README.md":  {Data: []byte("# Decisions\n")},
			}
			tree[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			found, err := tidy.Check(tree)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) }) {
				t.Errorf("not found: %q in %q", c.want, found)
			}
		})
	}
}
