# Sourced: packages of npm's registry.
unreachable='ENOTFOUND|EAI_AGAIN|ECONN|E(NET|HOST)UNREACH|ETIMEDOUT|SOCKET_TIMEOUT|ENOTCACHED|code E5[0-9]{2}'

# bring FROM TO [NPM]: the packages that FROM/package-lock.json names, in TO/node_modules. Ends the script with status
# 77, which CTest takes for skipped, when the registry cannot be reached.
bring() {
  mkdir -p "$2"
  cp "$1/package.json" "$1/package-lock.json" "$2/"
  if cmp -s "$2/package-lock.json" "$2/node_modules/.of-lock"; then return; fi
  if ! (cd "$2" && "${3:-npm}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 \
    --fetch-timeout=20000) >"$2/npm.log" 2>&1; then
    cat "$2/npm.log"
    if grep -Eq "$unreachable" "$2/npm.log"; then
      echo "SKIPPED: the npm registry cannot be reached, so no browser can be driven: the pages are not checked"
      exit 77
    fi
    exit 1
  fi
  cp "$2/package-lock.json" "$2/node_modules/.of-lock"
}
