# `make up` starts a stack on this machine, `make test` tests it. Needs python3 >= 3.11 with venv; all else
# comes from the lock files into .venv and .local.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

RUN := .venv/bin/
UV := .venv/bin/uv
STAMPS := .local/stamps
CONSOLE_SOURCES = $(shell find console -type f -not -path '*/node_modules/*' -not -path '*/generated/*')
# Byte-code is written here whatever the caller's habit: without it every start is twice as slow.
unexport PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
export SAM_CLI_TELEMETRY := 0
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup up down reset demo console test e2e check bench fuzz fuzz-guided soak bars build deploy lock docs steps

help: ## List the targets
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  %-8s %s\n", $$1, $$2}'

setup: $(STAMPS)/setup ## Put everything the project needs into .venv
up: $(STAMPS)/setup $(STAMPS)/ministack $(STAMPS)/console ## Start the local stack with demo data
	@$(RUN)python -m infra.local up
down: $(STAMPS)/setup ## Stop the local stack and keep its state
	@$(RUN)python -m infra.local down
reset: $(STAMPS)/setup ## Stop the local stack and forget its state
	@$(RUN)python -m infra.local reset
console: $(STAMPS)/setup $(STAMPS)/console ## Build the console's page, with a Node of its own
demo: $(STAMPS)/setup ## Simulate more traffic on the running stack
	@$(RUN)rapport simulate

test: $(STAMPS)/setup $(STAMPS)/ministack $(STAMPS)/console ## Unit tests, then the journeys on a stack of their own
	@mkdir -p .local
	$(RUN)python -m pytest -q --numprocesses 2 --dist loadfile --junitxml=.local/junit.xml
e2e: $(STAMPS)/setup $(STAMPS)/ministack ## Only the journeys
	@mkdir -p .local
	$(RUN)python -m pytest -m e2e --junitxml=.local/junit-e2e.xml
fuzz: $(STAMPS)/setup ## Search for inputs that break a parser
	$(RUN)python -m pytest -m fuzz || { test $$? != 5 || echo "there is no test marked fuzz yet"; exit 1; }
fuzz-guided: $(STAMPS)/setup ## Search for inputs that break PLATFORM, guided by what they reach
	PYTHONPATH=functions:. .venv/bin/uv run --no-sync --with atheris python -m tests.platforms.atheris_target $(PLATFORM) -max_total_time=600
bars: $(STAMPS)/setup $(STAMPS)/ministack $(STAMPS)/console ## What the console promises in figures, in a browser
	RAPPORT_BROWSER=required $(RUN)python -m pytest -q -s -n0 -m bars tests/console/bars
soak: $(STAMPS)/setup $(STAMPS)/ministack ## Many deliveries under faults
	$(RUN)python -m pytest -m soak || { test $$? != 5 || echo "there is no test marked soak yet"; exit 1; }
bench: $(STAMPS)/bench ## Count calls and units, compare in one run (about 5 minutes)
	@.local/tools/bench/bin/python -m bench

check: $(STAMPS)/setup $(STAMPS)/sam $(STAMPS)/checkov $(STAMPS)/console ## Lint, types, template, lock files, documents, architecture
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)cfn-lint --regions eu-central-1 --template template.yaml
	AWS_DEFAULT_REGION=eu-central-1 .local/tools/sam/bin/sam validate --lint
	AWS_DEFAULT_REGION=eu-central-1 .local/tools/sam/bin/python -m infra.build.translate .local/translated.json
	.local/tools/checkov/bin/checkov --config-file infra/tools/checkov.yaml --file .local/translated.json
	$(RUN)python -m infra.build.console check
	$(UV) lock --check --quiet
	$(RUN)python -m infra.build requirements --check
	$(RUN)python -m pytest -q $(wildcard tests/template tests/test_architecture.py tests/test_docs.py)

build: $(STAMPS)/setup $(STAMPS)/sam $(STAMPS)/console ## What is deployed, into .aws-sam/build
	$(RUN)python -m infra.build functions $(PARAMETERS)
deploy: $(STAMPS)/setup $(STAMPS)/sam $(STAMPS)/console ## Deploy to the AWS account of your credentials
	$(RUN)python -m infra.build deploy --stack "$(STACK)" $(PARAMETERS)

lock: $(STAMPS)/setup ## Bring every lock file up to date
	$(UV) lock --upgrade
	for tool in uv ministack sam checkov node; do \
	  $(UV) pip compile --quiet --no-config --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    infra/tools/$$tool.in -o infra/tools/$$tool.txt; done
	$(RUN)python -m infra.build requirements

steps: $(STAMPS)/setup ## Write what infra/queue_steps/ declares into template.yaml
	$(RUN)python -m infra.step_writer

docs: $(STAMPS)/setup ## Write the generated parts of docs/
	@test -f infra/docs/__main__.py || { echo "there is no infra/docs/__main__.py yet"; exit 1; }
	$(RUN)python -m infra.docs

$(STAMPS)/setup: pyproject.toml uv.lock infra/tools/uv.txt infra/setup.sh
	@infra/setup.sh
	@mkdir -p $(@D) && touch $@

# Tools with dependencies of their own live apart from the project's.
$(STAMPS)/ministack $(STAMPS)/sam $(STAMPS)/checkov $(STAMPS)/node: $(STAMPS)/%: infra/tools/%.txt | $(STAMPS)/setup
	@echo "installing $* into .local/tools/$*"
	@rm -rf .local/tools/$*
	@$(UV) venv --quiet --python .venv/bin/python .local/tools/$*
	@$(UV) pip install --quiet --python .local/tools/$*/bin/python --require-hashes --compile-bytecode -r $<
	@mkdir -p $(@D) && touch $@

$(STAMPS)/console-packages: console/package-lock.json $(STAMPS)/node
	@echo "installing the console's libraries into console/node_modules"
	@$(RUN)python -m infra.build.console packages
	@touch $@

# The page is built and never committed: minified files cannot be reviewed.
$(STAMPS)/console: $(STAMPS)/console-packages infra/build/console.py docs/openapi.json docs/platforms.md $(CONSOLE_SOURCES)
	@$(RUN)python -m infra.build.console page
	@touch $@

# What our figures are compared with; the project's own environment stays without it.
$(STAMPS)/bench: uv.lock | $(STAMPS)/setup
	@echo "installing the benchmarks' libraries into .local/tools/bench"
	@UV_PROJECT_ENVIRONMENT=.local/tools/bench $(UV) sync --quiet --frozen --compile-bytecode --group bench
	@mkdir -p $(@D) && touch $@
