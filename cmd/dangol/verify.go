package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/pflag"

	"dangol.example/app"
)

var verifyCommand = command{
	name: "verify", run: runVerify,
	ko: "멈춘 서버의 저널과 장부를 처음부터 견주어 봐요",
	en: "hold a stopped server's views against its journal, from the first block on",
}

// runVerify ends with 0 when every shard is well, with 1 when one is not or could not be looked at, with 2 when it was
// asked wrongly.
func runVerify(ctx context.Context, args []string, c console) int {
	cfg := app.Defaults()
	if v := c.env("DANGOL_DATA"); v != "" {
		cfg.Data = v
	}
	asJSON := false
	f := pflag.NewFlagSet("verify", pflag.ContinueOnError)
	f.SetOutput(c.err)
	f.StringVar(&cfg.Data, "data", cfg.Data, c.say("서버의 폴더", "the server's folder"))
	f.BoolVar(&asJSON, "json", false, c.say("결과를 JSON으로", "the result as JSON"))
	if err := f.Parse(args); err != nil {
		return usageError(err, c)
	}
	logger := slog.New(slog.DiscardHandler)
	if logLevel(c) == slog.LevelDebug {
		logger = slog.New(slog.NewTextHandler(c.err, nil))
	}
	all := []app.Checked{}
	well := true
	err := app.Verify(ctx, cfg, logger, func(found app.Checked) {
		all = append(all, found)
		well = well && found.Well()
		if !asJSON {
			fmt.Fprintln(c.out, c.verified(found))
		}
	})
	if err != nil {
		return c.fail(err)
	}
	if asJSON {
		err := json.NewEncoder(c.out).Encode(struct {
			OK     bool          `json:"ok"`
			Shards []app.Checked `json:"shards"`
		}{well, all})
		if err != nil {
			return c.fail(err)
		}
	}
	if !well {
		if !asJSON {
			fmt.Fprintln(c.out, c.say("성하지 않은 샤드가 있어요. data 폴더를 그대로 두고 docs/runbook/journal-damaged.md를 따라 주세요.",
				"Some shard is not well. Leave the data folder as it is; see docs/runbook/journal-damaged.md."))
		}
		return exitFailed
	}
	return exitOK
}

// verified says what was found of a shard.
func (c console) verified(found app.Checked) string {
	var said string
	switch found.State {
	case app.Whole:
		said = c.say("저널이 온전하고, 장부가 저널과 같아요.", "The journal is whole, and the view is what it says.")
	case app.NoView:
		said = c.say("저널이 온전해요. 장부가 없어서 다음에 시작할 때 새로 만들어요.",
			"The journal is whole. There is no view; the next start makes one.")
	case app.OldView:
		said = c.say("저널이 온전해요. 장부가 다른 버전의 것이라 다음에 시작할 때 새로 만들어요.",
			"The journal is whole. The view is of another version; the next start makes it anew.")
	case app.Differs:
		said = c.say("저널은 온전한데 장부가 저널과 달라요: ", "The journal is whole, but the view differs from it in ") +
			strings.Join(found.Tables, ", ")
	case app.Damaged:
		said = c.say("저널이 상했어요: ", "The journal is damaged: ") + found.Error
	default:
		said = c.say("볼 수가 없었어요: ", "It could not be looked at: ") + found.Error
	}
	return fmt.Sprintf(c.say("샤드 %d (블록 %d까지, 장부는 %d까지): %s", "shard %d (up to block %d, its view up to %d): %s"),
		found.Shard, found.Block, found.View, said)
}
