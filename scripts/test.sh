#!/usr/bin/env bash
# Runs the suites one after the other, all of them even when one fails, and
# ends with one line "N passed, N failed" over everything.
#   all    every check                quick  what fits into three minutes
set -uo pipefail
cd "$(dirname "$0")/.."
mode=${1:-all}
report=bin/report
rm -rf "$report" && mkdir -p "$report"
failed=()

# step NAME COMMAND...: one check, counted as one; its output shows on failure
step() {
  local name=$1 began=$SECONDS
  shift
  if "$@" >"$report/$name.log" 2>&1; then
    echo "pass=1 fail=0 skip=0" >"$report/$name.count"
    printf 'ok    %-18s %3d s\n' "$name" $((SECONDS - began))
  else
    echo "pass=0 fail=1 skip=0" >"$report/$name.count"
    failed+=("$name")
    printf 'FAIL  %-18s %3d s\n' "$name" $((SECONDS - began))
    tail -n 80 "$report/$name.log"
  fi
}

# suite NAME COMMAND...: a suite that writes its own count
suite() {
  local name=$1 began=$SECONDS
  shift
  if "$@"; then
    printf 'ok    %-18s %3d s\n' "$name" $((SECONDS - began))
  else
    failed+=("$name")
    printf 'FAIL  %-18s %3d s\n' "$name" $((SECONDS - began))
  fi
}

gofumpt_clean() {
  local list
  list=$(git ls-files -co --exclude-standard -- '*.go' | grep -v '_templ\.go$' | xargs -r bin/tools/gofumpt -l)
  [ -z "$list" ] || { echo "not formatted (gofumpt -w):"; echo "$list"; return 1; }
}

go_tests() {
  local flags=(-timeout 20m)
  [ "$mode" = quick ] && flags+=(-short)
  local run=()
  if [ -x scripts/postgres.sh ] && { [ "${CI:-}" = true ] || scripts/postgres.sh url >/dev/null 2>&1 || [ "$(id -u)" -eq 0 ]; }; then
    run=(scripts/postgres.sh run --)
  fi
  "${run[@]}" go test -json "${flags[@]}" ./... | bin/tools/tally go "$report/go.count"
}

# the run itself may fail after a green report (the program did not end well)
browser_tests() {
  local status=0
  (cd e2e && node run.mjs) || status=1
  bin/tools/tally tap "$report/browser.tap" "$report/browser.count" || status=1
  return $status
}

step vet go vet ./...
step staticcheck bin/tools/staticcheck ./...
step gofumpt gofumpt_clean
step tools go -C tools test ./...
step verify-generated scripts/verify-generated.sh
suite go go_tests
if [ "$mode" = all ]; then
  suite browser browser_tests
fi

[ ${#failed[@]} -eq 0 ] || echo "failed: ${failed[*]}"
bin/tools/tally sum "$report" | tee "$report/total"
[ ${#failed[@]} -eq 0 ]
