#!/bin/sh
# Installs cfssl, cfssljson and cfssl-certinfo as standalone programs, on Linux or macOS.
set -eu

usage() {
  cat <<'END'
Usage: install.sh [OPTION]... SOURCE
       install.sh [OPTION]... --sha256 DIGEST FILE

SOURCE is what the release was published as: the https URL of a folder, a
folder, or one file, a bare program or a .tar.xz. The program of this platform
is taken from it, checked against the SHA256SUMS in the same place, and
installed under its three names. From an URL the packed program is taken where
xz is there to unpack it.

  --prefix DIR     where the programs go (default: /usr/local/bin, or
                   ~/.local/bin when that is not writable)
  --sha256 DIGEST  the digest that FILE must have, instead of the one in
                   SHA256SUMS
  --key KEYFILE    the public key of the release, as gpg exports it: SHA256SUMS
                   must have a good signature by it (SHA256SUMS.asc)
  --downgrade      install a version that is older than the installed one, too
  --allow-http     download without TLS, too: whoever is in between can then
                   give you another program
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
  elsewhere="the npm package runs where Node.js 20 does"
  machine=$(uname -m)
  case $(uname -s) in
    Linux) if is_musl; then os=linux-musl; else os=linux; fi ;;
    Darwin)
      os=darwin
      # Under Rosetta an Apple processor calls itself Intel's.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then machine=arm64; fi
      ;;
    MINGW* | MSYS* | CYGWIN*) fail "for Windows there is a zip with an install.cmd, which needs no shell" ;;
    *) fail "there is no program for $(uname -s); $elsewhere" ;;
  esac
  case $machine in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "there is no program for the processor $machine; $elsewhere" ;;
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
    *://*) download "${source%/}/$1" "$2" || fail "cannot download ${source%/}/$1" ;;
    *) cp "$source/$1" "$2" 2>/dev/null || fail "cannot read $source/$1" ;;
  esac
}

# download URL TARGET: by https alone, redirections too, unless --allow-http was given.
download() {
  check_scheme "$1"
  if has curl; then
    if [ -n "$allow_http" ]; then protocols='=http,https'; else protocols='=https'; fi
    curl --proto "$protocols" --proto-redir "$protocols" --tlsv1.2 -fsSL -o "$2" "$1"
  elif has wget; then
    wget_each "$1" "$2"
  else
    fail "neither curl nor wget is here to download with"
  fi
}

check_scheme() {
  case $1 in
    https://*) ;;
    http://*) [ -n "$allow_http" ] || fail "$1 is not https: use an https address, or --allow-http" ;;
    *) fail "$1 is no https address" ;;
  esac
}

# wget_each URL TARGET: wget follows redirections to http, so each is looked at before it is followed.
wget_each() {
  if [ -z "$allow_http" ] && ! wget --version 2>/dev/null | grep -q '^GNU Wget'; then
    fail "this wget checks no certificates: install curl or GNU wget"
  fi
  url=$1 left=10
  while [ "$left" -gt 0 ]; do
    check_scheme "$url"
    if LC_ALL=C wget -nv -S --max-redirect=0 --secure-protocol=TLSv1_2 -O "$2" "$url" 2>"$work/headers"; then return 0; fi
    next=$(sed -n 's/^ *[Ll]ocation: *//p' "$work/headers" | head -n 1 | tr -d '\r')
    case $next in
      '') return 1 ;;
      *://*) url=${next%% *} ;;
      /*) url=$(echo "$url" | sed 's|^\([a-z]*://[^/]*\).*|\1|')$next ;;
      *) return 1 ;;
    esac
    left=$((left - 1))
  done
  return 1
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

# The programs of this platform that SHA256SUMS lists.
programs_listed() {
  awk -v end="_$platform" '$2 ~ /^cfssl_/ && substr($2, length($2) - length(end) + 1) == end { print $2 }' "$work/SHA256SUMS"
}

# sum_of NAME: what SHA256SUMS says of a file, or nothing.
sum_of() {
  awk -v name="$1" '$2 == name { print $1 }' "$work/SHA256SUMS"
}

# Checks the signature of SHA256SUMS by the key in $key, and by no other that this user's gpg may know.
check_signature() {
  has gpg || fail "--key needs gpg, which is not here"
  fetch SHA256SUMS.asc "$work/SHA256SUMS.asc"
  mkdir -m 700 "$work/gpg"
  if ! gpg --homedir "$work/gpg" --batch --quiet --no-autostart --import "$key" 2>"$work/gpg.log"; then
    fail "$key is no key that gpg can read"
  fi
  if ! gpg --homedir "$work/gpg" --batch --no-autostart --trust-model always --status-fd 3 \
    --verify "$work/SHA256SUMS.asc" "$work/SHA256SUMS" 3>"$work/status" 2>"$work/gpg.log" ||
    ! grep -q '^\[GNUPG:\] VALIDSIG ' "$work/status" ||
    grep -Eq '^\[GNUPG:\] (BADSIG|ERRSIG|EXPSIG|EXPKEYSIG|REVKEYSIG) ' "$work/status"; then
    fail "SHA256SUMS of $source has no good signature by the key in $key, nothing was installed"
  fi
}

# Takes the archive, which is a third of the program: from an address, or from a folder without the bare program.
choose_archive() {
  case $source in
    *://*) ;;
    *) if [ -e "$source/$name" ] || [ ! -e "$source/$name.tar.xz" ]; then return; fi ;;
  esac
  if [ -n "$(sum_of "$name.tar.xz")" ] && has xz && has tar; then archive=$name.tar.xz; fi
}

# fetch_program TARGET: the program, as it is or out of its archive.
fetch_program() {
  if [ -z "$archive" ]; then
    fetch "$name" "$1"
    return
  fi
  if ! has xz || ! has tar; then fail "$archive needs xz and tar to unpack it, and they are not here"; fi
  fetch "$archive" "$work/archive"
  check_sum "$archive" "$work/archive" "$archive_sum"
  # Unpacked to standard output, so that no path inside the archive counts.
  xz -dc <"$work/archive" | tar -xOf - "$name/cfssl" >"$1" || fail "cannot unpack $archive"
}

# check_sum NAME FILE DIGEST: without a digest it only finds one, for the record.
check_sum() {
  found=$(sha256_of "$2")
  if [ -n "$3" ] && [ "$found" != "$3" ]; then
    fail "the checksum of $1 is wrong, nothing was installed (expected $3, found $found)"
  fi
}

choose_prefix() {
  case $prefix in
    '') if [ -w /usr/local/bin ]; then prefix=/usr/local/bin; else prefix=$HOME/.local/bin; fi ;;
    /*) ;;
    *) prefix=$PWD/$prefix ;;
  esac
}

# Says before the download what would stand in the way after it.
check_prefix() {
  if [ -e "$prefix" ]; then
    [ -d "$prefix" ] || fail "$prefix is no folder"
    [ -w "$prefix" ] || fail "cannot write to $prefix: run it as root, or choose another folder with --prefix"
  fi
  for program in cfssl cfssljson cfssl-certinfo; do
    if [ -d "$prefix/$program" ]; then fail "$prefix/$program is a folder: choose another place with --prefix"; fi
  done
}

# The version in the name of a download, as in cfssl_1.2.3_linux_amd64; nothing for other names.
version_in() {
  echo "$1" | sed -n 's/^cfssl_\([0-9][0-9A-Za-z.-]*\)_[a-z-]*_[a-z0-9]*$/\1/p'
}

# is_older A B: whether version A comes before B (semver.org §11, but for the order of two pre-releases' words).
is_older() {
  printf '%s\n%s\n' "$1" "$2" | awk '
    { split($0, half, "-"); core[NR] = half[1]; rest[NR] = substr($0, length(half[1]) + 2) }
    END {
      split(core[1], a, "."); split(core[2], b, ".")
      for (at = 1; at <= 3; at++) if (a[at] + 0 != b[at] + 0) exit !(a[at] + 0 < b[at] + 0)
      if (rest[1] == rest[2] || rest[1] == "") exit 1
      if (rest[2] == "") exit 0
      count = split(rest[1], c, "."); split(rest[2], d, ".")
      for (at = 1; at <= count; at++) {
        if (c[at] == d[at]) continue
        if (c[at] ~ /^[0-9]+$/ && d[at] ~ /^[0-9]+$/) exit !(c[at] + 0 < d[at] + 0)
        exit !(c[at] "" < d[at] "")
      }
      exit 0
    }'
}

# Refuses an older version than the installed one. The record names the version and the digest of what was installed,
# so that it counts for nothing once somebody else has put another cfssl there.
check_version() {
  if [ -n "$downgrade" ] || [ -z "$version" ] || [ ! -f "$prefix/cfssl" ]; then return 0; fi
  read -r installed digest 2>/dev/null <"$record" || return 0
  if [ "$digest" != "$(sha256_of "$prefix/cfssl")" ]; then return 0; fi
  if is_older "$version" "$installed"; then
    fail "$version is older than the installed $installed, nothing was installed: use --downgrade to install it"
  fi
}

source='' prefix='' given='' name='' archive='' downgrade='' allow_http='' key=''

# needs_value OPTION WHAT NUMBER-OF-WORDS VALUE
needs_value() {
  if [ "$3" -lt 2 ] || [ -z "$4" ]; then fail "$1 needs $2"; fi
}

read_words() {
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix=* | --sha256=* | --key=*)
        word=$1
        shift
        set -- "${word%%=*}" "${word#*=}" "$@"
        ;;
    esac
    case $1 in
      -h | --help) usage && exit 0 ;;
      --prefix) needs_value "$1" "a folder" $# "${2-}" && prefix=$2 && shift ;;
      --sha256) needs_value "$1" "a digest" $# "${2-}" && given=$2 && shift ;;
      --key) needs_value "$1" "a file" $# "${2-}" && key=$2 && shift ;;
      --downgrade) downgrade=1 ;;
      --allow-http) allow_http=1 ;;
      -*) echo "install.sh: there is no option $1" >&2 && usage >&2 && exit 2 ;;
      *) [ -z "$source" ] || fail "one source is enough: $source, $1" && source=$1 ;;
    esac
    shift
  done
  if [ -z "$source" ]; then usage >&2 && exit 2; fi
  if [ -n "$key" ]; then
    if [ -n "$given" ]; then fail "--sha256 and --key: one of them is enough"; fi
    [ -r "$key" ] || fail "cannot read $key"
  fi
}

# A source that is one file is that file of its folder.
split_source() {
  if [ -f "$source" ]; then
    name=$(basename "$source")
    source=$(dirname "$source")
    case $name in
      *.tar.xz) archive=$name name=${name%.tar.xz} ;;
      *.deb) fail "$name is Debian's to install: sudo apt install ./$name" ;;
      *.zip | *.tar) fail "$name is no program and no .tar.xz" ;;
    esac
  elif [ -n "$given" ]; then
    fail "--sha256 is for one file, and $source is none"
  fi
}

# Finds what to take, and the checksums of that: program_sum, and archive_sum for an archive.
find_sums() {
  program_sum='' archive_sum=''
  if [ -n "$given" ]; then
    checked="its checksum on the command line"
    if [ -n "$archive" ]; then archive_sum=$given; else program_sum=$given; fi
    return
  fi
  if [ -z "$name" ]; then find_platform; fi
  fetch SHA256SUMS "$work/SHA256SUMS"
  checked="its checksum in SHA256SUMS; not who published it, for which there is --key"
  if [ -n "$key" ]; then
    check_signature
    checked="its checksum in SHA256SUMS, and the signature of that by the key in $key"
  fi
  if [ -z "$name" ]; then
    name=$(programs_listed)
    if [ -z "$name" ]; then fail "SHA256SUMS of $source does not list a program for $platform"; fi
    if [ "$(echo "$name" | wc -l)" -ne 1 ]; then fail "SHA256SUMS of $source lists more than one version: name the file"; fi
  fi
  if [ -z "$archive" ]; then choose_archive; fi
  program_sum=$(sum_of "$name") wanted=$program_sum
  if [ -n "$archive" ]; then archive_sum=$(sum_of "$archive") wanted=$archive_sum; fi
  [ -n "$wanted" ] || fail "SHA256SUMS of $source does not list ${archive:-$name}"
}

# Starts the program once, in the folder where it goes: another one may not allow that.
try_program() {
  code=0
  said=$("$fresh/cfssl" version 2>&1) || code=$?
  case $code:$said in
    0:*) ;;
    132:*) fail "$name needs a processor with SSE4.2, nothing was installed; the npm package runs on older ones" ;;
    *libstdc++*) fail "$name needs the C++ library of this system (on Alpine: apk add libstdc++), nothing was installed" ;;
    *) fail "$name does not run here, nothing was installed: $said" ;;
  esac
}

# Put in place by renaming, so that no name is ever half a program, even while the old one runs; and without a stop
# between the three names.
put_in_place() {
  trap '' HUP INT TERM
  for program in cfssl cfssljson cfssl-certinfo; do
    mv -f "$fresh/$program" "$prefix/$program"
  done
  if [ -n "$version" ]; then mv -f "$fresh/record" "$record"; else rm -f "$record"; fi
}

# What the user's shell will start under the name cfssl.
say_path() {
  case :$PATH: in
    *:"$prefix":*)
      first=$(command -v cfssl || true)
      if [ "$first" != "$prefix/cfssl" ]; then echo "Note: your PATH finds another one first, $first"; fi
      ;;
    *) echo "Add it to your PATH: export PATH=\"$prefix:\$PATH\"" ;;
  esac
}

main() {
  read_words "$@"
  split_source
  work=$(mktemp -d)
  fresh=
  trap 'rm -rf "$work" ${fresh:+"$fresh"}' EXIT
  trap 'fail "interrupted, nothing was installed"' HUP INT TERM
  choose_prefix
  check_prefix
  find_sums
  version=$(version_in "$name")
  record=$prefix/.cfssl-ts
  check_version
  fetch_program "$work/cfssl"
  check_sum "$name" "$work/cfssl" "$program_sum"

  mkdir -p "$prefix" || fail "cannot create $prefix"
  fresh=$(mktemp -d "$prefix/.cfssl-install.XXXXXX") || fail "cannot write to $prefix"
  cp "$work/cfssl" "$fresh/cfssl"
  chmod 755 "$fresh/cfssl"
  try_program
  for program in cfssljson cfssl-certinfo; do
    ln "$fresh/cfssl" "$fresh/$program" 2>/dev/null || cp "$fresh/cfssl" "$fresh/$program"
  done
  echo "$version $found" >"$fresh/record"
  chmod 644 "$fresh/record"
  put_in_place
  echo "Installed cfssl, cfssljson and cfssl-certinfo in $prefix"
  echo "Checked: $checked"
  say_path
}

# Everything is read before anything is done: a download of this file that breaks off does nothing.
main "$@"
