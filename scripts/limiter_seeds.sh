#!/usr/bin/env bash
# Random mixes of providers and hardships: scripts/limiter_seeds.sh [--seeds N] [--from S] [--calls N] [--kind any|t3|t7] [--only MODEL] [--transit MILLISECONDS]
set -euo pipefail

"$(dirname "$0")/bench.sh" dev.forebay.bench.virtual.LimiterSeeds "$@"
