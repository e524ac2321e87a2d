# Sourced by `editors/test`: the editors themselves, from package registries alone, kept outside the tree.
#
# Debian's packages give Neovim and Chromium. npm gives the rest: `code-server` is VS Code with a web front, and its
# server runs without any of its native modules, so no install script of it is run and no compiler is needed.

NODE_VERSION=24.21.0
CODE_SERVER_VERSION=4.139.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/traefik-ls-editors
code_server=$cache/code-server-$CODE_SERVER_VERSION/node_modules/code-server/lib/vscode

# need COMMAND PACKAGE: installs Debian's PACKAGE where COMMAND is missing.
need() {
  command -v "$1" >/dev/null && return
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

# Node of the release this VS Code is built for, first on the PATH. Its own install script puts the program in place.
use_node() {
  local home=$cache/node-$NODE_VERSION
  if [ ! -e "$home/done" ]; then
    need npm npm
    rm -rf "$home" && mkdir -p "$home"
    echo '{"private": true}' >"$home/package.json"
    (cd "$home" && npm install --no-audit --no-fund --silent "node@$NODE_VERSION")
    touch "$home/done"
  fi
  export PATH=$home/node_modules/.bin:$PATH
}

# VS Code's server, at $code_server.
use_vscode() {
  local home=$cache/code-server-$CODE_SERVER_VERSION
  if [ ! -e "$home/done" ]; then
    rm -rf "$home" && mkdir -p "$home"
    echo '{"private": true}' >"$home/package.json"
    (cd "$home" && npm install --no-audit --no-fund --silent --ignore-scripts "code-server@$CODE_SERVER_VERSION")
    (cd "$code_server" && npm install --no-audit --no-fund --silent --ignore-scripts --omit=dev)
    touch "$home/done"
  fi
}

# packages DIR: the packages of DIR's lock file, when they are not there yet.
packages() {
  local lock=$1/package-lock.json stamp=$1/node_modules/.installed
  [ -e "$stamp" ] && cmp -s "$lock" "$stamp" && return
  (cd "$1" && npm ci --no-audit --no-fund --silent --ignore-scripts)
  cp "$lock" "$stamp"
}
