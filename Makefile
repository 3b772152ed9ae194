# From a bare clone to a plan: Python 3.11 or later and make are enough.
#
#   make london    set up a virtual environment, cluster London's boroughs, write the map
#   make test      set up what is missing, run the tests
#   make check     lint and check the types
#   make docs      run the pages and build the documentation into docs/_build/html
#   make clean     remove the virtual environment and all that was built
#
# Another Python:  make london PYTHON=python3.12
# Options:         make london ARGS="--preset business-case --max-size 5"
#                  make test ARGS="-k adjacency"

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The cores are shared out by pytest and by Sphinx, so each of their workers has one.
ONE_CORE := OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1
TEST_ENV := $(ONE_CORE) MPLBACKEND=Agg

.PHONY: help london test check docs clean

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

london: $(VENV)/.alone
	@$(BIN)/clusterer london $(ARGS)

test: $(VENV)/.with-test
	@$(TEST_ENV) $(BIN)/python -m pytest -n auto --dist worksteal -q $(ARGS)

check: $(VENV)/.with-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: $(VENV)/.with-docs
	@$(ONE_CORE) $(BIN)/python -m sphinx -W --keep-going -j auto -q -b html docs docs/_build/html
	@echo "open docs/_build/html/index.html"

clean:
	rm -rf $(VENV) build dist docs/_build docs/jupyter_execute docs/generated
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A stamp for the library alone, and one for each extra of pyproject.toml; what is older than
# that file is set up anew.
$(VENV)/.alone: pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV); the first time takes a minute"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.with-%: pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) with clusterer[$*]; the first time takes a minute"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

.PRECIOUS: $(VENV)/.with-%

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "clusterer needs Python 3.11 or later; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "no virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
