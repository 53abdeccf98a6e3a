#!/usr/bin/env bash
# Runs Azurite, the Azure Storage emulator (blobs and tables), on loopback. All its data is in FOLDER.
#
#   azurite.sh start FOLDER    installs and starts Azurite if necessary; the last output line is the connection string
#   azurite.sh stop FOLDER     stops Azurite with SIGTERM (after SIGKILL, Azurite loses acknowledged writes)
#   azurite.sh status FOLDER   prints the state; exit code 0 if Azurite is running, 3 if it is stopped
#
# The first start chooses the ports and stores them in FOLDER, so the connection string stays the same.
# AZURITE_PROGRAM is the installation folder (default FOLDER/program); several folders can share one installation.
# AZURITE_HOST is the address to listen on (default 127.0.0.1), for silos in network namespaces of this machine.
set -euo pipefail

readonly version=3.35.0
# The account and the key of the emulator are public constants and not secrets.
readonly account=devstoreaccount1
readonly key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

fail() {
  echo "azurite.sh: $*" >&2
  exit 1
}

install_program() {
  [[ -x "$program/node_modules/.bin/azurite" ]] && return
  if ! command -v npm >/dev/null; then
    [[ $EUID -eq 0 ]] || fail "npm is missing; install it (Debian: apt-get install npm) or run this script as root once"
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nodejs npm >&2
  fi
  echo "Installing Azurite $version into $program" >&2
  npm install --prefix "$program" --no-audit --no-fund --loglevel=error "azurite@$version" >&2
}

# Prints three different free ports: blob, queue, table.
free_ports() {
  node -e '
    const net = require("net");
    const servers = [0, 1, 2].map(() => net.createServer());
    Promise.all(servers.map(server => new Promise(done => server.listen(0, "127.0.0.1", done))))
      .then(() => {
        console.log(servers.map(server => server.address().port).join(" "));
        servers.forEach(server => server.close());
      });'
}

connection_string() {
  local blob _queue table
  read -r blob _queue table <"$folder/ports"
  printf '%s' "DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=$key;"
  echo "BlobEndpoint=http://$host:$blob/$account;TableEndpoint=http://$host:$table/$account;"
}

# Prints the process id if the process runs and belongs to FOLDER: after a reboot, another process can have the same id.
running_pid() {
  local pid
  pid=$(cat "$folder/pid" 2>/dev/null) || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null \
    | grep --quiet --fixed-strings --line-regexp "$folder/data" || return 1
  echo "$pid"
}

is_listening() {
  (exec 3<>"/dev/tcp/$host/$1") 2>/dev/null
}

await_start() {
  local pid="$1" blob _queue table
  read -r blob _queue table <"$folder/ports"
  for _ in $(seq 1 300); do
    is_listening "$blob" && is_listening "$table" && return
    kill -0 "$pid" 2>/dev/null || fail "Azurite stopped during start-up; see $folder/log: $(tail -n 3 "$folder/log")"
    sleep 0.1
  done
  fail "Azurite is not listening after 30 s; see $folder/log"
}

start() {
  mkdir -p "$folder/data"
  if ! running_pid >/dev/null; then
    install_program
    [[ -s "$folder/ports" ]] || free_ports >"$folder/ports"
    local blob queue table
    read -r blob queue table <"$folder/ports"
    nohup "$program/node_modules/.bin/azurite" --location "$folder/data" \
      --silent --disableTelemetry --skipApiVersionCheck \
      --blobHost "$host" --queueHost "$host" --tableHost "$host" \
      --blobPort "$blob" --queuePort "$queue" --tablePort "$table" >>"$folder/log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    await_start $!
  fi
  connection_string
}

stop() {
  local pid
  pid=$(running_pid) || return 0
  kill -TERM "$pid"
  for _ in $(seq 1 300); do
    running_pid >/dev/null || break
    sleep 0.1
  done
  running_pid >/dev/null && fail "Azurite (process $pid) did not stop within 30 s"
  rm -f "$folder/pid"
}

status() {
  local pid
  pid=$(running_pid) || { echo "stopped"; exit 3; }
  echo "running, process $pid"
  connection_string
}

[[ $# -eq 2 && "$1" =~ ^(start|stop|status)$ ]] || fail "usage: azurite.sh start|stop|status FOLDER"
folder=$(realpath --canonicalize-missing "$2")
readonly folder
readonly program="${AZURITE_PROGRAM:-$folder/program}"
readonly host="${AZURITE_HOST:-127.0.0.1}"
"$1"
