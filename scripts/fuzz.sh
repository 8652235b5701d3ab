#!/usr/bin/env bash
# Fuzzes what comes from other tablets: every target of fuzz/ for so many seconds (TIME, 60 unless
# told). What it finds interesting is kept in fuzz/corpus, and files that fail in fuzz/artifacts.
#
# Our own code has no unsafe block, so it goes without sanitizers; and so needs no nightly Rust.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

for target in bundle migration; do
  echo "fuzz: $target, for ${TIME:-60} s"
  mkdir -p "fuzz/corpus/$target"
  # The frozen file of every version is what the mutations begin with.
  cargo fuzz run "$target" --sanitizer none --target-dir target/fuzz \
    "fuzz/corpus/$target" tests/fixtures/bundles -- \
    -max_total_time="${TIME:-60}" -timeout=20 -print_final_stats=1
done
