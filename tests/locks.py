#!/usr/bin/env python3
"""Checks that clang refuses code that does not take a lock: each mutant of mutants.py that is for clang's build alone.

    locks.py CLANG [FLAG...]     the compiler, and where it finds other libraries' headers; status 77: there is none

The broken source is given to the compiler as text and only looked at, so this takes seconds; so is the one that is not
broken, of which there must be nothing to say.
"""
import pathlib
import subprocess
import sys

from mutants import MUTANTS

root = pathlib.Path(__file__).resolve().parent.parent
clang, *flags = sys.argv[1:]


def said(text):
    """What the compiler has against a source."""
    return subprocess.run([clang, "-std=c++20", "-fsyntax-only", "-Wthread-safety", "-Werror", f"-I{root}/include",
                           f"-I{root}/src", *flags, "-xc++", "-"], input=text, capture_output=True, text=True).stderr


try:
    print(subprocess.run([clang, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0])
except OSError:
    print("skipped: there is no clang++ here, and only clang knows which mutex guards what (CI has one)")
    sys.exit(77)

wrong, healthy = 0, set()
for name, file, changes, build, _ in MUTANTS:
    if build != "clang":
        continue
    text = (root / file).read_text()
    if file not in healthy:
        healthy.add(file)
        if complaint := said(text):
            wrong += 1
            print(f"{file}, as it is:\n{complaint}")
    for old, new in changes:
        wrong += text.count(old) != 1
        text = text.replace(old, new)
    complaint = said(text)
    refused = "[-Werror,-Wthread-safety" in complaint
    wrong += not refused
    print(f"{'refused' if refused else 'NOT REFUSED'}  {name}: "
          + next((line for line in complaint.splitlines() if "error:" in line), "no error"))
if len(healthy) < 5:
    wrong += 1
    print(f"mutants.py has mutants for clang in {sorted(healthy)} only")
sys.exit(wrong != 0)
