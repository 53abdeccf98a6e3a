#!/usr/bin/env bash
# Builds the solution once and runs every test in it. Needs the .NET SDK; servers that tests need (PostgreSQL, Azurite) and programs they run (Prometheus, network tools) it
# installs when they are missing, starts on free loopback ports, and stops.
# The last line is "N passed, N failed". The exit code is 0 only when at least one test ran in every test project,
# none failed and, with CI=true, none was skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1
readonly configuration=Release
readonly time_limit="${TEST_TIME_LIMIT:-20m}"

passed=0
failed=0
skipped=0
skipped_names=""
failed_texts=""
broken=0

build() {
  dotnet build Personalization.sln --configuration "$configuration" --verbosity quiet
}

# A test project is one that references the test framework.
test_projects() {
  grep --files-with-matches 'Include="xunit.v3"' tests/*/*.csproj | sort
}

# summary_number OUTPUT WORD: the number the run's summary gives for a word; 0 when there is no summary.
summary_number() {
  sed -n "/^Test run summary/,\$ s/^  $2: *\([0-9][0-9]*\)\$/\1/p" "$1" | tail -n 1 | grep . || echo 0
}

# Runs one project and adds up. A run that breaks without a failed test (a crash, a time-out, no test at all) counts as one failure.
run_project() {
  local project="$1" output="$2" code=0
  echo "== $project"
  export PERSONALIZATION_TEST_JOURNAL="$output.journal"
  dotnet test --project "$project" --configuration "$configuration" --no-build --no-ansi --no-progress --timeout "$time_limit" 2>&1 | tee "$output" || code=$?
  local here_failed
  here_failed=$(summary_number "$output" failed)
  passed=$((passed + $(summary_number "$output" succeeded)))
  skipped=$((skipped + $(summary_number "$output" skipped)))
  skipped_names+=$(sed -n 's/^skipped \([^ ].*\)$/  \1/p' "$output")$'\n'
  if [[ $code -ne 0 && $here_failed -eq 0 ]]; then
    echo "$project broke with exit code $code and no failed test; begun and not ended:"
    unfinished "$output.journal"
    broken=$((broken + 1))
  fi
  failed=$((failed + here_failed))
  failed_texts+=$(failures "$output")$'\n'
}

# failures OUTPUT: the failed tests with what they said, without what the whole run printed beside.
failures() {
  awk '/^failed / { lines = 40 } /^[^ ]/ && !/^failed / { lines = 0 } lines-- > 0 { print substr($0, 1, 300) }' "$1"
}

# unfinished JOURNAL: the tests that began and did not end, with the time of day when they began.
unfinished() {
  awk '{ name = substr($0, 16) } $2 == "began" { began[name] = $1 } $2 == "ended" { delete began[name] } END { for (name in began) print "  " began[name], name }' "$1"
}

# start_postgres FOLDER: a PostgreSQL server for this run, unless PERSONALIZATION_TEST_POSTGRES names one already. Without one its tests are skipped.
start_postgres() {
  [[ -z "${PERSONALIZATION_TEST_POSTGRES:-}" ]] || return 0
  local server="$1/postgres" connection
  chmod o+x "$1"
  eval "set -- $(trap -p EXIT)"
  trap "deploy/local/postgres.sh stop '$server' || true; ${3:-}" EXIT
  if connection=$(deploy/local/postgres.sh start "$server" | tail -n 1); then
    export PERSONALIZATION_TEST_POSTGRES="$connection"
  fi
}

# Network namespaces and their firewall, for cutting silos off. Without them, or without root, those tests are skipped.
install_network_tools() {
  [[ $EUID -eq 0 ]] || return 0
  if ! command -v ip >/dev/null || ! command -v iptables >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends iproute2 iptables; } >&2 || true
  fi
}

# Prometheus and promtool, for the alerts and the scrape of a running cluster. The package's own server is not wanted. Without them those tests are skipped.
install_prometheus() {
  [[ $EUID -eq 0 ]] || return 0
  if ! command -v prometheus >/dev/null || ! command -v promtool >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus; } >&2 || true
  fi
}

# Says at the very end what failed: whoever reads a log from behind, or only its end, must find it there.
report() {
  grep . <<<"$failed_texts" || true
  if [[ $skipped -gt 0 ]]; then
    echo "$skipped skipped:"
    grep . <<<"$skipped_names" || true
  fi
  if [[ $skipped -gt 0 && "${CI:-}" == "true" ]]; then
    echo "A skipped test proves nothing: in CI it counts as failed."
    failed=$((failed + skipped))
  fi
  failed=$((failed + broken))
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}

# Azure storage (Azurite) for the tests that need it, unless the caller has one. The program is kept between runs, its data is not.
start_azurite() {
  local folder="$1/azurite" connection old
  [[ -n "${PERSONALIZATION_TEST_AZURITE:-}" ]] && return
  export AZURITE_PROGRAM="${AZURITE_PROGRAM:-${XDG_CACHE_HOME:-$HOME/.cache}/personalization/azurite}"
  eval "old=($(trap -p EXIT))"
  trap "deploy/local/azurite.sh stop '$folder'; ${old[2]:-}" EXIT
  if connection=$(deploy/local/azurite.sh start "$folder" | tail -n 1) && [[ -n "$connection" ]]; then
    export PERSONALIZATION_TEST_AZURITE="$connection"
  else
    echo "Azurite did not start: its tests will be skipped"
  fi
}

main() {
  local outputs projects project
  outputs=$(mktemp --directory)
  trap "rm -rf '$outputs'" EXIT
  if ! build; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  # Components that tests need beside the SDK (a database server, a browser) are started here, each by a function of its
  # own above: it installs what is missing, listens on a free port of 127.0.0.1, exports where, and is stopped by the trap.
  install_network_tools
  install_prometheus
  start_postgres "$outputs"
  start_azurite "$outputs"
  projects=$(test_projects)
  for project in $projects; do
    run_project "$project" "$outputs/$(basename "$project").txt"
  done
  report
}

main
