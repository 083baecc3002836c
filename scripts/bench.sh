#!/usr/bin/env bash
# The figures of the speed goals: Go benchmarks that print rows of a table, then
# the weight of the home page as a browser fetches it.
set -euo pipefail
cd "$(dirname "$0")/.."
go test -run '^$' -bench . -benchtime "${BENCHTIME:-1s}" ./... | grep -Ev '^(ok|\?|PASS|goos|goarch|pkg|cpu)' | grep -v '^$'
cd e2e
node run.mjs --budget
