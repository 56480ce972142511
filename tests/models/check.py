#!/usr/bin/env python3
"""Checks a model with spin: every interleaving, for false assertions and for threads that wait for ever.

    check.py MODEL.pml                 it holds
    check.py MODEL.pml BROKEN_NAME     this variant is found to be broken
    check.py --list MODEL.pml          the names of its variants

The whole state space is searched, and nothing is approximated: a search that hits its depth or its memory is a failure.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DEPTH = 10_000  # steps of one run
MEMORY = 2_000  # MiB


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def verify(model, variant):
    """What spin's verifier says."""
    with tempfile.TemporaryDirectory() as work:
        defines = [f"-D{variant}"] if variant else []
        shutil.copy(model, work)  # beside it spin writes, and looks for, the steps that lead to an error
        failed, text = run("spin", "-a", *defines, model.name, cwd=work)
        if failed or "error" in text.lower():
            sys.exit(f"spin does not take {model.name}:\n{text}")
        failed, text = run("gcc", "-O1", "-w", "-DSAFETY", f"-DMEMLIM={MEMORY}", "-o", "pan", "pan.c", cwd=work)
        if failed:
            sys.exit(text)
        _, text = run("./pan", f"-m{DEPTH}", "-w20", cwd=work)
        if "pan:1:" in text:  # the steps that lead there, for the reader
            _, steps = run("spin", *defines, "-t", "-p", "-g", model.name, cwd=work)
            text += "\nThe steps that lead there:\n" + steps
        return text


def main():
    arguments = sys.argv[1:]
    listing = "--list" in arguments
    arguments = [a for a in arguments if a != "--list"]
    model = pathlib.Path(arguments[0]).resolve()
    variants = sorted(set(re.findall(r"^#ifn?def (BROKEN_\w+)", model.read_text(), re.M)))
    if listing:
        return print("\n".join(variants))
    variant = arguments[1] if len(arguments) > 1 else None
    if variant and variant not in variants:
        sys.exit(f"{model.name} has no {variant}; it has {', '.join(variants)}")
    said = verify(model, variant)
    errors = re.search(r"errors: (\d+)", said)
    states = re.search(r"(\d+) states, stored", said)
    whole = not re.search(r"max search depth too small|out of memory|Search not completed", said)
    if not errors:
        sys.exit(said)
    found = re.search(r"^pan:1: (.*?) \(at depth", said, re.M)
    if variant:
        if not found:
            sys.exit(f"{variant} is not found: {states[1]} states without an error\n{said}")
        print(f"{variant}: found: {found[1]}\n{said[said.index('The steps that lead there'):]}")
    else:
        if found or int(errors[1]) or not whole:
            sys.exit(said)
        print(f"{model.name} holds: {states[1]} states")


main()
