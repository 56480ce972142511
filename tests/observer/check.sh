#!/bin/sh
# Tests the player and the live page: check.sh NODE NPM CHROMIUM PYTHON WORK STEPPED [OBSERVED DEMO]. npm brings what
# drives the browser into the folder WORK, once; without a way to its registry the test is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node=$1 npm=$2 chromium=$3 python=$4 work=$5 stepped=$6 observed=${7:-} demo=${8:-}

unreachable='ENOTFOUND|EAI_AGAIN|ECONN|E(NET|HOST)UNREACH|ETIMEDOUT|SOCKET_TIMEOUT|ENOTCACHED|code E5[0-9]{2}'
# bring FROM TO: the packages that FROM/package-lock.json names, in TO/node_modules.
bring() {
  mkdir -p "$2"
  cp "$1/package.json" "$1/package-lock.json" "$2/"
  if cmp -s "$2/package-lock.json" "$2/node_modules/.of-lock"; then return; fi
  if ! (cd "$2" && "$npm" ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 \
    --fetch-timeout=20000) >"$2/npm.log" 2>&1; then
    cat "$2/npm.log"
    if grep -Eq "$unreachable" "$2/npm.log"; then
      echo "SKIPPED: the npm registry cannot be reached, so no browser can be driven: the pages are not checked"
      exit 77
    fi
    exit 1
  fi
  cp "$2/package-lock.json" "$2/node_modules/.of-lock"
}

bring "$here" "$work"
bring "$here/../../src/observer/web" "$work/bundle/web"  # where scripts/assets looks
OTPP_ASSETS_WORK=$work/bundle "$here/../../scripts/assets" --check
set -- run_test.mjs page_test.mjs stepped_test.mjs live_test.mjs
if [ -n "$observed" ]; then set -- "$@" observed_test.mjs; fi
cd "$here"
OTPP_WORK=$work OTPP_CHROMIUM=$chromium OTPP_PYTHON=$python OTPP_STEPPED=$stepped OTPP_OBSERVED=$observed \
  OTPP_DEMO=$demo exec "$node" --test "$@"
