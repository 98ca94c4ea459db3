# Sourced by the scripts that check the cards: Node and what frontend/ needs of it. The integration itself, and so the
# demo, needs neither: the bundle is part of the repository.
# shellcheck shell=bash

# Make frontend/node_modules; quick when there is nothing to do.
setup_frontend() {
  local stamp=frontend/node_modules/.setup-stamp wanted
  wanted=$(sha256sum frontend/package-lock.json)
  [[ ! -f $stamp || "$(<"$stamp")" != "$wanted" ]] || return 0
  command -v npm >/dev/null || fail "npm is missing: install Node.js 20.19 or newer, then run $SCRIPT again"
  say "installing the tools of frontend/"
  mkdir -p .tools
  npm ci --prefix frontend --loglevel=error --ignore-scripts >.tools/npm.log 2>&1 ||
    fail "npm ci failed: $(grep -v '^ *$' .tools/npm.log | tail -n 1 | cut -c1-200) (details: .tools/npm.log)"
  printf '%s' "$wanted" >"$stamp"
}
