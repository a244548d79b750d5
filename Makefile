# Two commands carry the house: make run, make test. `make` alone lists the others.
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help test check fix

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

test: ## every test, on both cores (ARGS="…" narrows)
	@$(PYTHON) -m pytest -n 2 $(ARGS)

check: ## lint, types of imports, migrations; edits nothing
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m importlinter.cli lint --no-cache
	@$(PYTHON) manage.py check --fail-level WARNING
	@$(PYTHON) manage.py makemigrations --check --dry-run

fix: ## format and mend what can be mended by a machine
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .
