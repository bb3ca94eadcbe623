#!/usr/bin/env bash
# The limiter in virtual time, row by row: scripts/limiter_table.sh [--seeds N] [--calls N] [--only ROW]
set -euo pipefail

"$(dirname "$0")/bench.sh" dev.forebay.bench.virtual.LimiterTable "$@"
