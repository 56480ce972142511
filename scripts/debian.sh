#!/usr/bin/env bash
# Runs one of the scripts in a chroot with another release of Debian, for its compilers and libraries. Needs root.
#   scripts/debian.sh RELEASE SCRIPT [OPTION]...      is what `scripts/test --debian RELEASE [OPTION]...` calls
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

need debootstrap
chroot=$root/build/debian-$release
mkdir -p build
if [ ! -d "$chroot" ]; then
  echo "== Debian $release: install"
  as_root rm -rf "$chroot.new"
  quietly "$chroot.install.log" \
    by_itself debootstrap --variant=minbase "$name" "$chroot.new" http://deb.debian.org/debian
  as_root mv "$chroot.new" "$chroot"
fi

# What git knows, as it stands here, and nothing else: a file that has not been added to git is missed there, too. The
# times of the files stay, so that only what has changed is compiled.
echo "== Debian $release: copy"
as_root mkdir -p "$chroot/otpp"
as_root find "$chroot/otpp" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
{ git ls-files -z; git ls-files -z --deleted; } | sort -z | uniq -zu |
  tar --create --null --files-from=- | as_root tar --extract --no-same-owner --directory="$chroot/otpp"

in_chroot "$chroot" "/otpp/$1" "${@:2}"
