# GovTracker. Every target is complete on a fresh machine with Python 3.11 or later.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: install run demo test bench storm lint format environment development

PYTHON_IN := .venv/bin/python
PIP := .venv/bin/pip install -q --disable-pip-version-check
PAGES := $(shell find frontend -name node_modules -prune -o -path frontend/dist -prune -o -type f -print)
# Tests and checks see nothing of this machine's own settings and data.
CLEAN := env -u DATABASE_URL -u DISCORD_BOT_TOKEN -u DISCORD_API_URL -u DEMO -u PORT -u LISTEN \
	SESSION_SECRET=made-for-tests

# --- What people use ---------------------------------------------------------

# Everything but starting.
install: environment
	@$(PYTHON_IN) manage.py migrate -v 0
	@$(PYTHON_IN) manage.py collectstatic -v 0 --no-input
	@echo "Installed. Start it with 'make run'."

# Web, bot and jobs together: the demo where neither a token nor a database is named.
run: environment
	@exec $(PYTHON_IN) manage.py run

demo: environment
	@exec env DEMO=1 $(PYTHON_IN) manage.py run

# --- What is made once, and again when its sources change ---------------------

environment: .venv/.run frontend/dist/index.html
development: .venv/.dev frontend/dist/index.html

.venv/bin/python:
	@tools/venv

.venv/.run: requirements.txt | .venv/bin/python
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt | .venv/bin/python
	$(PIP) -r requirements-dev.txt
	@touch $@ .venv/.run

# The driver has no wheel for Linux.
.venv/.mysql: requirements-mysql.txt .venv/.dev
	@.venv/bin/python -c 'import MySQLdb' 2>/dev/null || tools/apt libmariadb-dev pkg-config gcc
	@.venv/bin/python -c 'import MySQLdb' 2>/dev/null || \
	  [ -e "$$(.venv/bin/python -c 'import sysconfig as s; print(s.get_path("include"))')/Python.h" ] || \
	  tools/apt python3-dev
	$(PIP) -r requirements-mysql.txt
	@touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json | .venv/bin/python
	tools/npm ci --silent
	@touch $@

frontend/dist/index.html: $(PAGES) frontend/node_modules/.installed
	tools/npm run --silent build
	@touch $@

# --- What is checked ----------------------------------------------------------

lint: development
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(CLEAN) .venv/bin/lint-imports --no-logo
	$(CLEAN) .venv/bin/mypy
	tools/npm run --silent lint

format: development
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	tools/npm run --silent lint:fix

test: development .venv/.mysql lint
	$(CLEAN) tools/test

bench: development .venv/.mysql
	$(CLEAN) tools/bench

# A hundred deaths at the worst moments on each of the three databases.
storm: development .venv/.mysql
	$(CLEAN) tools/storm
