# make run      serves the app on http://localhost:8501; the first time it makes .venv and installs what is pinned
# make test     all tests, browser included; the first time it installs what they need
# make check    style, format, types, who imports whom
# make bench    how long the model and a rerun take, many people at once, memory, files (a quarter of an hour)
# make bench-engine  draws of the model beside C, PySD and Squiggle (gcc and Node needed; minutes)
# make slow     two replicas behind nginx, sign-in with a provider, links on a slow line, every address (minutes)
# make soak     kills the server 50 times during edits, and reads 10,000 damaged files
# make recalculate  48 workbooks with random numbers typed into them, recalculated by LibreOffice (minutes)
# make mutation breaks the model in many small ways and counts what the tests notice (long)
# make fuzz     ten thousand made-up links and documents (minutes)
# make pictures the README's pictures, made from the running app
#
# PORT=8501 HOST=127.0.0.1 WORKERS=2 can be given: make run PORT=9000

SHELL := /bin/bash
HOST ?= 127.0.0.1
PORT ?= 8501
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# uv installs in seconds what takes pip a minute; where it can't be had or can't reach the packages, pip does it.
UV := uv==0.13.9
install = $(BIN)/uv pip install --quiet --python $(BIN)/python -r $(1) 2>/dev/null || $(PIP) -r $(1)

# The first one that is there and new enough. Asked by running it: a name alone may be an empty shell.
PYTHONS := python3.11 python3.12 python3.13 python3 python
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

CODE := $(wildcard app.py pages calculators components figures wording scenarios exports serving benchmarks pictures tests)
TYPED := $(wildcard app.py calculators components figures wording scenarios exports serving benchmarks tests)

.PHONY: run test check slow soak recalculate bench bench-engine mutation fuzz pictures format clean
.DELETE_ON_ERROR:

run: $(VENV)/.runs
	@echo "Community Flywheel: http://localhost:$(PORT) (Ctrl+C ends it)"
	@exec $(BIN)/python -m uvicorn app:app --host $(HOST) --port $(PORT) --no-access-log --timeout-graceful-shutdown 2

test: $(VENV)/.programs
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=15

check: $(VENV)/.tests
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports

slow: $(VENV)/.programs $(VENV)/.proxy
	$(BIN)/python -m pytest -m slow -n $(WORKERS)

soak: $(VENV)/.browser
	SOAK=1 CRASHES=50 CASES=10000 $(BIN)/python -m pytest -q -m "slow or not slow" tests/scenarios/store/test_crashes.py \
		tests/scenarios/test_files.py tests/browser/test_saved.py -k "crash or any_file or half_typed"

bench: $(VENV)/.browser $(VENV)/.proxy
	$(BIN)/python -m benchmarks

bench-engine: $(VENV)/.tests
	$(BIN)/python -m benchmarks.draws

recalculate: $(VENV)/.programs
	WORKBOOKS=48 $(BIN)/python -m pytest tests/exports/test_workbook.py -k many

mutation: $(VENV)/.tests
	$(BIN)/mutmut run --max-children $(WORKERS)
	$(BIN)/mutmut results

fuzz: $(VENV)/.tests
	FUZZ_CASES=10000 $(BIN)/python -m pytest tests/scenarios/test_self_contained.py

pictures: $(VENV)/.browser
	$(BIN)/python pictures/make_pictures.py

format: $(VENV)/.tests
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

clean:
	rm -rf $(VENV) mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# --- set-up: each once, and again only when its list changes -----------------------------------------------------

$(VENV)/.made:
	@for python in $(PYTHONS); do \
		if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then $$python -m venv --clear $(VENV) && break; fi; \
	done
	@test -x $(BIN)/python || { echo "Python 3.11 or later with venv is needed; on Debian: apt install python3-venv"; exit 1; }
	@$(PIP) $(UV) || true
	@touch $@

$(VENV)/.runs: $(VENV)/.made requirements.txt
	$(call install,requirements.txt)
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	$(call install,requirements-dev.txt)
	@touch $@

# Programs that tests drive, from Debian where apt may install them, all that are missing in one go: a browser, a
# database server, the spreadsheet that recalculates workbooks, the proxy of hosting/. Elsewhere Playwright brings its own
# browser, and tests of a program that is not there are skipped and say so.
missing = command -v $(1) >/dev/null || ls $(1) >/dev/null 2>&1 || wanted="$$wanted $(2)"
debian = if [ -n "$$wanted" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$wanted >/dev/null; fi
browser = command -v chromium-headless-shell chromium >/dev/null || $(BIN)/playwright install chromium

$(VENV)/.browser: $(VENV)/.tests
	@wanted=""; $(call missing,chromium-headless-shell,chromium-headless-shell); $(debian); $(browser)
	@touch $@

$(VENV)/.programs: $(VENV)/.tests
	@wanted=""; $(call missing,chromium-headless-shell,chromium-headless-shell); $(call missing,/usr/lib/postgresql/*/bin/initdb,postgresql); \
	$(call missing,soffice,libreoffice-calc); $(debian); $(browser)
	@touch $@ $(VENV)/.browser

$(VENV)/.proxy: $(VENV)/.tests
	@wanted=""; $(call missing,/usr/sbin/nginx,nginx-light); $(debian)
	@touch $@
