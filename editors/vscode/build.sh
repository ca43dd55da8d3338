#!/bin/sh
# Checks, tests and packages the extension with the first npm and python3 on PATH. Prints only what failed.
# usage: build.sh [TARGET]     (TARGET: linux-x64, ..., as VS Code names platforms; else that of this machine)
#
# It is built with the locked releases of everything; with COUPLING_LSP_LATEST=1 from the newest that are allowed.
set -eu
cd "$(dirname "$0")"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
target=${1:-$(node -p 'process.platform + "-" + process.arch')}
step() {
    "$@" >"$log" 2>&1 || { echo "$* failed:" >&2; cat "$log" >&2; exit 1; }
}
if [ -z "${COUPLING_LSP_LATEST:-}" ]; then
    step npm ci
else
    rm -rf node_modules
    step npm install --no-package-lock
fi
step npm run check
step npm test
step python3 bundle.py "$target"
step npm run package -- --target "$target"
