package tidy

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// machinePath finds absolute paths of somebody's machine.
var machinePath = regexp.MustCompile("(?m)(?:^|[\\s(\"'`=])(?:/(?:work|home|root|Users)/|[A-Z]:\\\\Users)")

// link finds the target of a Markdown link or picture, without its anchor.
var link = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)

// quoted finds what stands in backquotes.
var quoted = regexp.MustCompile("`([^`\n]+)`")

// plainPath is a path of at least two parts, without blanks or wild cards.
var plainPath = regexp.MustCompile(`^[a-z0-9_.]+(?:/[a-zA-Z0-9_.-]+)+/?$`)

// checkDocuments checks that they are there and are true of the tree, as far as a program can see it.
func (c *checker) checkDocuments() {
	for _, name := range c.rules.Documents {
		if !c.exists(name) {
			c.say("%s: missing", name)
		}
	}
	for _, name := range c.markdown {
		text := c.text(name)
		if !strings.HasPrefix(text, "# ") {
			c.say("%s: does not begin with a title", name)
		}
		if n := countLines(text); path.Base(name) == "README.md" && n > c.rules.Sizes.Readme {
			c.say("%s: %d lines, at most %d", name, n, c.rules.Sizes.Readme)
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(m[1], ":") && !c.exists(path.Join(path.Dir(name), m[1])) {
				c.say("%s: links to %s, which is not there", name, m[1])
			}
		}
	}
	for _, name := range c.rules.Guides {
		for _, m := range quoted.FindAllStringSubmatch(c.text(name), -1) {
			if c.isOurs(m[1]) && !c.exists(path.Clean(m[1])) {
				c.say("%s: names %s, which is not there", name, m[1])
			}
		}
	}
	c.checkDecisions()
}

// decision is the name of a decision's file: a number and its title.
var decision = regexp.MustCompile(`^([0-9]{4})-[a-z0-9-]+\.md$`)

// checkDecisions checks that every decision is in the index, under its number, once.
func (c *checker) checkDecisions() {
	at := c.rules.DecisionAt
	index := c.text(path.Join(at, "README.md"))
	seen := map[string]string{}
	for _, name := range c.markdown {
		base := path.Base(name)
		if path.Dir(name) != at || base == "README.md" {
			continue
		}
		if !strings.Contains(index, "("+base+")") {
			c.say("%s/README.md: does not list %s", at, base)
		}
		m := decision.FindStringSubmatch(base)
		if m == nil {
			continue
		}
		if !strings.HasPrefix(c.text(name), "# "+m[1]+": ") {
			c.say("%s: its title does not begin with %q", name, m[1]+": ")
		}
		if seen[m[1]] != "" {
			c.say("%s: has the number of %s", name, seen[m[1]])
		}
		seen[m[1]] = base
	}
}

// isOurs tells a path of the tree from other words with a slash, as encoding/json: it ends like a file or begins in a
// folder that is there.
func (c *checker) isOurs(word string) bool {
	if !plainPath.MatchString(word) {
		return false
	}
	top, _, _ := strings.Cut(word, "/")
	return c.isText(path.Base(word)) || c.exists(top)
}

func (c *checker) exists(name string) bool {
	_, err := fs.Stat(c.tree, name)
	return err == nil
}

// text gives a document, and nothing for one that is missing: that is said elsewhere.
func (c *checker) text(name string) string {
	data, err := fs.ReadFile(c.tree, name)
	if err != nil {
		return ""
	}
	return string(data)
}
