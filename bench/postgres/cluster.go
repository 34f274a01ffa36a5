package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

//go:embed schema.sql
var schema string

// binaries are where Debian puts PostgreSQL 15's programs.
const binaries = "/usr/lib/postgresql/15/bin"

// errMissing is what a person without PostgreSQL is told.
var errMissing = errors.New("PostgreSQL 15 is not installed: apt-get install postgresql-15")

const (
	startTimeout = 30 * time.Second
	stopTimeout  = 20 * time.Second
)

// cluster is a PostgreSQL of our own: in a folder that goes with it, reached by a socket in that folder only.
type cluster struct {
	dir    string
	server *exec.Cmd
	log    string
	ended  chan struct{} // closed when the server has ended
	result error         // of the server, once it has ended
}

// settings beside PostgreSQL's defaults: what acknowledges is on the disk, and a machine's memory is used.
var settings = []string{
	"listen_addresses=", "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB", "max_wal_size=4GB",
	"max_connections=200", "unix_socket_permissions=0700",
}

// startCluster makes and starts a cluster in a new folder below parent. Whatever it returns is to be stopped.
func startCluster(ctx context.Context, bin, parent string) (*cluster, error) {
	if _, err := os.Stat(filepath.Join(bin, "initdb")); errors.Is(err, fs.ErrNotExist) {
		return nil, errMissing
	} else if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "bench-pg-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir, log: filepath.Join(dir, "log")}
	owner, err := c.owner()
	if err != nil {
		return c, err
	}
	data := filepath.Join(dir, "data")
	setup := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "bench", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
	setup.Dir, setup.SysProcAttr = dir, owner
	if said, err := setup.CombinedOutput(); err != nil {
		return c, fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(said))
	}
	if err := c.start(bin, data, owner); err != nil {
		return c, err
	}
	return c, c.wait(ctx)
}

// owner gives the folder to the user postgres when we are root, for PostgreSQL refuses to run as root. The server gets
// a process group of its own: Ctrl-C is for us, and we stop it.
func (c *cluster) owner() (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("%w (there is no user postgres)", errMissing)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(c.dir, int(uid), int(gid))
}

func (c *cluster) start(bin, data string, owner *syscall.SysProcAttr) error {
	args := []string{"-D", data, "-c", "unix_socket_directories=" + c.dir}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	log, err := os.Create(c.log)
	if err != nil {
		return err
	}
	defer log.Close()                                                //nolint:errcheck // the server has its own handle
	c.server = exec.Command(filepath.Join(bin, "postgres"), args...) // without ctx: it is stopped in order, not killed
	c.server.Dir, c.server.SysProcAttr, c.server.Stdout, c.server.Stderr = c.dir, owner, log, log
	if err := c.server.Start(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	c.ended = make(chan struct{})
	go func() {
		c.result = c.server.Wait()
		close(c.ended)
	}()
	return nil
}

// wait waits until the server answers.
func (c *cluster) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		conn, err := c.connect(ctx)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-c.ended:
			said, _ := os.ReadFile(c.log) // without it there is nothing to add
			return fmt.Errorf("postgres ended: %w: %s", c.result, bytes.TrimSpace(said))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *cluster) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, "host="+c.dir+" user=bench dbname=postgres sslmode=disable")
}

// stop stops the server (SIGINT is its fast way to end in order) and removes the folder.
func (c *cluster) stop() error {
	if c == nil {
		return nil
	}
	var failed error
	if c.ended != nil {
		for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
			if err := c.server.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
				failed = errors.Join(failed, err)
			}
			if c.endsWithin(stopTimeout) {
				break
			}
		}
	}
	return errors.Join(failed, os.RemoveAll(c.dir))
}

func (c *cluster) endsWithin(d time.Duration) bool {
	select {
	case <-c.ended:
		return true
	case <-time.After(d):
		return false
	}
}
