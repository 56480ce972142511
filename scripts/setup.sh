# Sourced by the other scripts: installs the packages they need, if they are missing, and finds the checkout.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# need PACKAGE...: installs those of the Debian packages that are not there yet.
need() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "installing: ${missing[*]}"
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
         apt-get install -y --no-install-recommends "${missing[@]}"; } >"${TMPDIR:-/tmp}/otpp-install.log" 2>&1; then
    tail -n 20 "${TMPDIR:-/tmp}/otpp-install.log" >&2
    echo "could not install: ${missing[*]}" >&2
    exit 1
  fi
}

# quietly LOG COMMAND...: runs the command and shows its output only when it fails.
quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || { tail -n 100 "$log" >&2; echo "failed: $*" >&2; exit 1; }
}

export CCACHE_SLOPPINESS=pch_defines,time_macros  # with a precompiled header ccache does nothing otherwise

# Mounts are made in a mount namespace of their own: they go with its last process, however that ends. So neither a
# broken run nor `rm -rf` reaches the machine's /dev by way of a chroot.
by_itself() { as_root unshare --mount --pid --fork --kill-child "$@"; }

# in_chroot FOLDER COMMAND...
in_chroot() {
  by_itself sh -c '
    chroot=$1; shift
    mount -t proc proc "$chroot/proc" && mount --rbind /dev "$chroot/dev" && cp /etc/resolv.conf "$chroot/etc/" &&
    exec chroot "$chroot" "$@"' sh "$1" \
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM="${TERM:-dumb}" \
      ${http_proxy:+http_proxy="$http_proxy"} \
      ${CMAKE_BUILD_PARALLEL_LEVEL:+CMAKE_BUILD_PARALLEL_LEVEL="$CMAKE_BUILD_PARALLEL_LEVEL"} \
    "${@:2}"
}

learn_options=()  # for CMake

# learn TARGET...: builds these in the tree that the tour, the demo and the exercises share. Without optimisation: it is
# to be there soon, and what the programs print does not depend on it.
learn() {
  mkdir -p build
  local launcher=
  if command -v ccache >/dev/null; then launcher=ccache; fi
  quietly build/learn.configure.log cmake -S . -B build/learn -G Ninja -DCMAKE_BUILD_TYPE=None -DOTPP_WERROR=OFF \
    -DOTPP_BUILD_TESTS=OFF -DOTPP_PRECOMPILE=ALL -DCMAKE_CXX_COMPILER_LAUNCHER=$launcher "${learn_options[@]}"
  local log=build/learn.build.log
  # On a terminal, how far it is; else nothing.
  if ! cmake --build build/learn --target "$@" 2>&1 | tee "$log" | while read -r line; do
         if [ -t 2 ] && [[ $line == \[*/*\]* ]]; then printf '\rbuilding %s ' "${line%%]*}]" >&2; fi
       done; then
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    return 1
  fi
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}
