# Everything needs only make and Python 3.11 or newer; the rest is fetched into .venv.
#
#   make up                    start Taliq (settings: TALIQ_* variables, see README.md)
#   make test                  run all tests (ARGS="…" goes to pytest)
#   make lint                  ruff, mypy, import contracts
#   make demo-load FILE=…      post comments into a running `make up`
#   make screenshots           pictures of every console page into docs/screenshots
#   make bench                 figures beside bare limits (needs wrk)
#   make faults                kill parts in the middle of a load and count
#
# PYTHON=/path/to/python3 chooses the interpreter that .venv is made with.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
UV_VERSION := 0.13.9
# The wheel with a Redis exists up to Python 3.12, so those come first.
PYTHONS := $(PYTHON) python3.12 python3.11 python3 python3.13 python3.14 python
LOCK := pyproject.toml uv.lock
export UV_PROJECT_ENVIRONMENT := $(VENV)

# What a shell exports for `make up` must not change what tests and tools see.
WITHOUT_SETTINGS = for name in $$(env | sed -n 's/^\(TALIQ_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$$name"; done

.PHONY: help up test lint demo-load screenshots bench faults chromium

help:
	@sed -n 's/^#   //p' Makefile

# Many processes start at once: what is compiled beforehand is not compiled by each of them.
up: $(VENV)/.ready-up
	@$(VENV)/bin/python -m compileall -q config service workers
	@exec $(VENV)/bin/taliq up

test: $(VENV)/.ready-dev chromium
	@$(WITHOUT_SETTINGS); exec $(VENV)/bin/python -m pytest -n auto --dist loadscope $(ARGS)

lint: $(VENV)/.ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

demo-load: $(VENV)/.ready-dev
	@exec $(VENV)/bin/python -m tests.bench.demo_load $${FILE:+--file "$$FILE"} \
		--url "$${TALIQ_PUBLIC_URL:-http://127.0.0.1:$${TALIQ_PORT:-8000}}" $(ARGS)

screenshots: $(VENV)/.ready-dev chromium
	@$(WITHOUT_SETTINGS); exec $(VENV)/bin/python -m tests.screenshots.run $(ARGS)

bench: $(VENV)/.ready-dev
	@$(WITHOUT_SETTINGS); exec $(VENV)/bin/python -m tests.bench.run $(ARGS)

faults: $(VENV)/.ready-dev
	@$(WITHOUT_SETTINGS); exec $(VENV)/bin/python -m tests.faults.kill_storm $(ARGS)

$(VENV)/.ready-up: $(LOCK) | $(VENV)/.uv-$(UV_VERSION)
	@$(VENV)/bin/uv sync --frozen --inexact --no-dev --compile-bytecode --python $(VENV)/bin/python
	@touch $@

$(VENV)/.ready-dev: $(LOCK) | $(VENV)/.uv-$(UV_VERSION)
	@$(VENV)/bin/uv sync --frozen --inexact --compile-bytecode --python $(VENV)/bin/python
	@touch $@ $(VENV)/.ready-up

$(VENV)/.uv-$(UV_VERSION):
	@found=; for candidate in $(PYTHONS); do \
		"$$candidate" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
			>/dev/null 2>&1 && found=$$candidate && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Taliq needs Python 3.11 to 3.14 with its venv module, and none was found." >&2; \
		echo "Install it (Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	$(VENV)/bin/python -c '' 2>/dev/null || { \
		echo "Making $(VENV) with $$found" && "$$found" -m venv --clear $(VENV); \
	} && \
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $@

# The browser tests drive Debian's Chromium. Without it they fail, and say so.
chromium:
	@command -v chromium >/dev/null 2>&1 || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
			echo "Installing Chromium for the browser tests"; \
			apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
				apt-get -qq install --no-install-recommends -y chromium fonts-noto-core >/dev/null; \
		else \
			echo "Chromium is missing, so the browser tests will fail: install it (Debian: apt install chromium)." >&2; \
		fi; \
	} || echo "Chromium could not be installed, so the browser tests will fail." >&2
