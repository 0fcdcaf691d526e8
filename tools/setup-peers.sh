#!/bin/sh
# The tests hold packages to software that others wrote, and our scripts to linters. In JavaScript: package-lock.json in
# tests/peers and in tests/scripts. In Python: each tests/peers/requirements-NAME.txt has a virtual environment of its own,
# .venv-peers/NAME, for their libraries clash with ours. Installed when a list has changed; tests whose peer is missing are
# skipped and say so.
set -eu
cd "$(dirname "$0")/../tests/peers"
if ! command -v npm >/dev/null 2>&1; then
  echo "Installing nodejs npm ..."
  root=$([ "$(id -u)" = 0 ] || echo sudo)
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends nodejs npm
fi
for folder in . ../scripts; do
  (
    cd "$folder"
    if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
      npm ci --ignore-scripts --no-audit --no-fund
      touch node_modules/.package-lock.json
    fi
  )
done

venvs=../../.venv-peers
for list in requirements-*.txt; do
  name=${list#requirements-}
  venv=$venvs/${name%.txt}
  [ "$venv/.installed" -nt "$list" ] && continue
  echo "Installing $list ..."
  if ../../.venv/bin/python -m venv --clear "$venv" \
    && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$list"; then
    touch "$venv/.installed"
  else
    echo "$list could not be installed: the tests that need it are skipped." >&2
    rm -rf "$venv"
  fi
done
