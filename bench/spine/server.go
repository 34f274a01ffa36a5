package main

import (
	"bufio"
	"errors"
	"os/exec"
	"strings"
)

// server is the binary as a process of its own.
type server struct {
	cmd  *exec.Cmd
	link string
}

func startServer(dir, listen string) (*server, error) {
	s := &server{cmd: exec.Command(*binary, "serve", "--data", dir, "--listen", listen)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			s.link = strings.TrimSpace(lines.Text()[at:])
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("the server does not start"), s.cmd.Wait())
}
