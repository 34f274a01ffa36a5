// Package tidy holds the rules of the tree as data, each with its reason, and checks them as a test: which package may
// import which, how large things may grow, what every package and document must have.
//
// It reads names and syntax only. What needs types is golangci-lint's (.golangci.yml), what needs the words of a
// document's reader is a reviewer's.
//
// A rule that makes the code worse is changed in rules.go, with the reason beside it, and not worked around.
package tidy

import (
	"fmt"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Check gives a sentence for every broken rule in a tree, sorted. A file that is no Go ends the check with an error.
func Check(tree fs.FS, rules Rules) ([]string, error) {
	c := checker{tree: tree, rules: rules, fset: token.NewFileSet(), packages: map[string]*folder{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("walk: %w", err)
		}
		if d.IsDir() {
			return c.enter(name)
		}
		return c.file(name)
	})
	if err != nil {
		return nil, err
	}
	c.checkPackages()
	c.checkDocuments()
	c.checkDependencies()
	slices.Sort(c.found)
	return c.found, nil
}

// checker collects what breaks a rule.
type checker struct {
	tree     fs.FS
	rules    Rules
	fset     *token.FileSet
	packages map[string]*folder
	markdown []string
	found    []string
}

// folder is what is known of a package's folder.
type folder struct {
	docs  []string // files with a package doc
	lines int      // without tests
	wide  []string // lines that are too wide, as file:line
	tests bool
}

func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// enter is called for each folder; it skips those that are not ours to judge.
func (c *checker) enter(name string) error {
	base := path.Base(name)
	if name != "." && strings.HasPrefix(base, ".") || slices.Contains(c.rules.Skipped, base) {
		return fs.SkipDir
	}
	if why, banned := c.rules.Banned[base]; banned {
		c.say("%s: a folder of this name: %s", name, why)
	}
	return nil
}

func (c *checker) file(name string) error {
	base := path.Base(name)
	if why, banned := c.rules.Banned[strings.TrimSuffix(base, ".go")]; banned {
		c.say("%s: a file of this name: %s", name, why)
	}
	if !c.isText(base) {
		return nil
	}
	data, err := fs.ReadFile(c.tree, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	text := string(data)
	if at := machinePath.FindString(text); at != "" {
		c.say("%s: %s is a path of one machine", name, strings.TrimSpace(at))
	}
	switch path.Ext(name) {
	case ".go":
		return c.source(name, text)
	case ".md":
		c.markdown = append(c.markdown, name)
	}
	return nil
}

func (c *checker) isText(base string) bool {
	return slices.Contains(c.rules.Text, path.Ext(base)) || slices.Contains(c.rules.Text, base)
}

func countLines(text string) int { return strings.Count(text, "\n") }
