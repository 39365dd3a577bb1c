.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export FLASK_APP := app
# What was compiled once is not compiled anew by each of thirty processes, whatever the machine says.
export PYTHONDONTWRITEBYTECODE :=

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## install what is missing, migrate, seed, publish, and serve on PORT (default 8000)
	@$(PYTHON) bin/run.py

install: ## everything for development and tests
	@$(PYTHON) bin/run.py --install-only --dev

# Three at once on two cores: a browser or a server that starts anew leaves one idle.
test: install ## the whole suite (PostgreSQL included; browser tests where Chromium is)
	@$(BIN)/python -m pytest -n 3 --dist worksteal

lint: install ## style, types, import contracts, translations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m app.translate check

fix: ## let ruff put right what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: ## mypy only
	@$(BIN)/mypy

seed: ## load and publish seeds/
	@$(BIN)/flask seed

demo: ## fill a fresh centre with months of invented activity (development only)
	@$(BIN)/flask demo

i18n: ## list untranslated sentences, compile the catalogues
	@$(BIN)/python -m app.translate check ; $(BIN)/python -m app.translate compile

lock: ## write requirements*.txt anew from requirements*.in
	@for name in requirements requirements-node requirements-dev requirements-extra requirements-bench; do $(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o $$name.txt $$name.in; done

bench: install ## the desk, the Studio, the lists and the papers beside their goals (CASES=1000000 for a full centre)
	@$(BIN)/python -m bench.desk && $(BIN)/python -m bench.studio && $(BIN)/python -m bench.lists && $(BIN)/python -m bench.papers && $(BIN)/python -m bench.export && $(BIN)/python -m bench.roster && $(BIN)/python -m bench.supervision && $(BIN)/python -m bench.receive && YOUSHI_BENCH_SECONDS=5 $(BIN)/python -m bench.intake_load

soak: install ## the long runs: 2,000 × 50 of the case machine, 100 × 30 on rows, more kills, 100 requests an operation
	@YOUSHI_MACHINE_RUNS=2000 YOUSHI_ROW_RUNS=100 YOUSHI_KILLS=100 YOUSHI_REQUESTS=100 $(BIN)/python -m pytest -n 2 tests/domain/case tests/services/test_case_machine.py tests/faults tests/views/test_api_schema.py

.PHONY: help run install test lint fix types seed demo i18n lock bench soak
