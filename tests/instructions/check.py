#!/usr/bin/env python3
"""Counts the instructions of each path of paths.cpp and holds them against the figures in `expected`.

A clock on a shared machine cannot tell a tenth; callgrind can. Each path runs N and then 2N times: the difference
leaves out what starting and ending cost. More than the tolerance away in either direction fails: what became dearer
has to be looked at, and what became cheaper has to be written down (check.py PROGRAM --write), or it is lost unseen.
"""
import pathlib
import re
import subprocess
import sys

TOLERANCE = 0.05  # of another machine's memcpy, another patch of the compiler
N = 2000

program = sys.argv[1]
file = pathlib.Path(__file__).with_name("expected")


def instructions(path, times):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, path, str(times)],
                          capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


paths = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
counted = {path: round((instructions(path, 2 * N) - instructions(path, N)) / N) for path in paths}
if "--write" in sys.argv:
    file.write_text("".join(f"{path} {count}\n" for path, count in counted.items()))
expected = {path: int(count) for path, count in (line.split() for line in file.read_text().splitlines())}
failed = expected.keys() != counted.keys()
for path in sorted(expected.keys() | counted.keys()):
    now, then = counted.get(path), expected.get(path)
    off = now is None or then is None or abs(now - then) > TOLERANCE * then
    failed |= off
    print(f"{path}: {now} instructions, expected {then}{'   <-- off' if off else ''}")
sys.exit(failed)
