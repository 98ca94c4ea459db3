#!/usr/bin/env bash
# Install CPython 3.14 of a newer Debian suite into a private prefix, with the C library that it was built for. Changes
# none of this machine's packages or apt sources, and needs no root; needs apt, dpkg and patchelf.
#   debian_python.sh SUITE PREFIX
set -euo pipefail
SUITE=$1 PREFIX=$2
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# Print the first Debian mirror in this machine's apt sources.
debian_mirror() {
  cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    sed -nE -e 's#^URIs: *(\S*/debian)/?( .*)?$#\1#p' -e 's#^deb +(\[[^]]*\] +)?(\S*/debian)/? .*$#\2#p' | head -n 1
}

# Download python3.14 with its dependencies, with apt's signature checks, into our own state directory.
download() {
  local apt
  mkdir -p "$WORK"/{lists/partial,cache/archives/partial,root}
  : >"$WORK/status" # nothing counts as installed, so that apt downloads the C library too
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$(debian_mirror)" "$SUITE" /usr/share/keyrings/debian-archive-keyring.gpg >"$WORK/debian.sources"
  apt=(apt-get -qq -o "Dir::Etc::sourcelist=$WORK/debian.sources" -o Dir::Etc::sourceparts=-
    -o Dir::Etc::preferences=- -o Dir::Etc::preferencesparts=- -o "Dir::State::lists=$WORK/lists"
    -o "Dir::State::status=$WORK/status" -o "Dir::Cache=$WORK/cache" -o APT::Sandbox::User=
    -o APT::Install-Recommends=0 -o Acquire::Check-Valid-Until=false -o Debug::NoLocking=1)
  "${apt[@]}" update
  "${apt[@]}" -y --download-only install python3.14 libpython3.14-dev libstdc++6
}

# Return whether a package is needed at run time (compilers keep using this machine's C headers).
is_runtime_package() {
  case $1 in
    libpython3.14-dev_*) return 0 ;;
    *-dev_* | libc-dev-bin_* | libc-gconv* | debconf_* | openssl_* | ca-certificates_* | readline-common_* | gcc-*-base_* | tzdata* | netbase_* | media-types_*) return 1 ;;
  esac
}

# Unpack the run-time packages into $PREFIX.
unpack() {
  local deb usr=$WORK/root/usr
  for deb in "$WORK"/cache/archives/*.deb; do
    if is_runtime_package "${deb##*/}"; then dpkg-deb -x "$deb" "$WORK/root"; fi
  done
  TRIPLET=$(cd "$usr/include" && echo */python3.14/pyconfig.h)
  TRIPLET=${TRIPLET%%/*}
  # The generic header includes this one by a path that only Debian's own compilers search.
  cp "$usr/include/$TRIPLET/python3.14/pyconfig.h" "$usr/include/python3.14/pyconfig.h"
  rm -rf "$PREFIX" "$usr/share" "$usr/lib/$TRIPLET/gconv" "$usr/lib/python3.14/EXTERNALLY-MANAGED"
  mkdir -p "$PREFIX"
  cp -a "$usr/." "$PREFIX/"
}

# Make the interpreter $1 load every part of the C library from $2, so that no package loads this machine's older one.
bind_to_own_libc() {
  local python=$1 libraries=$2 library
  patchelf --set-interpreter "$libraries/$(basename "$(patchelf --print-interpreter "$python")")" "$python"
  patchelf --force-rpath --set-rpath "$libraries" "$python"
  for library in libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1 libresolv.so.2 libgcc_s.so.1 libstdc++.so.6; do
    patchelf --add-needed "$library" "$python" # one call each: several at once garble the string table
  done
}

download
unpack
bind_to_own_libc "$PREFIX/bin/python3.14" "$PREFIX/lib/$TRIPLET"
"$PREFIX/bin/python3.14" -m compileall -q -j 0 "$PREFIX/lib/python3.14" || true # templates in there are no Python
