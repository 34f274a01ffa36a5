package tidy

import (
	"path"
	"strings"
)

// checkDependencies checks that each direct dependency and each tool stands in the list that says what it is for, and
// that the list holds no other. Versions stand there too, so that raising one means reading its line.
func (c *checker) checkDependencies() {
	name := path.Join(c.rules.DecisionAt, "dependencies.md")
	list := c.text(name)
	wanted := map[string]bool{}
	for _, d := range requirements(c.text("go.mod")) {
		wanted[d] = true
		if !strings.Contains(list, "| "+d+" ") {
			c.say("%s: has no line for %s", name, d)
		}
	}
	for line := range strings.Lines(list) {
		module, version, ok := strings.Cut(strings.TrimPrefix(line, "| "), " ")
		if !ok || !strings.Contains(module, ".") || !strings.HasPrefix(line, "| ") {
			continue
		}
		version, _, _ = strings.Cut(version, " ")
		if d := module + " " + version; strings.HasPrefix(version, "v") && !wanted[d] {
			c.say("%s: lists %s, which go.mod does not require", name, d)
		}
	}
}

// requirements gives the direct requirements of a go.mod as "module version".
func requirements(mod string) []string {
	var all []string
	block := false
	for line := range strings.Lines(mod) {
		line = strings.TrimSpace(line)
		single, one := strings.CutPrefix(line, "require ")
		switch {
		case line == "require (":
			block = true
		case line == ")":
			block = false
		case strings.HasSuffix(line, "// indirect") || line == "":
		case block:
			all = append(all, line)
		case one:
			all = append(all, single)
		}
	}
	return all
}
