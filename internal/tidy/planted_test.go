package tidy_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dangol.example/internal/tidy"
)

// rules hold the small tree of testdata/clean.txtar.
var rules = tidy.Rules{
	Module: "dangol.example",
	Layers: []tidy.Layer{
		{Packages: []string{"money"}, Why: "a leaf"},
		{Packages: []string{"chatlog", "match"}, Why: "leaves"},
		{Packages: []string{"book"}, Why: "the whole"},
		{Packages: []string{"cmd/dangol"}, Why: "the command"},
	},
	Forbidden: []tidy.Forbidden{
		{Paths: []string{"C"}, Why: "cgo"},
		{Paths: []string{"net"}, Except: []string{"cmd/dangol"}, Why: "stays here"},
	},
	Sizes:      tidy.Sizes{File: 20, Function: 6, Package: 30, Main: 6, Columns: 60, Readme: 8},
	Larger:     map[string]tidy.Debt{"book": {Most: 40, Pay: "split it"}},
	Wider:      map[string]tidy.Debt{"book": {Most: 1, Pay: "wrap it"}},
	Banned:     map[string]string{"util": "name it", "handlers": "name it"},
	Untested:   map[string]string{"cmd/dangol": "its scripts are elsewhere"},
	Documents:  []string{"README.md"},
	Skipped:    []string{"testdata"},
	Text:       []string{".go", ".md", ".yml", ".mod"},
	Guides:     []string{"GUIDE.md"},
	DecisionAt: "docs/adr",
}

func cleanTree(t *testing.T) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/clean.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{}
	for _, f := range archive.Files {
		tree[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return tree
}

func check(t *testing.T, tree fstest.MapFS) []string {
	t.Helper()
	found, err := tidy.Check(tree, rules)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCleanTree(t *testing.T) {
	if found := check(t, cleanTree(t)); len(found) > 0 {
		t.Errorf("found in a clean tree: %q", found)
	}
}

// plant is a change of the clean tree, and all that must be found of it.
type plant struct {
	file string
	text string // added to the file; with "=" in front it takes the file's place; "-" takes the file away
	want []string
}

func (p plant) in(tree fstest.MapFS) fstest.MapFS {
	tree = maps.Clone(tree)
	before := ""
	if f := tree[p.file]; f != nil {
		before = string(f.Data)
	}
	text, whole := strings.CutPrefix(p.text, "=")
	if whole {
		before = ""
	}
	tree[p.file] = &fstest.MapFile{Data: []byte(before + text)}
	if p.text == "-" {
		delete(tree, p.file)
	}
	return tree
}

func testPlants(t *testing.T, plants map[string]plant) {
	t.Helper()
	clean := cleanTree(t)
	for name, p := range plants {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(p.want, check(t, p.in(clean))); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlantedImports(t *testing.T) {
	testPlants(t, map[string]plant{
		"up": {
			"money/up.go", "package money\nimport _ \"dangol.example/book\"\n",
			[]string{"money/up.go: imports book, which is not below it: a leaf"},
		},
		"sideways": {
			"chatlog/side.go", "package chatlog\nimport _ \"dangol.example/match\"\n",
			[]string{"chatlog/side.go: imports match, which is not below it: leaves"},
		},
		"of no layer": {
			"book/far.go", "package book\nimport _ \"dangol.example/gone\"\n",
			[]string{"book/far.go: imports gone, which is not below it: the whole"},
		},
		"up, in a test": {"money/up_test.go", "package money_test\nimport _ \"dangol.example/book\"\n", nil},
		"down":          {"book/down.go", "package book\nimport _ \"dangol.example/money\"\n", nil},
		"cgo": {
			"money/c.go", "package money\nimport \"C\"\n",
			[]string{"money/c.go: imports C: cgo"},
		},
		"forbidden": {
			"match/net.go", "package match\nimport _ \"net\"\n",
			[]string{"match/net.go: imports net: stays here"},
		},
		"forbidden but here": {"cmd/dangol/net.go", "package main\nimport _ \"net\"\n", nil},
		"not quite forbidden": {
			"match/net.go", "package match\nimport _ \"golang.org/x/net/html\"\n", nil,
		},
	})
}

func TestPlantedPackages(t *testing.T) {
	const documented = "// Package %s is.\npackage %s\n"
	of := func(name string) string { return strings.ReplaceAll(documented, "%s", name) }
	testPlants(t, map[string]plant{
		"of no layer": {
			"stray/stray.go", of("stray"),
			[]string{"stray: in no layer: give it one in internal/tidy", "stray: no tests"},
		},
		"banned folder": {
			"util/util_test.go", "package util\n",
			[]string{"util: a folder of this name: name it"},
		},
		"banned file":  {"money/handlers.go", "package money\n", []string{"money/handlers.go: a file of this name: name it"}},
		"without doc":  {"money/money.go", "=package money\n", []string{"money: 0 package docs [], want one"}},
		"with two":     {"money/more.go", of("money"), []string{"money: 2 package docs [money/money.go money/more.go], want one"}},
		"without test": {"money/money_test.go", "-", []string{"money: no tests"}},
		"init":         {"money/i.go", "package money\nfunc init() {}\n", []string{"money/i.go: init(): say it where it is used"}},
		"init in a test": {
			"money/i_test.go", "package money\nfunc init() {}\n",
			[]string{"money/i_test.go: init(): say it where it is used"},
		},
		"a method of that name": {"money/i.go", "package money\nfunc (a Amount) init() {}\n", nil},
	})
}

func TestPlantedSizes(t *testing.T) {
	lines := func(n int) string { return "package money\n" + strings.Repeat("\n", n-1) }
	function := func(n int) string { return "func f() {\n" + strings.Repeat("\t_ = 1\n", n-2) + "}\n" }
	testPlants(t, map[string]plant{
		"a file at the limit": {"money/a.go", lines(20), nil},
		"a long file":         {"money/a.go", lines(21), []string{"money/a.go: 21 lines, at most 20: split it by behaviour"}},
		"a long test":         {"money/a_test.go", lines(21), []string{"money/a_test.go: 21 lines, at most 20: split it by behaviour"}},
		"a function at the limit": {
			"money/a.go", "package money\n" + function(6), nil,
		},
		"a long function": {
			"money/a.go", "package money\n" + function(7), []string{"money/a.go: f has 7 lines, at most 6"},
		},
		"a long table of cases": {"money/a_test.go", "package money\n" + function(7), nil},
		"a large package": {
			"chatlog/a.go", strings.ReplaceAll(lines(20), "money", "chatlog"),
			[]string{"chatlog: 33 lines, at most 30: it is two packages"},
		},
		"a larger debt": {
			"book/a.go", strings.ReplaceAll(lines(14), "money", "book"),
			[]string{"book: 45 lines, at most 40: it is two packages"},
		},
		"paid debts": {
			"book/book.go", "=// Package book is.\npackage book\n",
			[]string{
				"internal/tidy: book has paid its debt of size: strike it out",
				"internal/tidy: book has paid its debt of width: strike it out",
			},
		},
		"a main that does things": {
			"cmd/dangol/main.go", "\nvar a = 1\n// not code\n\nvar b = 2\nvar c = 3\n",
			[]string{"cmd/dangol/main.go: 7 lines of code, at most 6: main only starts"},
		},
	})
}

func TestPlantedWidth(t *testing.T) {
	sample := strings.Repeat("가", 70)
	testPlants(t, map[string]plant{
		"a line at the limit": {"money/a.go", "package money\n\t//" + strings.Repeat("가", 54) + "\n", nil},
		"a wide line": {
			"money/a.go", "package money\n\t//" + strings.Repeat("가", 55) + "\n",
			[]string{"money: 1 lines wider than 60 columns, at most 0: [money/a.go:2]"},
		},
		"a wide sentence": {
			"money/a.go", "package money\nvar a = \"" + sample + "\"\n",
			[]string{"money: 1 lines wider than 60 columns, at most 0: [money/a.go:2]"},
		},
		"a wide sample in a test": {"money/a_test.go", "package money\nvar a = \"" + sample + "\"\n", nil},
		"wide code around it": {
			"money/a_test.go", "package money\nvar a = \"" + sample + "\" //" + strings.Repeat("-", 60) + "\n",
			[]string{"money: 1 lines wider than 60 columns, at most 0: [money/a_test.go:2]"},
		},
		"a sample of several lines": {"money/a.go", "package money\nvar a = `\n" + sample + "\n`\n", nil},
		"a larger debt": {
			"book/a.go", "package book\n//" + sample + "\n",
			[]string{"book: 2 lines wider than 60 columns, at most 1: [book/a.go:2 book/book.go:3]"},
		},
		"windows line ends": {"money/a.go", "package money\r\n//" + strings.Repeat("a", 58) + "\r\n", nil},
	})
}

func TestPlantedDocuments(t *testing.T) {
	testPlants(t, map[string]plant{
		"missing":       {"README.md", "-", []string{"README.md: missing"}},
		"untitled":      {"docs/x.md", "text\n", []string{"docs/x.md: does not begin with a title"}},
		"a long readme": {"README.md", strings.Repeat("\n", 8), []string{"README.md: 9 lines, at most 8"}},
		"a dead link": {
			"docs/x.md", "# X\n[a](y.md) [b](https://example.com/y) [c](adr/README.md#top) [d](#x)\n",
			[]string{"docs/x.md: links to y.md, which is not there"},
		},
		"a dead picture": {
			"README.md", "![a](docs/x.png)\n", []string{"README.md: links to docs/x.png, which is not there"},
		},
		"a file that moved": {
			"GUIDE.md", "`money/coin.go`, `money/*.go`, `make x/y`, `encoding/json`, `money/`, `book/lost/`\n",
			[]string{
				"GUIDE.md: names book/lost/, which is not there",
				"GUIDE.md: names money/coin.go, which is not there",
			},
		},
		"a path in a text": {
			"docs/x.md", "# X\nsee /ho" + "me/me/x\n", []string{"docs/x.md: /ho" + "me/ is a path of one machine"},
		},
		"a path in code": {
			"money/a.go", "package money\nconst at = \"/wo" + "rk/x\"\n",
			[]string{"money/a.go: \"/wo" + "rk/ is a path of one machine"},
		},
		"a path of an address": {"docs/x.md", "# X\nhttps://example.com/ho" + "me/x\n", nil},
		"a picture is no text": {"docs/x.png", " /ho" + "me/me\n", nil},
		"a sample is not read": {"testdata/x.md", "no title\n", nil},
		"nor a hidden folder":  {".cache/x.go", "no go\n", nil},
	})
}

func TestPlantedDecisions(t *testing.T) {
	testPlants(t, map[string]plant{
		"not listed": {"docs/adr/0002-b.md", "# 0002: B\n", []string{"docs/adr/README.md: does not list 0002-b.md"}},
		"gone":       {"docs/adr/0001-a.md", "-", []string{"docs/adr/README.md: links to 0001-a.md, which is not there"}},
		"of another number": {
			"docs/adr/0001-a.md", "=# 0007: A\n",
			[]string{`docs/adr/0001-a.md: its title does not begin with "0001: "`},
		},
		"of the same number": {
			"docs/adr/0001-b.md", "# 0001: B\n",
			[]string{
				"docs/adr/0001-b.md: has the number of 0001-a.md",
				"docs/adr/README.md: does not list 0001-b.md",
			},
		},
		"a dependency without a line": {
			"go.mod", "require example.com/c v1.0.0\n",
			[]string{"docs/adr/dependencies.md: has no line for example.com/c v1.0.0"},
		},
		"a newer dependency": {
			"go.mod", "=require (\n\texample.com/a v1.3.0\n\texample.com/b v1.0.0 // indirect\n)\n",
			[]string{
				"docs/adr/dependencies.md: has no line for example.com/a v1.3.0",
				"docs/adr/dependencies.md: lists example.com/a v1.2.0, which go.mod does not require",
			},
		},
	})
}

func TestPackageIsGone(t *testing.T) {
	tree := cleanTree(t)
	delete(tree, "match/match.go")
	delete(tree, "match/match_test.go")
	want := []string{"internal/tidy: match has a layer and is not there"}
	if diff := cmp.Diff(want, check(t, tree)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

func TestNoGo(t *testing.T) {
	tree := cleanTree(t)
	tree["money/broken.go"] = &fstest.MapFile{Data: []byte("package\n")}
	if found, err := tidy.Check(tree, rules); err == nil {
		t.Errorf("a file that is no Go passed: %v", found)
	}
}
