# Two commands do all the set-up: `make app` starts the app, `make test` runs every check.
# Plain POSIX shell and GNU make 3.81 (macOS ships that one).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help app test lint types venv venv-app venv-dev lock clean
.DELETE_ON_ERROR:

ARGS ?=
PYTHON ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

# A stamp in .venv is named after what was installed and where, so a changed pin or a moved folder
# installs again, and file times, which a fresh clone makes up, mean nothing. The dev lock holds
# every pin of the app lock: installing it serves both, and neither takes away what the other needs.
APP_STAMP := .venv/notegen-app-$(shell { pwd; cat requirements.lock pyproject.toml; } | cksum | tr -d ' ')
DEV_STAMP := .venv/notegen-dev-$(shell { pwd; cat requirements-dev.lock pyproject.toml; } | cksum | tr -d ' ')

help:
	@echo "make app    build what is missing, then open the app   (ARGS=\"--port 8600\")"
	@echo "make test   build what is missing, then run all checks (ARGS=\"-k vault\" goes to pytest)"
	@echo "make lint   ruff: rules and format"
	@echo "make types  mypy, strict"
	@echo "make lock   pin dependencies again from pyproject.toml (ARGS=--upgrade moves to newer ones)"
	@echo "make clean  remove .venv and everything the tools made; never data or runs"

app: venv-app
	@exec $(BIN)/notegen app $(ARGS)

test: lint types
	$(BIN)/python -m pytest $(ARGS)

lint: venv-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: venv-dev
	$(BIN)/python -m mypy

venv-app: venv
	@[ -e $(APP_STAMP) ] || { $(call install,requirements.lock); } && touch $(APP_STAMP)

venv-dev: venv
	@[ -e $(DEV_STAMP) ] || { $(call install,requirements-dev.lock); } && touch $(DEV_STAMP) $(APP_STAMP)

# An installation that fails leaves a .venv to go on with. One that is killed leaves
# .venv/incomplete, and nobody knows what else.
install = echo "Installing $(1) (a minute or two the first time)." && \
  touch .venv/incomplete && rm -f .venv/notegen-*; \
  $(PIP) install --require-hashes -r $(1) && $(PIP) install --no-deps --no-build-isolation -e .; \
  status=$$?; rm .venv/incomplete; [ $$status -eq 0 ]

# A .venv that is incomplete or has lost its Python only looks whole: build it again.
venv:
	@if $(BIN)/python -m pip --version >/dev/null 2>&1 && [ ! -e .venv/incomplete ]; then exit 0; fi; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "notegen needs Python 3.11 or later and found none. Install it, or name it: make app PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	if [ -e .venv ]; then echo "Removing a half-built .venv."; rm -rf .venv; fi; \
	echo "Building .venv with $$("$$found" --version)."; \
	"$$found" -m venv .venv || { rm -rf .venv; exit 1; }

# Universal: one lock for Linux and macOS and every Python from 3.11 on. No setting of this machine
# decides where packages come from, and no index is named in the result (tests/test_lock.py).
UV := env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
  .venv/lock/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: venv
	@echo "Pinning into requirements.lock and requirements-dev.lock."
	@$(BIN)/python -m venv --clear .venv/lock
	@.venv/lock/bin/python -m pip --isolated --disable-pip-version-check -q install uv
	@$(UV) $(ARGS) --group build pyproject.toml -o requirements.lock
	@$(UV) $(ARGS) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@rm -rf .venv/lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
