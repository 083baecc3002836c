#!/usr/bin/env bash
# Installs what a build and its checks lack, and says nothing when nothing is
# lacking. As root on Debian it asks apt; anyone else gets one line that names
# what to install. With CI=true each part is required.
set -euo pipefail
cd "$(dirname "$0")/.."
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
required=${CI:-}

# say what is missing; a missing part ends the run only where it is required
missing() {
  echo "setup: $1" >&2
  if [ "$required" = true ]; then exit 1; fi
}

command -v go >/dev/null || { echo "setup: Go 1.26 or newer is missing (https://go.dev/dl/)" >&2; exit 1; }

# front-end packages: npm ci only when the lock is newer than the last install
packages() {
  local dir=$1
  [ -f "$dir/package-lock.json" ] || return 0
  if [ "$dir/node_modules/.package-lock.json" -nt "$dir/package-lock.json" ]; then return 0; fi
  if ! command -v npm >/dev/null; then
    missing "node and npm are missing: $dir is not installed (apt-get install nodejs npm)"
    return 0
  fi
  echo "setup: npm ci in $dir"
  if ! (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
    missing "npm ci failed in $dir"
    return 0
  fi
  touch "$dir/node_modules/.package-lock.json"
}
packages web
packages e2e
packages internal/tiles/oracle
packages internal/hours/oracle
packages internal/ical/oracle

# Debian packages, by what each one brings
wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null || wanted+=(postgresql)
command -v java >/dev/null || wanted+=(default-jre-headless)
{ [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import icalendar' 2>/dev/null; } || wanted+=(python3-icalendar)
[ ${#wanted[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  missing "please install: ${wanted[*]} (apt-get install ${wanted[*]}); the checks that need them are left out until then"
  exit 0
fi
echo "setup: apt-get install ${wanted[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# a fresh machine has no package lists yet; one update is enough
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  missing "apt-get could not install: ${wanted[*]}"
fi
