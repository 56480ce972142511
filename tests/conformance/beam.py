#!/usr/bin/env python3
"""Holds the rows of the catalogue against the real BEAM, and writes the table of them.

beam.py compare BUILD   runs the tests of conformance in BUILD and their twins in erl and elixir, compares the events
beam.py table [--check] writes tutorials/conformance.md from the tests, the twins and the differences

We are true to the release named below, and to newer ones where a row of `differences` says so. Such a row says where
we differ on purpose, and why: `ID reason`. It must then really differ. `ID <N reason`: we differ from releases before
OTP N alone, and an erl of N or newer must say what we say.
A row of `catalogue` is core or extended, and counted, or neither: not-applicable-to-threads, or
refused-by-the-compiler with the programs of tests/compile_fail that show it.
A row of `stronger` says what we promise beyond OTP where no run of the BEAM is sure to show the difference.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
TABLE = root / "tutorials/conformance.md"
RELEASE = 25  # of OTP: what the rows are held against
ELIXIR = "1.14"  # ... and those of what Elixir has and OTP has not


def catalogue():
    """id -> its kind, and the programs that show that the compiler refuses it"""
    lines = [line.split() for line in (here / "catalogue").read_text().splitlines()]
    return {id_: (kind, programs) for id_, kind, *programs in lines}


def refused():
    """id -> programs that must not compile"""
    return {id_: programs for id_, (kind, programs) in catalogue().items() if kind == "refused-by-the-compiler"}


def differences():
    """id -> (the release from which on there is none any more, or none; reason)"""
    lines = [line for line in (here / "differences").read_text().splitlines() if line and line[0] != "#"]
    parts = [re.fullmatch(r"(\S+) (?:<(\d+) )?(.*)", line) for line in lines]
    return {part[1]: (part[2] and int(part[2]), part[3]) for part in parts}


def release():
    """That of the erl which is installed."""
    asked = ["erl", "-noshell", "-eval", "io:put_chars(erlang:system_info(otp_release)), halt()."]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def notes(name):
    lines = [line for line in (here / name).read_text().splitlines() if line and line[0] != "#"]
    return {line.split(" ", 1)[0]: line.split(" ", 1)[1] for line in lines}


def rows():
    """id -> (file, line, sentence) of the tests."""
    found = {}
    for path in sorted(here.glob("*_test.cpp")):
        text = path.read_text()
        for test in re.finditer(r"^TEST_F\(\w+,\s+([A-Z]+)_(\d+)_(\w+)", text, re.M):  # a long name has its own line
            line = text.count("\n", 0, test.start()) + 1
            found[f"{test[1]}-{test[2]}"] = (path.name, line, test[3].replace("_", " "))
    return found


def twins():
    """id -> (file, line) of the rows on the BEAM."""
    found = {}
    for path in [*sorted((here / "erlang").glob("*.erl")), *sorted((here / "elixir").glob("*.exs"))]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if row := re.match(r'\s*\{"([A-Z]+-\d+)", fu?n', line):
                found[row[1]] = (path, number)
    return found


def run_twins(work, beam):
    """All rows in one run of erl and one of elixir; both write their events by scene.erl."""
    for compiler, sources in ("erlc", "erlang/*.erl"), ("elixirc", "elixir/*.exs"):
        subprocess.run([compiler, "-pa", work, "-o", work, *sorted(map(str, here.glob(sources)))], check=True)
    with_rows = sorted({path for path, _ in twins().values()})
    erl = [path.stem for path in with_rows if path.suffix == ".erl"]
    subprocess.run(["erl", "-noshell", "-pa", work, "-run", "scene", "main", beam, *erl], check=True)
    exs = ["Elixir.Twins." + path.stem.title().replace("_", "") for path in with_rows if path.suffix == ".exs"]
    main = ":scene.main(Enum.map(System.argv(), &String.to_charlist/1))"
    subprocess.run(["elixir", "-pa", work, "-e", main, "--", beam, *exs], check=True)


def events(directory):
    return {path.stem: path.read_text().splitlines() for path in pathlib.Path(directory).glob("*.txt")}


def compare(build):
    with tempfile.TemporaryDirectory() as work:
        ours, beam = f"{work}/ours", f"{work}/beam"
        os.mkdir(ours)
        os.mkdir(beam)
        for test in sorted((pathlib.Path(build) / "tests/conformance").glob("*_test")):
            if test.name == "races_test":  # tells no events
                continue
            run = subprocess.run([test, "--gtest_brief=1"], env=os.environ | {"OTPP_EVENTS": ours})
            if run.returncode:
                return [f"{test.name} failed"]
        run_twins(work, beam)
        return judge(events(ours), events(beam), release())


def judge(ours, beam, otp):
    wrong, declared = [], {row: why for row, (until, why) in differences().items() if not until or otp < until}
    for row, said in sorted(beam.items()):
        if row not in ours:
            wrong.append(f"{row}: has a twin and no test")
        elif said != ours[row] and row not in declared:
            wrong.append(f"{row}: the BEAM says {said}, we say {ours[row]}")
        elif said == ours[row] and row in declared:
            wrong.append(f"{row}: declared in `differences`, but there is none any more")
    missing = set(twins()) - set(beam)
    wrong += [f"{row}: its twin has not run" for row in sorted(missing)]
    wrong += [f"{row}: a twin, and not written so that it is found" for row in sorted(set(beam) - set(twins()))]
    wrong += [f"{row}: in `differences`, but no test" for row in sorted(set(declared) - set(ours))]
    if not wrong:
        print(f"{len(beam)} rows compared with the BEAM of OTP {otp}: {len(set(beam) & set(declared))} "
              f"differ on purpose, {len(set(beam) - set(declared))} are the same, event by event")
    return wrong


def program(name):
    return root / f"tests/compile_fail/{name}.cpp"


def what_is_said(name):
    return program(name).read_text().split("\n")[0].removeprefix("// error: ").split("|")[0]


def shown(id_, row, twin, difference):
    file, line, sentence = row
    beam = f"[{twin[0].name}](../{twin[0].relative_to(root)}#L{twin[1]})" if twin else ""
    return f"| {id_} | {sentence} | [{file}](../tests/conformance/{file}#L{line}) | {beam} | {difference} |"


def table():
    tested, twinned, stronger = rows(), twins(), notes("stronger")
    declared = {id_: why for id_, (_, why) in differences().items()}
    applicable = {id_: kind for id_, (kind, _) in catalogue().items() if kind in ("core", "extended")}
    count = {kind: [sum(k == kind for k in applicable.values()),
                    sum(k == kind and id_ in tested for id_, k in applicable.items())] for kind in ("core", "extended")}
    out = ["# The conformance table", "",
           f"What OTP {RELEASE} promises, and Elixir {ELIXIR} where OTP has no such thing, row by row; and newer "
           "releases where",
           "a row says so. With the test that pins it down here, and the same scenario on the real BEAM, whose events "
           "are",
           "compared with ours. Made by `tests/conformance/beam.py table`.", "",
           f"Core rows: {count['core'][1]} of {count['core'][0]}. Extended rows: {count['extended'][1]} of "
           f"{count['extended'][0]}. With a twin on the BEAM: {len(set(twinned) & set(tested))}. "
           f"Different on purpose: {len(declared)}.", "",
           "| row | what it says | test | twin | where we differ, and why |", "|---|---|---|---|---|"]
    order = {id_: n for n, id_ in enumerate(catalogue())}
    out += [shown(id_, tested[id_], twinned.get(id_), declared.get(id_, stronger.get(id_, "")))
            for id_ in sorted(tested, key=lambda i: order.get(i, 999))]
    out += ["", "These rows the compiler refuses; each program shows it, and what is said then.", "",
            "| row | program | what the compiler says |", "|---|---|---|"]
    out += [f"| {id_} | [{name}.cpp](../tests/compile_fail/{name}.cpp) | {what_is_said(name)} |"
            for id_, programs in refused().items() for name in programs]
    missing = [id_ for id_ in applicable if id_ not in tested]
    if missing:
        out += ["", "Not covered: " + ", ".join(missing) + "."]
    return "\n".join(out) + "\n"


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("what", choices=["compare", "table"])
parser.add_argument("build", nargs="?")
parser.add_argument("--check", action="store_true")
given = parser.parse_args()
problems = []
if given.what == "compare":
    problems = compare(given.build)
elif given.check:
    if not TABLE.exists() or TABLE.read_text() != table():
        problems = [f"{TABLE.relative_to(root)} is stale: run tests/conformance/beam.py table"]
else:
    TABLE.write_text(table())
problems += [f"{id_}: in `stronger`, and has no test or stands in `differences`"
             for id_ in notes("stronger") if id_ not in rows() or id_ in differences()]
problems += [f"{id_}: refused by the compiler, but by no program of tests/compile_fail, or it has a test"
             for id_, programs in refused().items() if id_ in rows() or not programs
             or not all(program(name).exists() for name in programs)]
problems += [f"{id_}: not in the catalogue" for id_ in sorted(set(rows()) - set(catalogue()))]
if problems:
    print("\n".join(problems))
sys.exit(bool(problems))
