# Umland: every command a developer or a machine needs. "make" alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

ADDR    ?= 127.0.0.1:8080
WITH    ?=
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
PACKAGE := umland/internal/app.Version

export CGO_ENABLED := 0
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

TOOLS := bin/tools/.built

.PHONY: help run build setup test test-all check bench generate assets verify-generated e2e shots clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z][a-z0-9-]*:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup build ## build everything and serve the demo (ADDR=, WITH=../shared/data)
	bin/umland demo --addr $(ADDR) $(if $(WITH),--with $(WITH))

build: assets ## the program: bin/umland, static
	@mkdir -p bin
	go build -trimpath -buildvcs=false -ldflags='-s -w -X $(PACKAGE)=$(VERSION)' -o bin/umland ./cmd/umland

setup: ## install what is missing: front-end packages, browser, database, Java
	@scripts/setup.sh

test: setup build $(TOOLS) ## every check, under 20 minutes cold
	@scripts/test.sh all

test-all: setup build $(TOOLS) ## every check with the full grid of pages, languages, schemes and widths
	@FULL=1 scripts/test.sh all

check: build $(TOOLS) ## the quick checks, under 3 minutes with a warm cache
	@scripts/test.sh quick

bench: setup build ## the figures of the speed goals, as a table
	@scripts/bench.sh

generate: $(TOOLS) ## templ files and front-end assets anew
	@scripts/templ.sh
	@scripts/assets.sh build

assets:
	@scripts/assets.sh newer

verify-generated: $(TOOLS) ## a fresh generation equals what is committed
	@scripts/verify-generated.sh

e2e: setup build ## the browser tests alone (ONLY=story for one file)
	@cd e2e && node run.mjs $(ONLY)

shots: setup build ## screenshots of every page type for people, into OUT=
	@cd e2e && node run.mjs --shots $(or $(OUT),out/shots)

clean: ## remove what was built
	rm -rf bin e2e/out

$(TOOLS): tools/go.mod tools/go.sum $(wildcard tools/*/*.go)
	@mkdir -p bin/tools
	go -C tools build -trimpath -buildvcs=false -o ../bin/tools/ tool ./...
	@touch $@
