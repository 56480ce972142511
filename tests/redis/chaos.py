#!/usr/bin/env python3
"""Kills connections and parts of the server while it is written to, and looks for acknowledged writes that are lost.

    tests/redis/chaos.py                       10 minutes
    tests/redis/chaos.py --minutes 0.5         tries it

So many keys, each written by one client: SET with numbers that grow, or RPUSH of such numbers. A write that was not
acknowledged (an error, a dead connection) is not repeated, so it may be there or not, early or late. One that was must
be: a key has the last acknowledged number or one that was not acknowledged, a list each acknowledged one, in order.
This is read all the time and at the end. The log is rewritten meanwhile. There are two halves: when the clients have
gone and the keys are deleted, memory, descriptors and threads have to be at the second's end what they were at the
first's.
"""
import collections
import itertools
import random
import sys
import threading
import time

import load
import server

PARTS = "keyspace,log,data,net,connections,listener"


class writer(threading.Thread):
    """Owns some of the keys; writes and reads them at its rate, and connects again when it has to."""

    def __init__(self, s, keys, rate, seed):
        super().__init__(daemon=True)
        self.server, self.keys, self.pause, self.rng = s, keys, 1 / rate, random.Random(seed)
        self.acknowledged = collections.defaultdict(list)  # of each key, in order
        self.uncertain = collections.defaultdict(set)
        self.next = itertools.count(1)
        self.counts = collections.Counter()
        self.problems, self.over, self.client, self.down = [], False, None, 0.0

    def run(self):
        at = time.monotonic()
        while not self.over:
            at = max(at + self.pause, time.monotonic() - 1)  # what a second of silence has put off is not made up for
            if (rest := at - time.monotonic()) > 0:
                time.sleep(rest)
            try:
                if self.client is None:
                    self.client = self.server.connect(5)
                self.one()
            except server.error_reply as why:
                self.counts["error: " + str(why)[:60]] += 1
            except TimeoutError:
                self.counts["no reply within 5 s"] += 1
                self.gone()
            except OSError:
                self.counts["connection lost"] += 1
                self.gone()
        self.gone()

    def gone(self):
        if self.client:
            self.client.close()
        self.client = None
        if not self.over:
            time.sleep(0.01)

    def one(self):
        key = self.rng.choice(self.keys)
        number = next(self.next)
        begin = time.monotonic()
        self.uncertain[key].add(number)
        self.client.call("SET" if key[0] == "s" else "RPUSH", key, number)
        self.down = max(self.down, time.monotonic() - begin)
        self.uncertain[key].remove(number)
        self.acknowledged[key].append(number)
        self.counts["written"] += 1
        if self.rng.random() < 0.1:
            other = self.rng.choice(self.keys)
            self.look(self.client, other)
            self.counts["read"] += 1

    def look(self, client, key):
        written = self.acknowledged[key]
        if key[0] == "s":
            value = int(client.call("GET", key) or 0)
            if written and value != written[-1] and value not in self.uncertain[key]:
                self.problems.append(f"{key}: {written[-1]} was acknowledged, {value} is there")
        elif written:
            there = [int(x) for x in client.call("LRANGE", key, 0, -1)]
            if missing := sorted(set(written) - set(there)):
                self.problems.append(f"{key}: {len(missing)} acknowledged writes are not there: {missing[0]} ...")
            elif [x for x in there if x not in self.uncertain[key]] != written or len(there) != len(set(there)):
                self.problems.append(f"{key}: not in order, or one is twice")


def storm(s, arguments, seconds, rng, counts):
    """The faults: connections, parts, and rewriting, until the time is over."""
    end, connection, part, rewrite = time.monotonic() + seconds, 0.0, time.monotonic() + arguments.part_seconds, 0.0
    parts, admin = itertools.cycle(arguments.parts.split(",")), None
    while time.monotonic() < end:
        time.sleep(0.01)
        now = time.monotonic()
        try:
            if admin is None:
                admin = s.connect(5)
            if now >= connection:
                connection = now + arguments.connection_seconds
                others = [line.split() for line in admin.call("CLIENT", "LIST").splitlines()]
                ids = [word[3:] for line in others for word in line if word.startswith("id=")]
                mine = str(admin.call("CLIENT", "ID"))
                if victims := [one for one in ids if one != mine]:
                    admin.call("CLIENT", "KILL", "ID", rng.choice(victims))
                    counts["killed: a client's connection"] += 1
            if now >= part and not arguments.reference:
                part, name = now + arguments.part_seconds, next(parts)
                admin.send("CHAOS", "KILL", name)
                counts[f"killed: {name}"] += 1
                admin.reply()
            if arguments.prove and rng.random() < 0.01:
                admin.call("DEL", f"s:{2 * rng.randrange(arguments.keys // 2)}")
            if now >= rewrite:
                rewrite = now + arguments.rewrite_seconds
                admin.call("BGREWRITEAOF")
                counts["rewritings"] += 1
        except server.error_reply as why:
            counts["admin: " + str(why)[:40]] += 1
        except OSError:
            counts["admin: connection lost"] += 1
            admin = None
        if not s.alive():
            raise load.lost(f"the server has ended: {s.said()}")
    if admin:
        admin.close()


def run(s, arguments, seconds, rng):
    """Clients and faults for so long; then all keys are looked at, and deleted. Returns problems, counts, level."""
    counts, keys = collections.Counter(), [f"{'sl'[i % 2]}:{i}" for i in range(arguments.keys)]
    clients = [writer(s, keys[i::arguments.clients], arguments.rate / arguments.clients, rng.random())
               for i in range(arguments.clients)]
    for one in clients:
        one.start()
    storm(s, arguments, seconds, rng, counts)
    problems, peak = [], s.resident()
    for one in clients:
        one.over = True
    for one in clients:
        one.join(20)
        counts += one.counts
        problems += one.problems
    print(f"  longest write {max(one.down for one in clients):.1f} s", flush=True)
    with settled(s) as c:
        for one in clients:
            for key in one.keys:
                one.problems.clear()
                one.look(c, key)
                problems += one.problems
        c.call("FLUSHALL")
    time.sleep(2)
    return problems, counts, (s.resident(), s.descriptors(), s.threads()), peak


def settled(s, seconds=10):
    """A connection, when the last fault is over."""
    end = time.monotonic() + seconds
    while True:
        c = s.connect()
        try:
            if c.call("GET", "none") is None:
                return c
        except (OSError, server.error_reply):
            if time.monotonic() > end:
                raise
        c.close()
        time.sleep(0.1)


def main():
    p = server.parser(__doc__)
    p.add_argument("--minutes", type=float, default=10, help="(default: %(default)s)")
    p.add_argument("--keys", type=int, default=1000, help="(default: %(default)s)")
    p.add_argument("--rate", type=int, default=1000, help="writes a second (default: %(default)s)")
    p.add_argument("--clients", type=int, default=20, help="(default: %(default)s)")
    p.add_argument("--fsync", default="everysec", choices=["always", "everysec", "no"], help="(default: %(default)s)")
    p.add_argument("--connection-seconds", type=float, default=0.1, help="one is killed each (default: %(default)s)")
    p.add_argument("--part-seconds", type=float, default=10, help="a part is killed each (default: %(default)s)")
    p.add_argument("--parts", default=PARTS, help="in turn, by CHAOS KILL (default: %(default)s)")
    p.add_argument("--rewrite-seconds", type=float, default=5, help="the log is rewritten each (default: %(default)s)")
    p.add_argument("--megabytes", type=float, default=16, help="of memory more that are no leak (default: %(default)s)")
    p.add_argument("--prove", action="store_true", help="deletes keys meanwhile: this has to be noticed")
    p.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the keys and victims")
    arguments = server.parse(p)
    print(f"seed {arguments.seed}", flush=True)
    rng = random.Random(arguments.seed)
    with server.server(arguments, arguments.work / "chaos", fsync=arguments.fsync, chaos=True) as s:
        halves = [run(s, arguments, arguments.minutes * 30, rng) for _ in range(2)]
    problems = [problem for half in halves for problem in half[0]]
    counts, level, after, peak = halves[0][1] + halves[1][1], halves[0][2], halves[1][2], halves[1][3]
    print(*(f"  {count:8d} {name}" for name, count in sorted(counts.items())), sep="\n")
    print(f"  memory after each half {level[0]} KB, {after[0]} KB (under load {peak}); "
          f"descriptors {level[1]}, then {after[1]}; threads {level[2]}, then {after[2]}")
    if after[0] > level[0] + arguments.megabytes * 1024:
        problems.append(f"memory has grown from {level[0]} to {after[0]} KB")
    for what, old, new in zip(("descriptors", "threads"), level[1:], after[1:]):
        if new > old:
            problems.append(f"{what}: {old}, then {new}")
    if counts["written"] < 0.5 * arguments.rate * arguments.minutes * 60:
        problems.append(f"only {counts['written']} writes were acknowledged: that tests little")
    print(*problems[:20], sep="\n", end="\n" if problems else "")
    print(f"faults for {arguments.minutes:g} minutes: {counts['written']} writes acknowledged: "
          + (f"{len(problems)} wrong" if problems else "none lost, memory and descriptors at their level"))
    return bool(problems) != arguments.prove


if __name__ == "__main__":
    sys.exit(main())
