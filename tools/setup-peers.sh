#!/bin/sh
# The tests hold packages to software that others wrote in JavaScript: tests/peers/package-lock.json, installed when it
# has changed. Node comes from Debian where it is missing.
set -eu
cd "$(dirname "$0")/../tests/peers"
if ! command -v npm >/dev/null 2>&1; then
  echo "Installing nodejs npm ..."
  root=$([ "$(id -u)" = 0 ] || echo sudo)
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends nodejs npm
fi
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
npm ci --ignore-scripts --no-audit --no-fund
touch node_modules/.package-lock.json
