# Everything a newcomer types. Needs Python 3.11 or newer and make; Node comes with the Python packages.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench faults fuzz lock sbom clean dev

# The tests that have a long form; HELPLINE_LONG=1 asks for it.
FAULTS := tests/faults/test_sync.py tests/faults/test_machine.py tests/faults/test_kill.py tests/telephony/test_soak.py \
	tests/telephony/test_hang_ups.py tests/faults/test_assignment.py tests/faults/test_nodes.py
FUZZ := tests/malice/test_fuzz.py tests/malice/test_schemathesis.py tests/malice/test_floods.py tests/telephony/test_fuzz.py \
	tests/e2e/gallery/test_hostile_fields.py

PORT ?= 8080
DATA ?=

VENV := .venv
PY := $(VENV)/bin/python
UI := volunteer_ui
BUILT := helpline/web/built

# The stamps: a step is done again only when something it is made from has changed.
RUN_MADE := $(VENV)/.made-run
DEV_MADE := $(VENV)/.made-dev
NODE_MADE := $(UI)/node_modules/.made
PAGES_MADE := $(BUILT)/child.html

# Folders as well as files, so that a deleted page counts as a change; what the build itself writes does not.
UI_SOURCES := $(shell find $(UI)/src $(UI)/messages $(UI)/public $(UI)/project.inlang/settings.json \
	-name paraglide -prune -o -print 2>/dev/null) $(wildcard $(UI)/*.html $(UI)/*.json $(UI)/*.ts $(UI)/*.js $(UI)/*.mjs)

# npm finds the Node of the environment, and never runs a script of a package it installs.
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm --prefix $(UI) --no-audit --no-fund --no-update-notifier
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet --quiet
SAY := @printf '→ %s\n'

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_MADE) $(PAGES_MADE) ## environment and built pages; leaves .venv/bin/helpline; quick when nothing changed
	$(SAY) 'ready: $(VENV)/bin/helpline and the pages'

demo: setup ## the whole helpline on this machine (PORT=8080, DATA=a directory to keep)
	$(SAY) 'starting the demo'
	@exec $(VENV)/bin/helpline demo --port $(PORT) $(if $(DATA),--data '$(DATA)')

test: setup dev ## all tests this machine can run; HELPLINE_REQUIRE_ALL=1 turns a skip into a failure
	$(SAY) 'tests of the pages'
	@code=0; $(NPM) test || code=$$?; \
	printf '→ %s\n' 'tests of the helpline'; \
	$(PY) -m pytest || exit $$?; \
	exit $$code

check: setup dev ## lint, types, import rules and the fast tests
	$(SAY) 'ruff'
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet .
	$(SAY) 'mypy'
	@$(VENV)/bin/mypy
	$(SAY) 'who may import whom'
	@$(VENV)/bin/lint-imports
	$(SAY) 'types of the pages'
	@$(NPM) run --silent check
	$(SAY) 'fast tests'
	@$(PY) -m pytest -q -m 'not slow and not e2e'

bench: setup dev ## the benchmarks, as ratios to a bare relay in the same run
	$(SAY) 'benchmarks'
	@$(PY) -m bench

faults: setup dev ## what goes wrong, at length, with a ledger (dist/faults.md): a hundred kills where a test of every day has two
	$(SAY) 'faults'
	@HELPLINE_LONG=1 $(PY) -m pytest -o faulthandler_timeout=3600 $(FAULTS)

fuzz: setup dev ## malice, at length: whatever anybody may send, and floods; prints its tables
	$(SAY) 'malice'
	@HELPLINE_LONG=1 $(PY) -m pytest -o faulthandler_timeout=3600 $(FUZZ)

dev: $(DEV_MADE)

lock: $(DEV_MADE) ## resolve the Python dependencies anew, with hashes (UPGRADE=1 takes the newest)
	$(SAY) 'locking'
	@PYTHON=$(PY) UPGRADE=$(UPGRADE) scripts/lock-requirements

sbom: $(RUN_MADE) ## dist/sbom.cdx.json: every locked package with its hashes, as CycloneDX
	$(SAY) 'dist/sbom.cdx.json'
	@$(PY) scripts/write-sbom

clean: ## remove everything that was made here; data directories stay
	rm -rf $(VENV) $(UI)/node_modules $(UI)/src/paraglide $(BUILT) dist .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache

$(RUN_MADE): requirements/run.txt pyproject.toml hatch_build.py scripts/make-environment
	$(SAY) 'Python environment ($(VENV))'
	@scripts/make-environment $(VENV)
	$(SAY) 'Python packages, and Node'
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_MADE): $(RUN_MADE) requirements/dev.txt
	$(SAY) 'Python packages for tests and checks'
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(NODE_MADE): $(UI)/package.json $(UI)/package-lock.json $(RUN_MADE)
	$(SAY) 'npm packages of the pages'
	@$(NPM) ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@

$(PAGES_MADE): $(NODE_MADE) $(UI_SOURCES)
	$(SAY) 'the pages'
	@$(NPM) run --silent build -- --logLevel error >/dev/null
	@touch $@
