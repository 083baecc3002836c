#!/usr/bin/env bash
# Makes internal/tiles/demo/region.pmtiles anew: land, borders and towns from
# internal/tiles/oracle (npm ci there first) and the German municipalities from
# a folder of open data. A test compares the result with the committed file.
#   scripts/demo-map.sh ../shared/data
set -euo pipefail
cd "$(dirname "$0")/.."
areas=${1:?folder of open data}/areas/municipalities_de_flensburg_slfl_nf.geojson
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
(cd internal/tiles/oracle && node land.mjs) >"$tmp/land.geojson"
go run ./cmd/umland map build --out "$tmp/region.pmtiles" --min 5 --max 10 --bbox 7.9,53.9,11.1,55.9 \
  --name 'Region Flensburg' --attribution 'Natural Earth · © GeoBasis-DE / BKG 2021 (Daten verändert), dl-de/by-2-0' \
  "$tmp/land.geojson" "$areas=land" "$areas=boundaries:municipality"
mv "$tmp/region.pmtiles" internal/tiles/demo/region.pmtiles
