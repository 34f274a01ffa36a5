# The main commands; `make help` lists them. Everything they need beside Go and make is fetched by Go itself.

GO      ?= go
BIN     := .bin
LINT    := $(BIN)/golangci-lint
LINT_V  := v2.15.0
SAMPLE  := testdata/orders_synthetic
FUZZTIME ?= 30s
COUNT   ?= 5

# A fresh machine may have no HOME; Go needs a place for its caches.
ifeq ($(HOME),)
export GOPATH     := $(CURDIR)/.cache/go
export GOCACHE    := $(CURDIR)/.cache/build
export GOMODCACHE := $(CURDIR)/.cache/go/pkg/mod
endif
export GOFLAGS ?= -buildvcs=false

# The race detector needs a C compiler; without one the tests run without it.
RACE := $(shell command -v gcc >/dev/null 2>&1 && echo -race)

.PHONY: help run build test check fmt lint tidy bench-book fuzz score

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

build: ## build bin/dangol, one static binary
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/dangol ./cmd/dangol

run: build ## print the order book of the sample shop
	bin/dangol book $(SAMPLE)/r*.txt $(SAMPLE)/r*.csv --bank $(SAMPLE)/deposits.csv

test: ## run all tests
	@test -n "$(RACE)" || echo "no C compiler here: the tests run without the race detector"
	$(if $(RACE),CGO_ENABLED=1,CGO_ENABLED=0) $(GO) test $(RACE) -shuffle=on ./...

check: fmt-check lint tidy ## format, vet, lint and the rules of the tree

fmt-check: $(LINT)
	@out=$$($(LINT) fmt --diff 2>&1); if [ -n "$$out" ]; then echo "$$out"; echo "run: make fmt"; exit 1; fi

fmt: $(LINT) ## format the code
	$(LINT) fmt

lint: $(LINT) ## vet and lint
	$(GO) vet ./...
	$(LINT) run

tidy: ## the rules of the tree: imports, sizes, docs
	$(GO) test -count=1 ./internal/tidy
	$(GO) mod tidy -diff

# Pinned here and not in go.mod: its authors ask not to build it with `go tool`.
$(LINT):
	GOBIN=$(CURDIR)/$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_V)

bench-book: ## the figures of docs/benchmarks.md: medians over COUNT runs on one core
	GOMAXPROCS=1 $(GO) test -run '^$$' -bench 'Read100k|Book100k|Match100k' -benchmem -count=$(COUNT) \
		./chatlog ./book ./match > .cache-bench.txt || (cat .cache-bench.txt; exit 1)
	$(GO) tool -modfile=tools.mod benchstat .cache-bench.txt
	@rm -f .cache-bench.txt

score: ## how well the rooms written by others are read
	$(GO) test -count=1 -v -run TestRooms ./internal/score

fuzz: ## fuzz every decoder for FUZZTIME each
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x $$package || exit 1; \
		done; \
	done
