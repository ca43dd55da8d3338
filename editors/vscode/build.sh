#!/bin/sh
# Checks, tests and packages the extension with the first npm on PATH. Prints only what failed.
set -eu
cd "$(dirname "$0")"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for step in "ci" "run check" "test" "run package"; do
    # shellcheck disable=SC2086
    npm $step >"$log" 2>&1 || { echo "npm $step failed:" >&2; cat "$log" >&2; exit 1; }
done
