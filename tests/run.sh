#!/usr/bin/env bash
# Builds the solution once and runs every test in it. Needs only the .NET SDK.
# The last line is "N passed, N failed". The exit code is 0 only when at least one test ran in every test project,
# none failed and, with CI=true, none was skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1
readonly configuration=Release
readonly time_limit="${TEST_TIME_LIMIT:-45m}"

passed=0
failed=0
skipped=0
skipped_names=""
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
  dotnet test --project "$project" --configuration "$configuration" --no-build --no-ansi --no-progress --timeout "$time_limit" 2>&1 | tee "$output" || code=$?
  local here_failed
  here_failed=$(summary_number "$output" failed)
  passed=$((passed + $(summary_number "$output" succeeded)))
  skipped=$((skipped + $(summary_number "$output" skipped)))
  skipped_names+=$(sed -n 's/^skipped \([^ ].*\)$/  \1/p' "$output")$'\n'
  if [[ $code -ne 0 && $here_failed -eq 0 ]]; then
    echo "$project broke with exit code $code and no failed test"
    broken=$((broken + 1))
  fi
  failed=$((failed + here_failed))
}

report() {
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
  projects=$(test_projects)
  for project in $projects; do
    run_project "$project" "$outputs/$(basename "$project").txt"
  done
  report
}

main
