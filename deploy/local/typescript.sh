#!/usr/bin/env bash
# Installs TypeScript and openapi-typescript into FOLDER. The last output line is the folder of the programs.
#
#   typescript.sh FOLDER
set -euo pipefail

readonly typescript=5.9.3
readonly generator=7.13.0

[[ $# -eq 1 ]] || { echo "usage: typescript.sh FOLDER" >&2; exit 2; }
folder=$(realpath --canonicalize-missing "$1")
if [[ ! -x "$folder/node_modules/.bin/openapi-typescript" || ! -x "$folder/node_modules/.bin/tsc" ]]; then
  if ! command -v npm >/dev/null; then
    [[ $EUID -eq 0 ]] || { echo "typescript.sh: npm is missing; install it (Debian: apt-get install npm)" >&2; exit 1; }
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nodejs npm >&2
  fi
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund --loglevel=error \
    "openapi-typescript@$generator" "typescript@$typescript" >&2
fi
echo "$folder/node_modules/.bin"
