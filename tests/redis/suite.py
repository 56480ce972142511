#!/usr/bin/env python3
"""Runs Redis' own test suite, by name, against the server, and compares with the names that are known to pass.

    tests/redis/suite.py SUITE               SUITE is the unpacked source (fetch_suite.sh)
    tests/redis/suite.py SUITE --reference   against redis-server: each name of the units is in one of the two lists,
                                             and those that pass here pass there
    tests/redis/suite.py SUITE --update      writes passing.txt, and in left_out.txt the reasons that can be computed

passing.txt lists names that have to pass. left_out.txt lists all others, below the reason. One that begins with
"uses" names commands that a test needs: if COMMAND LIST has them all (CONFIG SET: if CONFIG GET has the parameter), the
test has to pass. To try a name that a person has left out, delete its line and say --update.
"""
import collections
import re
import subprocess
import sys

import server
from commands import recorder

here = server.root / "tests/redis"
PASSING, LEFT_OUT = here / "passing.txt", here / "left_out.txt"
UNITS = ["unit/type/string", "unit/type/incr", "unit/type/list", "unit/keyspace", "unit/expire", "unit/pubsub",
         "unit/multi", "unit/protocol", "unit/quit"]
# What these need no server of another kind has; the slow ones measure time.
DENIED = ["needs:debug", "slow", "needs:repl", "needs:save", "needs:config-maxmemory", "needs:config-resetstat",
          "needs:reset", "large-memory", "resp3"]
BY_RUN = {"external:skip": "starts a server of its own with Redis' configuration file",
          "singledb:skip": "needs several databases"}
BY_TAG = {"needs:debug": "needs DEBUG", "slow": "slow: waits or writes for seconds", "needs:repl": "needs replication",
          "needs:save": "needs SAVE", "needs:config-maxmemory": "sets maxmemory while it runs",
          "needs:config-resetstat": "needs CONFIG RESETSTAT", "needs:reset": "needs RESET",
          "large-memory": "needs gigabytes", "resp3": "needs RESP3"} | BY_RUN
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def all_names(suite):
    """{(unit, name): tags}, in the suite's order."""
    done = subprocess.run(["tclsh", here / "names.tcl", *UNITS], cwd=suite, capture_output=True, text=True, check=True)
    names = {}
    for line in done.stdout.splitlines():
        unit, tags, name = line.split("\t")
        names[unit, name] = names.get((unit, name), []) + tags.split()
    return names


class outcome:
    """What one unit's runs have said of each name: ok, or why not."""

    def __init__(self):
        self.names, self.trouble = {}, []

    def add(self, output):
        lines = COLOURS.sub("", output).splitlines()
        for at, line in enumerate(lines):
            if ok := re.match(r"\[ok\]: (.*) \(\d+ ms\)$", line):
                self.names.setdefault(ok[1], "ok")
            elif err := re.match(r"\[err\]: (.*?)(?: in tests/\S+\.tcl)$", line):
                why = lines[at + 1] if at + 1 < len(lines) else ""
                self.names[err[1]] = why or "failed"
            elif line.startswith(("[err]: ", "[exception]: ")):
                self.trouble.append(line.partition(": ")[2])
            elif hung := re.match(r"\S+ => \(IN PROGRESS\) (.*?)(?: in tests/\S+\.tcl)?$", line):
                self.names[hung[1]] = "hung"


def run_unit(arguments, unit, leave_out, record):
    """Runs a unit without those names; and again without what has passed and the first that failed, for that may have
    left a connection or keys in a state in which others fail."""
    found, settled = outcome(), {}
    for attempt in range(arguments.attempts):
        place = arguments.work / unit.replace("/", "_")
        place.parent.mkdir(exist_ok=True)
        passed = [name for name, said in found.names.items() if said == "ok"]
        skip = place.with_suffix(".skip")
        skip.write_text("\n".join([*leave_out, *passed, *settled]))
        found.names = {name: "ok" for name in passed} | settled
        found.trouble = []
        with server.server(arguments, place / str(attempt)) as s:
            port = s.port
            if record:
                record.forward(s.port)
                port = record.port
            output = run_suite(arguments, unit, port, skip)
            place.with_suffix(f".{attempt}.output").write_text(output)
            found.add(output)
            if not s.alive():
                found.trouble.append(f"the server has ended: {s.said()}")
        failed = [name for name, said in found.names.items() if said != "ok" and name not in settled]
        if not failed or record:
            break
        settled[failed[0]] = found.names[failed[0]]
    return found


def run_suite(arguments, unit, port, skip):
    command = ["tclsh", "tests/test_helper.tcl", "--host", "127.0.0.1", "--port", str(port), "--singledb",
               "--ignore-encoding", "--ignore-digest", "--durable", "--timeout", str(arguments.timeout),
               "--tags", " ".join(f"-{tag}" for tag in DENIED), "--skipfile", skip, "--single", unit]
    try:
        return subprocess.run(command, cwd=arguments.suite, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", timeout=arguments.unit_timeout).stdout
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(errors="replace") + f"\n[err]: not done after {arguments.unit_timeout} s\n"


def read_lists():
    """The names of passing.txt, and {name: reason} of left_out.txt, each a pair of unit and name."""
    def lines(path):
        return [line for line in path.read_text().splitlines() if line and line[0] != "#"] if path.exists() else []

    passing, left_out, reason = [tuple(line.split(": ", 1)) for line in lines(PASSING)], {}, None
    for line in lines(LEFT_OUT):
        if line.startswith("["):
            reason = line[1:-1]
        else:
            left_out[tuple(line.split(": ", 1))] = reason
    return passing, left_out


def write_lists(names, passing, reasons):
    def line(name):
        return ": ".join(name) + "\n"

    PASSING.write_text("# The names of Redis' suite that have to pass. scripts/test --redis --update writes this.\n"
                       + "".join(line(name) for name in names if name in passing))
    by_reason = collections.defaultdict(list)
    for name in names:
        if name not in passing:
            by_reason[reasons[name]].append(name)
    LEFT_OUT.write_text("# The names of Redis' suite that need not pass, and why: all names of the units that\n"
                        "# passing.txt does not have.\n" + "".join(f"\n[{reason}]\n" + "".join(map(line, members))
                                                                   for reason, members in sorted(by_reason.items())))


def reason_for(name, tags, known, used, answered):
    """Why a name is left out, as far as that can be computed or a person has written it; else None."""
    if tag := next((tag for tag in tags if tag in BY_TAG), None):
        return BY_TAG[tag]
    if missing := sorted(command for command in used.get(name, ()) if not answered(command)):
        return "uses " + ", ".join(missing)
    old = known.get(name)
    return None if old and old.startswith(("uses ", "?")) else old


class answers:
    """Which commands COMMAND LIST has; of CONFIG SET, which parameters CONFIG GET has; of HELLO, which versions."""

    def __init__(self, client):
        self.client, self.further = client, {}
        self.commands = {command.upper() for command in client.call("COMMAND", "LIST")}

    def __call__(self, command):
        words = command.split()
        if len(words) == 1 or words[0] not in self.commands:
            return words[0] in self.commands
        if command not in self.further:
            if words[0] == "CONFIG":
                self.further[command] = bool(self.client.call("CONFIG", "GET", words[2]))
            else:  # on a connection of its own, which speaks otherwise then
                with server.client(self.client.socket.getpeername()[1]) as c:
                    c.send(*words)
                    self.further[command] = c.socket.recv(1) != b"-"
        return self.further[command]

    def holds(self, reason):
        """Whether a reason that names commands is still one."""
        return not reason.startswith("uses ") or not all(self(command) for command in reason[5:].split(", "))


def main():
    p = server.parser(__doc__)
    p.add_argument("suite")
    p.add_argument("--update", action="store_true", help="write the lists (asks redis-server for each test's commands)")
    p.add_argument("--unit", action="append", help="only this one, and the lists are not looked at; may be repeated")
    p.add_argument("--timeout", type=int, default=20, help="seconds after which a test hangs (default: %(default)s)")
    p.add_argument("--unit-timeout", type=int, default=180, help="seconds for a unit (default: %(default)s)")
    p.add_argument("--attempts", type=int, default=8, help="runs of a unit whose tests hang (default: %(default)s)")
    arguments = server.parse(p)

    names, (passing, left_out) = all_names(arguments.suite), read_lists()
    with server.server(arguments, arguments.work / "command_list") as s, s.connect() as c:
        answered = answers(c)
        if arguments.update:
            used = commands_of_all(arguments)
            reasons = {name: reason_for(name, tags, left_out, used, answered) for name, tags in names.items()}
        else:
            reasons = {name: reason for name, reason in left_out.items()
                       if not reason.startswith("?") and answered.holds(reason)}
    left = {} if arguments.reference else {name: reason for name, reason in reasons.items() if reason}

    results = {}
    for unit in arguments.unit or UNITS:
        found = run_unit(arguments, unit, [name for where, name in left if where == unit], None)
        results |= {(unit, name): said for name, said in found.names.items()}
        ok = sum(said == "ok" for said in found.names.values())
        print(f"{unit}: {ok} of {sum(where == unit for where, _ in names)} pass",
              *(f"  {line[:160]}" for line in found.trouble), sep="\n", flush=True)
    passed = {name for name, said in results.items() if said == "ok"}
    if arguments.unit:
        print(*(f"{': '.join(name)}\n    {said}" for name, said in results.items() if said != "ok"), sep="\n")
        return 0

    if arguments.update:
        write_lists(names, passed, {name: reason or f"? {results.get(name, 'was not reached')}"
                                    for name, reason in reasons.items()})
        passing, left_out = read_lists()
    wrong = [f"{': '.join(name)}: has run, and names.tcl does not know it" for name in results.keys() - names.keys()]
    wrong += compare(names, results, passed, passing, left_out, left, arguments.reference)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"Redis' suite against {'redis-server' if arguments.reference else 'the server'}: {len(passed)} names pass, "
          f"{len(passing)} have to, {len(left_out)} are left out, of {len(names)}: "
          + (f"{len(wrong)} wrong" if wrong else "all in order"))
    return bool(wrong)


def commands_of_all(arguments):
    """{name: commands}: what each test sends to redis-server, without what that has not either."""
    used = {}
    reference = server.argparse.Namespace(**vars(arguments) | {"reference": True, "work": arguments.work / "recorded"})
    with server.server(reference, reference.work / "command_list") as s, s.connect() as c:
        known = answers(c)
        for unit in UNITS:
            with recorder() as record:
                run_unit(reference, unit, [], record)
                used |= {(unit, name): set(filter(known, commands)) for name, commands in record.commands.items()}
    return used


def compare(names, results, passed, passing, left_out, left, reference):
    wrong = []
    for name in passing:
        if name not in names:
            wrong.append(f"{': '.join(name)}: passing.txt has it, the suite has not")
        elif name not in passed:
            wrong.append(f"{': '.join(name)}: has to pass: {results.get(name, 'was not reached')}")
    for name, reason in left_out.items():
        if name in passing:
            wrong.append(f"{': '.join(name)}: is in both lists")
        elif name not in names:
            wrong.append(f"{': '.join(name)}: left out, and the suite has it no longer")
        elif not reference and name in passed:
            print(f"{': '.join(name)}: passes: add it (--update)")
        elif reason.startswith("?"):
            wrong.append(f"{': '.join(name)}: left_out.txt gives no reason: {reason}")
        elif not reference and name not in left:
            wrong.append(f"{': '.join(name)}: has to pass, the server has all that it uses ({reason[5:]}): "
                         f"{results.get(name, 'was not reached')}")
    return wrong + [f"{': '.join(name)}: in neither list" for name in names
                    if name not in left_out and name not in passing]


if __name__ == "__main__":
    sys.exit(main())
