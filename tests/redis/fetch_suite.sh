#!/usr/bin/env bash
# Brings the source of Redis' test suite, from the distribution, into a folder, and prints where it is:
# fetch_suite.sh FOLDER. It is not installed and not committed. A second call finds it there.
set -euo pipefail
folder=${1:?fetch_suite.sh needs a folder}
mkdir -p "$folder"
cd "$folder"
find_suite() { find "$PWD" -mindepth 1 -maxdepth 1 -type d -name 'redis-[0-9]*' -print -quit; }
if [ -z "$(find_suite)" ]; then
  # A list of its own, so that the machine's own needs no deb-src and stays as it is.
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mkdir -p lists/partial
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $release main" \
    >sources.list
  private=(-o "Dir::Etc::sourcelist=$PWD/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$PWD/lists")
  {
    apt-get "${private[@]}" update
    apt-get "${private[@]}" source --download-only redis
  } >fetch.log 2>&1 || { tail -n 20 fetch.log >&2; exit 1; }
  tar -xf redis_*.orig.tar.gz  # without the distribution's changes
  rm -rf lists
fi
suite=$(find_suite)
# The suite asks for the programs of the source; nothing of it is compiled.
for program in redis-server redis-cli redis-benchmark redis-check-aof; do
  ln -sf "/usr/bin/$program" "$suite/src/$program"
done
# The one change: a unit may begin with settings of Redis' encodings, which no other server has. One that is refused
# does not end the unit; a test that needs it fails by itself.
sed -i 's/^        r config set \$param \$val$/        catch {r config set $param $val}/' \
  "$suite/tests/support/server.tcl"
echo "$suite"
