# Everything a fresh machine with Python 3.11+ needs; each target does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install browser demo test lint bench wheel lock clean

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "graph-service needs Python 3.11 or later; say which with make PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	@$(BIN)/graph-service demo

# The pages are tested in a real Chromium: best the one without windows, from Debian where we may install it, else whatever the
# machine has, else Playwright's.
APT := apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20
browser: install
	@$(BIN)/python -m tests.browser shell \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && { $(APT) update && $(APT) install -y --no-install-recommends chromium-headless-shell fonts-liberation; } >/dev/null 2>&1; } \
	  || $(BIN)/python -m tests.browser \
	  || $(BIN)/playwright install chromium
	@$(BIN)/python -m tests.browser || { echo 'No Chromium could be installed; put chromium on the PATH.' >&2; exit 3; }

# Two shards, each with a Neo4j of its own: one waits while the other works. One file is always of one shard.
SHARDS ?= 2

test: browser
	$(BIN)/python -m pytest -n $(SHARDS) --dist loadfile --no-loadscope-reorder

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench

wheel: install
	$(BIN)/python -m build --wheel --no-isolation

# Run by a maintainer who changes the dependencies.
lock:
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info
