# Two commands carry the house: make run, make test. `make` alone lists the others.
PYTHON := .venv/bin/python
LOCKED := uv pip compile -q --universal -p 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run env dev python test check fix e2e browser bench tour lock demo-reset

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: env ## start everything: database, web, worker; Ctrl-C stops it
	@exec .venv/bin/tongxin serve

test: dev ## every test, on both cores (ARGS="…" narrows)
	@$(PYTHON) -m pytest -n 2 $(ARGS)

check: dev ## lint, storeys, migrations, guards; edits nothing
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) manage.py check --fail-level WARNING
	@$(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(PYTHON) -m pytest -q -n 0 -m "not django_db" --ignore=tests/house/test_permissions.py tests/house

fix: dev ## format and mend what a machine can mend
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

e2e: dev browser ## install a browser if there is none, then run the browser tests
	@$(PYTHON) -m pytest -n 0 -m e2e tests $(ARGS)

browser:
	@.ci/browser

bench: env ## measure; results go to docs/reference/benchmarks.md
	@$(PYTHON) -m bench $(ARGS)

tour: dev browser ## pictures and a check of every page, in var/tour/index.html
	@$(PYTHON) -m tour $(ARGS)

demo-reset: env ## throw the demo's data away and load it anew
	@.venv/bin/tongxin demo --reset

lock: dev ## resolve the requirements anew after pyproject.toml has changed
	@PATH="$(CURDIR)/.venv/bin:$$PATH"; $(LOCKED) -o requirements.txt
	@PATH="$(CURDIR)/.venv/bin:$$PATH"; $(LOCKED) --extra dev -c requirements.txt -o requirements-dev.txt

env: python
	@python3 tongxin/host/environment.py run

dev: python
	@python3 tongxin/host/environment.py dev

python:
	@command -v python3 >/dev/null || { echo "There is no python3: install Python 3.11 or newer." >&2; exit 1; }
