# Two commands matter: `make run` and `make test`.  Both work in an empty clone.
# PORT, VAR_DIR and DEMO_CUSTOMERS of `make run` may be given:  make run PORT=8001 VAR_DIR=var2

# Any python3 that works: a pyenv shim may be there without a version behind it.
PYTHON3 := $(shell for p in python3 /usr/bin/python3 /usr/local/bin/python3 "$$HOME"/.pyenv/versions/*/bin/python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1 && echo "$$p" && break; done)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# One more process than cores: browsers and servers leave gaps.
PROCESSES ?= $(shell expr $$(nproc) + 1)

export PORT VAR_DIR DEMO_CUSTOMERS
export PYTHONUNBUFFERED := 1

.PHONY: run test check soak bench setup messages packages
.DEFAULT_GOAL := run

packages:
	@$(or $(PYTHON3),$(error No python3 found. Mend it: sudo apt-get install -y python3)) timecount/local/bootstrap.py

setup:
	@$(or $(PYTHON3),$(error No python3 found. Mend it: sudo apt-get install -y python3)) timecount/local/bootstrap.py --dev

run: packages
	@exec $(BIN)/python -m timecount.local.run --with-parent

# Neighbours stay in one process, which builds the world of their module once.
test: setup
	@exec $(PYTEST) -n $(PROCESSES) --dist worksteal

# Kill tests, full matrices, whole corpora.
soak: setup
	@exec $(PYTEST) -m soak

bench: setup
	@exec $(BIN)/python -m tests.bench $(ONLY)

check: setup
	@exec $(BIN)/python -m timecount.local.check

# Add new texts to the German catalogue, drop those that nothing uses.
messages: setup
	@exec $(BIN)/python -m timecount.local.translations update
