#!/bin/sh
# Installs cfssl, cfssljson and cfssl-certinfo as standalone programs, on Linux or macOS.
set -eu

usage() {
  cat <<'END'
Usage: install.sh [--prefix DIR] SOURCE
       install.sh [--prefix DIR] --sha256 DIGEST FILE

SOURCE is what the release was published as: the URL of a folder, a folder, or one program's file. The program of this
platform is taken from it, checked against the SHA256SUMS in the same place, and installed under its three names.

  --prefix DIR     where the programs go (default: /usr/local/bin, or ~/.local/bin when that is not writable)
  --sha256 DIGEST  the digest that FILE must have, instead of the one in SHA256SUMS
END
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# OS_ARCH as the names of the downloads say it.
find_platform() {
  machine=$(uname -m)
  case $(uname -s) in
    Linux) if is_musl; then os=linux-musl; else os=linux; fi ;;
    Darwin)
      os=darwin
      # Under Rosetta an Apple processor calls itself Intel's.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then machine=arm64; fi
      ;;
    *) fail "there is no program for $(uname -s); on Windows, download the .exe by hand" ;;
  esac
  case $machine in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "there is no program for the processor $machine" ;;
  esac
  platform=${os}_$arch
}

is_musl() {
  if getconf GNU_LIBC_VERSION >/dev/null 2>&1; then return 1; fi
  ls /lib/ld-musl-* >/dev/null 2>&1
}

# fetch NAME TARGET: one file of the source.
fetch() {
  case $source in
    http://* | https://*)
      if has curl; then
        curl -fsSL -o "$2" "${source%/}/$1"
      elif has wget; then
        wget -q -O "$2" "${source%/}/$1"
      else
        fail "neither curl nor wget is here to download with"
      fi || fail "cannot download ${source%/}/$1"
      ;;
    *) cp "$source/$1" "$2" 2>/dev/null || fail "cannot read $source/$1" ;;
  esac
}

sha256_of() {
  if has sha256sum; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif has shasum; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  elif has openssl; then
    openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  else
    fail "none of sha256sum, shasum and openssl is here to check the download with"
  fi
}

# The lines of SHA256SUMS for the program NAME, or for the one of this platform.
listed() {
  if [ -n "$name" ]; then
    awk -v name="$name" '$2 == name' "$work/SHA256SUMS"
  else
    awk -v end="_$platform" '$2 ~ /^cfssl_/ && substr($2, length($2) - length(end) + 1) == end' "$work/SHA256SUMS"
  fi
}

choose_prefix() {
  if [ -n "$prefix" ]; then
    return
  elif [ -w /usr/local/bin ]; then
    prefix=/usr/local/bin
  else
    prefix=$HOME/.local/bin
  fi
}

source='' prefix='' expected='' name=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --prefix) [ $# -gt 1 ] || fail "--prefix needs a folder" && prefix=$2 && shift ;;
    --sha256) [ $# -gt 1 ] || fail "--sha256 needs a digest" && expected=$2 && shift ;;
    -*) usage >&2 && exit 2 ;;
    *) [ -z "$source" ] || fail "one source is enough: $source, $1" && source=$1 ;;
  esac
  shift
done
if [ -z "$source" ]; then usage >&2 && exit 2; fi
if [ -f "$source" ]; then
  name=$(basename "$source")
  source=$(dirname "$source")
elif [ -n "$expected" ]; then
  fail "--sha256 is for one file, and $source is none"
fi

work=$(mktemp -d)
fresh=
trap 'rm -rf "$work" ${fresh:+"$fresh"}' EXIT
trap 'exit 1' HUP INT TERM

if [ -z "$expected" ]; then
  if [ -z "$name" ]; then find_platform; fi
  fetch SHA256SUMS "$work/SHA256SUMS"
  line=$(listed)
  if [ -z "$line" ]; then fail "SHA256SUMS of $source does not list ${name:-a program for $platform}"; fi
  if [ "$(echo "$line" | wc -l)" -ne 1 ]; then fail "SHA256SUMS of $source lists more than one version: name the file"; fi
  expected=${line%% *}
  name=${line##* }
fi
fetch "$name" "$work/cfssl"
found=$(sha256_of "$work/cfssl")
if [ "$found" != "$expected" ]; then
  fail "the checksum of $name is wrong, nothing was installed (expected $expected, found $found)"
fi

choose_prefix
mkdir -p "$prefix" || fail "cannot create $prefix"
[ -w "$prefix" ] || fail "cannot write to $prefix"
fresh=$prefix/.cfssl.$$
cp "$work/cfssl" "$fresh"
chmod 755 "$fresh"
code=0
said=$("$fresh" version 2>&1) || code=$?
if [ "$code" -ne 0 ]; then
  case $code:$said in
    132:*) fail "$name needs a processor with SSE4.2, nothing was installed; the npm package runs on older ones" ;;
    *libstdc++*) fail "$name needs the C++ library of this system (on Alpine: apk add libstdc++), nothing was installed" ;;
    *) fail "$name does not run here, nothing was installed: $said" ;;
  esac
fi
# Put in place by renaming, so that no name is ever half a program, even while the old one runs.
for program in cfssl cfssljson cfssl-certinfo; do
  ln "$fresh" "$prefix/.$program.$$.new" 2>/dev/null || cp "$fresh" "$prefix/.$program.$$.new"
  mv -f "$prefix/.$program.$$.new" "$prefix/$program"
done
echo "Installed cfssl, cfssljson and cfssl-certinfo in $prefix"
case :$PATH: in
  *:"$prefix":*) ;;
  *) echo "Add it to your PATH: export PATH=\"$prefix:\$PATH\"" ;;
esac
