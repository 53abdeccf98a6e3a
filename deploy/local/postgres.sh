#!/usr/bin/env bash
# Runs a private PostgreSQL server for tests and demonstrations: postgres.sh start|stop|restart|status FOLDER
#
# Data, log and port are in FOLDER. The server listens on 127.0.0.1 and keeps its port across restarts.
# The server trusts every local connection: do not store real data in it. Its writes are fully durable.
# Run as root, the script starts the server as the user postgres. It installs the Debian package if necessary.
# POSTGRES_ALSO=ADDRESS: a new server also listens on ADDRESS and trusts its /24 network (for network namespaces).
# The last output line of start, restart and status is the connection string.
set -euo pipefail

usage() {
  echo "Usage: $0 start|stop|restart|status FOLDER" >&2
  exit 2
}

[[ $# -eq 2 && -n $2 ]] || usage
folder=$(realpath --canonicalize-missing -- "$2")
readonly action="$1" folder
readonly data="$folder/data" port_file="$folder/port" log="$folder/server.log"

find_binaries() {
  find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1
}

# Prevents the Debian package from creating and starting its default server.
install_server() {
  echo "Installing PostgreSQL" >&2
  local sudo=()
  [[ $EUID -eq 0 ]] || sudo=(sudo --non-interactive)
  "${sudo[@]}" mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" | "${sudo[@]}" tee /etc/postgresql-common/createcluster.d/none.conf >/dev/null
  {
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
  } >&2
}

# Runs a command as the user postgres if this script runs as root: PostgreSQL does not run as root.
as_owner() {
  if [[ $EUID -eq 0 ]]; then
    (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@")
  else
    "$@"
  fi
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

is_running() {
  [[ -f $data/PG_VERSION ]] && as_owner "$binaries/pg_ctl" status --pgdata "$data" >/dev/null 2>&1
}

initialise() {
  mkdir -p "$folder"
  [[ $EUID -ne 0 ]] || chown postgres "$folder"
  if ! as_owner test -w "$folder"; then
    echo "The user postgres cannot write to $folder: make each parent folder accessible (chmod o+x)" >&2
    exit 1
  fi
  as_owner "$binaries/initdb" --pgdata "$data" --username postgres --auth trust \
    --encoding UTF8 --locale C.UTF-8 >/dev/null
  [[ -z ${POSTGRES_ALSO:-} ]] \
    || echo "host all all $POSTGRES_ALSO/24 trust" | as_owner tee -a "$data/pg_hba.conf" >/dev/null
  as_owner tee -a "$data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = '127.0.0.1${POSTGRES_ALSO:+,$POSTGRES_ALSO}'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
SETTINGS
}

print_connection() {
  echo "Host=127.0.0.1;Port=$(<"$port_file");Username=postgres;Database=postgres"
}

start() {
  [[ -f $data/PG_VERSION ]] || initialise
  if ! is_running; then
    # Another process can take the port of a new server before it starts: try up to five ports.
    local attempt port
    for attempt in 1 2 3 4 5; do
      port=$(cat "$port_file" 2>/dev/null || free_port)
      if as_owner "$binaries/pg_ctl" start --pgdata "$data" --log "$log" --wait --timeout 60 --silent \
        --options "-p $port"; then
        echo "$port" >"$port_file"
        break
      fi
      if [[ -f $port_file || $attempt -eq 5 ]]; then
        tail -n 20 "$log" >&2
        exit 1
      fi
    done
  fi
  print_connection
}

stop() {
  if is_running; then
    as_owner "$binaries/pg_ctl" stop --pgdata "$data" --mode fast --wait --timeout 60 --silent
  fi
}

status() {
  if ! is_running; then
    echo "PostgreSQL in $folder is not running" >&2
    exit 3
  fi
  print_connection
}

binaries=$(find_binaries)
if [[ -z $binaries ]]; then
  [[ $action == start || $action == restart ]] || { echo "PostgreSQL is not installed" >&2; exit 3; }
  install_server
  binaries=$(find_binaries)
fi
readonly binaries

case "$action" in
  start) start ;;
  stop) stop ;;
  restart) stop && start ;;
  status) status ;;
  *) usage ;;
esac
