# The two commands of the README, on a machine that has only Python 3.11+ and make: own virtual environment, pinned versions with hashes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: sample test lint lock texts docs clean

sample: $(VENV)/.ready
	$(BIN)/journeys mine eventlogs/sample/almere_voorbeeld.csv --out sample-dossier

test: $(VENV)/.tested
	$(BIN)/python tests/in_two.py

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.ready: pyproject.toml requirements.lock
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'journeys needs Python 3.11 or newer; try make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.ready requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements-test.lock
	touch $@


# Pins anew what the set-up installs; commit what changed after the tests pass.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -o requirements.lock pyproject.toml requirements.in
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -o requirements-test.lock requirements-test.in
	rm -rf $(VENV)-lock

texts: $(VENV)/.ready
	$(BIN)/python -m journeys.texts

# The pages that are printed: definitions, signals, the sentences for review, and the terms of laws.
docs: $(VENV)/.ready
	$(BIN)/python -m mining.tables_page
	$(BIN)/python -m mining.signals_page
	$(BIN)/python -m journeys.sentences_page
	$(BIN)/python -m journeys.terms_page

clean:
	rm -rf $(VENV) sample-dossier build dist
