#!/bin/sh
# Collects user-facing text into fieldbook/core/locale/fieldbook.pot (or $1), from which translators make fieldbook.po.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pybabel --quiet extract --mapping-file pyproject.toml --keywords "_ ngettext:1,2 fb_ message plural:1,2" --omit-header \
    --no-location --sort-output --output-file "${1:-fieldbook/core/locale/fieldbook.pot}" .
