#!/usr/bin/env python3
"""Checks the shape of the house: sizes, lines, includes that point downwards, banners, mutexes that clang can check,
and that no test waits really.

Which folder a header belongs to, and which folder may include which, is said in scripts/graph.py.
"""
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here / "mutation"), str(here.parent / "scripts")]
import areas
import mutants
from graph import COLLECTS, FLOORS, between_headers, files, folder, headers, includes, inner, mermaid, points_up, root

# Written with the public primitives: these must not know the inside of an actor.
PUBLIC_ONLY, INSIDE = ["gen", "behaviours", "testing"], ["process", "schedule"]
HEADER_LINES, SOURCE_LINES, COLUMNS = 250, 400, 120
BELIEVED = 8  # functions into which clang does not look for locks
# Components above all floors. What is no C++ in them has no shape that is checked here.
COMPONENTS = ["observer"]
ROOMS = ["include", "src", "tests", "benchmarks", "tutorials", "scripts", "cmake", "packaging", ".ci"]
LANGUAGES = [".hpp", ".cpp", ".go", ".erl", ".exs", ".py"]
# These have no fixed number of lines. A file without a suffix is a script if its first line says so.
SCRIPTS = [".sh", ".cmake", ".pml"]
# What a banner says, in this order; those of headers that only collect others, nothing of it.
BANNER = ["Mirrors", "Differs", "Thread safety", "Invariants", "Chapter"]

wrong = []

for path in (root / "src").rglob("*"):
    if path.relative_to(root / "src").parts[0] in COMPONENTS and path.suffix not in (".hpp", ".cpp"):
        continue
    if path.is_file() and path not in inner and path.name != "README.md" or path.is_dir() and path.name not in FLOORS:
        wrong.append(f"{path.relative_to(root)}: not in one of the folders of src that scripts/graph.py lists")


def visit(name, path):
    for other in between_headers.get(name, []):
        if other in path:
            wrong.append("circle: " + " -> ".join([*path, other]))
        else:
            visit(other, [*path, other])


for name in between_headers:
    visit(name, [name])
for path, mine in files():
    for other in includes(path):
        if points_up((mine, folder(other))):
            wrong.append(f"{path.relative_to(root)}, on the floor {mine}, includes {other}, which is on a higher one")
        if mine in PUBLIC_ONLY and folder(other) in INSIDE:
            wrong.append(f"{path.relative_to(root)}, on the floor {mine}, includes {other}: it is written with the "
                         "public primitives only")
    if mine in PUBLIC_ONLY and "process::" in path.read_text():
        wrong.append(f"{path.relative_to(root)} reaches into process")
    if path.is_relative_to(root / "include") and re.search(r"#\s*include\s*<(boost|concurrentqueue)", path.read_text()):
        wrong.append(f"{path.relative_to(root)} includes another library's header")
if f"```mermaid\n{mermaid(numbers=False)}```" not in (root / "src/README.md").read_text():
    wrong.append("src/README.md: its picture of the folders is not what `scripts/graph.py --plain` draws")


def is_code(path):
    if path.suffix in LANGUAGES + SCRIPTS or path.name == "CMakeLists.txt":
        return True
    return not path.suffix and path.is_file() and path.open("rb").read(2) == b"#!"


code = [path for room in ROOMS for path in sorted((root / room).rglob("*")) if is_code(path)]
code.append(root / "CMakeLists.txt")
for path in code:
    lines = path.read_text().splitlines()
    limit = HEADER_LINES if path.suffix == ".hpp" else SOURCE_LINES
    if path.suffix in LANGUAGES and len(lines) > limit:
        wrong.append(f"{path.relative_to(root)}: {len(lines)} lines, more than {limit}")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            wrong.append(f"{path.relative_to(root)}:{number}: {len(line)} columns, more than {COLUMNS}")

# What a file of the tests holds stands in its first line: in C++, Erlang, Elixir and Promela with its name. (What must
# not compile begins with the error that it has to give.)
COMMENT = {".cpp": "// ", ".hpp": "// ", ".erl": "%% ", ".pml": "/* ", ".py": '"""'}
for path in code:
    if path.is_relative_to(here):
        lines = path.read_text().splitlines()
        first = lines[1] if lines[0].startswith("#!") else lines[0]
        begins = COMMENT.get(path.suffix, "# ")
        if path.parent.name == "compile_fail" and path.suffix == ".cpp":
            begins = "// error: "
        elif path.suffix in (".cpp", ".hpp", ".erl", ".exs", ".pml"):
            begins += f"{path.name} - "
        if not first.startswith(begins):
            wrong.append(f"{path.relative_to(root)}: its first line is not `{begins}...`, which says what it holds")

# Each mutex is one that clang checks, the words for that stay inside, and where clang has to believe a function,
# src/README.md says why.
believed = []
for path in [*headers.values(), *inner]:
    text = re.sub(r"//.*", "", path.read_text())
    if path.is_relative_to(root / "include") and re.search(r"OTPP_\w+\(|machine/mutex", text):
        wrong.append(f"{path.relative_to(root)}: a public header needs a macro of the inside")
    if path.name == "mutex.hpp":
        text = re.sub(r"#define.*", "", text)
    elif re.search(r"std::(\w*mutex|lock_guard|unique_lock|scoped_lock|shared_lock)\b", text):
        wrong.append(f"{path.relative_to(root)}: a mutex or a lock that is not one of machine/mutex.hpp")
    functions = re.findall(r"(\w+)\([^()]*\)[^;{}]*\bOTPP_UNCHECKED\b", text)
    believed += functions
    if len(functions) != text.count("OTPP_UNCHECKED"):
        wrong.append(f"{path.relative_to(root)}: OTPP_UNCHECKED stands where no function is declared")
section = (root / "src/README.md").read_text().partition("## What clang believes")[2].partition("\n## ")[0]
said = re.findall(r"^\| `(?:\w+::)*(\w+)` \|", section, re.M)
if sorted(believed) != sorted(said) or len(believed) > BELIEVED:
    wrong.append(f"OTPP_UNCHECKED: {sorted(believed)} in src, {sorted(said)} in src/README.md with a reason; at most "
                 f"{BELIEVED} are allowed")

# clang 14 cannot capture a structured binding, so a lambda copies it; clang 19 warns of a copy with the binding's name.
for path in code:
    if path.suffix in (".hpp", ".cpp"):
        for copy in re.findall(r"\[[^\]\n]*\b((\w+) = \2)\s*[,\]]", path.read_text()):
            wrong.append(f"{path.relative_to(root)}: a capture [{copy[0]}]: the copy of a structured binding needs "
                         "another name, and what is none needs no copy")

# A test that waits for time to pass does so in virtual time; those that test real time itself say so in their names.
PASSES_TIME = re.compile(r"steady_clock|this_thread::sleep|sleep_for\(|eventually\(|otp::after\((?!0)|"
                         r"send_after\(|send_interval\(|call_at\(")
VIRTUAL = re.compile(r"virtual_time\(|otp::seeded\(|otp::pct\(|deadlock_of\(|otp::explore\(|babble\(|network\(")
for path in sorted(here.rglob("*_test.cpp")):
    for test in re.split(r"^(?=TEST\()", path.read_text(), flags=re.M)[1:]:
        name = re.match(r"TEST\(\w+,\s*(\w+)\)", test)[1]
        body = test[: test.find("\n}\n")]
        if PASSES_TIME.search(body) and not VIRTUAL.search(body) and "real_time" not in name:
            wrong.append(f"{path.name}: {name} depends on real time, and its name does not say so")
        if "real_time(" in body and "real_time" not in name:
            wrong.append(f"{path.name}: {name} asks for real time, and its name does not say so")

# What mutants.py breaks stands in the source, and its tests exist.
for name, path, changes, _, guards in mutants.MUTANTS:
    source = root / path
    for old, _ in changes:
        if not source.exists() or old not in source.read_text():
            wrong.append(f"tests/mutants.py: {name}: {path} has no longer what it replaces")
    for program in guards:
        place = "plugin/" if program == "plugin_test" else ""
        if not (root / f"tests/{place}{program}.cpp").exists() and not program.startswith("stress/"):
            wrong.append(f"tests/mutants.py: {name}: there is no {program}")

# A mutant of a file without guards would stop a whole sample, after an hour.
for stem in sorted(path.stem for room in ("include/otp", "src") for path in (root / room).rglob("*.?pp")):
    for program in areas.AREAS.get(stem, [f"{stem}_test"]):
        place = "plugin/" if program == "plugin_test" else ""
        if stem not in COLLECTS and not (root / f"tests/{place}{program}.cpp").exists():
            wrong.append(f"tests/mutation/areas.py: {program}, which guards {stem}, does not exist")

for path in [*headers.values(), *(path for path in inner if path.suffix == ".hpp")]:
    name, text = path.stem, path.read_text()
    banner = text[: text.index("#pragma once")]
    if not banner.startswith(f"// {name}.hpp - "):
        wrong.append(f"{path.relative_to(root)}: its banner does not say what it is")
    said = re.findall(rf"^// ({'|'.join(BANNER)})\b", banner, re.M)
    # Only some have invariants.
    public = path.parent.name == "otp" and name not in COLLECTS
    expected = [point for point in BANNER if public and point != "Invariants" or point in said]
    if said != expected:
        wrong.append(f"{path.relative_to(root)}: its banner says {said}, not {expected}")

print("\n".join(wrong) if wrong else f"{len(headers)} public headers, {len(FLOORS)} floors below: all in order")
sys.exit(bool(wrong))
