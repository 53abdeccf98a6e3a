#!/usr/bin/env bash
# Builds the solution and runs its tests.
#
#   tests/run.sh        all tests, with real servers
#   tests/run.sh fast   the pure unit tests, without servers, simulations and architecture tests
#
# Needs the .NET SDK. Installs the servers and programs of the tests when they are missing (PostgreSQL, Azurite,
# Prometheus, network tools), starts them on free loopback ports, and stops them.
# The last line is "N passed, N failed". The exit code is 0 only if a test ran, none failed, every test project ran to
# its end and, with CI=true, no test was skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1
readonly configuration=Release
readonly time_limit="${TEST_TIME_LIMIT:-35m}"
readonly fast_project=tests/Personalization.Tests/Personalization.Tests.csproj

passed=0
failed=0
skipped=0
skipped_names=""
failed_texts=""
broken=0

# build TARGET [ARGUMENT...]: builds with one compiler for all projects, which starts once.
build() {
  dotnet build "$@" --configuration "$configuration" --verbosity quiet -p:UseSharedCompilation=true
}

# A test project is one that references the test framework and runs.
test_projects() {
  grep --files-with-matches 'Include="xunit.v3"' tests/*/*.csproj | sort
}

# summary_number OUTPUT WORD: the number that the run's summary gives for a word; 0 without a summary.
summary_number() {
  sed -n "/^Test run summary/,\$ s/^  $2: *\([0-9][0-9]*\)\$/\1/p" "$1" | tail -n 1 | grep . || echo 0
}

# run_project PROJECT OUTPUT [FILTER...]: runs one project and adds its numbers.
# A run that breaks (a crash, a time-out, no test at all) counts as one failure. The report names the tests it left.
run_project() {
  local project="$1" output="$2" code=0
  shift 2
  echo "== $project"
  export PERSONALIZATION_TEST_JOURNAL="$output.journal"
  dotnet test --project "$project" --configuration "$configuration" --no-build --no-ansi --no-progress \
    --timeout "$time_limit" "$@" 2>&1 | tee "$output" || code=$?
  local here_failed
  here_failed=$(summary_number "$output" failed)
  passed=$((passed + $(summary_number "$output" succeeded)))
  skipped=$((skipped + $(summary_number "$output" skipped)))
  skipped_names+=$(sed -n 's/^skipped \([^ ].*\)$/  \1/p' "$output")$'\n'
  local open
  open=$(unfinished "$output.journal" 2>/dev/null) || true
  if [[ -n "$open" || ($code -ne 0 && $here_failed -eq 0) ]]; then
    failed_texts+="$project ended with exit code $code. Started and not finished:"$'\n'"$open"$'\n'
    failed_texts+="The last lines of its journal:"$'\n'"$(last_ended "$output.journal" 2>&1)"$'\n'
    broken=$((broken + 1))
  fi
  failed=$((failed + here_failed))
  failed_texts+=$(failures "$output")$'\n'
}

# failures OUTPUT: the failed tests with their messages.
failures() {
  awk '/^failed / { lines = 40 } /^[^ ]/ && !/^failed / { lines = 0 } lines-- > 0 { print substr($0, 1, 300) }' "$1"
}

# unfinished JOURNAL: the tests that started and did not finish, with their starting times.
unfinished() {
  awk '{ name = substr($0, 16) } $2 == "began" { began[name] = $1 } $2 == "ended" { delete began[name] }
    END { for (name in began) print "  " began[name], name }' "$1"
}

# last_ended JOURNAL: the tests that ended last, with their times. A run that reaches its time limit cancels its tests:
# a test that waited for the limit is the last to end, a long time after the others.
last_ended() {
  sort "$1" | tail -n 6 | sed 's/^/  /'
}

# start_postgres FOLDER: starts a PostgreSQL server, unless PERSONALIZATION_TEST_POSTGRES already names one.
# Tests that need it are skipped without a server.
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

# start_azurite FOLDER: starts Azurite, unless PERSONALIZATION_TEST_AZURITE already names an account.
# The program is kept between runs, its data is not.
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

# install_typescript: installs TypeScript and its generator, unless PERSONALIZATION_TEST_TYPESCRIPT names their folder.
install_typescript() {
  local programs cache="${XDG_CACHE_HOME:-$HOME/.cache}/personalization"
  [[ -n "${PERSONALIZATION_TEST_TYPESCRIPT:-}" ]] && return
  if programs=$(deploy/local/typescript.sh "$cache/typescript" | tail -n 1); then
    export PERSONALIZATION_TEST_TYPESCRIPT="$programs"
  else
    echo "TypeScript is not installed: its test will be skipped"
  fi
}

# install PROGRAM PACKAGE...: installs Debian packages if a program is missing and this user may install.
# Tests that need the program are skipped without it.
install() {
  local program="$1"
  shift
  if [[ $EUID -eq 0 ]] && ! command -v "$program" >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
      >&2 || true
  fi
}

# report: prints the failed tests last, so that the end of a log shows them.
report() {
  grep . <<<"$failed_texts" || true
  if [[ $skipped -gt 0 ]]; then
    echo "$skipped skipped:"
    grep . <<<"$skipped_names" || true
  fi
  if [[ $skipped -gt 0 && "${CI:-}" == "true" ]]; then
    echo "In CI a skipped test counts as failed."
    failed=$((failed + skipped))
  fi
  failed=$((failed + broken))
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}

fast() {
  if ! build "$fast_project"; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  run_project "$fast_project" "$1/fast.txt" \
    --filter-not-trait Category=Simulation --filter-not-trait Category=Architecture --filter-not-trait Category=Training
}

# check_format: fails the run if a C# file is not formatted.
check_format() {
  if ! dotnet format whitespace --verify-no-changes --folder . >/dev/null 2>&1; then
    echo "Files are not formatted. Run: dotnet format whitespace --folder ."
    broken=$((broken + 1))
  fi
}

everything() {
  local project
  if ! build Personalization.sln -p:RunAnalyzersDuringBuild=true; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  check_format
  install ip iproute2
  install iptables iptables
  install promtool prometheus
  install prometheus-alertmanager prometheus-alertmanager
  install docker-compose docker-compose
  install chromium chromium
  start_postgres "$1"
  start_azurite "$1"
  install_typescript
  for project in $(test_projects); do
    run_project "$project" "$1/$(basename "$project").txt"
  done
}

main() {
  local outputs
  outputs=$(mktemp --directory)
  trap "rm -rf '$outputs'" EXIT
  case "${1:-all}" in
    fast) fast "$outputs" ;;
    all) everything "$outputs" ;;
    *)
      echo "usage: tests/run.sh [fast|all]" >&2
      exit 2
      ;;
  esac
  report
}

main "$@"
