# `make setup` installs, `make demo` shows wflint at work, `make test` runs the tests, `make check` what CI runs beside them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := python -m pip --quiet --disable-pip-version-check
# Knows dependency groups, as what comes with an older Python does not.
NEW_PIP := 'pip>=25.1'

CATALOGUE := .venv-catalogue
BENCH := .venv-bench
RELEASE := .venv-release
BOUNDS := .venv-bounds

.PHONY: setup demo test coverage test-all test-lowest test-latest lint check dist bench bench-parts bench-growth benchmark-node-packages fuzz docs docs-serve docs-pages docs-frame shots schemas vscode node-packages heavy-node-packages test-catalogue constraints clean

# Everything that the tests and linters need; runs none of them.
setup: $(VENV)/.installed-dev node-packages

demo: $(VENV)/.installed
	$(BIN)/wflint check --exit-zero fixtures/tour

# The tests start hundreds of processes, which had better not compile everything anew.
test coverage test-all: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.installed-dev node-packages
	$(BIN)/python -m pytest -n auto --dist worksteal

# The same with branch coverage, which nearly doubles the time; fails below what pyproject.toml asks for.
coverage: $(VENV)/.installed-dev node-packages
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

# The same with all repetition, and with what needs a browser, an editor or the network; takes several times as long.
test-all: $(VENV)/.installed-dev node-packages heavy-node-packages
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term -m "" --hypothesis-profile thorough

# What the tests of TypeScript need; without Node they are skipped, and say so.
node-packages:
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory tests/node/node_modules/.installed; \
	else echo "npm is not installed, so our reading of TypeScript is not compared with its compiler's, and its SDKs are not run" >&2; fi

# An SDK that brings its compiler and a bundler along; only `test-all` runs it. Not `npm ci`: what is optional for other
# platforms need not be there to be locked.
heavy-node-packages:
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory tests/node/vercel/node_modules/.installed; fi

tests/node/%/node_modules/.installed: tests/node/%/package.json tests/node/%/package-lock.json
	cd $(dir $<) && npm install --no-save --no-audit --no-fund --ignore-scripts
	touch $@

tests/node/node_modules/.installed: tests/node/package.json tests/node/package-lock.json
	cd tests/node && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	@if [ -x $(BIN)/zizmor ]; then $(BIN)/zizmor --offline --quiet --no-progress .github action.yml; \
	else echo "zizmor needs Python 3.11, so the workflows are not looked at" >&2; fi

check: test lint

# The quick tests with the oldest and with the newest versions that pyproject.toml lets in, each in an environment of its own.
QUICK := tests/cli tests/config tests/files tests/languages tests/lsp tests/mcp_server tests/parts tests/report tests/test_demo.py

test-lowest: RESOLUTION := lowest-direct
test-latest: RESOLUTION := highest
test-lowest test-latest: $(RELEASE)/.installed
	$(RELEASE)/bin/uv venv --quiet --clear --python $(PYTHON) $(BOUNDS)/$@
	$(RELEASE)/bin/uv pip install --quiet --python $(BOUNDS)/$@ --resolution $(RESOLUTION) --editable '.[all]' --group dev
	$(BOUNDS)/$@/bin/python -m pytest -n auto --dist worksteal -p no:cacheprovider $(QUICK)

# Wheel and sdist, built twice from different places and looked at, and the bill of what an installation brings along: dist/.
dist: $(RELEASE)/.installed
	$(RELEASE)/bin/validate-pyproject pyproject.toml
	$(RELEASE)/bin/python -m tools.release dist
	$(RELEASE)/bin/twine check --strict dist/*.whl dist/*.tar.gz
	$(RELEASE)/bin/check-wheel-contents --toplevel wflint dist/*.whl
	$(RELEASE)/bin/uv venv --quiet --clear --python $(PYTHON) $(BOUNDS)/$@
	$(RELEASE)/bin/uv pip install --quiet --python $(BOUNDS)/$@ --constraint constraints.txt dist/*.whl
	$(RELEASE)/bin/python -m tools.release bill $(BOUNDS)/$@ dist/wflint.cdx.json

$(RELEASE)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/$(PIP) install $(NEW_PIP)
	$(RELEASE)/bin/$(PIP) install --constraint constraints.txt --group release
	touch $@

# What wflint costs beside what people know; `make bench BENCH_OPTIONS=--write` renews the table in docs/performance.md.
bench: $(BENCH)/.installed $(BENCH)/others/.installed benchmark-node-packages
	$(BENCH)/bin/python -m pip --quiet --disable-pip-version-check install --no-deps --force-reinstall .
	$(BENCH)/bin/python benchmarks/table.py $(BENCH_OPTIONS)

# What wflint costs beside what it cannot avoid, within one process; with targets of its own.
bench-parts: $(VENV)/.installed-dev
	@status=0; for each in check_against_parse cross_module typescript lsp_latency; do \
		$(BIN)/python benchmarks/$$each.py || status=1; \
	done; exit $$status

# How the time of a check grows with the code, for some 230 shapes of it; takes a quarter of an hour.
bench-growth: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/growth.py

# Ten minutes of code that nobody wrote for us: generated, mutated, and that of others. Reproducers are in build/fuzz.
fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tools.fuzz $(FUZZ)

# An environment of its own, since users have no editable installation and no other packages that slow down the start.
$(BENCH)/.installed: pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip --quiet --disable-pip-version-check install .
	touch $@

$(BENCH)/others/.installed: benchmarks/requirements.txt | $(BENCH)/.installed
	$(PYTHON) -m venv $(BENCH)/others
	$(BENCH)/others/bin/python -m pip --quiet --disable-pip-version-check install --requirement $<
	touch $@

benchmark-node-packages:
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory benchmarks/node/node_modules/.installed; \
	else echo "npm is not installed, so ESLint and oxlint are not measured" >&2; fi

benchmarks/node/node_modules/.installed: benchmarks/node/package.json benchmarks/node/package-lock.json
	cd benchmarks/node && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

# The JSON Schemas of the configuration and of what commands print, from the types in the code.
schemas: $(VENV)/.installed
	$(BIN)/python -m tools.schemas

# Checks, tests and packages the extension for Visual Studio Code: editors/vscode/dist/wflint.vsix.
vscode: editors/vscode/node_modules/.installed
	cd editors/vscode && npm run check && npm run lint && npm test && npm run package

editors/vscode/node_modules/.installed: editors/vscode/package.json editors/vscode/package-lock.json
	cd editors/vscode && npm ci --no-audit --no-fund
	touch $@

# The documentation, in build/site.
docs: docs-pages
	$(BIN)/zensical build --strict

# The same on http://localhost:8000, anew with each change of a page; `make docs-pages` renews what is made from code.
docs-serve: docs-pages
	$(BIN)/zensical serve

docs-pages: $(VENV)/.installed-dev
	$(BIN)/python -m tools.docs

# The picture in the README.
docs-frame: $(VENV)/.installed-dev
	$(BIN)/python -m tools.docs.frame

# What users see, as pictures in build/shots: commands at several widths on dark and light grounds, the report in HTML, and
# some pages of the documentation.
shots: docs
	$(BIN)/python -m tools.shots

# The rows of third-party packages against the packages: the newest of Python, and those of npm that are pinned; takes minutes to install.
test-catalogue: $(CATALOGUE)/.installed tests/node/catalogue/node_modules/.installed
	WFLINT_CATALOGUE=all $(CATALOGUE)/bin/python -m pytest -m "" \
		tests/effects/test_catalogue_packages.py tests/effects/test_catalogue_npm.py

$(CATALOGUE)/.installed: tests/effects/catalogue-requirements.txt pyproject.toml
	$(PYTHON) -m venv $(CATALOGUE)
	$(CATALOGUE)/bin/python -m pip --quiet install --requirement $< pytest pytest-asyncio --editable .
	touch $@

tests/node/catalogue/node_modules/.installed: tests/node/catalogue/package.json
	cd tests/node/catalogue && npm install --no-audit --no-fund
	touch $@

# The versions that CI and every developer test with, for all supported Pythons at once.
constraints: $(RELEASE)/.installed
	$(RELEASE)/bin/uv pip compile --universal --python-version 3.10 --quiet --no-header --no-annotate --upgrade \
		--all-extras --group dev --group release --output-file constraints.txt pyproject.toml

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/$(PIP) install $(NEW_PIP)
	$(BIN)/$(PIP) install --constraint constraints.txt --editable '.[all]' --group dev
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) $(CATALOGUE) $(BENCH) $(RELEASE) $(BOUNDS) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache build dist
	rm -rf docs/rules docs/engines docs/reference docs/changelog.md editors/vscode/dist editors/vscode/node_modules
	rm -rf tests/node/node_modules tests/node/vercel/node_modules benchmarks/node/node_modules
