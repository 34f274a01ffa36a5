// Command dangol is Dangol's one binary. Each subcommand stands in a file of its own name.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// commands lists every subcommand.
func commands() []command {
	return []command{serveCommand, bookCommand, configCommand, verifyCommand}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], console{out: os.Stdout, err: os.Stderr, env: os.Getenv})
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, c console) int {
	if len(args) == 0 {
		c.usage()
		return exitUsage
	}
	for _, cmd := range commands() {
		if cmd.name == args[0] {
			return cmd.run(ctx, args[1:], c)
		}
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		c.usage()
		return exitOK
	}
	fmt.Fprintln(c.err, c.say("그런 명령은 없어요: ", "no such command: ")+args[0])
	c.usage()
	return exitUsage
}
