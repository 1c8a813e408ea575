# From a bare checkout: `make run` to try it, `make test` to test it. Each target prepares what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
STAMPS := $(VENV)/.stamps
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
# The files name every package with its hash, so nothing is left to resolve: pip 23 stumbles over a package
# that asks for another's extra (`pydantic[email]`) though it is pinned two lines on.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r
DRILL = DJANGO_SETTINGS_MODULE=config.settings.test DRILL_SIZE='$(or $(DRILL_SIZE),small)' \
  DRILL_SEED='$(or $(DRILL_SEED),1)' DRILL_CASE='$(DRILL_CASE)'
export DJANGO_SETTINGS_MODULE ?= config.settings.trial

ASSET_SOURCES := $(shell find requests_app/web/assets -type f 2>/dev/null) package.json package-lock.json
STATIC_SOURCES = $(shell find requests_app/*/static -type f 2>/dev/null)

.PHONY: help run test quick coverage drill mutants tour check audit bench fix reset assets catalogue requirements

help: ## Show these lines
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# --- what the targets stand on -------------------------------------------------------------------

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11 to 3.13 is needed: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

# The development set contains the trial set, so having it is enough for both.
$(STAMPS)/trial: requirements-trial.txt | $(STAMPS)/venv
	@if [ ! -e $(STAMPS)/dev ] || [ requirements-trial.txt -nt $(STAMPS)/dev ]; then \
	  echo 'Installing the packages of the trial into $(VENV) (once; a minute or so) ...'; \
	  $(INSTALL) requirements-trial.txt; fi
	@touch $@

$(STAMPS)/dev: requirements-dev.txt | $(STAMPS)/venv
	@echo 'Installing the packages for development into $(VENV) (once; a minute or two) ...'
	@$(INSTALL) requirements-dev.txt
	@touch $@

# Styles, scripts and icons, by the Node of this machine or by the one among the Python packages.
$(STAMPS)/assets: $(ASSET_SOURCES)
	@$(BIN)/python -m requests_app.ops.assets
	@touch $@

$(STAMPS)/static: $(STAMPS)/assets $(STATIC_SOURCES)
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

$(STAMPS)/translations: $(wildcard requests_app/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python manage.py translations compile
	@touch $@

# --- for everyone --------------------------------------------------------------------------------

run: $(STAMPS)/trial ## Try it: everything on this machine, then http://127.0.0.1:8000 (PORT=)
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@exec $(BIN)/python manage.py trial --port $(PORT)

reset: ## Forget the trial's data and secrets (refuses what is not a trial's)
	@$(or $(wildcard $(BIN)/python),$(PYTHON)) -m requests_app.trial.embedded.forget

tour: $(STAMPS)/trial ## The main job over HTTP, on throw-away services (OUT=dir keeps the export)
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@$(BIN)/python manage.py tour $(if $(OUT),--out $(OUT))

# --- for developers ------------------------------------------------------------------------------

test: $(STAMPS)/dev ## The whole suite (ARGS= for pytest)
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m pytest $(PARALLEL) $(ARGS)

quick: $(STAMPS)/dev ## The tests that need no browser, no other process and little time
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m pytest $(PARALLEL) -m 'not long' $(ARGS)

coverage: $(STAMPS)/dev ## Branch coverage of the core by the quick tests; fails below the floor in pyproject.toml
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m pytest $(PARALLEL) -m 'not long' --cov --cov-report=term $(ARGS)

drill: $(STAMPS)/dev ## Hostile input to every page; the log under load and kills (DRILL_SIZE=small|full DRILL_SEED= DRILL_CASE=)
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@$(DRILL) $(BIN)/python -m pytest $(PARALLEL:loadfile=load) tests/drills/drill_hostile_input.py $(ARGS)
	@$(DRILL) $(BIN)/python -m pytest -n 0 --capture=no tests/drills/drill_audit_log.py $(ARGS)

mutants: $(STAMPS)/dev ## One place of the code changed at a time (MUTANTS=policy|wire|tlog|states|workflow MUTANT_SEED= MUTANT_CASE=)
	@$(MAKE) -s --no-print-directory $(STAMPS)/static $(STAMPS)/translations
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m tests.mutation --area '$(or $(MUTANTS),all)' \
	  --seed '$(or $(MUTANT_SEED),7)' --case '$(MUTANT_CASE)'

check: export DJANGO_SETTINGS_MODULE = config.settings.test
check: $(STAMPS)/dev ## The quality gate; changes nothing
	@$(MAKE) -s --no-print-directory $(STAMPS)/assets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m requests_app.ops.assets lint
	$(BIN)/python -m tests.ops.check_production
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --skip-checks
	$(BIN)/python manage.py translations check
	$(BIN)/python manage.py generate_docs --check

audit: $(STAMPS)/dev ## Known weaknesses of the pinned packages; asks PyPI and the npm registry
	@$(BIN)/python -m tests.ops.audit_packages

bench: $(STAMPS)/dev ## What the engine, the log and the main pages cost, as ratios within one run (BENCH_SIZE=small|full)
	@for each in bench/*.py; do echo "$$each"; BENCH_SIZE=$${BENCH_SIZE:-small} DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python $$each || exit 1; done

fix: $(STAMPS)/dev ## Format, mend imports, write the generated documents anew
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python manage.py generate_docs

catalogue: $(STAMPS)/dev ## After a migration: list the database's shape anew (DUMP=name keeps a dump too)
	@$(MAKE) -s --no-print-directory $(STAMPS)/translations
	@$(BIN)/python -m tests.database.write_catalogue $(if $(DUMP),--dump $(DUMP))

assets: $(STAMPS)/trial ## Build styles and scripts
	@$(MAKE) -s --no-print-directory $(STAMPS)/assets

requirements: $(STAMPS)/dev ## Pin the packages anew, with hashes and no index address
	for extra in '' trial gate dev; do \
	  $(BIN)/uv pip compile pyproject.toml $${extra:+--extra $$extra} --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet \
	    --output-file requirements$${extra:+-$$extra}.txt; done
