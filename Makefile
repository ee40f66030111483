# make demo    a day at the sample estate
# make test    all checks, then all tests
# make check   lint, format, types, floors, generated pages
# make bench   figures, as ratios of one run
# make docs    the reference pages, and what commands on other pages answer
# make others  the quick tests on every other Python of this machine

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CODE := estatectl tests bench docs .ci

.PHONY: setup demo test check bench others docs locale clean

setup: $(READY)

$(READY): pyproject.toml .ci/setup
	@.ci/setup $(VENV)
	@touch $@

demo: $(READY)
	@$(BIN)/estatectl demo

check: $(READY)
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

test: check
	$(BIN)/python -m pytest -n 2

others: $(READY)
	@.ci/others

bench: $(READY)
	@$(BIN)/python bench/run.py

docs: $(READY)
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/replay.py --write

locale: $(READY)
	@$(BIN)/python .ci/compile_locale.py

clean:
	rm -rf .venv .venv-3.* build dist demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
