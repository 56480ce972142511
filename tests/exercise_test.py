#!/usr/bin/env python3
"""What tutorials/exercise says of an exercise that passes, fails, hangs: with programs that only pretend to be tests.

It runs in a copy of the few files it needs, with a cmake that builds nothing, so it takes seconds.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

root = pathlib.Path(__file__).resolve().parent.parent
RUNS = 'echo "[ RUN      ] tally.it_counts_from_one"\n'
EDIT = "Edit tutorials/01-actors/exercises/tally.hpp and try again."


class exercise(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.copy = pathlib.Path(self.folder.name)
        for file in ("tutorials/exercise", "scripts/setup.sh", "scripts/show", "src/observer/assets/player.html",
                     "tutorials/01-actors/exercises/tally.hpp", "tutorials/01-actors/exercises/tally_test.cpp"):
            (self.copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / file, self.copy / file)
        self.script("tools/cmake", "exit 0")
        self.script("tools/dpkg-query", "echo install ok installed")

    def script(self, name, text):
        path = self.copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/bash\n" + text + "\n")
        path.chmod(0o755)

    def graded(self, program):
        self.script("build/learn/tutorials/chapter_01_exercises_tally", program)
        environment = os.environ | {"PATH": f"{self.copy}/tools:{os.environ['PATH']}", "OTPP_EXERCISE_SECONDS": "1"}
        done = subprocess.run([self.copy / "tutorials/exercise", "1", "tally"], env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
        return done.returncode, done.stdout.splitlines()[1:]

    def test_one_that_passes(self):
        status, said = self.graded(RUNS + 'echo "[       OK ] tally.it_counts_from_one (0 ms)"')
        self.assertEqual(status, 0)
        self.assertRegex(said[0], r"^passed: all \d+ tests$")

    def test_one_that_fails(self):
        status, said = self.graded(RUNS + 'echo "one is missing"; echo "[  FAILED  ] tally.it_counts_from_one (0 ms)"\n'
                                   'echo "[  FAILED  ] 1 test, listed below:"\n'
                                   'echo "[  FAILED  ] tally.it_counts_from_one"; exit 1')
        self.assertEqual(status, 1)
        self.assertEqual(said, ["one is missing", "not yet: it counts from one", EDIT])

    def hangs(self, program):
        status, said = self.graded(program)
        self.assertEqual(status, 1)
        self.assertEqual(said[0], "not yet: it counts from one")
        self.assertIn("did not end within 1 s: does an actor wait for ever", said[1])
        self.assertEqual(said[2:], [EDIT])

    def test_one_that_hangs_without_a_word(self):
        self.hangs(RUNS + "exec sleep 60")

    def test_one_that_hangs_and_does_not_end_when_asked_to(self):
        self.hangs("trap '' TERM\n" + RUNS + "for i in {1..60}; do sleep 1; done")

    def test_one_that_fails_can_be_stepped_through(self):
        event = '{"at":1,"what":"exit","actor":"<0.1>","other":"","text":"{bad_arg,1}","position":0}'
        status, said = self.graded(RUNS + f"echo '{event}' >>\"$OTP_TRACE\"\n"
                                   'echo "[  FAILED  ] tally.it_counts_from_one (0 ms)"; exit 1')
        self.assertEqual(status, 1)
        self.assertEqual([said[0], said[2]], ["not yet: it counts from one", EDIT])
        self.assertTrue(said[1].startswith("step through it: "), said[1])
        page = pathlib.Path(said[1].partition(": ")[2])
        self.assertIn('"at": "failure"', page.read_text())

    def test_the_trace_is_none_of_the_grade(self):
        fails = 'echo "[  FAILED  ] tally.it_counts_from_one (0 ms)"; exit 1'
        expected = (1, ["not yet: it counts from one", EDIT])
        self.assertEqual(self.graded(RUNS + 'echo "no trace at all" >>"$OTP_TRACE"\n' + fails), expected)
        # More of it than is kept, and from a program that goes on after that.
        status, said = self.graded(RUNS + 'yes "no trace" | head -c 20000000 >>"$OTP_TRACE"\n'
                                   'echo x >>"$OTP_TRACE"; exit 0')
        self.assertEqual(status, 0, said)
        # A process that outlives the program, and holds the trace open.
        self.assertEqual(self.graded(RUNS + 'exec 8>>"$OTP_TRACE"; sleep 20 >/dev/null 2>&1 & exit 0')[0], 0)
        self.script("tools/mkfifo", "exit 1")
        self.assertEqual(self.graded(RUNS + '[ -z "$OTP_TRACE" ] || exit 3\n' + fails), expected)


if __name__ == "__main__":
    unittest.main()
