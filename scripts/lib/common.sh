# Sourced by every script: changes to the repository's root, and defines say and fail.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ROOT=$PWD
SCRIPT=scripts/$(basename "$0")
# PLUG_CONTROL_HA=2026.11 uses another Home Assistant, in its own environment, without the tools of tests and lint.
VENV=$ROOT/.venv${PLUG_CONTROL_HA:+-$PLUG_CONTROL_HA}
export PYTHON=$VENV/bin/python
unset PYTHONDONTWRITEBYTECODE # without bytecode every start of Home Assistant compiles everything again
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PYTHONFAULTHANDLER=1 # a process that crashes says where, also those that tests start
STARTED_S=$SECONDS

# Print a line with the seconds since the script began.
say() { printf '[%3ds] %s\n' $((SECONDS - STARTED_S)) "$*"; }

# Exit with one line that says what is wrong and what to do.
fail() {
  printf '%s: %s\n' "$SCRIPT" "$*" >&2
  exit 1
}
