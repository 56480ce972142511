#!/bin/sh
# Tests the player and the live page: check.sh NODE NPM CHROMIUM PYTHON WORK [OBSERVED DEMO]. npm brings what drives
# the browser into the folder WORK.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node=$1 npm=$2 chromium=$3 python=$4 work=$5 observed=${6:-} demo=${7:-}

mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$work/"
if ! cmp -s "$work/package-lock.json" "$work/node_modules/.of-lock"; then
  (cd "$work" && "$npm" ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; exit 1; }
  cp "$work/package-lock.json" "$work/node_modules/.of-lock"
fi
OTPP_ASSETS_WORK=$work/bundle "$here/../../scripts/assets" --check
set -- run_test.mjs page_test.mjs live_test.mjs
if [ -n "$observed" ]; then set -- "$@" observed_test.mjs; fi
cd "$here"
OTPP_WORK=$work OTPP_CHROMIUM=$chromium OTPP_PYTHON=$python OTPP_OBSERVED=$observed OTPP_DEMO=$demo \
  exec "$node" --test "$@"
