# The commands of the README. They need GNU make 3.81 or newer and Python 3.11 or newer (or uv);
# each makes .venv from the locks first. ARGS="…" hands options on.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-long test-all test-browser pictures lint types imports check bench lock format clean dev

PY := .venv/bin/python
# More than two cores: while some wait for a process or for a moment to come, others work.
WORKERS ?= 4

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## run the bot: on Discord with DISCORD_TOKEN, else a rehearsal in the browser
	@sh tools/run.sh $(ARGS)

# A test asks for the types: they take one core half a minute, and the others do not wait for them.
test: lint imports ## all that CI checks: style, types, import rules, tests, coverage
	@$(PY) -m compileall -q bot cogs tests
	@PYTEST_PLUGINS=tests.measuring $(PY) -m pytest -n $(WORKERS) --dist worksteal

test-long: dev ## the tests that repeat much, with all they can do; some ten minutes on two cores
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal --long -m "long or sampled or long_only" $(ARGS)

test-browser: dev ## the stage in a headless Chromium (Debian: apt install chromium), as its visitors see it
	@$(PY) -m pytest --browser tests/browser $(ARGS)

pictures: dev ## make the pictures of the README and of docs/ anew, with a headless Chromium
	@$(PY) -m tests.browser.pictures $(ARGS)

test-all: ## `make test` with each Python from 3.11 to 3.14 that this machine has
	@sh tools/test_all.sh

lint: dev ## style and habits
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check

types: dev ## types, strictly
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(PY) -m pyright --pythonpath $(PY)

imports: dev ## which room may import which
	@$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'

check: dev ## the configuration, then style, types and import rules, without the tests
	@$(PY) -m bot check $(ARGS)
	@$(MAKE) --no-print-directory lint types imports

bench: dev ## measure: a table of ratios (ARGS="--help" tells more)
	@$(PY) -m tests.benchmarks $(ARGS)

format: dev ## put the code into its form
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

# The largest set decides; the smaller ones are held to its versions.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header
PART = $(COMPILE) --constraints requirements-dev.txt

lock: dev ## write the locks anew from pyproject.toml (ARGS=--upgrade takes newer versions)
	@$(COMPILE) pyproject.toml --extra rehearsal --group dev $(ARGS) -o requirements-dev.txt
	@$(PART) pyproject.toml --extra rehearsal -o requirements-rehearsal.txt
	@$(PART) pyproject.toml -o requirements.txt
	@$(PART) --group installer -o requirements-uv.txt
	@sh tools/venv.sh dev

clean: ## remove .venv and every cache; never data, .env or backups
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find bot cogs tests -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@sh tools/venv.sh dev
