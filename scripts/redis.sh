#!/usr/bin/env bash
# The key-value server of the tutorials, held against the outside; scripts/test --redis ... calls it.
#   scripts/redis.sh [suite] [OPTION]...   Redis' own suite by name, and the distribution's clients: minutes
#   scripts/redis.sh durability            200 times kill -9, 200 power cuts, the log's last record cut, a full disk
#   scripts/redis.sh faults [OPTION]...    ten minutes of killed connections and parts
#   scripts/redis.sh fuzz [OPTION]...      ten minutes of damaged requests, half to the parser, half over connections
#   scripts/redis.sh benchmarks [OPTION]...   beside redis-server, in the build with optimisation
# --reference takes Debian's redis-server instead of ours; --help after a word shows what its tool takes.
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
what=suite
case ${1:-} in suite | durability | faults | fuzz | benchmarks) what=$1; shift ;; esac
options=("$@")
which=()  # server
if [[ " $* " == *" --reference "* ]]; then which=(--reference); fi

need g++ cmake ninja-build ccache python3 libboost-thread-dev libconcurrentqueue-dev redis-server redis-tools
case $what in
  suite) need tcl python3-redis ;;
  durability) need gcc libc6-dev util-linux ;;
  fuzz) need clang; need "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" ;;
esac

tools=tests/redis
if [[ " ${options[*]} " != *" --reference "* && " ${options[*]} " != *" --server "* &&
      " ${options[*]} " != *" --help "* ]]; then
  tree=build/learn
  if [ "$what" = benchmarks ]; then
    tree=build/release
    mkdir -p build
    quietly build/release.configure.log cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    quietly build/release.build.log cmake --build --preset release --target key_value_server
  else
    learn key_value_server
  fi
  program=$(find "$tree" -name key_value_server -type f -perm -u+x -print -quit)
  if [ -z "$program" ]; then echo "scripts/redis.sh: $tree has no program key_value_server" >&2; exit 1; fi
  which=(--server "$program")
  options+=("${which[@]}")
fi

wrong=0
check() { echo "== $*"; "$@" "${options[@]}" || wrong=1; }
case $what in
  suite)
    suite=$("$tools/fetch_suite.sh" build/redis-suite)
    check "$tools/suite.py" "$suite"
    # Debian's own Python has Debian's python3-redis. The options are the suite's tool's.
    options=("${which[@]}")
    if [ ${#which[@]} -gt 0 ]; then check /usr/bin/python3 "$tools/clients.py"; fi ;;
  durability)
    check "$tools/kills.py"
    check "$tools/cuts.py"
    check "$tools/tails.py"
    check "$tools/disk_full.py" ;;
  faults) check "$tools/chaos.py" ;;
  fuzz)
    check "$tools/fuzz.py"
    if [[ " ${options[*]} " != *" --reference "* ]]; then
      mkdir -p build/fuzz/corpus
      quietly build/fuzz/build.log clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Itutorials \
        "$tools/fuzz_parser.cpp" tutorials/key_value_server/resp.cpp -o build/fuzz/parser
      build/fuzz/parser -max_total_time="${OTPP_FUZZ_SECONDS:-300}" -rss_limit_mb=1024 -timeout=10 -max_len=65536 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix=build/fuzz/ build/fuzz/corpus || wrong=1
    fi ;;
  benchmarks) "$tools/bench.py" "${options[@]}" || wrong=1 ;;
esac
exit $wrong
