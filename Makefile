# One line a target. `make demo` and `make test` need nothing but Python 3.11 or newer (PYTHON=... names another one).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
# Tests at a time: those in a browser wait for it half of their time, so two for each of two cores.
WORKERS ?= 4
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --no-compile --prefer-binary --constraint constraints.txt

# Where this is set, every process compiles all packages again: five seconds for Great Expectations alone.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test coverage check format bench spark-parity fuzz pictures tour provenance dictionary decisions dependencies wheel sbom windows-bundle clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/demo.stamp ## a synthetic practice, built and shown in the browser
	$(BIN)/kxwatch demo

test: $(VENV)/compiled.stamp ## all tests
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

coverage: $(VENV)/test.stamp ## all tests, with branch coverage
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --cov --cov-report term-missing

check: $(VENV)/test.stamp ## format, style, types, the law of doors, SQL style
	$(BIN)/python -m tests.law.checks

format: $(VENV)/test.stamp ## writes Python the way `make check` wants it
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(VENV)/test.stamp ## the benchmarks; writes docs/benchmarks.md
	$(BIN)/python -m tests.bench

spark-parity: $(VENV)/test.stamp ## every model on Apache Spark beside DuckDB, row for row; N=20000 for more lines; needs Java
	$(BIN)/python -m tests.spark.parity $(N)
	KXWATCH_SPARK_MODELS=all $(BIN)/python -m pytest -q tests/spark/test_parity.py

fuzz: $(VENV)/test.stamp ## a hundred thousand damaged and hostile files; N=1000 for fewer, FIRST=N for others
	$(BIN)/python -m tests.fuzz $(or $(N),100000) $(or $(FIRST),0)

pictures: $(VENV)/test.stamp ## pictures of all pages from the demo, into docs/pictures
	$(BIN)/python -m tests.pictures

tour: $(VENV)/test.stamp ## writes the trace of one crossing line of the demo into docs/tour.md
	$(BIN)/python -m tests.tour

provenance: $(VENV)/test.stamp ## prints the sha256 of each reference list, to paste into PROVENANCE.toml
	@$(BIN)/python -m tests.law.provenance

dictionary: $(VENV)/test.stamp ## writes docs/dictionary.md from columns.toml and the built tables
	$(BIN)/python -m tests.law.dictionary_page

decisions: $(VENV)/test.stamp ## gives new paragraphs of DECISIONS.md a number and a file, writes the index
	$(BIN)/python -m tests.law.decisions

dependencies: $(VENV)/test.stamp ## writes docs/dependencies.md: versions, licenses, hashes
	$(BIN)/python -m tests.law.dependencies

wheel: $(VENV)/test.stamp ## the wheel and the source distribution, into dist
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(BIN)/python -m build --no-isolation --outdir dist

sbom: $(VENV)/test.stamp ## the list of all packages with licenses (CycloneDX), into dist
	mkdir -p dist && $(BIN)/python release/sbom.py dist/kxwatch.cdx.json

windows-bundle: wheel ## kxwatch for Windows without installation rights, into dist; EMBED=python-3.x.y-embed-amd64.zip
	@test -n "$(EMBED)" || { echo "Name Python's embeddable build from python.org: make windows-bundle EMBED=/path/to/python-3.12.10-embed-amd64.zip" >&2; exit 2; }
	$(BIN)/python release/windows_bundle.py dist/kxwatch-*.whl $(EMBED) dist/kxwatch-windows.zip

clean: ## removes the environment, the demo and all caches
	rm -rf $(VENV) kxwatch-demo .bench build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .check_cache .hypothesis .coverage*

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "kxwatch needs Python 3.11 or newer, and found none. Install it, or name it: make demo PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) pip==26.3 # those that come with Python 3.11 take twice as long to choose the packages

$(VENV)/demo.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable . && touch $@

# What tests alone need and takes long to unpack: beside the packages of the product (`make -j2`), so without those that
# both need.
LARGE = hypothesis mypy numexpr pandas-stubs playwright pyspark ruff scikit-learn scikit-survival setuptools sqlfluff sqlfluffrs sqlglot statsmodels
$(VENV)/large.stamp: constraints.txt | $(VENV)/bin/python
	$(PIP) --no-deps $(LARGE) && touch $@

$(VENV)/test.stamp: $(VENV)/demo.stamp $(VENV)/large.stamp
	$(PIP) --no-build-isolation --editable '.[test]' && touch $@

# Compiles what tests import: once, and not in each process of `make test`.
$(VENV)/compiled.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pytest --collect-only -qq >/dev/null && touch $@
