#!/usr/bin/env python3
"""Keeps the tutorials' pages in step with programs, headers and runs.

    weave.py BUILD_DIR              writes all pages anew
    weave.py BUILD_DIR --check      says which pages are out of step, and how; exit status 1
    weave.py BUILD_DIR --times N    runs each program N times, and all runs must print the same; for pages and checks
    weave.py BUILD_DIR ... NN ...   only these chapters

A page is a README.md with places between two comments, which readers do not see:

    <!-- weave: KIND ARGUMENTS -->
    ... written by this tool ...
    <!-- end -->

    program FILE                    the program's text, without its first comment line
    part FILE "FIRST" "LAST"        of it, the lines from the one that contains FIRST to the next that contains LAST
    header NAME "FIRST" "LAST"      the same of include/otp/NAME.hpp
    lines PATH "FIRST" "LAST"       the same of any other C++ file of the project
    output PROGRAM [seed=N]         what it prints under that schedule (seed:1 unless given), and how to see it
    chart PROGRAM [seed=N] [monitors] [hide=A,B]
                                    the messages and signals of that very run, and how to step through it
    tree PROGRAM [seed=N]           who has started whom: before the first crash, and at the end
    states PROGRAM                  the state diagram that it prints
    erlang FILE                     an escript and what the BEAM prints
    exercise NAME                   its skeleton, and how to have it graded
    contents                        the page's sections
    neighbours                      the chapters before and behind this one

An excerpt that ends within a class or a function says so: `// ...`, and the brackets that are missing.
"""
import argparse
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import charts

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECTIONS = ["Goals", "Run it", "It fails", "The fix", "The idea", "The header", "What happened", "Pitfalls",
            "The same in Erlang", "Exercises", "In real systems"]
PLACE = re.compile(r"(?P<open><!-- weave: (?P<what>.*?) -->\n)(?P<body>.*?)(?P<close><!-- end -->)", re.S)


class Wrong(Exception):
    pass


def fenced(language, text):
    return f"```{language}\n{text.rstrip()}\n```\n"


def balanced(text, behind):
    """An excerpt with what closes the brackets that it leaves open; `behind`: the lines that follow it."""
    ignored = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*.*?\*/'
    code = re.sub(ignored, lambda each: re.sub(r"[^\n]", " ", each[0]), text, flags=re.S)
    lines, still_open = code.split("\n"), []
    for number, line in enumerate(lines):
        for at in line:
            if at == "{":
                # What a statement began with, which may be some lines above.
                begin = number
                while begin and lines[begin - 1].strip() and not re.search(r"[;{}:]\s*$", lines[begin - 1]):
                    begin -= 1
                still_open.append((" ".join(lines[begin:number + 1]), len(lines[begin]) - len(lines[begin].lstrip())))
            elif at == "}" and still_open:
                still_open.pop()
    if not still_open:
        return text
    more = []
    while still_open and behind and re.fullmatch(r" *\};?", behind[0]):
        more.append(behind.pop(0))
        still_open.pop()
    if still_open:
        more.append(" " * (still_open[-1][1] + 2) + "// ...")
    for opening, indent in reversed(still_open):
        is_type = re.search(r"\b(class|struct|union|enum)\b[^()]*\{", opening)
        more.append(" " * indent + ("};" if is_type else "}"))
    return "\n".join([text, *more])


def excerpt(path, first, last):
    """Lines from the only one that contains `first` to the next that contains `last`."""
    lines = path.read_text().split("\n")
    starts = [i for i, line in enumerate(lines) if first in line]
    where = path.relative_to(ROOT)
    if len(starts) != 1:
        raise Wrong(f'"{first}" stands in {len(starts)} lines of {where}, and has to stand in one')
    ends = [i for i in range(starts[0], len(lines)) if last in lines[i]]
    if not ends:
        raise Wrong(f'no "{last}" behind "{first}" in {where}')
    return balanced("\n".join(lines[starts[0]:ends[0] + 1]), lines[ends[0] + 1:])


def run(command, schedule=None, trace=None):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OTP_")}
    if schedule:
        environment["OTP_SCHEDULE"] = schedule
    if trace:
        environment["OTP_TRACE"] = str(trace)
    # Line by line, so that what a program prints and what the library reports keep their order.
    done = subprocess.run(["stdbuf", "-oL", *map(str, command)], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)
    return done.stdout, done.returncode


class Chapter:
    def __init__(self, folder, build, times):
        self.folder, self.build, self.times = folder, build, times
        self.number = folder.name.split("-")[0]
        self.page = folder / "README.md"
        self.used = set()

    def binary(self, program):
        self.used.add(f"{program}.cpp")
        path = self.build / "tutorials" / self.folder.name / program
        if not path.exists():
            raise Wrong(f"there is no program {program} (looked for {path})")
        return path

    def source(self, name):
        self.used.add(name)
        path = self.folder / name
        if not path.exists():
            raise Wrong(f"there is no file {name}")
        return path

    @staticmethod
    def options(words):
        named = dict(w.split("=", 1) for w in words if "=" in w)
        return named, [w for w in words if "=" not in w]

    def traced(self, program, options):
        with tempfile.TemporaryDirectory() as folder:
            trace = pathlib.Path(folder) / "trace"
            run([self.binary(program)], f"seed:{options.get('seed', 1)}", trace)
            if not trace.exists():
                raise Wrong(f"{program} has left no trace")
            return charts.events(trace.read_text())

    # ---- what stands in a place --------------------------------------------------------------------------------------

    def program(self, name):
        text = self.source(name).read_text()
        return fenced("cpp", re.sub(r"\A(//.*\n)+\n?", "", text))

    def part(self, name, first, last):
        return fenced("cpp", excerpt(self.source(name), first, last))

    def header(self, name, first, last):
        return fenced("cpp", excerpt(ROOT / "include/otp" / f"{name}.hpp", first, last))

    def lines(self, path, first, last):
        if not (ROOT / path).is_file():
            raise Wrong(f"there is no {path}")
        return fenced("cpp", excerpt(ROOT / path, first, last))

    def tour(self, program, options):
        seed = options.get("seed", "1")
        return f"scripts/tour {int(self.number)} {program}" + (f" --seed {seed}" if seed != "1" else "")

    def output(self, program, *words):
        options, _ = self.options(words)
        seed = options.get("seed", "1")
        text, status = run([self.binary(program)], f"seed:{seed}")
        for time in range(1, self.times):
            if run([self.binary(program)], f"seed:{seed}") != (text, status):
                raise Wrong(f"{program} has printed something else when it ran for the {time + 1}th time")
        ending = f"(exit status {status})\n" if status else ""
        return fenced("console", f"$ {self.tour(program, options)}\n{text}{ending}")

    def chart(self, program, *words):
        options, flags = self.options(words)
        hidden = options.get("hide", "").split(",") if "hide" in options else []
        diagram = charts.sequence(self.traced(program, options), "monitors" in flags, hidden)
        return fenced("mermaid", diagram) + f"\nStep through it: `{self.tour(program, options)} --show`\n"

    def tree(self, program, *words):
        options, _ = self.options(words)
        before, after = charts.trees(self.traced(program, options))
        return "Before:\n\n" + fenced("mermaid", before) + "\nAfter:\n\n" + fenced("mermaid", after)

    def states(self, program):
        text, status = run([self.binary(program)], "seed:1")
        if status or not text.startswith("stateDiagram-v2\n"):
            raise Wrong(f"{program} has printed no state diagram, and ended with status {status}")
        return fenced("mermaid", text)

    def erlang(self, name):
        path = self.source(name)
        text = fenced("erlang", re.sub(r"\A(#!.*\n|%%!.*\n|%.*\n)+\n?", "", path.read_text()))
        if not shutil.which("escript"):
            return None  # cannot be told: the place stays as it is
        printed, status = run(["escript", path])
        if status:
            raise Wrong(f"{name} has ended with status {status}: {printed}")
        return text + "\n" + fenced("console", f"$ escript tutorials/{self.folder.name}/{name}\n{printed}")

    def exercise(self, name):
        path = self.source(f"exercises/{name}.hpp")
        for other in (f"exercises/{name}_test.cpp", f"solutions/{name}.hpp"):
            self.source(other)
        return (fenced("cpp", path.read_text()) +
                f"\nEdit `tutorials/{self.folder.name}/exercises/{name}.hpp`, then:\n\n" +
                fenced("console", f"$ tutorials/exercise {int(self.number)} {name}"))

    def contents(self):
        sections = re.findall(r"^## (.+)$", re.sub(r"^```.*?^```", "", self.page.read_text(), flags=re.M | re.S), re.M)

        def anchor(title):  # as GitHub makes it
            return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        return " · ".join(f"[{title}](#{anchor(title)})" for title in sections) + "\n"

    def neighbours(self):
        chapters = sorted(self.folder.parent.glob("[0-9][0-9]-*/README.md"))
        at = chapters.index(self.page)

        def link(page, before="", behind=""):
            title = page.read_text().split("\n", 1)[0].removeprefix("# ")
            return f"{before}[{title}](../{page.parent.name}/README.md){behind}"
        links = [link(page, "← ") for page in chapters[max(at - 1, 0):at]]
        links += ["[all chapters](../00-orientation/README.md#the-way)"] if at else []
        links += [link(page, "", " →") for page in chapters[at + 1:at + 2]]
        return "---\n\n" + " · ".join(links) + "\n"

    # ---- the page ----------------------------------------------------------------------------------------------------

    def woven(self):
        def replace(place):
            kind, *arguments = shlex.split(place["what"])
            make = {"program": self.program, "part": self.part, "header": self.header, "lines": self.lines,
                    "output": self.output, "chart": self.chart, "tree": self.tree, "states": self.states,
                    "erlang": self.erlang, "exercise": self.exercise,
                    "contents": self.contents, "neighbours": self.neighbours}.get(kind)
            if not make:
                raise Wrong(f'nobody knows how to weave "{kind}"')
            try:
                body = make(*arguments)
            except TypeError as e:
                raise Wrong(f'weave: {place["what"]}: {e}')
            return place["open"] + (place["body"] if body is None else body) + place["close"]

        text = PLACE.sub(replace, self.page.read_text())
        if text.count("<!-- weave:") != text.count("<!-- end -->"):
            raise Wrong("a place is not closed by <!-- end -->")
        missing = [s for s in SECTIONS if not re.search(rf"^## {s}", text, re.M)]
        if missing and self.number != "00":
            raise Wrong("sections are missing: " + ", ".join(missing))
        # The answers in wrong/ and right/ are for tests/answers.
        there = {str(p.relative_to(self.folder)) for p in self.folder.rglob("*")
                 if p.is_file() and p.relative_to(self.folder).parts[0] not in ("wrong", "right")} - {"README.md"}
        if unused := sorted(there - self.used):
            raise Wrong("these files stand on no page: " + ", ".join(unused))
        wide = [line for block in re.findall(r"^```(?:cpp|erlang|console)\n(.*?)^```", text, re.M | re.S)
                for line in block.split("\n") if len(line) > 120]
        if wide:
            raise Wrong("wider than a page: " + wide[0])
        return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("numbers", nargs="*")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_intermixed_args()
    wrong = 0
    for folder in sorted((ROOT / "tutorials").glob("[0-9][0-9]-*")):
        chapter = Chapter(folder, given.build.resolve(), given.times)
        if given.numbers and chapter.number not in given.numbers:
            continue
        name = chapter.page.relative_to(ROOT)
        try:
            old, new = chapter.page.read_text(), chapter.woven()
        except (Wrong, ValueError, FileNotFoundError, subprocess.TimeoutExpired) as e:
            print(f"{name}: {e}")
            wrong += 1
            continue
        if old == new:
            continue
        if not given.check:
            chapter.page.write_text(new)
            print(f"{name}: written")
            continue
        wrong += 1
        print(f"{name} is out of step (write it anew with tutorials/tools/weave.py {given.build}):")
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "the page", "now"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
