package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// source checks a Go file, and notes what only the whole package can tell.
func (c *checker) source(name, text string) error {
	file, err := parser.ParseFile(c.fset, name, text, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	in := c.folderOf(path.Dir(name))
	if n := countLines(text); n > c.rules.Sizes.File {
		c.say("%s: %d lines, at most %d: split it by behaviour", name, n, c.rules.Sizes.File)
	}
	in.wide = append(in.wide, c.wideLines(name, text, file)...)
	c.noInit(name, file)
	if isTest(name) {
		// Tests may import upward: what makes their input, or the whole they are part of. Their tables may be long.
		in.tests = true
		return nil
	}
	in.lines += countLines(text)
	c.functions(name, file)
	if file.Doc != nil {
		in.docs = append(in.docs, name)
	}
	c.imports(name, file)
	if path.Base(name) == "main.go" {
		if n := codeLines(text); n > c.rules.Sizes.Main {
			c.say("%s: %d lines of code, at most %d: main only starts", name, n, c.rules.Sizes.Main)
		}
	}
	return nil
}

func (c *checker) folderOf(name string) *folder {
	if c.packages[name] == nil {
		c.packages[name] = &folder{}
	}
	return c.packages[name]
}

func (c *checker) imports(name string, file *ast.File) {
	own := c.layerOf(path.Dir(name))
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has checked it
		}
		c.forbidden(name, imported)
		rest, ours := strings.CutPrefix(imported, c.rules.Module+"/")
		if !ours || own < 0 { // a package of no layer is reported once, as that
			continue
		}
		if c.rules.Generated != "" && strings.HasPrefix(rest, c.rules.Generated) {
			continue
		}
		if other := c.layerOf(rest); other < 0 || other >= own {
			c.say("%s: imports %s, which is not below it: %s", name, rest, c.rules.Layers[own].Why)
		}
	}
}

func (c *checker) forbidden(name, imported string) {
	for _, f := range c.rules.Forbidden {
		if slices.Contains(f.Paths, imported) && !slices.Contains(f.Except, path.Dir(name)) {
			c.say("%s: imports %s: %s", name, imported, f.Why)
		}
	}
}

func (c *checker) noInit(name string, file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
			c.say("%s: init(): say it where it is used", name)
		}
	}
}

func (c *checker) functions(name string, file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if n := c.line(f.End()) - c.line(f.Pos()) + 1; n > c.rules.Sizes.Function {
				c.say("%s: %s has %d lines, at most %d", name, f.Name.Name, n, c.rules.Sizes.Function)
			}
		}
	}
}

// wideLines gives the lines that are too wide to read. Samples are left as they are: strings of several lines, and in
// tests every string.
func (c *checker) wideLines(name, text string, file *ast.File) []string {
	sample := map[int]int{} // line → columns of it that are a sample
	ast.Inspect(file, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return true
		}
		first, last := c.line(l.Pos()), c.line(l.End())
		if first == last && isTest(name) {
			sample[first] += columns(l.Value)
		}
		for i := first; i <= last && first < last; i++ {
			sample[i] = endless
		}
		return true
	})
	var wide []string
	number := 0
	for line := range strings.Lines(text) {
		number++
		if columns(line)-sample[number] > c.rules.Sizes.Columns {
			wide = append(wide, fmt.Sprintf("%s:%d", name, number))
		}
	}
	return wide
}

// endless is more columns than any line has.
const endless = 1 << 30

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

func (c *checker) line(p token.Pos) int { return c.fset.Position(p).Line }

// tabColumns is how wide a tab is drawn.
const tabColumns = 4

func columns(line string) int {
	line = strings.TrimRight(line, "\r\n")
	return utf8.RuneCountInString(line) + (tabColumns-1)*strings.Count(line, "\t")
}

// codeLines counts lines that are neither empty nor a comment.
func codeLines(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			n++
		}
	}
	return n
}
