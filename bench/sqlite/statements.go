package main

import "strings"

// statements parts a script at its semicolons; the script has none elsewhere.
func statements(script string) []string {
	var out []string
	for part := range strings.SplitSeq(script, ";") {
		if strings.TrimSpace(part) != "" {
			out = append(out, part)
		}
	}
	return out
}
