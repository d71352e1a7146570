# make demo   runs the main job on the sample data
# make test   passes every check and test (installs LibreOffice and fonts where it may)
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test lint bench bench-surveys proof soak docs templates messages lock install system clean

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(INSTALLED)
	$(BIN)/formkit demo demo

system:
	@sh scripts/install-system-packages

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/lint-imports

test: $(INSTALLED) system lint
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

bench: $(INSTALLED)
	$(BIN)/python benchmarks/render.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/pdf.py

bench-surveys: $(INSTALLED)
	$(BIN)/python benchmarks/surveys.py

proof: $(INSTALLED)
	FORMKIT_PROOF=full $(BIN)/python -m pytest -n 2 --dist worksteal -m proof

soak: $(INSTALLED)
	$(BIN)/python scripts/soak.py

docs: $(INSTALLED)
	$(BIN)/python scripts/generate_docs.py

templates: $(INSTALLED)
	$(BIN)/formkit template build --output forms/templates

messages: $(INSTALLED)
	$(BIN)/python scripts/messages.py

lock:
	uv pip compile --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) demo .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
