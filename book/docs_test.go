package book_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dangol.example/book"
)

// TestDocs holds docs/book.md to the format: its example is valid, and every field is explained.
func TestDocs(t *testing.T) {
	raw, err := os.ReadFile("../docs/book.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(raw)
	_, rest, _ := strings.Cut(doc, "```json\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/book.md has no example")
	}
	if err := validate(t, example); err != nil {
		t.Error(err)
	}
	explained := strings.Replace(doc, example, "", 1)
	for _, kind := range []any{book.Book{}, book.Order{}, book.Deposit{}, book.Candidate{}, book.Unread{}} {
		for field := range reflect.TypeOf(kind).Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name != "" && name != "-" && !strings.Contains(explained, "`"+name+"`") {
				t.Errorf("docs/book.md does not explain %s of %T", name, kind)
			}
		}
	}
}

// TestSchemaRefuses: a format that takes everything holds nothing.
func TestSchemaRefuses(t *testing.T) {
	raw, err := os.ReadFile("../docs/book.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "```json\n")
	good, _, _ := strings.Cut(rest, "```")
	for old, bad := range map[string]string{
		`"shop":`:                      `"shop2": 1, "shop":`,
		`"room": ""`:                   `"romm": ""`,
		`"01000000003"`:                `"010-0000-0003"`,
		`"2022-10-15T14:00"`:           `"2022-10-15 14:00"`,
		`"paid": 24000`:                `"paid": "24000"`,
		`"confirmed"`:                  `"done"`,
		`"line": 11`:                   `"line": 0`,
		`"order": null`:                `"order": {"file": "a"}`,
		`"no_order": false`:            `"no_order": null`,
		`"unread": []`:                 `"unread": [{"file": "a"}]`,
		`"reasons": ["name_equal", "a`: `"reasons": [1, "a`,
	} {
		broken := strings.Replace(good, old, bad, 1)
		if broken == good {
			t.Errorf("the example has no %s any more", old)
		} else if validate(t, broken) == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}

func validate(t *testing.T, text string) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../docs/book.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}
