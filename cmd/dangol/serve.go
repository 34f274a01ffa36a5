package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"dangol.example/app"
	"dangol.example/shard"
	"dangol.example/web"
)

var serveCommand = command{
	name: "serve", run: runServe,
	ko: "가게의 서버를 열어요",
	en: "run the shop's server",
}

var configCommand = command{
	name: "config", run: runConfig,
	ko: "지금 적용되는 설정을 보여 줘요",
	en: "print the settings that hold",
}

// serveFlags are the settings as flags. What is not given is taken from the environment, DANGOL_LISTEN and so on.
func serveFlags(cfg *app.Config, c console) *pflag.FlagSet {
	f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	f.SetOutput(c.err)
	f.StringVar(&cfg.Listen, "listen", cfg.Listen, c.say("열어 둘 주소와 포트", "address and port to listen at"))
	f.StringVar(&cfg.Data, "data", cfg.Data, c.say("모든 것을 담는 폴더", "folder of everything that is kept"))
	f.Uint8Var(
		&cfg.Shards,
		"shards",
		cfg.Shards,
		c.say("샤드 수 (처음 시작할 때 정해져요)", "number of shards, fixed at the first start"),
	)
	f.StringSliceVar(
		&cfg.Origins,
		"origin",
		cfg.Origins,
		c.say("이 서버를 부를 수 있는 다른 주소의 화면", "other sites' pages that may call"),
	)
	f.StringVar(&cfg.Shop, "shop", cfg.Shop, c.say("처음 여는 가게의 이름", "name of the shop that the first start opens"))
	f.StringVar(&cfg.Owner, "owner", cfg.Owner, c.say("그 가게 사장님의 이름", "name of its owner"))
	f.StringVar(&cfg.Zone, "zone", cfg.Zone, c.say("가게 시계의 시간대", "where its clock is"))
	f.StringVar(
		&cfg.Sample,
		"sample",
		cfg.Sample,
		c.say("한 번 가져올 대화와 입금 목록의 폴더", "folder of chats and bank lists to import once"),
	)
	f.BoolVar(&cfg.Quiet, "quiet", cfg.Quiet, c.say("로그인 주소를 보여 주지 않기", "print no sign-in link"))
	return f
}

// settings reads flags and environment; the flags count.
func settings(args []string, c console) (app.Config, error) {
	cfg := app.Defaults()
	flags := serveFlags(&cfg, c)
	var wrong error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "DANGOL_" + strings.ToUpper(f.Name)
		if v := c.env(name); v != "" {
			if err := f.Value.Set(v); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	return cfg, errors.Join(wrong, flags.Parse(args))
}

func runConfig(_ context.Context, args []string, c console) int {
	cfg, err := settings(args, c)
	if err != nil {
		return usageError(err, c)
	}
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	if err := e.Encode(cfg); err != nil {
		return c.fail(err)
	}
	return exitOK
}

func usageError(err error, c console) int {
	if errors.Is(err, pflag.ErrHelp) {
		return exitOK
	}
	fmt.Fprintf(c.err, c.say("설정을 이해하지 못했어요: %v\n", "cannot understand the settings: %v\n"), err)
	return exitUsage
}

func runServe(ctx context.Context, args []string, c console) int {
	cfg, err := settings(args, c)
	if err != nil {
		return usageError(err, c)
	}
	logger := slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: logLevel(c)}))
	stopTracing, err := startTracing(ctx, c)
	if err != nil {
		return c.fail(err)
	}
	defer stopTracing()
	a, err := app.Start(ctx, cfg, logger, web.Handler(cfg.Origins))
	if err != nil {
		return c.fail(err)
	}
	err = welcome(ctx, a, c)
	if errors.Is(err, shard.ErrStopped) { // the other shards work, and this one is tried again
		logger.Error("the first shop's shard does not run yet, so there is no sign-in link", "because", err)
		err = nil
	}
	if err == nil {
		select {
		case <-ctx.Done():
		case <-a.Failed():
			err = a.Err()
		}
	}
	if closing := a.Close(); err == nil { //nolint:contextcheck // it ends because ctx has, or the journal
		err = closing
	}
	if err != nil {
		return c.fail(err)
	}
	return exitOK
}

func logLevel(c console) slog.Level {
	if on, err := strconv.ParseBool(c.env("DANGOL_DEBUG")); err == nil && on {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// welcome opens the first shop and prints how to get in.
func welcome(ctx context.Context, a *app.App, c console) error {
	first, err := a.EnsureShop(ctx)
	if err != nil {
		return err
	}
	if a.Config.Sample != "" {
		if err := a.ImportSample(ctx, first, a.Config.Sample); err != nil {
			return err
		}
	}
	if a.Config.Quiet {
		return nil
	}
	link, err := a.SignInLink(ctx, first)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, c.say("단골이 열렸어요. 사장님 로그인 주소 (24시간, 5번까지):\n\n  %s\n\n",
		"Dangol is open. The owner's sign-in link (24 hours, 5 times):\n\n  %s\n\n"), link)
	return nil
}
