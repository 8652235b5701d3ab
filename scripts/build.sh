#!/usr/bin/env bash
# Builds the static site into dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

trunk build --release
