#!/usr/bin/env bash
# Runs a cluster on this machine: a private store, silos and APIs. Each process has its own log.
#
#   deploy/cluster.sh up [--silos 3] [--apis 2] [--nodes 0] [--profile postgres|azure] [--no-sample]
#   deploy/cluster.sh scale SILOS      add silos, or drain the newest silos
#   deploy/cluster.sh status           list every process with its address and readiness
#   deploy/cluster.sh kill NAME        kill -9 a process, for example silo-2 (a number N means silo-N)
#   deploy/cluster.sh start NAME       start a stopped process again
#   deploy/cluster.sh roll             restart all silos one after the other, without losing a request
#   deploy/cluster.sh down [--wipe]    drain and stop all processes; --wipe also deletes the stored data
#
# State and logs are in PERSONALIZATION_CLUSTER (default: personalization-cluster in the temporary folder).
# Environment variables Personalization__Section__Key set settings of all processes. All processes listen on 127.0.0.1.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly root
readonly state="${PERSONALIZATION_CLUSTER:-${TMPDIR:-/tmp}/personalization-cluster}"
# Debug or Release: use the existing build of that configuration instead of building.
readonly built="${PERSONALIZATION_BUILD:-}"
readonly configuration="${built:-Release}"
readonly ready_within=120
readonly drain_within=20

fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

usage() {
  sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 2
}

# --- ports ---

listens() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port FROM: prints the first port from FROM that is free and not assigned to a process of this cluster.
free_port() {
  local port="$1"
  while listens "$port" || grep --quiet --line-regexp --recursive --include='*.ports' "$port" "$state" 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}

# status_of PORT: prints the HTTP status of /health/ready on PORT, or nothing without an answer.
status_of() {
  local line=""
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 0
  printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
  read -r -t 5 line <&3 || true
  exec 3>&-
  cut -d ' ' -f 2 <<<"$line"
}

# --- processes ---

names() {
  find "$state" -maxdepth 1 -name "${1:-*}-*.ports" -printf '%f\n' 2>/dev/null \
    | sed 's/\.ports$//' | sort -t - -k 1,1 -k 2,2n
}

alive() {
  [[ -f "$state/$1.pid" ]] && kill -0 "$(<"$state/$1.pid")" 2>/dev/null
}

port_of() {
  sed -n "${2:-1}p" "$state/$1.ports"
}

# launch NAME: starts silo-N, api-N or node-N. The process keeps its ports while the cluster is up.
launch() {
  local name="$1" role="${1%%-*}" program
  if [[ ! -f "$state/$name.ports" ]]; then
    case "$role" in
      api) free_port 5080 >"$state/$name.ports" ;;
      node) { free_port 5080; free_port 11111; free_port 30001; } >"$state/$name.ports" ;;
      silo) { free_port 5180; free_port 11111; free_port 30001; } >"$state/$name.ports" ;;
    esac
  fi
  program="$root/Client.Api/bin/$configuration/net10.0/Personalization.Client.Api.dll"
  [[ "$role" == silo ]] && program="$root/Silo/bin/$configuration/net10.0/Personalization.Silo.dll"
  (
    export Personalization__Profile="$(<"$state/profile")"
    export "Personalization__${Personalization__Profile}__ConnectionString=$(<"$state/connection")"
    export Personalization__Cluster__ClusterId="${Personalization__Cluster__ClusterId:-local}"
    [[ "$role" == node ]] && export Personalization__Role=Node
    if [[ "$role" != api ]]; then
      export Personalization__Cluster__SiloPort="$(port_of "$name" 2)"
      export Personalization__Cluster__GatewayPort="$(port_of "$name" 3)"
    fi
    [[ "$name" == "$(<"$state/sample")" ]] && export Personalization__Sample=true
    cd "$state"
    setsid dotnet "$program" --urls "http://127.0.0.1:$(port_of "$name")" >>"$state/$name.log" 2>&1 </dev/null &
    echo $! >"$state/$name.pid"
  )
}

# await NAME...: waits until each process is ready.
await() {
  local name deadline=$((SECONDS + ready_within))
  for name in "$@"; do
    until [[ "$(status_of "$(port_of "$name")")" == 200 ]]; do
      alive "$name" || fail "$name has stopped; see $state/$name.log: $(tail -n 5 "$state/$name.log")"
      ((SECONDS < deadline)) || fail "$name is not ready after $ready_within s; see $state/$name.log"
      sleep 0.2
    done
    echo "$name is ready at http://127.0.0.1:$(port_of "$name")"
  done
}

# drain NAME: stops a process with SIGTERM, and with SIGKILL if it still runs after the drain time.
drain() {
  local name="$1" deadline=$((SECONDS + drain_within)) pid
  alive "$name" || return 0
  pid="$(<"$state/$name.pid")"
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      echo "$name did not stop within $drain_within s after SIGTERM and was killed" >&2
      kill -KILL "$pid"
      break
    fi
    sleep 0.1
  done
  rm -f "$state/$name.pid"
}

build() {
  [[ -z "$built" ]] || return 0
  dotnet build "$root/Silo/Silo.csproj" --configuration Release --verbosity quiet --nologo
  dotnet build "$root/Client.Api/Client.Api.csproj" --configuration Release --verbosity quiet --nologo
}

store() {
  case "$(<"$state/profile")" in
    Postgres) "$root/deploy/local/postgres.sh" "$1" "$state/store" ;;
    Azure) "$root/deploy/local/azurite.sh" "$1" "$state/store" ;;
  esac
}

need_cluster() {
  [[ -f "$state/profile" ]] || fail "no cluster is running; start one with: deploy/cluster.sh up"
}

full_name() {
  [[ "$1" =~ ^[0-9]+$ ]] && echo "silo-$1" || echo "$1"
}

# --- commands ---

up() {
  local silos=3 apis=2 nodes=0 profile=postgres sample=1 i door started=()
  while (($# > 0)); do
    case "$1" in
      --silos) silos="$2"; shift ;;
      --apis) apis="$2"; shift ;;
      --nodes) nodes="$2"; shift ;;
      --profile) profile="$2"; shift ;;
      --no-sample) sample=0 ;;
      *) usage ;;
    esac
    shift
  done
  [[ ! -f "$state/profile" ]] || fail "a cluster is already running in $state; stop it with: deploy/cluster.sh down"
  mkdir -p "$state"
  case "$profile" in
    postgres) echo Postgres >"$state/profile" ;;
    azure) echo Azure >"$state/profile" ;;
    *) fail "--profile must be postgres or azure but was '$profile'" ;;
  esac
  echo none >"$state/sample"
  ((sample == 0)) || { ((silos > 0)) && echo silo-1 || echo node-1; } >"$state/sample"
  build
  store start | tail -n 1 >"$state/connection"
  for ((i = 1; i <= silos; i++)); do launch "silo-$i"; started+=("silo-$i"); done
  for ((i = 1; i <= nodes; i++)); do launch "node-$i"; started+=("node-$i"); done
  for ((i = 1; i <= apis; i++)); do launch "api-$i"; started+=("api-$i"); done
  await "${started[@]}"
  door="$(names api | head -n 1 | grep . || names node | head -n 1 || true)"
  echo "Dashboard: http://127.0.0.1:$(port_of "$door")/dashboard   Logs: $state/*.log"
}

scale() {
  local wanted="$1" name started=() i
  need_cluster
  [[ "$wanted" =~ ^[1-9][0-9]*$ ]] || fail "the number of silos must be 1 or more but was '$wanted'"
  for name in $(names silo | tac); do
    if ((${name#silo-} > wanted)); then
      echo "draining $name"
      drain "$name"
      rm -f "$state/$name.ports"
    fi
  done
  for ((i = 1; i <= wanted; i++)); do
    alive "silo-$i" || { launch "silo-$i"; started+=("silo-$i"); }
  done
  ((${#started[@]} == 0)) || await "${started[@]}"
}

status() {
  local name answer
  need_cluster
  printf '%-10s %-8s %-28s %s\n' name pid address state
  for name in $(names); do
    if alive "$name"; then
      answer="$(status_of "$(port_of "$name")")"
      [[ "$answer" == 200 ]] && answer=ready || answer="not ready (${answer:-no answer})"
      printf '%-10s %-8s %-28s %s\n' "$name" "$(<"$state/$name.pid")" "http://127.0.0.1:$(port_of "$name")" "$answer"
    else
      printf '%-10s %-8s %-28s %s\n' "$name" - "http://127.0.0.1:$(port_of "$name")" stopped
    fi
  done
  echo "store: $(sed 's/AccountKey=[^;]*/AccountKey=.../' "$state/connection")"
}

kill_hard() {
  local name
  need_cluster
  name="$(full_name "$1")"
  alive "$name" || fail "$name is not running"
  kill -KILL "$(<"$state/$name.pid")"
  rm -f "$state/$name.pid"
}

start_again() {
  local name
  need_cluster
  name="$(full_name "$1")"
  [[ -f "$state/$name.ports" ]] || fail "$name does not exist; see: deploy/cluster.sh status"
  ! alive "$name" || fail "$name is already running"
  launch "$name"
  await "$name"
}

roll() {
  local name
  need_cluster
  for name in $(names silo); do
    drain "$name"
    launch "$name"
    await "$name"
  done
}

down() {
  local name
  need_cluster
  for name in $(names api) $(names node) $(names silo); do
    drain "$name" &
  done
  wait
  store stop || true
  rm -f "$state"/*.ports "$state/profile" "$state/connection" "$state/sample"
  [[ "${1:-}" != --wipe ]] || rm -rf "$state"
}

case "${1:-}" in
  up) up "${@:2}" ;;
  scale) scale "${2:-}" ;;
  status) status ;;
  kill) kill_hard "${2:?name a process, for example: kill 2}" ;;
  start) start_again "${2:?name a process, for example: start 2}" ;;
  roll) roll ;;
  down) down "${2:-}" ;;
  *) usage ;;
esac
