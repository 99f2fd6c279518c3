# The entry list; `make` alone prints it.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUNNABLE := $(VENV)/.runnable
INSTALLED := $(VENV)/.installed
WORKERS ?= 2
LOCALES := taxonomy_service/locale

.DEFAULT_GOAL := help
.PHONY: help install serve test test-postgresql check bench lexicons format docs messages clean

help: ## print this list
	@echo "make TARGET, one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: $(INSTALLED) ## make the virtual environment and install everything into it, what the tests need too

$(RUNNABLE): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(INSTALLED): $(RUNNABLE)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

serve: $(RUNNABLE) ## serve on 127.0.0.1:PORT (8000); the first start loads the vocabularies
	$(BIN)/taxonomy-service serve --port $(PORT)

test: $(INSTALLED) ## run the tests
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --quiet

test-postgresql: $(INSTALLED) ## run the tests, all that need a database on PostgreSQL
	TAXONOMY_TEST_DATABASE=postgresql $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --quiet

check: $(INSTALLED) ## formatting, lint, layers, types, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(MAKE) test

bench: $(INSTALLED) ## measure every figure we quote, and print it as a ratio
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m benchmarks.peers.environments
	$(BIN)/python -m benchmarks

lexicons: $(INSTALLED) ## install the dictionaries that the benchmarks use (Debian), and print where they are
	@$(BIN)/python -m benchmarks.lexicons --install

format: $(INSTALLED) ## format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED) ## write the pages of the checks (docs/checks) anew
	$(BIN)/python docs/build.py

messages: $(INSTALLED) ## extract the sentences shown to people into the catalogues, for translators
	$(BIN)/pybabel --quiet extract --no-default-keywords --keyword=message --no-location --sort-output --omit-header --output=$(LOCALES)/messages.pot taxonomy_service
	for language in de es fr; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --omit-header --width=100 --input-file=$(LOCALES)/messages.pot --output-file=$(LOCALES)/$$language.po --locale=$$language; done
	rm $(LOCALES)/messages.pot

clean: ## remove the virtual environment and all caches
	rm -rf $(VENV) .venv-peers .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
