#!/usr/bin/env python3
"""Checks the shape of the house: sizes of files, that includes point only downwards, banners, and that no test waits really.

The floors, from the ground up. A header may include headers of lower floors and of its own, but never itself by a
detour; a source file may include the headers up to the floor named behind it, because it implements them.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "mutation"))
import areas

FLOORS = [
    ["time", "pid", "exit_reason", "error", "seeded", "mailbox_limit"],
    ["message_type", "message", "pattern", "baton"],
    ["trace", "report", "schedule"],
    ["backlog", "mailbox"],
    ["process", "runtime"],
    ["link", "monitor", "receive", "waiting"],
    ["actor", "registry", "timer", "process_info", "signals"],
    ["system"],
    ["request", "request_ids", "call", "sys", "server_result", "server_of", "gen_server"],
    ["child_spec", "supervisor", "task"],
    ["testing"],
    ["explore"],
    ["otp"],
]
# Sources that implement what lower floors declare and need the floors above for it.
IMPLEMENTS = {"mailbox_limit": "runtime", "trouble": "waiting", "process": "link", "runtime": "link", "program": "system", "termination": "runtime", "actor": "actor", "child_spec": "supervisor"}
# Behaviours are written with the public primitives: these floors must not know the inside of an actor.
PUBLIC_ONLY = ["request", "request_ids", "call", "sys", "server_result", "server_of", "gen_server", "child_spec", "supervisor", "task", "testing"]
INSIDE = ["baton", "process", "runtime", "mailbox", "backlog", "schedule"]
HEADER_LINES, SOURCE_LINES = 250, 400
ROOMS = ["include", "src", "tests", "benchmarks", "tutorials", "scripts"]
LANGUAGES = [".hpp", ".cpp", ".go", ".erl", ".py"]
# What a banner says, in this order; those of headers that only collect others, nothing of it.
BANNER = ["Mirrors", "Differs", "Thread safety", "Invariants", "Chapter"]
COLLECTS = ["otp"]

root = pathlib.Path(__file__).resolve().parent.parent
floor = {name: level for level, names in enumerate(FLOORS) for name in names}
wrong = []

headers = {path.stem: path for path in (root / "include/otp").glob("*.hpp")}
for name in headers.keys() ^ floor.keys():
    wrong.append(f"{name}: " + ("on no floor of tests/layout.py" if name in headers else "no such header"))


def includes(path):
    return re.findall(r"^\s*#\s*include\s*<otp/(\w+)\.hpp>", path.read_text(), re.M)


graph = {}
for name, path in sorted(headers.items()):
    graph[name] = includes(path)
    for other in graph[name]:
        if floor.get(other, 99) > floor.get(name, -1):
            wrong.append(f"include/otp/{name}.hpp includes {other}.hpp, which is on a higher floor")
for path in sorted((root / "src").glob("*.cpp")):
    top = floor.get(IMPLEMENTS.get(path.stem, path.stem), 1)
    for other in includes(path):
        if floor.get(other, 99) > top:
            wrong.append(f"src/{path.name} includes {other}.hpp, which is on a higher floor")
        if path.stem in PUBLIC_ONLY and other in INSIDE:
            wrong.append(f"src/{path.name} includes {other}.hpp: behaviours use the public primitives only")
    if path.stem in PUBLIC_ONLY and "process::" in path.read_text():
        wrong.append(f"src/{path.name} reaches into process")
for name in PUBLIC_ONLY:
    if set(graph.get(name, [])) & set(INSIDE):
        wrong.append(f"include/otp/{name}.hpp: behaviours use the public primitives only")


def visit(name, path):
    for other in graph.get(name, []):
        if other in path:
            wrong.append("circle: " + " -> ".join([*path, other]))
        else:
            visit(other, [*path, other])


for name in graph:
    visit(name, [name])

sources = [path for room in ROOMS for path in (root / room).rglob("*") if path.suffix in LANGUAGES]
for path in sorted(sources):
    lines = len(path.read_text().splitlines())
    limit = HEADER_LINES if path.suffix == ".hpp" else SOURCE_LINES
    if lines > limit:
        wrong.append(f"{path.relative_to(root)}: {lines} lines, more than {limit}")
for path in sorted([*(root / "include").rglob("*.hpp"), *(root / "src").glob("*")]):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if len(line) > 120:
            wrong.append(f"{path.relative_to(root)}:{number}: {len(line)} columns, more than 120")

# A test that waits for time to pass does so in virtual time; those that test real time itself say so in their names.
PASSES_TIME = re.compile(
    r"steady_clock|this_thread::sleep|sleep_for\(|eventually\(|otp::after\((?!0)|send_after\(|send_interval\(|call_at\(")
VIRTUAL = re.compile(r"virtual_time\(|otp::seeded\(|otp::pct\(|deadlock_of\(|otp::explore\(|babble\(")
for path in sorted((root / "tests").rglob("*_test.cpp")):
    for test in re.split(r"^(?=TEST\()", path.read_text(), flags=re.M)[1:]:
        name = re.match(r"TEST\(\w+,\s*(\w+)\)", test)[1]
        body = test[: test.find("\n}\n")]
        if PASSES_TIME.search(body) and not VIRTUAL.search(body) and "real_time" not in name:
            wrong.append(f"{path.name}: {name} depends on real time, and its name does not say so")
        if "real_time(" in body and "real_time" not in name:
            wrong.append(f"{path.name}: {name} asks for real time, and its name does not say so")

# A mutant of a file without guards would stop a whole sample, after an hour.
for stem in sorted(path.stem for room in ("include/otp", "src") for path in (root / room).glob("*.?pp")):
    for program in areas.AREAS.get(stem, [f"{stem}_test"]):
        place = "plugin/" if program == "plugin_test" else ""
        if stem not in COLLECTS and not (root / f"tests/{place}{program}.cpp").exists():
            wrong.append(f"tests/mutation/areas.py: {program}, which guards {stem}, does not exist")

for name, path in headers.items():
    text = path.read_text()
    banner = text[: text.index("#pragma once")]
    if not banner.startswith(f"// {name}.hpp - "):
        wrong.append(f"include/otp/{name}.hpp: its banner does not say what it is")
    said = re.findall(rf"^// ({'|'.join(BANNER)})\b", banner, re.M)
    # Only some have invariants.
    expected = [] if name in COLLECTS else [point for point in BANNER if point != "Invariants" or point in said]
    if said != expected:
        wrong.append(f"include/otp/{name}.hpp: its banner says {said}, not {expected}")

print("\n".join(wrong) if wrong else f"{len(headers)} headers on {len(FLOORS)} floors: all in order")
sys.exit(bool(wrong))
