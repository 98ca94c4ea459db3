# Sourced by every script: the repository's root as working directory, one way to speak and one way to fail.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ROOT=$PWD
SCRIPT=scripts/$(basename "$0")
# PLUG_CONTROL_HA=2026.11 tries another Home Assistant, in an environment of its own and without the tools of tests and lint.
VENV=$ROOT/.venv${PLUG_CONTROL_HA:+-$PLUG_CONTROL_HA}
export PYTHON=$VENV/bin/python
unset PYTHONDONTWRITEBYTECODE # without bytecode every start of Home Assistant compiles everything anew
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
STARTED_S=$SECONDS

# Say what happens now, with the seconds since the script began.
say() { printf '[%3ds] %s\n' $((SECONDS - STARTED_S)) "$*"; }

# End with one line that tells what is wrong and what to do.
fail() {
  printf '%s: %s\n' "$SCRIPT" "$*" >&2
  exit 1
}
