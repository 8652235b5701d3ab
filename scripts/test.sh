#!/usr/bin/env bash
# Everything that CI runs, with the time of each step; the first failing step ends it. The build that is shipped
# goes on beside the steps that do not need it.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

names=() times=()

summary() {
  local i total=0
  echo
  printf '%8s  %s\n' seconds step
  for i in "${!names[@]}"; do
    printf '%8s  %s\n' "${times[i]}" "${names[i]}"
    total=$((total + times[i]))
  done
  printf '%8s  %s\n' "$total" "$1"
}

# step NAME COMMAND…
step() {
  local name=$1 start=$SECONDS code=0
  shift
  printf '\n── %s\n   %s\n' "$name" "$*"
  "$@" || code=$?
  names+=("$name") times+=($((SECONDS - start)))
  if [ $code != 0 ]; then
    names[-1]="$name: FAILED"
    summary "stopped"
    echo "make test: the step \"$name\" failed (exit code $code)" >&2
    exit 1
  fi
}

# The build that is shipped keeps one core busy for ten minutes: it goes on beside the steps before the one
# that needs it, as a job of its own, which ends with this script.
begin_build() {
  mkdir -p target
  set -m
  scripts/build.sh >target/build.log 2>&1 &
  build=$!
  set +m
  trap 'kill -- "-$build" 2>/dev/null || true' EXIT
}

end_build() {
  local code=0
  wait "$build" || code=$?
  trap - EXIT
  cat target/build.log
  return $code
}

browser_tests() {
  # The runner starts Chromium by its driver, headless.
  CHROMEDRIVER=$(command -v chromedriver) \
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test -p yixin-app --target wasm32-unknown-unknown --test browser
}

# What `make dev` serves, with the registers of the tests: the tests in the browser have compiled it so.
debug_build() {
  mkdir -p target/dev-dist
  trunk build --features yixin/every-shape --dist target/dev-dist
  DIST=target/dev-dist node --test --test-reporter=spec tests/debug/*.test.mjs
}

# File by file: cargo fmt does not see the modules that a macro declares (src/registers/mod.rs).
check_format() {
  git ls-files -z '*.rs' | xargs -0 rustfmt --check
}

step "set-up" scripts/setup.sh test
begin_build
step "format" check_format
step "table of characters" node scripts/characters.mjs --check
step "lint, core alone" cargo clippy --all-targets -- -D warnings
step "lint, in the browser" cargo clippy -p yixin-app -p spreadsheet-worker --target wasm32-unknown-unknown --all-targets -- -D warnings
step "tests, core alone" cargo test
step "tests, in the browser" browser_tests
step "debug build" debug_build
step "build, the rest of it" end_build
step "size" node scripts/size.mjs
step "looks" env LOOKS=quick node --test --test-reporter=spec tests/looks/*.test.mjs
step "journeys" node --test --test-concurrency=2 --test-reporter=spec tests/journeys/*.test.mjs

summary "all green"
