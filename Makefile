# make: set up and build. make test: set up what tests need and run all. See `make help`.
SHELL := /bin/bash
.DEFAULT_GOAL := all
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
DATA ?= site_data

.PHONY: all build check test lint golden schema serve bench lock clean help

all: build ## set up, check the source, write build/tree, dist and build/site

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

$(RUN): requirements.lock pyproject.toml
	@scripts/venv "$(PYTHON)" "$(VENV)" requirements.lock
	@touch $@

$(DEV): requirements-dev.lock requirements.lock pyproject.toml
	@scripts/venv "$(PYTHON)" "$(VENV)" requirements-dev.lock
	@touch $@ $(RUN)

build: $(RUN) ## check the source, then write build/tree, dist and build/site
	@$(BIN)/tonalite build --data $(DATA)

check: $(RUN) ## only check the source
	@$(BIN)/tonalite check --data $(DATA)

serve: build ## show the site with live reload and serve TFTP, on loopback
	@$(BIN)/tonalite serve --data $(DATA)

test: $(DEV) ## set up what tests need, then lint, type-check and run every test
	@scripts/test-programs
	@$(BIN)/ruff check generators tests benchmarks
	@$(BIN)/ruff format --check generators tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/pytest

lint: $(DEV) ## format and lint
	@$(BIN)/ruff format generators tests benchmarks
	@$(BIN)/ruff check --fix generators tests benchmarks
	@$(BIN)/mypy

golden: $(DEV) ## refresh the golden trees; review the diff before you commit it
	@$(BIN)/python -m tests.golden_trees

schema: $(RUN) ## refresh site_data/schema.json
	@$(BIN)/tonalite schema > site_data/schema.json

bench: $(DEV) ## seconds and shares of each step for a random organization (PHONES=1000)
	@$(BIN)/python -m benchmarks --phones $(or $(PHONES),1000)

lock: ## refresh the lock files (needs uv)
	@scripts/lock

clean: ## remove what was built (never the secrets)
	rm -rf build dist
