#!/usr/bin/env python3
"""Compares what the shared library exports with packaging/symbols.txt: the functions and objects that a program
compiled with the public headers may need.

    symbols.py libotpp.so [--write]

A program that was linked needs each of them for as long as the soname stays. If one is missing, or takes other
arguments, programs of before do not start any more: then the minor version, which is the soname's, goes up. The
library exports the inside, too (the observer uses it): what only src/ declares is not looked at, nor are what templates
and inline functions leave behind, for a program has its own.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
LIST = ROOT / "packaging" / "symbols.txt"
DEFINED = r"\b(?:class|struct)\b[^;={}]*?(\w+)(?: final)?(?: :[^:;{][^;{]*)? \{"


def words(paths, pattern):
    return {word for path in paths for word in re.findall(pattern, path.read_text(), re.M)}


def plain(symbol):
    """`otp::tcp::socket::close` of `otp::tcp::socket::close()`: without arguments, and without those of templates."""
    name = symbol.split("[abi:")[0]
    while (shorter := re.sub(r"<[^<>]*>", "", name)) != name:
        name = shorter
    return re.split(r"\((?!anonymous)", name)[0].split(" ")[-1]


def exported(library):
    said = subprocess.run(["nm", "-DC", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    strong = [line.split(" ", 2) for line in said.splitlines()]
    declared = words((ROOT / "include").glob("otp/**/*.hpp"), r"\w+")
    inside = words((ROOT / "src").glob("*/*.hpp"), DEFINED) - words((ROOT / "include").glob("otp/**/*.hpp"), DEFINED)
    found = set()
    for _, kind, symbol in strong:
        parts = plain(symbol).split("::")
        if kind in "TDBR" and parts[0] == "otp" and parts[-1].lstrip("~") in declared and not inside & set(parts[1:-1]):
            found.add(symbol)
    return found


def main():
    found = exported(sys.argv[1])
    if sys.argv[2:] == ["--write"]:
        LIST.write_text("".join(f"{each}\n" for each in sorted(found)))
        return
    listed = set(LIST.read_text().splitlines())
    for symbol in sorted(listed - found):
        print(f"not exported any more: {symbol}")
    for symbol in sorted(found - listed):
        print(f"new: {symbol}")
    if listed != found:
        sys.exit(f"{sys.argv[1]} and packaging/symbols.txt differ. If something is missing, the soname has to change "
                 "with it (project's version in CMakeLists.txt); then: packaging/symbols.py LIBRARY --write")
    print(f"{len(found)} symbols, as listed")


if __name__ == "__main__":
    main()
