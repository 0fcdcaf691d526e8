# Two commands: `make book` builds the book, `make test` runs every test. Both set up what they need.
.PHONY: book test mutants pins clean help
PY := .venv/bin/python

help:
	@echo "make book   builds the book and the offline zip into dist/"
	@echo "make test   runs all tests (sets up a browser first)"
	@echo "make mutants  breaks the engine on purpose and looks whether a test notices (an hour; WORDS='sums play' for a part)"
	@echo "make pins   pins the libraries of pyproject.toml with hashes (CONTRIBUTING.md)"
	@echo "make clean  removes what was built, keeps .venv"

book: .venv/book.stamp
	@.venv/bin/fieldbook build
	@echo
	@echo "Open  $(CURDIR)/dist/html/index.html"
	@echo "Copy  $$(ls -1 $(CURDIR)/dist/*-offline.zip | head -n 1)"

test: .venv/test.stamp
	@sh tools/setup-browser.sh
	@sh tools/setup-peers.sh
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(PY) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

mutants: .venv/test.stamp
	@sh tools/setup-browser.sh
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
