#!/usr/bin/env bash
# Runs scripts/test in a chroot with another release of Debian, for its compilers and libraries. Needs root.
#   scripts/debian.sh RELEASE [OPTION]...     is what `scripts/test --debian RELEASE [OPTION]...` calls
# The chroot is build/debian-RELEASE, the copy of the checkout in it /otpp. Both stay, with the compiler's cache: the
# next run installs nothing and compiles what has changed. `rm -rf build/debian-13` begins anew.
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

release=${1:?scripts/debian.sh needs a release}
shift
case $release in
  12) name=bookworm ;;
  13) name=trixie ;;
  *) echo "scripts/debian.sh: 12 and 13 are known, not $release" >&2; exit 2 ;;
esac
if [ $# -eq 0 ]; then set -- --only release,asan; fi

need debootstrap
chroot=$root/build/debian-$release
mkdir -p build

# Mounts are made in a mount namespace of the script's own: they go with its last process, however that ends. So neither
# a broken run nor `rm -rf` reaches the machine's /dev by way of the chroot.
alone() { as_root unshare --mount --pid --fork --kill-child "$@"; }

if [ ! -d "$chroot" ]; then
  echo "== Debian $release: install"
  as_root rm -rf "$chroot.new"
  quietly "$chroot.install.log" alone debootstrap --variant=minbase "$name" "$chroot.new" http://deb.debian.org/debian
  as_root mv "$chroot.new" "$chroot"
fi

# What git knows, as it stands here, and nothing else: a file that has not been added to git is missed there, too. The
# times of the files stay, so that only what has changed is compiled.
echo "== Debian $release: copy"
as_root mkdir -p "$chroot/otpp"
as_root find "$chroot/otpp" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
{ git ls-files -z; git ls-files -z --deleted; } | sort -z | uniq -zu |
  tar --create --null --files-from=- | as_root tar --extract --no-same-owner --directory="$chroot/otpp"

alone sh -c '
  chroot=$1; shift
  mount -t proc proc "$chroot/proc" && mount --rbind /dev "$chroot/dev" && cp /etc/resolv.conf "$chroot/etc/" &&
  exec chroot "$chroot" "$@"' sh "$chroot" \
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM="${TERM:-dumb}" \
    ${http_proxy:+http_proxy="$http_proxy"} \
    ${CMAKE_BUILD_PARALLEL_LEVEL:+CMAKE_BUILD_PARALLEL_LEVEL="$CMAKE_BUILD_PARALLEL_LEVEL"} \
  /otpp/scripts/test "$@"
