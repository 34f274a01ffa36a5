// Package tidy holds the rules of the tree as data and checks them as a test: which package may import which, how large
// things may grow, what every package and document must have.
//
// A rule that makes the code worse is changed here, with the reason beside it, not worked around.
package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// module is the module's path. It has a dot so that formatters take its packages for ours and not for the standard library.
const module = "dangol.example"

// layers lists every package, lowest first. A package imports only packages of lower layers.
var layers = [][]string{
	{"money", "fault"}, // leaves: they know nothing of us
	{"bankfile/biff8", "bankfile/camt", "bankfile/mt940", "bankfile/ofx"}, // wire formats: they know nothing of statements
	{"chatlog", "bankfile", "match"},                                      // leaves of the shop's main job: none knows another
	{"match/matchtest"},
	{"intake"}, // orders out of conversations
	{"book"},   // joins all of the above
	{"book/output"},
	{"internal/score", "internal/tidy"},
	{"cmd/dangol"},
}

// The sizes. They are where reading gets hard, not targets.
const (
	fileLinesMax     = 500
	functionLinesMax = 70 // a screen
	packageLinesMax  = 3000
	mainLinesMax     = 40
	columnsMax       = 160
	readmeLinesMax   = 120
)

// larger are packages that are over packageLinesMax today, with the size they may not pass. Debt, to be paid by splitting.
var larger = map[string]int{
	"intake":   6000, // what people say (days, hours, sums) wants to be a package below it
	"bankfile": 4500, // the alerts want to be one
	"match":    3500, // names want to be one
}

// banned are names that say nothing, with what to do instead.
var banned = map[string]string{
	"util": "name the package after what it is", "common": "name the package after what it is", "helpers": "name the package after what it is",
	"types": "put types beside their use", "manager": "name what it does", "base": "name the package after what it is",
	"handlers.go": "one file per behaviour", "models.go": "one file per behaviour", "utils.go": "one file per behaviour", "helpers.go": "one file per behaviour",
}

// documents must be there.
var documents = []string{
	"README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "LICENSE", "docs/adr/README.md", "docs/adr/dependencies.md",
	"docs/benchmarks.md", "docs/book.md", "docs/book.schema.json",
}

// Check gives a sentence for every broken rule in a tree.
func Check(tree fs.FS) ([]string, error) {
	c := checker{tree: tree, docs: map[string]int{}, lines: map[string]int{}, tests: map[string]bool{}, fset: token.NewFileSet()}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return c.folder(name)
		}
		return c.file(name)
	})
	if err != nil {
		return nil, err
	}
	c.packages()
	c.documents()
	slices.Sort(c.found)
	return c.found, nil
}

type checker struct {
	tree  fs.FS
	fset  *token.FileSet
	found []string
	docs  map[string]int  // package docs per folder
	lines map[string]int  // code lines per folder
	tests map[string]bool // folders with tests
}

func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

func (c *checker) folder(name string) error {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") && name != "." || base == "testdata" || base == "bin" {
		return fs.SkipDir
	}
	if why, bad := banned[base]; bad {
		c.say("%s: a folder of this name: %s", name, why)
	}
	return nil
}

func (c *checker) file(name string) error {
	if why, bad := banned[path.Base(name)]; bad {
		c.say("%s: a file of this name: %s", name, why)
	}
	text, err := fs.ReadFile(c.tree, name)
	if err != nil {
		return err
	}
	switch {
	case strings.HasSuffix(name, ".go"):
		return c.source(name, string(text))
	case strings.HasSuffix(name, ".md"):
		c.markdown(name, string(text))
	}
	return nil
}

func (c *checker) source(name, text string) error {
	file, err := parser.ParseFile(c.fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	folder, test := path.Dir(name), strings.HasSuffix(name, "_test.go")
	n := strings.Count(text, "\n")
	if n > fileLinesMax && !test {
		c.say("%s: %d lines, at most %d: split it by behaviour", name, n, fileLinesMax)
	}
	for i, line := range strings.Split(text, "\n") {
		if w := len([]rune(strings.ReplaceAll(line, "\t", "    "))); w > columnsMax && !test && !strings.Contains(line, "`") && !strings.Contains(line, `"`) {
			c.say("%s:%d: %d columns, at most %d", name, i+1, w, columnsMax)
		}
	}
	if test {
		c.tests[folder] = true
		return nil
	}
	c.lines[folder] += n
	if file.Doc != nil {
		c.docs[folder]++
	}
	c.imports(name, folder, file)
	c.declarations(name, file)
	if path.Base(name) == "main.go" && n > mainLinesMax+5 {
		c.say("%s: %d lines, at most %d: main only starts", name, n, mainLinesMax+5)
	}
	return nil
}

func (c *checker) imports(name, folder string, file *ast.File) {
	own := layerOf(folder)
	for _, i := range file.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue
		}
		if imported == "C" {
			c.say("%s: cgo: the product is one static binary", name)
		}
		rest, ours := strings.CutPrefix(imported, module+"/")
		if !ours {
			continue
		}
		if l := layerOf(rest); own >= 0 && l >= own {
			c.say("%s: imports %s, which is not below it", name, rest)
		}
	}
}

func (c *checker) declarations(name string, file *ast.File) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if f.Name.Name == "init" && f.Recv == nil {
			c.say("%s: init(): say it where it is used", name)
		}
		if f.Body == nil {
			continue
		}
		n := c.fset.Position(f.Body.End()).Line - c.fset.Position(f.Pos()).Line + 1
		if n > functionLinesMax {
			c.say("%s: %s has %d lines, at most %d", name, f.Name.Name, n, functionLinesMax)
		}
	}
}

func layerOf(folder string) int {
	for i, l := range layers {
		if slices.Contains(l, folder) {
			return i
		}
	}
	return -1
}

// packages checks what can be seen only of a whole folder.
func (c *checker) packages() {
	for folder, n := range c.lines {
		if layerOf(folder) < 0 {
			c.say("%s: in no layer: add it to layers in internal/tidy", folder)
		}
		if limit := max(packageLinesMax, larger[folder]); n > limit {
			c.say("%s: %d lines, at most %d: it is two packages", folder, n, limit)
		}
		if c.docs[folder] != 1 {
			c.say("%s: %d package docs, want one", folder, c.docs[folder])
		}
		if !c.tests[folder] && folder != "match/matchtest" {
			c.say("%s: no tests", folder)
		}
	}
}

// machinePath finds paths of somebody's machine in documents.
var machinePath = regexp.MustCompile(`(^|[\s("` + "`" + `])(/work/|/home/|/root/|/Users/|C:\\)`)

func (c *checker) markdown(name, text string) {
	if !strings.HasPrefix(text, "# ") {
		c.say("%s: does not begin with a title", name)
	}
	if machinePath.MatchString(text) {
		c.say("%s: names a path of one machine", name)
	}
	if name == "README.md" && strings.Count(text, "\n") > readmeLinesMax {
		c.say("%s: more than %d lines", name, readmeLinesMax)
	}
}

// documents checks that they are there and that the index of decisions is complete.
func (c *checker) documents() {
	for _, name := range documents {
		if _, err := fs.Stat(c.tree, name); err != nil {
			c.say("%s: missing", name)
		}
	}
	index, err := fs.ReadFile(c.tree, "docs/adr/README.md")
	if err != nil {
		return
	}
	decisions, err := fs.Glob(c.tree, "docs/adr/*.md")
	if err != nil {
		return
	}
	for _, d := range decisions {
		if base := path.Base(d); base != "README.md" && !strings.Contains(string(index), base) {
			c.say("docs/adr/README.md: does not list %s", base)
		}
	}
}
