#!/usr/bin/env python3
"""Programs that must not compile, and what the compiler must say first: check.py COMPILER FLAG...

The first line of each is `// error: TEXT`, or several texts between `|`, of which one has to stand in the first error.
What g++ says has at most 30 lines: a reader finds the sentence.
"""
import pathlib
import subprocess
import sys

LINES = 30
wrong = 0
for source in sorted(pathlib.Path(__file__).parent.glob("*.cpp")):
    wanted = source.read_text().split("\n")[0].removeprefix("// error: ").split("|")
    done = subprocess.run([*sys.argv[1:], "-std=c++20", "-fsyntax-only", str(source)], capture_output=True, text=True)
    errors = [line for line in done.stderr.split("\n") if "error: " in line]
    if done.returncode == 0:
        print(f"{source.name}: compiles, and should not")
        wrong += 1
    elif not any(text in errors[0] for text in wanted):
        print(f"{source.name}: the first error is {errors[0]!r}, and does not say: {' or '.join(wanted)}")
        wrong += 1
    elif pathlib.Path(sys.argv[1]).name.startswith("g++") and done.stderr.count("\n") > LINES:
        print(f"{source.name}: {done.stderr.count(chr(10))} lines of errors, more than {LINES}")
        wrong += 1
sys.exit(wrong)
