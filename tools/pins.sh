#!/bin/sh
# Pins every library of pyproject.toml with the hashes of its files for all systems: `make pins`.
# Versions that are pinned stay as they are: `sh tools/pins.sh --upgrade` takes the newest, `--upgrade-package NAME` one.
set -eu
cd "$(dirname "$0")/.."
pin() {
    UV_CUSTOM_COMPILE_COMMAND="make pins" .venv/bin/uv pip compile --quiet --universal --generate-hashes \
        --python-version 3.11 "$@" >/dev/null
}
pin --output-file requirements-build.txt --group build "$@"
pin --output-file requirements.txt --constraint requirements-build.txt pyproject.toml "$@"
pin --output-file requirements-test.txt --constraint requirements.txt --extra test pyproject.toml "$@"
