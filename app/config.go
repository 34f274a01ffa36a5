package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dangol.example/fault"
)

// Config is everything that can be set, read once.
type Config struct {
	Listen  string   `json:"listen"`  // address and port
	Data    string   `json:"data"`    // the folder of everything that is kept
	Shards  uint8    `json:"shards"`  // fixed at the first start
	Origins []string `json:"origins"` // pages of other sites that may call
	Shop    string   `json:"shop"`    // the name of the shop that the first start opens
	Owner   string   `json:"owner"`   // and of its owner
	Zone    string   `json:"zone"`    // and where its clock is
	Sample  string   `json:"sample"`  // a folder of chats and bank lists to import once, "" for none
	Quiet   bool     `json:"quiet"`   // print no sign-in link
}

// Defaults is what holds where nothing is said.
func Defaults() Config {
	return Config{
		Listen: ":8080", Data: "data", Shards: 16, Shop: "우리 가게", Owner: "사장님", Zone: "Asia/Seoul", Origins: []string{},
	}
}

// kept is what the first start fixes.
type kept struct {
	Shards uint8 `json:"shards"`
}

// keptFile is where it stands, beside the data.
const keptFile = "dangol.json"

// errShards says that the number of shards was changed.
var errShards = fault.New(fault.Conflict, "샤드 수는 처음 시작할 때 정해져서 바꿀 수 없어요.",
	"The number of shards is fixed at the first start and cannot be changed.")

// errNoShards says that a server without shards was asked for.
var errNoShards = fault.New(fault.Invalid, "샤드는 1개에서 255개까지 둘 수 있어요.", "There are 1 to 255 shards.")

// keep reads what an earlier start has fixed, or fixes it.
func (c Config) keep() error {
	if c.Shards == 0 {
		return errNoShards
	}
	file := filepath.Join(c.Data, keptFile)
	b, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		b, err := json.Marshal(kept{c.Shards})
		if err != nil {
			return err
		}
		return writeWhole(file, b)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	var k kept
	if err := json.Unmarshal(b, &k); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	if k.Shards != c.Shards {
		return errShards
	}
	return nil
}

// writeWhole writes a file that is there whole or not at all, whenever the power goes.
func writeWhole(file string, b []byte) error {
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", part, err)
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}
