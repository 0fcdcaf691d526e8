# `make book` builds the book, `make test` runs what a commit needs. Each command sets up what it needs.
.PHONY: book check test acceptance mutants pins clean help
PY := .venv/bin/python
PURE := tests/core tests/course tests/context tests/assessment --ignore=tests/assessment/paper
PYTEST := $(PY) -m pytest --dist loadgroup --no-loadscope-reorder

help:
	@echo "make book   builds the book and the offline zip into dist/"
	@echo "make check  lint, types and the tests that neither build nor open a page (a minute)"
	@echo "make test   lint, types and what a commit needs (minutes; sets up a browser first)"
	@echo "make acceptance  what is long by nature: kills, cut networks, other people's systems, the real course in all formats"
	@echo "make mutants  breaks the engine on purpose and looks whether a test notices (an hour; WORDS='sums play' for a part)"
	@echo "make pins   pins the libraries of pyproject.toml with hashes (CONTRIBUTING.md)"
	@echo "make clean  removes what was built, keeps .venv"

book: .venv/book.stamp
	@.venv/bin/fieldbook build
	@echo
	@echo "Open  $(CURDIR)/dist/html/index.html"
	@echo "Copy  $$(ls -1 $(CURDIR)/dist/*-offline.zip | head -n 1)"

check: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(PYTEST) -n 2 -m "not built and not browser and not slow and not acceptance" $(PURE)

test: .venv/test.stamp
	@sh tools/setup-browser.sh
	@sh tools/setup-peers.sh
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(PYTEST) -n 3 -m "not acceptance"

acceptance: .venv/test.stamp
	@sh tools/setup-browser.sh
	@sh tools/setup-peers.sh
	$(PYTEST) -n 4 -m acceptance

# mutmut has no pin with a hash: pip takes no hashes where a library asks for another one with an extra, as its textual does.
mutants: .venv/test.stamp
	@sh tools/setup-browser.sh
	@$(PY) -m pip install --quiet mutmut==3.8.1
	$(PY) tools/mutants.py $(WORDS)

.venv/book.stamp: requirements-build.txt requirements.txt pyproject.toml
	@sh tools/setup-venv.sh requirements.txt
	@touch $@

pins: .venv/test.stamp
	@sh tools/pins.sh

.venv/test.stamp: requirements-build.txt requirements.txt requirements-test.txt pyproject.toml
	@sh tools/setup-venv.sh requirements-test.txt
	@touch $@ .venv/book.stamp

clean:
	rm -rf dist .fieldbook _build
