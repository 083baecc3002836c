#!/usr/bin/env bash
# A throw-away PostgreSQL for tests, on 127.0.0.1 and a free port only.
#   scripts/postgres.sh run -- command …   start one, run the command with UMLAND_TEST_POSTGRES set, remove it
#   scripts/postgres.sh start              start one that stays, print its address
#   scripts/postgres.sh url                print the address of the one that stays
#   scripts/postgres.sh stop               remove the one that stays
# As root the server runs as user postgres. Nothing in it survives: fsync is off.
set -euo pipefail

fail() { echo "postgres.sh: $*" >&2; exit 1; }

binaries() {
  local dir
  for dir in /usr/lib/postgresql/*/bin; do
    [ -x "$dir/initdb" ] && found=$dir
  done
  [ -n "${found:-}" ] || { command -v initdb >/dev/null && found=$(dirname "$(command -v initdb)"); } \
    || fail "PostgreSQL is missing; on Debian: apt-get install postgresql"
  bin=$found
}

# as runs a command as the user who may own a server: never root.
as() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    (cd / && "$@")
  fi
}

# up FOLDER: makes and starts a server in it; sets $address.
up() {
  local dir=$1 port try
  binaries
  [ "$(id -u)" -ne 0 ] || chown postgres: "$dir"
  local secret
  secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  as sh -c 'umask 077; cat >"$1"' sh "$dir/secret" <<<"$secret"
  as "$bin/initdb" -D "$dir/data" -U umland --pwfile="$dir/secret" -A scram-sha-256 \
    --locale=C --encoding=UTF8 --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
  for try in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi # taken
    if as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 30 start >/dev/null -o \
      "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB"; then
      address="postgres://umland:$secret@127.0.0.1:$port/postgres?sslmode=disable"
      return
    fi
  done
  as cat "$dir/server.log" >&2
  fail "the server did not start"
}

# down FOLDER: ends the server whose data lie there, and removes the folder.
down() {
  binaries
  as "$bin/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf -- "$1"
}

# What stays is noted per user and per checkout.
note="${TMPDIR:-/tmp}/umland-postgres-$(id -u)-$(cd "$(dirname "$0")/.." && pwd | cksum | cut -d' ' -f1)"
noted() { [ -f "$note" ] && [ -O "$note" ] && { read -r dir && read -r address; } <"$note" && [ -d "$dir" ]; }

# folder makes the server's folder: in memory where there is room, since tests
# create and drop hundreds of databases.
folder() {
  local base=${TMPDIR:-/tmp} d
  if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR==2 {print $4}')" -gt 2000000 ]; then base=/dev/shm; fi
  d=$(mktemp -d "$base/umland-pg.XXXXXX")
  chmod 755 "$d"
  echo "$d"
}

case "${1:-}" in
  run)
    shift
    [ "${1:-}" = -- ] && shift
    [ $# -gt 0 ] || fail "run -- command …"
    dir=$(folder)
    trap 'down "$dir"' EXIT
    trap 'exit 130' INT TERM
    up "$dir"
    UMLAND_TEST_POSTGRES=$address "$@"
    ;;
  start)
    if noted; then echo "$address"; exit 0; fi
    dir=$(folder)
    trap 'down "$dir"' EXIT
    up "$dir"
    (umask 077 && printf '%s\n%s\n' "$dir" "$address" >"$note")
    trap - EXIT
    echo "$address"
    ;;
  url)
    noted || fail "none is running; scripts/postgres.sh start"
    echo "$address"
    ;;
  stop)
    noted || exit 0
    down "$dir"
    rm -f -- "$note"
    ;;
  *)
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
