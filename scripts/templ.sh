#!/usr/bin/env bash
# Makes the *_templ.go of every folder below DIR, folder by folder: templ writes
# a file's name relative to where it was told to look, so that one way is right.
#   scripts/templ.sh [DIR]
set -euo pipefail
templ="$(cd "$(dirname "$0")/.." && pwd)/bin/tools/templ"
find "${1:-internal}" -name '*.templ' -printf '%h\n' | sort -u | while IFS= read -r folder; do
  "$templ" generate -path "$folder" -log-level error
done
