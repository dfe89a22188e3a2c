# `make demo` and `make test` each need only a Python 3.11 or newer; everything else goes into .venv.

CANDIDATES = python3 python3.14 python3.13 python3.12 python3.11
OLD_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
FOUND = $(shell for p in $(CANDIDATES); do $$p -c '$(OLD_ENOUGH)' 2>/dev/null && echo $$p && break; done)
PYTHON ?= $(or $(FOUND),python3)
PORT ?= 8000

BIN = .venv/bin
INSTALLED = .venv/installed
PIP = -m pip --disable-pip-version-check --quiet

.PHONY: demo test bench constraints clean

demo: $(INSTALLED) ## the demonstration partnership on http://127.0.0.1:8000
	@$(BIN)/scrutiny demo --port $(PORT)

test: $(INSTALLED) ## every check and every test; what is skipped is listed with the reason
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n logical --maxprocesses 8

bench: $(INSTALLED) ## the figures, as ratios within one run; ASK="--only home" or ASK=--large
	$(BIN)/python -m benchmarks $(ASK)

# Made anew only when the pins or the project's own description change.
$(INSTALLED): constraints.txt pyproject.toml
	@$(PYTHON) -c '$(OLD_ENOUGH)' || { echo "Scrutiny Ledger needs Python 3.11 or newer; '$(PYTHON)' is not. Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Installing into .venv; the first time this takes a minute or so."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python $(PIP) install --require-hashes -r constraints.txt
	@$(BIN)/python $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Pins what pyproject.toml asks for, keeping the pins that still fit. Everything to its newest:
# `make constraints UPGRADE=--upgrade`. The options are in pyproject.toml under [tool.pip-tools.compile].
constraints: | .venv-pins
	.venv-pins/bin/pip-compile --quiet $(UPGRADE) --output-file constraints.txt pyproject.toml

.venv-pins:
	$(PYTHON) -m venv $@
	$@/bin/python $(PIP) install 'pip-tools>=7.6,<8'

clean: ## removes what the targets above made
	rm -rf .venv .venv-pins build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
