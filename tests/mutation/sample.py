#!/usr/bin/env python3
"""Draws lines of the library by a seed, breaks each on purpose, and shows which test notices, and what none does.

    tests/mutation/sample.py SOURCE WORK N SEED [JOBS [FILE...]]     scripts/test --mutants --sample N calls it

The same source and seed give the same mutants, and a larger N with the same seed those of a smaller one and more. Each
is made in a copy below WORK, built, and given to the tests of its area (areas.py), one after another, until one fails,
hangs or crashes. What passes them all has survived: a hole in the tests, a line that does nothing, or, with an argument
in equivalent.py, a change that no test could see.
"""
import collections
import fcntl
import glob
import hashlib
import json
import os
import pathlib
import random
import sys
import threading
import time

import areas
import equivalent
from operators import mutants_of
from workplace import LIMIT, MEMORY, copy_source, noticed, run, target_of

# Debug for its lack of optimisation: what costs is to build, and what does not change is parsed once.
PARSED_ONCE = """#include <algorithm>
#include <any>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>
#include <typeinfo>
#include <unordered_map>
#include <variant>
#include <vector>
#include <boost/thread/thread.hpp>
#include <concurrentqueue.h>
#include <gtest/gtest.h>
"""
FLAGS = {"plain": "-std=c++20 -fPIC -O0 -w",
         "tsan": "-std=c++20 -fPIC -O1 -g1 -w -fsanitize=thread -fno-omit-frame-pointer"}
QUEUE = [path for path in ("/usr/include/concurrentqueue", "/usr/include/concurrentqueue/moodycamel") if
         os.path.exists(path + "/concurrentqueue.h")]


class bench:
    """One copy of the source with its builds; one mutant at a time."""

    def __init__(self, source, work, number):
        self.work, self.copy = work, work / str(number) / "source"
        copy_source(source, self.copy)
        self.configured = set()

    def configure(self, build):
        if build in self.configured:
            return
        header = self.work / build / "parsed_once.hpp"
        parsed = header.with_suffix(".pch")
        with parsing:
            if not parsed.exists() or header.read_text() != PARSED_ONCE:
                header.parent.mkdir(parents=True, exist_ok=True)
                header.write_text(PARSED_ONCE)
                must(run("clang++", *FLAGS[build].split(), *(f"-isystem{path}" for path in QUEUE), "-xc++-header",
                         header, "-o", parsed))
                pathlib.Path(f"{parsed}.sum").write_text(hashlib.sha256(parsed.read_bytes()).hexdigest())  # for ccache
        sanitize = "thread" if build == "tsan" else ""
        must(run("cmake", "-S", self.copy, "-B", self.copy / "build" / build, "-G", "Ninja",
                 "-DCMAKE_CXX_COMPILER=clang++", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=",
                 f"-DCMAKE_CXX_FLAGS={FLAGS[build]} -include-pch {parsed}",
                 "-DOTPP_WERROR=OFF", "-DOTPP_BUILD_EXAMPLES=OFF", f"-DOTPP_SANITIZE={sanitize}",
                 "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"))
        self.configured.add(build)

    def make(self, build, target):
        return run("nice", "cmake", "--build", self.copy / "build" / build, "--parallel", "1", "--target", target)

    def refused(self, mutant, path):
        """What clang says of a lock that is not taken, where it can tell: its builds do not compile then."""
        if mutant.operator != "lock not taken" or path.suffix != ".cpp":
            return None
        done = run("clang++", *FLAGS["plain"].split()[:2], "-fsyntax-only", "-Wthread-safety", "-Werror",
                   f"-I{self.copy}/include", f"-I{self.copy}/src", *(f"-isystem{path}" for path in QUEUE), path)
        return complaint(done) if "-Wthread-safety" in done.stderr else None

    def says(self, build, check, limit=LIMIT):
        """What one test says; a test that waits for the real clock is believed when it says so twice."""
        program, arguments, schedule = check
        path = self.copy / "build" / build / "tests" / program
        more = () if program.startswith("stress/") else ("--gtest_fail_fast",)
        for _ in range(2):
            verdict = noticed(path, (*arguments, *more), schedule, limit, None if build == "tsan" else MEMORY)
            if not verdict or "real_time" not in verdict:
                return verdict
        return verdict

    def judge(self, mutant, usual):
        """('noticed', by what), ('survived', '') or ('does not build', what the compiler says)."""
        self.configure(mutant.build)
        path = self.copy / mutant.file
        healthy = path.read_text()
        path.write_text(mutant.text(healthy))
        try:
            if by := self.refused(mutant, path):
                return "noticed", f"clang's builds: {by}"
            if (done := self.make(mutant.build, "otpp")).returncode:
                return "does not build", complaint(done)
            for check in areas.checks_for(mutant.file, mutant.build):
                if (done := self.make(mutant.build, target_of(check[0]))).returncode:
                    path.write_text(healthy)
                    must(self.make(mutant.build, target_of(check[0])))  # it is the mutant's fault
                    return "does not build", complaint(done)
                name = entry(mutant.build, check)
                verdict = self.says(mutant.build, check, usual.limit(name))
                if not verdict or usual.fails(name):
                    continue
                if not usual.knows(name):  # what fails without a mutant would notice everything
                    path.write_text(healthy)
                    must(self.make(mutant.build, target_of(check[0])))
                    start = time.time()
                    alone = self.says(mutant.build, check) or self.says(mutant.build, check)
                    usual.learn(name, None if alone else time.time() - start)
                    if alone:
                        print(f"fails without a mutant, left out: {name}: {alone}", flush=True)
                        path.write_text(mutant.text(healthy))
                        continue
                return "noticed", f"{target_of(check[0])}: {verdict}"
            return "survived", ""
        finally:
            path.write_text(healthy)


class habits:
    """How many seconds the checks that have noticed something take without a mutant. Kept for a state of the source."""

    def __init__(self, source, memory):
        state = hashlib.sha256()
        for path in sorted(p for room in ("include", "src", "tests") for p in (source / room).rglob("*.?pp")):
            state.update(path.read_bytes())
        self.state, self.memory, self.mutex = state.hexdigest(), memory, threading.Lock()
        known = json.loads(memory.read_text()) if memory.exists() else {}
        self.seconds = known.get("seconds", {}) if known.get("state") == self.state else {}

    def knows(self, name):
        return name in self.seconds

    def fails(self, name):
        return self.seconds.get(name, 0) is None

    def limit(self, name):
        """What takes ten times as long as without the mutant, and a moment more, hangs."""
        return min(LIMIT, 10 + 10 * (self.seconds.get(name, LIMIT) or 0))

    def learn(self, name, seconds):
        with self.mutex:
            self.seconds[name] = seconds
            self.memory.write_text(json.dumps({"state": self.state, "seconds": self.seconds}))


parsing = threading.Lock()


def must(done):
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr, flush=True)
        os._exit(1)  # whichever thread finds it


def complaint(done):
    lines = (done.stdout + done.stderr).split("\n")
    return next((line.split("error:")[-1].strip() for line in lines if "error:" in line), "?")


def draw(source, count, seed, only):
    files = [name for pattern in ("include/otp/**/*.hpp", "src/*/*.hpp", "src/*/*.cpp")
             for name in glob.glob(pattern, root_dir=source, recursive=True)]
    every = []
    for file in sorted(files):
        text = (source / file).read_text()
        every += [m for m in mutants_of(file, text) if not equivalent.argument(m, text)
                  and (not only or any(part in file or part == f"{file}:{m.line}" for part in only))]
    random.Random(seed).shuffle(every)
    return every[:count], len(every)


def entry(build, check):
    return " ".join(map(str, (build, check[0], *check[1], check[2] or "")))


def side_by_side(jobs, work_off):
    workers = [threading.Thread(target=work_off, args=(number,)) for number in range(1, jobs + 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main():
    source, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve() / "sample"
    count, seed = int(sys.argv[3]), int(sys.argv[4], 16 if set(sys.argv[4].lower()) & set("abcdefx") else 10)
    jobs, only = int(sys.argv[5]) if len(sys.argv) > 5 else 1, sys.argv[6:]
    work.mkdir(parents=True, exist_ok=True)
    mine = (work / "lock").open("w")
    try:
        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"{work} is being used by another run")
    os.environ.update(TSAN_OPTIONS=f"suppressions={source}/tests/tsan.supp halt_on_error=1", CCACHE_BASEDIR=str(work),
                      CCACHE_NOHASHDIR="1", CCACHE_PCH_EXTSUM="1",
                      CCACHE_SLOPPINESS="pch_defines,time_macros,include_file_mtime,include_file_ctime")
    drawn, of = draw(source, count, seed, only)
    print(f"{len(drawn)} of {of} mutants, seed {sys.argv[4]}", flush=True)
    usual = habits(source, work / "habits.json")
    waiting, results, began = collections.deque(drawn), [], time.time()
    places = {number: bench(source, work, number) for number in range(1, jobs + 1)}  # the source may change meanwhile

    def work_off(number):
        place = places[number]
        while waiting:
            mutant = waiting.popleft()
            start = time.time()
            verdict, why = place.judge(mutant, usual)
            results.append((mutant, verdict))
            change = f"{mutant.operator}: {short(mutant.old)} -> {short(mutant.new) or 'nothing'}"
            print(f"{verdict:<14}  {mutant.file}:{mutant.line}  {change}{f'  ({why})' if why else ''}  "
                  f"{time.time() - start:.0f} s", flush=True)

    side_by_side(jobs, work_off)
    count_of = collections.Counter(verdict for _, verdict in results)
    tried = count_of["noticed"] + count_of["survived"]
    print(f"\n{count_of['noticed']} of {tried} noticed ({100 * count_of['noticed'] / max(tried, 1):.0f} %), "
          f"{count_of['does not build']} did not build; {(time.time() - began) / max(len(results), 1):.0f} s a mutant")
    for mutant, verdict in sorted(results):
        if verdict == "survived":
            old, new = mutant.lines((places[1].copy / mutant.file).read_text())
            print(f"\nSURVIVED  {mutant.file}:{mutant.line}  {mutant.operator}\n  - {old}\n  + {new}")
    return 1 if count_of["survived"] else 0


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


if __name__ == "__main__":
    sys.exit(main())
