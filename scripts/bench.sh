#!/usr/bin/env bash
# The figures of the speed goals as a table, the weight of the home page as a
# browser fetches it, then the benchmarks of single parts. One package at a
# time, so that none disturbs another; say beside a figure what else ran.
set -euo pipefail
cd "$(dirname "$0")/.."
noise='^(ok|PASS|goos|goarch|pkg|cpu|\?|testing:)|^$'

run=()
if [ "$(id -u)" -eq 0 ] || [ "${CI:-}" = true ]; then run=(scripts/postgres.sh run --); fi
echo "speed goals ($(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg))"
"${run[@]}" go test -run '^$' -bench Goals -benchtime 1x -timeout 30m ./internal/app | grep -Ev "$noise|^Benchmark"
echo
(cd e2e && node run.mjs --budget)
echo
parts=$(go list -f '{{.ImportPath}}' ./... | grep -v '/internal/app$')
# shellcheck disable=SC2086 # a list of packages
"${run[@]}" go test -run '^$' -bench . -benchtime "${BENCHTIME:-300ms}" -benchmem -p 1 -timeout 30m $parts | grep -Ev "$noise"
