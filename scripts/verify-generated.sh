#!/usr/bin/env bash
# A fresh generation of every *_templ.go and of the assets must equal the files
# in the tree, so that nobody edits a generated file or forgets to generate.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0

cp go.mod go.sum "$copy/"
find internal \( -name '*.templ' -o -name '*_templ.go' \) -print0 | tar --null -T - -cf - | tar -C "$copy" -xf -
find "$copy" -name '*_templ.go' -delete
scripts/templ.sh "$copy/internal"
while IFS= read -r -d '' file; do
  if ! cmp -s "$file" "$copy/$file"; then
    echo "$file is not what templ makes of its source: run 'make generate'" >&2
    status=1
  fi
done < <(find internal -name '*_templ.go' -print0)
while IFS= read -r -d '' file; do
  rel=${file#"$copy"/}
  if [ ! -f "$rel" ]; then
    echo "$rel is missing: run 'make generate'" >&2
    status=1
  fi
done < <(find "$copy/internal" -name '*_templ.go' -print0)

scripts/assets.sh check || status=1
exit $status
