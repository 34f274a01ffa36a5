package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dangol": func() {
			os.Exit(run(context.Background(), os.Args[1:], console{out: os.Stdout, err: os.Stderr, env: os.Getenv}))
		},
	})
}

// TestScripts runs the command as its user does: testdata/*.txtar.
func TestScripts(t *testing.T) {
	sample, err := filepath.Abs(filepath.Join("..", "..", "testdata", "orders_synthetic"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLE", sample)
			e.Setenv("LANG", "ko_KR.UTF-8")
			return nil
		},
	})
}
