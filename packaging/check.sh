#!/bin/sh
# Run in a chroot in which nothing of the project's is: installs the packages that lie beside this file, as a user
# would, and compiles and runs README's programs by each way there is.
set -eu
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y --no-install-recommends "$@" >install.log 2>&1 || { tail -n 30 install.log; exit 1; }; }
apt-get update >install.log 2>&1

# built FOLDER OPTION...: of the project consumer/, with CMake.
built() {
  { cmake -S consumer -B "$@" && cmake --build "$1"; } >cmake.log 2>&1 || { tail -n 30 cmake.log; exit 1; }
}
# with OPTION...: what pkg-config says.
with() { pkg-config --cflags --libs "$@"; }
# expect WHAT PROGRAM WANTED: the program prints what the page says.
expect() {
  "$2" >printed 2>errors || { echo "$1: fails"; cat printed errors; exit 1; }
  diff "$3" printed || { echo "$1: prints something else"; exit 1; }
  echo "$1: as the page says"
}

install g++ cmake make pkg-config ./libotpp-dev_*.deb ./libotpp[0-9]*.deb
for wanted in programs/*.txt; do
  program=${wanted%.txt}
  name=$(basename "$program")
  g++ -std=c++20 -fvisibility=hidden -fvisibility-inlines-hidden "$program.cpp" -o by_shared $(with otpp)
  expect "$name, pkg-config, shared" ./by_shared "$wanted"
  g++ -std=c++20 "$program.cpp" -o by_static -static $(with --static otpp)
  expect "$name, pkg-config, static" ./by_static "$wanted"
done
ldd by_shared | grep -q libotpp.so || { echo "the shared library is not used"; exit 1; }

for kind in shared static; do
  built "build-$kind" -DKIND=$kind -DPROGRAMS="$PWD/programs"
  for wanted in programs/*.txt; do
    name=$(basename "${wanted%.txt}")
    expect "$name, find_package, $kind" "build-$kind/$name" "$wanted"
  done
  if [ $kind = static ] && ldd "build-$kind/$name" | grep libotpp; then
    echo "the static library is not used"
    exit 1
  fi
done

install ./libotpp-observer*.deb
echo 'http://127.0.0.1:' >wanted
for kind in shared static; do
  built build-observer-$kind -DKIND=$kind -DOBSERVER="$PWD/watched.cpp"
  expect "an observer, find_package, $kind" build-observer-$kind/watched wanted
done
g++ -std=c++20 watched.cpp -o watched $(with otpp-observer)
expect "an observer, pkg-config" ./watched wanted

# A program goes on after the packages that it was compiled with have gone: it needs those with a number alone.
apt-get remove -y libotpp-dev libotpp-observer-dev >install.log 2>&1
expect "without the -dev packages" ./watched wanted
test ! -e /usr/include/otp || { echo "files stay behind in /usr/include/otp"; exit 1; }
echo "the packages are good"
