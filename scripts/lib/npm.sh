# Sourced by the scripts that check the cards and run other authors' clients: installs the npm packages of a folder. The
# integration itself, and so the demo, does not need Node: the bundle is part of the repository.
# shellcheck shell=bash

# Install node_modules in a folder, unless they are up to date.
#   setup_npm FOLDER
setup_npm() {
  local folder=$1 wanted
  local stamp=$folder/node_modules/.setup-stamp
  wanted=$(sha256sum "$folder/package-lock.json")
  [[ ! -f $stamp || "$(<"$stamp")" != "$wanted" ]] || return 0
  command -v npm >/dev/null || fail "npm is missing: install Node.js 20.19 or newer, then run $SCRIPT again"
  say "installing what $folder needs of npm"
  mkdir -p .tools
  npm ci --prefix "$folder" --loglevel=error --ignore-scripts >.tools/npm.log 2>&1 ||
    fail "npm ci failed: $(grep -v '^ *$' .tools/npm.log | tail -n 1 | cut -c1-200) (details: .tools/npm.log)"
  printf '%s' "$wanted" >"$stamp"
}
