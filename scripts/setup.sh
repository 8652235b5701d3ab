#!/usr/bin/env bash
# Installs what is absent, says so, and says how long it took. A second run finds everything.
#
#   scripts/setup.sh build   what the site needs: Rust with the wasm target, Trunk, wasm-bindgen, npm packages
#   scripts/setup.sh test    also what the checks need: Chromium with its driver, a Chinese font, pdftotext
#   scripts/setup.sh browsers   what the site and `make browsers` need: Firefox ESR, WebKitGTK with its driver, Xvfb
#   scripts/setup.sh fuzz    what `make fuzz` needs, and no more: Rust, a C++ compiler, cargo-fuzz
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

want=${1:-build}
case $want in build | test | browsers | fuzz) ;; *) echo "usage: $0 [build|test|browsers|fuzz]" >&2; exit 2 ;; esac

fail() { echo "setup: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null; }

# install WHAT HOW_LONG COMMAND…
install() {
  local what=$1 long=$2 start=$SECONDS
  shift 2
  echo "setup: installing $what ($long) …"
  "$@" || fail "could not install $what; the lines above say why"
  echo "setup: installed $what in $((SECONDS - start)) s"
}

install_debian() {
  local root=()
  have apt-get || fail "please install by hand, as this is no Debian: $*"
  if [ "$(id -u)" != 0 ]; then
    have sudo || fail "please install as root: apt-get install $*"
    root=(sudo)
  fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# A debug build: Trunk only calls other tools, and so takes half the time to install.
install_trunk() {
  cargo install trunk --version "$trunk_version" --locked --debug \
    --root target/tools --target-dir target/tools/build
}

# The locked set of some releases names crates that are gone; then the version alone has to do.
install_bindgen() {
  local line=(cargo install wasm-bindgen-cli --version "$bindgen_version"
    --root target/tools --target-dir target/tools/build)
  "${line[@]}" --locked || "${line[@]}"
}

install_split() {
  cargo install wasm_split_cli_support --version "$split_version" --locked --debug \
    --features build-binary --root target/tools --target-dir target/tools/build
}

install_fuzz() {
  cargo install cargo-fuzz --version "$fuzz_version" --locked --debug \
    --root target/tools --target-dir target/tools/build
}

# The tool does not tell its version; Cargo keeps a list of what it installed.
split_is_there() {
  have wasm-split-cli && grep -qs "wasm_split_cli_support $split_version " \
    target/tools/.crates.toml "${CARGO_HOME:-$HOME/.cargo}/.crates.toml"
}

install_rust() {
  rustup toolchain install "$rust_version" --profile minimal \
    --component clippy --component rustfmt --target wasm32-unknown-unknown
}

install_packages() {
  npm ci --ignore-scripts && cp package-lock.json node_modules/.installed
}

rust_version=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
# Trunk from 0.22 on needs a newer Rust than ours.
trunk_version=0.21.14
split_version=0.2.4
fuzz_version=0.13.2
# The tool must be of the very version of the crate.
bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock)

[ "$want" = fuzz ] || have node || fail "please install Node 20 or newer"
have rustup || fail "please install rustup"

have cc || install "a C linker" "about 1 min" install_debian build-essential pkg-config

rust_is_there() {
  local std
  std=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [ -d "$std" ] &&
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1
}
rust_is_there || install "Rust $rust_version with the wasm target" "about 1 min" install_rust

if [ "$want" = fuzz ]; then
  have c++ || install "a C++ compiler, for libFuzzer" "about 1 min" install_debian build-essential
  [ "$(cargo fuzz --version 2>/dev/null)" = "cargo-fuzz $fuzz_version" ] ||
    install "cargo-fuzz $fuzz_version" "about 2 min" install_fuzz
  exit
fi

[ "$(trunk --version 2>/dev/null)" = "trunk $trunk_version" ] ||
  install "Trunk $trunk_version" "about 7 min" install_trunk

[ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $bindgen_version" ] ||
  install "wasm-bindgen $bindgen_version" "about 5 min" install_bindgen

split_is_there || install "wasm-split $split_version" "about 2 min" install_split

cmp -s package-lock.json node_modules/.installed || install "the npm packages" "seconds" install_packages

if [ "$want" = test ]; then
  missing=()
  have chromium || missing+=(chromium)
  have chromium-headless-shell || missing+=(chromium-headless-shell)
  have chromedriver || missing+=(chromium-driver)
  have pdftotext || missing+=(poppler-utils)
  [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
  [ ${#missing[@]} = 0 ] || install "${missing[*]}" "about 1 min" install_debian "${missing[@]}"
fi

if [ "$want" = browsers ]; then
  missing=()
  have firefox-esr || missing+=(firefox-esr)
  have WebKitWebDriver || missing+=(webkit2gtk-driver)
  have xvfb-run || missing+=(xvfb xauth)
  [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
  [ ${#missing[@]} = 0 ] || install "${missing[*]}" "about 2 min" install_debian "${missing[@]}"
fi
