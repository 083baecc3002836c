#!/usr/bin/env bash
# Front-end assets: "newer" builds them when a source is newer than the last
# build, "build" always, "check" compares a fresh build with what is committed.
# The built files are committed, so a machine without Node builds the program
# all the same.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=bin/.assets
mode=${1:-newer}
[ -f web/build.mjs ] || exit 0

if ! command -v node >/dev/null || [ ! -d web/node_modules ]; then
  if [ "$mode" = newer ]; then exit 0; fi
  echo "assets: node and web/node_modules are needed (make setup)" >&2
  exit 1
fi

# true when the committed files are as they were checked out and so is web/
untouched() {
  git diff --quiet HEAD -- web internal 2>/dev/null && [ -z "$(git ls-files -o --exclude-standard -- web)" ]
}

case $mode in
  newer)
    if [ ! -f "$stamp" ] && untouched; then
      mkdir -p bin && touch "$stamp"
    fi
    if [ -f "$stamp" ] && [ -z "$(find web -path web/node_modules -prune -o -type f -newer "$stamp" -print -quit)" ]; then
      exit 0
    fi
    ;;
  check)
    exec node web/build.mjs --check
    ;;
esac
(cd web && node build.mjs)
mkdir -p bin && touch "$stamp"
