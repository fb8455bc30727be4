# make run and make test do their whole set-up; everything else is for those who build.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: help install run test test-long check format bench scale requirements words pictures data browser servers java audit

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/run: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/test: .venv/run requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

install: .venv/run  ## Make .venv with what the dashboard needs

run: install  ## Serve the public record on http://127.0.0.1:8050
	$(BIN)/mieux serve

browser: .venv/test
	@tests/browser/get-chromium $(BIN)

check: .venv/test  ## Format, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

servers: .venv/test
	@tests/get-servers

java: .venv/test
	@tests/engines/get-java

test: check browser servers java  ## Check, then every test, what a browser shows beside all the rest; then the guard of speed
	@mkdir -p build
	@$(BIN)/python -m pytest --durations 10 tests/browser >build/browser.txt 2>&1 & browser=$$!; \
	$(BIN)/python -m pytest --durations 10 --ignore tests/browser; rest=$$?; \
	wait $$browser; seen=$$?; cat build/browser.txt; exit $$((rest | seen))
	$(BIN)/python benchmarks/guard.py

test-long: check browser servers java  ## What takes longer than a commit may: full matrices, ten-minute runs
	$(BIN)/python -m pytest tests/long

format: .venv/test  ## Put the code into its form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: .venv/test browser  ## Print the speed figures that README quotes
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/pack.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/compare.py

audit: .venv/test  ## Look up known weaknesses of the packages we pin; asks pypi.org
	$(BIN)/pip-audit --strict -r requirements.txt --no-deps --disable-pip

scale: .venv/test java  ## Measure DuckDB and Spark at ten million Actions; half an hour, 3 GB of disk
	$(BIN)/python benchmarks/scale.py

requirements: .venv/test  ## Compile the pins from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --no-header --no-annotate --no-emit-index-url --quiet --upgrade -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra test --extra check --universal --no-header --no-annotate --no-emit-index-url --quiet --upgrade -c requirements.txt -o requirements-test.txt

words: .venv/test  ## Collect the sentences of the code into the catalogues
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header --no-default-keywords --keywords "words plural:1,2 message" -o build/messages.pot mieux_dashboard
	for language in $$($(BIN)/python -c 'from mieux_dashboard.model.columns import LANGUAGES; print(*LANGUAGES[1:])'); do \
	  $(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete --omit-header --width=96 -l $$language -i build/messages.pot -o mieux_dashboard/words/locales/$$language/LC_MESSAGES/messages.po; \
	done

pictures: .venv/test browser  ## Draw the pictures of the guides anew from the running program
	$(BIN)/python tools/pictures.py

data: .venv/run  ## Build the two workbooks that ship, from data/public_record and made up
	$(BIN)/python data/build.py
