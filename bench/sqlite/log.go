package main

import (
	"fmt"
	"io"
)

// compareLog prints how many bytes a command writes to the log: that, more than the driver, is what bounds a view.
func compareLog(out io.Writer, sh *shelf, o options) error {
	const group = 128
	fmt.Fprintf(out, "\n## The log: %s, %d commands in a transaction, nothing moved into the file, synchronous off\n\n", ways[0].name, group)
	fmt.Fprintln(out, "| | KB of log for a command | commands/s by the median group |")
	fmt.Fprintln(out, "|---|---|---|")
	all := func(s *settings) { s.synchronous, s.checkpoint = "off", 1<<30 }
	for _, v := range []settings{
		but("as it is", all),
		but("without the index on the sync table", func(s *settings) { all(s); s.bare = true }),
		but("changes of the newest 10,000 orders only", func(s *settings) { all(s); s.habit.recent = 10_000 }),
		but("random command ids", func(s *settings) { all(s); s.habit.random = true }),
	} {
		commands := makeCommands(11, o.commands, o.rows, v.habit)
		var log, speed []float64
		for range min(o.rounds, 3) {
			p, err := write(sh, ways[0], v, commands, group)
			if err != nil {
				return fmt.Errorf("%s: %w", v.name, err)
			}
			log = append(log, p.logMiB*1024/float64(len(commands)))
			speed = append(speed, group/p.p50.Seconds())
		}
		fmt.Fprintf(out, "| %s | %.1f | %s |\n", v.name, median(log), thousands(median(speed)))
	}
	return nil
}
