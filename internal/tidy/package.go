package tidy

import (
	"maps"
	"slices"
)

// checkPackages checks what can be seen only of a whole package, and whether the rules still speak of this tree.
func (c *checker) checkPackages() {
	for _, name := range slices.Sorted(maps.Keys(c.packages)) {
		p := c.packages[name]
		c.checkSize(name, p)
		if p.lines == 0 { // only tests
			continue
		}
		if c.layerOf(name) < 0 {
			c.say("%s: in no layer: give it one in internal/tidy", name)
		}
		if len(p.docs) != 1 {
			c.say("%s: %d package docs %v, want one", name, len(p.docs), p.docs)
		}
		if _, excused := c.rules.Untested[name]; !p.tests && !excused {
			c.say("%s: no tests", name)
		}
	}
	for _, l := range c.rules.Layers {
		for _, name := range l.Packages {
			if c.packages[name] == nil {
				c.say("internal/tidy: %s has a layer and is not there", name)
			}
		}
	}
}

func (c *checker) checkSize(name string, p *folder) {
	size, large := c.rules.Larger[name]
	switch limit := max(c.rules.Sizes.Package, size.Most); {
	case p.lines > limit:
		c.say("%s: %d lines, at most %d: it is two packages", name, p.lines, limit)
	case large && p.lines <= c.rules.Sizes.Package:
		c.say("internal/tidy: %s has paid its debt of size: strike it out", name)
	}
	width, wide := c.rules.Wider[name]
	switch n := len(p.wide); {
	case n > width.Most:
		c.say("%s: %d lines wider than %d columns, at most %d: %v", name, n, c.rules.Sizes.Columns, width.Most, p.wide)
	case wide && n == 0:
		c.say("internal/tidy: %s has paid its debt of width: strike it out", name)
	}
}

func (c *checker) layerOf(name string) int {
	return slices.IndexFunc(c.rules.Layers, func(l Layer) bool { return slices.Contains(l.Packages, name) })
}
