#!/bin/sh
# Makes .venv and installs what the file $1 pins. On Debian and Ubuntu the venv module is a package of its own.
set -eu
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Fieldbook needs Python 3.11 or later; this is $("$python" --version)." >&2
    exit 1
}
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    echo "Making a virtual environment in .venv ..."
    "$python" -m venv .venv 2>/dev/null || {
        rm -rf .venv
        echo "Installing Debian's python3-venv ..."
        root=$([ "$(id -u)" = 0 ] || echo sudo)
        $root apt-get update -qq && $root apt-get install -y -qq python3-venv
        "$python" -m venv .venv
    }
fi
echo "Installing libraries (a few minutes the first time) ..."
# Whatever builds a wheel comes first and from a list with hashes too: nothing is fetched that no hash is known for.
install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation "$@"; }
install --require-hashes --requirement requirements-build.txt
install --require-hashes --requirement "$1"
# Until November 2026 this was "fieldbook", which on PyPI is somebody else's: neither may stay beside poc-fieldbook.
.venv/bin/python -m pip uninstall --quiet --disable-pip-version-check --yes fieldbook 2>/dev/null || true
rm -rf fieldbook.egg-info
install --no-deps --editable .
