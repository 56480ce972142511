#!/usr/bin/python3
"""Runs the benchmarks, design after design within a question, question after question within a round, each in a fresh
process, and keeps every result as soon as it is there. scripts/bench builds the programs and calls this."""
import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

import questions as q

root = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser()
parser.add_argument("build", type=pathlib.Path)
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--quick", action="store_true")
parser.add_argument("--only", action="append", default=[], help="a question or a design; may be given several times")
chosen = parser.parse_args()
for name in chosen.only:
    if name not in q.COUNTERS and name not in q.TITLES and not any(name == r[0] for r in q.RATES):
        sys.exit(f"scripts/bench: there is no question or design '{name}'; questions: "
                 + ", ".join([r[0] for r in q.RATES] + list(q.COUNTERS)) + "; designs: " + ", ".join(q.TITLES))
only_questions = {n for n in chosen.only if n not in q.TITLES}
only_designs = {n for n in chosen.only if n in q.TITLES}
rounds, seconds = (2, 0.05) if chosen.quick else (5, 0.2)
once_rounds = 1 if chosen.quick else 2


def program(design):
    """The command that answers (question, argument), or None where the design is missing on this machine."""
    if design == "go":
        exe = chosen.build / "go/bench"
        return exe.exists() and (lambda question, arg: [exe, question, str(arg or 0), str(seconds)])
    if design == "beam":
        beams = chosen.build / "beam"
        return (beams / "bench.beam").exists() and (
            lambda question, arg: ["erl", "-noshell", "-pa", beams, "-run", "bench", "main", question, str(arg or 0),
                                   str(seconds)])
    exe = chosen.build / f"benchmarks/bench_{design}"
    return exe.exists() and (
        lambda question, arg: [exe, f"--benchmark_filter=^{q.label(question, arg)}/", f"--benchmark_min_time={seconds}",
                               "--benchmark_format=json"])


def figures(text):
    """What a program printed, as a flat dictionary."""
    answer = json.loads(text[text.index("{"):])
    if "benchmarks" not in answer:
        return answer
    (row,) = [b for b in answer["benchmarks"] if b.get("run_type") == "iteration"]
    known = {"name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions",
             "repetition_index", "threads", "iterations", "real_time", "cpu_time", "time_unit"}
    return {k: v for k, v in row.items() if k not in known}


def machine():
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(next(line for line in open("/proc/meminfo") if line.startswith("MemTotal")).split()[1])
    def version(*command):
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=20).stdout.strip().splitlines()[0]
        except (OSError, IndexError, subprocess.TimeoutExpired):
            return None
    return {"processors": os.cpu_count(), "cpu": cpu, "memory_gib": round(memory / 2**20, 1),
            "kernel": platform.release(), "compiler": version("c++", "--version"), "go": version("go", "version"),
            "date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0],
            "rounds": rounds, "seconds": seconds, "quick": chosen.quick}


programs = {design: program(design) for design in q.TITLES}
missing = [design for design, run in programs.items() if not run]
jobs = []
for number in range(1, rounds + 1):
    # Another design comes first in each round: what the question before has left behind is not always the same one's.
    order = list(q.TITLES)
    order = order[5 * number % len(order):] + order[:5 * number % len(order)]
    for question, args, _, _ in q.RATES:
        for arg in args:
            for pinned in [False, True] if q.label(question, arg) in q.PINNED else [False]:
                jobs += [(number, question, arg, pinned, d) for d in order]
    if number <= once_rounds:
        for question in q.COUNTERS:
            for arg in q.ARGUMENTS.get(question, ([None], [None]))[0 if chosen.quick else 1]:
                for pinned in [False, True] if question in q.PINNED else [False]:
                    jobs += [(number, question, arg, pinned, d) for d in order]
jobs = [(n, question, arg, pinned, d) for n, question, arg, pinned, d in jobs
        if programs[d] and not q.answers(d, question)
        and (not only_questions or question in only_questions) and (not only_designs or d in only_designs)
        and not (question == "lives" and n > 1) and not ((question, d) in q.SLOW and (chosen.quick or n > 1))]
if not jobs:
    sys.exit("scripts/bench: nothing to run: " + ", ".join(chosen.only) + " do not go together, or are not installed")

chosen.out.mkdir(parents=True, exist_ok=True)
processor = min(os.sched_getaffinity(0))
start = time.monotonic()
told = {}
with open(chosen.out / "results.jsonl", "w") as results:
    print(json.dumps({"machine": machine(), "missing": missing}), file=results, flush=True)
    for design in missing:
        print(f"skipped, not installed: {q.TITLES[design]}", flush=True)
    try:
        for at, (number, question, arg, pinned, design) in enumerate(jobs):
            what = f"{q.title(question, arg)}{', pinned' if pinned else ''}"
            line = f"[{at + 1}/{len(jobs)}] round {number}: {what}: {q.TITLES[design]}"
            if sys.stderr.isatty():
                print("\r" + line[:110].ljust(110), end="", file=sys.stderr, flush=True)
            elif told.get("round") != (number, question):
                told["round"] = (number, question)
                print(f"{line} ({time.monotonic() - start:.0f} s)", flush=True)
            command = [str(part) for part in programs[design](question, arg)]
            if pinned:
                command = ["taskset", "-c", str(processor)] + command
            record = {"round": number, "question": question, "arg": arg, "pinned": pinned, "design": design}
            began = time.monotonic()
            slow = question in q.COUNTERS and not chosen.quick
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=300 if slow else 30)
                if done.returncode != 0:
                    raise ValueError(f"exit status {done.returncode}: {done.stderr.strip()[-200:]}")
                record["figures"] = figures(done.stdout)
            except (ValueError, subprocess.TimeoutExpired) as failure:
                record["failure"] = (f"no answer within {failure.timeout} s"
                                     if isinstance(failure, subprocess.TimeoutExpired) else str(failure)[:300])
                print(f"\nFAILED {line}: {record['failure']}", file=sys.stderr, flush=True)
            record["took"] = round(time.monotonic() - began, 2)
            print(json.dumps(record), file=results, flush=True)
    except KeyboardInterrupt:
        print("\ninterrupted: what there is, is kept", file=sys.stderr)
if sys.stderr.isatty():
    print(file=sys.stderr)
print(f"{len(jobs)} runs in {time.monotonic() - start:.0f} s")
