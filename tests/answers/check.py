#!/usr/bin/env python3
"""Hands the answers in tutorials/NN-*/wrong and right to the tests of their exercises.

    check.py BUILD_DIR COMPILER LIBRARY NN...

An answer is wrong/WHAT/EXERCISE.hpp or right/WHAT/EXERCISE.hpp, a whole file, as a learner would hand it in. A wrong
one says in its first lines which misconception it is, and the words with which the grader has to refuse it:

    // Wrong: the state of an actor is a variable of the program
    // Refused with: is the count a global or static variable?

It has to fail by an expectation with these words (or, where the compiler refuses it, by a compiler's error with them),
not by a crash and not by hanging. A right one has to pass. Each exercise has at least three wrong and two right ones.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLAGS = ["-std=c++20", "-O0", "-g0", f"-I{ROOT / 'include'}"]
LIBRARIES = ["-lgtest", "-lgtest_main", "-lboost_thread", "-lboost_chrono", "-lpthread"]
COMMON = "#include <gtest/gtest.h>\n#include <otp/otp.hpp>\n#include <otp/explore.hpp>\n#include <otp/testing.hpp>\n"
SECONDS = 60  # of processor time: what computes for so long hangs
WRONG, RIGHT = 3, 2


class Workshop:
    """A folder with what all answers share: the precompiled header and each exercise's compiled tests."""

    def __init__(self, folder, compiler, library):
        self.folder, self.compiler, self.library = folder, compiler, library
        ccache = shutil.which("ccache")
        self.compile = ([ccache] if ccache else []) + [compiler, *FLAGS]
        common = folder / "common.hpp"
        common.write_text(COMMON)
        subprocess.run([compiler, *FLAGS, "-x", "c++-header", common, "-o", f"{common}.gch"], check=True)
        self.common = ["-include", common]

    def program(self, answer, test):
        """The answer's program, or the compiler's complaint."""
        binary = self.folder / "-".join(answer.relative_to(ROOT / "tutorials").with_suffix("").parts)
        where = [f"-I{answer.parent}", f"-I{test.parent}"]  # the test's, for what the answer includes by "../"
        built = subprocess.run([*self.compile, *self.common, *where, "-c", test, "-o", f"{binary}.o"],
                               capture_output=True, text=True)
        if built.returncode != 0:
            return None, built.stderr
        subprocess.run([self.compiler, f"{binary}.o", self.library, *LIBRARIES, "-o", binary], check=True)
        os.remove(f"{binary}.o")
        return binary, ""


def says(path, what):
    found = re.search(rf"^// {what}: (.+)$", path.read_text(), re.M)
    return found[1] if found else None


def judge(workshop, answer, test):
    """Nothing, or what is wrong about how the answer was graded."""
    is_wrong = answer.parent.parent.name == "wrong"
    words = says(answer, "Refused with")
    if is_wrong and not (words and says(answer, "Wrong")):
        return "has no lines `// Wrong: ...` and `// Refused with: ...`"
    binary, complaint = workshop.program(answer, test)
    if not binary:
        return None if is_wrong and words in complaint else f"does not compile:\n{complaint}"
    limit = f"ulimit -t {SECONDS}; exec timeout -k 1 {4 * SECONDS} {binary}"
    done = subprocess.run(["sh", "-c", limit], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.remove(binary)
    if not is_wrong:
        return None if done.returncode == 0 else f"is refused (status {done.returncode}):\n{done.stdout}"
    if done.returncode == 0:
        return "is accepted"
    if done.returncode != 1:
        return f"crashes or hangs (status {done.returncode}):\n{done.stdout}"
    # The name of a test is a sentence, and shown as one (tutorials/exercise).
    said = done.stdout + done.stdout.replace("_", " ")
    return None if words in said else f'is refused, but not with "{words}":\n{done.stdout}'


def main():
    build, compiler, library, *chapters = sys.argv[1:]
    failures, jobs = [], []
    with tempfile.TemporaryDirectory(dir=build) as folder:
        workshop = Workshop(pathlib.Path(folder), compiler, library)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for chapter in (c for n in chapters for c in sorted((ROOT / "tutorials").glob(f"{n}-*"))):
                for test in sorted(chapter.glob("exercises/*_test.cpp")):
                    name = test.name.removesuffix("_test.cpp")
                    for kind, least in (("wrong", WRONG), ("right", RIGHT)):
                        answers = sorted(chapter.glob(f"{kind}/*/{name}.hpp"))
                        if len(answers) < least:
                            failures.append(f"{chapter.name}: {name} has less than {least} {kind} answers")
                        jobs += [(a, pool.submit(judge, workshop, a, test)) for a in answers]
            for answer, job in jobs:
                if job.result():
                    failures.append(f"{answer.relative_to(ROOT)} {job.result()}")
    print(*failures, f"{len(jobs)} answers, {len(failures)} faults", sep="\n")
    return bool(failures) or not jobs


if __name__ == "__main__":
    sys.exit(main())
