package tidy_test

import (
	"os"
	"slices"
	"testing"

	"dangol.example/internal/tidy"
)

// TestTree holds this tree to its rules.
func TestTree(t *testing.T) {
	found, err := tidy.Check(os.DirFS("../.."), tidy.House)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
}

// TestEveryRuleHasItsReason checks the rules themselves.
func TestEveryRuleHasItsReason(t *testing.T) {
	var packages []string
	for _, l := range tidy.House.Layers {
		if l.Why == "" {
			t.Errorf("layer %v has no reason", l.Packages)
		}
		packages = append(packages, l.Packages...)
	}
	slices.Sort(packages)
	if unique := slices.Compact(slices.Clone(packages)); len(unique) != len(packages) {
		t.Errorf("a package stands in two layers: %v", packages)
	}
	for _, f := range tidy.House.Forbidden {
		if f.Why == "" {
			t.Errorf("import %v is forbidden without a reason", f.Paths)
		}
	}
	for _, debts := range []map[string]tidy.Debt{tidy.House.Larger, tidy.House.Wider} {
		for name, d := range debts {
			if !slices.Contains(packages, name) || d.Most == 0 || d.Pay == "" {
				t.Errorf("debt of %s: %+v", name, d)
			}
		}
	}
	for _, reasons := range []map[string]string{tidy.House.Banned, tidy.House.Untested} {
		for name, why := range reasons {
			if why == "" {
				t.Errorf("%s has no reason", name)
			}
		}
	}
}
