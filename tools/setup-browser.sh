#!/bin/sh
# The tests open real pages in Chromium, and the HTML checker runs on Java: Debian's packages, if they are not there.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -z "$missing" ] && exit 0
echo "Installing$missing ..."
root=$([ "$(id -u)" = 0 ] || echo sudo)
$root apt-get update -qq
# shellcheck disable=SC2086  one word for each package
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing
