package bankfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dangol.example/bankfile"
	"dangol.example/fault"
)

// malformed are the samples that the rules of their format forbid, with why.
var malformed = map[string]string{
	"bmo_v102__no_header_newline.qfx":      "no blank line between the header and <OFX> (OFX 1.6 §2.2.1)",
	"wellsfargo.qfx":                       "the header's keys do not stand on lines of their own (OFX 1.6 §2.2.1)",
	"camt053.v2.wrong.xml":                 "no statement",
	"betterplace__sepa_snippet_broken.sta": "field 25 after field 61",
}

// TestWireSamples reads every OFX, CAMT and MT940 sample: the well-formed ones are read, the others refused with a sentence.
func TestWireSamples(t *testing.T) {
	n := 0
	for _, kind := range []string{"ofx", "camt", "mt940"} {
		folder := filepath.Join("..", "..", "shared", "data", "bank", kind)
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Skip("the shared bank samples are not here")
		}
		for _, f := range files {
			if strings.Contains(f.Name(), "LICENSE") || strings.HasSuffix(f.Name(), ".json") {
				continue
			}
			n++
			data, err := os.ReadFile(filepath.Join(folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			got, err := bankfile.Read(f.Name(), data, bankfile.Options{})
			why, bad := malformed[f.Name()]
			switch {
			case bad && err == nil:
				t.Errorf("%s was read, but: %s", f.Name(), why)
			case bad && (fault.KindOf(err) != fault.Invalid || fault.Message(err, fault.Korean) == ""):
				t.Errorf("%s: no clear refusal: %v", f.Name(), err)
			case !bad && err != nil:
				t.Errorf("%s: %v", f.Name(), err)
			case !bad:
				rows, unread, breaks := 0, 0, 0
				for _, s := range got {
					rows += len(s.Rows)
					unread += len(s.Unread)
					breaks += len(s.Chain.Breaks)
				}
				t.Logf("%-45s %d statements, %d rows, %d unread, %d breaks", f.Name(), len(got), rows, unread, breaks)
			}
		}
	}
	t.Log(n, "samples")
}
