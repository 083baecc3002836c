#!/usr/bin/env bash
# Asks the judges of the tests again and writes what they say into testdata, so
# that a machine without node can compare with it. Needs ../shared/data.
set -euo pipefail
cd "$(dirname "$0")/.."
(cd internal/hours/oracle && npm ci --no-audit --no-fund --silent)
UMLAND_JUDGE_WRITE=1 go test ./internal/hours -run 'Judge|Mends' -count=1
