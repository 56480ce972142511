#!/bin/sh
# Tests the player and the live page: check.sh NODE NPM CHROMIUM PYTHON WORK STEPPED [OBSERVED DEMO]. npm brings what
# drives the browser into the folder WORK, once; without a way to its registry the test is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node=$1 npm=$2 chromium=$3 python=$4 work=$5 stepped=$6 observed=${7:-} demo=${8:-}

. "$here/../../scripts/npm.sh"

bring "$here" "$work" "$npm"
bring "$here/../../src/observer/web" "$work/bundle/web" "$npm"  # where scripts/assets looks
OTPP_ASSETS_WORK=$work/bundle "$here/../../scripts/assets" --check
set -- run_test.mjs page_test.mjs stepped_test.mjs live_test.mjs
if [ -n "$observed" ]; then set -- "$@" observed_test.mjs; fi
cd "$here"
OTPP_WORK=$work OTPP_CHROMIUM=$chromium OTPP_PYTHON=$python OTPP_STEPPED=$stepped OTPP_OBSERVED=$observed \
  OTPP_DEMO=$demo exec "$node" --test "$@"
