# Every command is complete on a fresh machine with Python 3.12+, Node 20+ and make.
# PORT=8000 chooses the demo's port, PYTHON= the interpreter, ARGS= what goes to pytest as well,
# ROUNDS= how often something is killed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo demo-reset test check bench outages pictures pins

PORT ?= 8000
ARGS ?=
ROUNDS ?= 200
RUN := .venv/bin
# With the embedded database up; a DATABASE_URL of a real server is left alone by `make test`.
LOCAL := $(RUN)/python manage.py devdb --
TESTS := $(if $(DATABASE_URL),$(RUN)/python -m,$(LOCAL) python -m)
# What production would be told; the database is the embedded one, but it does not say so.
PRODUCTION := env HILFENETZ_EMBEDDED=no HILFENETZ_PLAIN_HTTP=no HILFENETZ_HOSTS=hilfenetz.example \
	HILFENETZ_CLAMD=/run/clamav/clamd.ctl \
	HILFENETZ_MAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready node_modules/.ready ## environment from hashed pins, front-end packages by npm
	@deploy/system_packages.sh

setup-tests: setup
	@deploy/system_packages.sh tests

.venv/.ready: requirements/base.txt requirements/dev.txt .python-version
	@$(RUN)/python -c '' 2>/dev/null || { python=$$(deploy/find_python.sh) && "$$python" -m venv --clear .venv; }
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/base.txt -r requirements/dev.txt
	@touch $@

node_modules/.ready: package-lock.json package.json .npmrc
	@command -v npm >/dev/null || { echo "Es fehlt Node.js 20 oder neuer mit npm." >&2; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

demo: setup ## the example town on 127.0.0.1:$PORT; Ctrl-C stops it, data stays
	@$(RUN)/python manage.py demo --port $(PORT)

demo-reset: setup ## the demo again from the beginning
	@$(RUN)/python manage.py demo --port $(PORT) --reset

test: setup-tests ## the whole suite
	$(TESTS) pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup ## format, lint, types, contracts, templates, migrations, documents, deployment
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/djlint . --lint --quiet
	$(RUN)/lint-imports --no-logo
	$(LOCAL) mypy .
	$(LOCAL) python manage.py makemigrations --check --dry-run
	$(if $(wildcard */management/commands/docs.py),$(LOCAL) python manage.py docs --check)
	$(LOCAL) $(PRODUCTION) python manage.py check --deploy --fail-level WARNING

bench: setup ## measures against baselines, one JSON line each
	$(LOCAL) python -m tests.bench $(ARGS)

outages: setup-tests ## kills web, worker and database at random under load; ROUNDS=200
	$(RUN)/python -m tests.outage $(ROUNDS)

pictures: setup-tests ## screenshots for the README
	$(RUN)/python -m tests.pictures

pins: ## turn requirements/*.in into *.txt with hashes (needs uv)
	cd requirements && for name in base dev; do \
		uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt || exit 1; done
