# The commands of this repository. They need Python 3.11 or newer and make; uv is used when it is there.

VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
RUNTIME := requirements.txt requirements-faces.txt
# One more than there are processors: the drills mostly wait.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
TEMPLATES := $(shell find templates -name '*.html')
DJADE := $(VENV)/bin/djade --target-version 5.2
# The checks need settings, but neither a key nor a database worth keeping.
CHECK := SECRET_KEY=only-for-checks DEBUG=true DATABASE_URL=sqlite://:memory: REDIS_URL= $(PY)

ifneq ($(shell command -v uv 2>/dev/null),)
INSTALL := VIRTUAL_ENV=$(VENV) uv pip install -q -c constraints.txt
else
INSTALL := $(PY) -m pip install -q --disable-pip-version-check --no-input --root-user-action=ignore -c constraints.txt
endif

# Compiled once and kept: every process of the tests reads the same files.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test lint format bench drill messages pictures
help:
	@echo "make run     start everything with a demo company (PORT=8000)"
	@echo "make test    format, lint, types, checks and all tests"
	@echo "make lint    the same without the tests;  make format  puts the code in order"
	@echo "make bench   the measurements;            make drill   the fault drills (ROW=, SCALE=)"
	@echo "make pictures  takes the pictures of the README anew"
	@echo "make messages  looks for new words to translate, and compiles the translations (needs gettext)"

run: $(VENV)/runtime
	@$(PY) -m fieldservice.run

test: lint
	@$(PY) -m pytest -q -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(DJADE) --check $(TEMPLATES)
	@$(CHECK) -m mypy --no-error-summary .
	@$(CHECK) manage.py makemigrations --check --dry-run
	@$(CHECK) manage.py check --fail-level WARNING

format: $(VENV)/dev
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@$(DJADE) $(TEMPLATES)

bench: $(VENV)/dev
	@$(PY) -m tests.bench

drill: $(VENV)/dev
	@ROW="$(ROW)" SCALE="$(SCALE)" $(PY) -m tests.drills

pictures: $(VENV)/dev
	@$(PY) -m tests.pictures

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. PYTHON=/path/to/python names one."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/runtime: $(RUNTIME) constraints.txt | $(VENV)/bin/python
	@echo "Installing what the product needs into $(VENV), about a minute ..."
	@$(INSTALL) $(addprefix -r ,$(RUNTIME))
	@touch $@

$(VENV)/dev: requirements-dev.txt $(RUNTIME) constraints.txt | $(VENV)/bin/python
	@echo "Installing what the product and its tests need into $(VENV), one to two minutes ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/runtime $@

messages: $(VENV)/dev
	@$(CHECK) manage.py makemessages -l es --no-location --ignore=tests --ignore=var -v0
	@$(CHECK) manage.py compilemessages --ignore=.venv -v0
