#!/bin/sh
# Holds a server against Redis' suite and the distribution's clients: check.sh SERVER WORK. The suite's source is
# brought into the folder WORK, once; where the distribution cannot be reached the test is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
server=$1 work=$2
suite=$("$here/fetch_suite.sh" "$work") || {
  echo "SKIPPED: the source of Redis' suite cannot be fetched: the key-value server is not held against it"
  exit 77
}
"$here/suite.py" "$suite" --server "$server"
/usr/bin/python3 "$here/clients.py" --server "$server"  # Debian's own Python has Debian's python3-redis
