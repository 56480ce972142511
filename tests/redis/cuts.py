#!/usr/bin/env python3
"""Cuts the power at random moments under load, starts the server on what a disk would hold, and looks for losses.

    tests/redis/cuts.py                200 cuts, half with fsync always, half each second
    tests/redis/cuts.py --prove        shows that it would notice: variants that lose something; each must be red

The server runs with shim.c preloaded, which records each write, sync, rename and each reply's way to a client in one
order. A cut takes the files as of the last sync before it, and a random part of what was written after. With always,
each write whose reply was sent before the cut must be there; with each second, each whose reply was sent a window
before. No connection's writes may have a hole, and no transaction may be half there. What is written then has to be
there after another death: a repair that leaves the beginning of a record would lose it.
"""
import bisect
import collections
import random
import shutil
import sys
import time

import load
import server
import shim


def record_run(arguments, directory, policy, rng):
    """Runs the server under load with the shim; returns the records and the connections."""
    log = directory.with_suffix(".record")
    with server.server(arguments, directory, fsync=policy,
                       environment=shim.environment(arguments.shim, log, directory)) as s:
        connections = load.begin(s, 0, arguments.connections, arguments.rate)
        seconds = arguments.seconds + (arguments.window if policy != "always" else 0)
        with s.connect() as c:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                time.sleep(rng.uniform(0.1, seconds / 2))
                if not arguments.no_rewrite:
                    try:
                        c.call("BGREWRITEAOF")
                    except server.error_reply:  # one is going on
                        pass
        for one in connections:
            one.stop()
    return shim.read(log), connections


def moments(records, connections, count, rng):
    """Random places among the records since the load began; a quarter beside a change of names."""
    ports = {one.port for one in connections}
    first = next(i for i, r in enumerate(records) if r.kind == ">" and r.file in ports)
    names = [i for i, r in enumerate(records) if r.kind in "ruo" and i > first]
    some = [rng.choice(names) + rng.randint(-3, 3) if names and rng.random() < 0.25 else
            rng.randint(first, len(records) - 1) for _ in range(count)]
    return sorted(min(max(place, first), len(records) - 1) for place in some)


def acknowledged(replies, before):
    """How many writes the replies sent until then acknowledge. replies: [(time, bytes)]."""
    return load.writes_in(server.complete_replies(b"".join(data for at, data in replies if at <= before)))


def age_of_loss(replies, there, now):
    """How long before the cut the first reply was sent whose write is not there, in seconds."""
    place = bisect.bisect_right(replies, there, key=lambda reply: acknowledged(replies, reply[0]))
    return (now - replies[place][0]) / 1e9 if place < len(replies) else 0.0


def cut_run(arguments, policy, expect, count, rng, believe_syncs=True):
    """One run and its cuts. Returns what was wrong, and the greatest age of a lost reply in seconds."""
    place = arguments.work / "run"
    shutil.rmtree(place, ignore_errors=True)
    records, connections = record_run(arguments, place, policy, rng)
    disk, sent, done, wrong, oldest = shim.disk(believe_syncs), collections.defaultdict(list), 0, [], 0.0
    for place_in_order in moments(records, connections, count, rng):
        for r in records[done:place_in_order]:
            disk.add(r)
            if r.kind == ">":
                sent[r.file].append((r.time, r.data))
            elif r.kind == "<":
                when, data = sent[r.file].pop()
                sent[r.file].append((when, data[:len(data) - r.at]))
        done = place_in_order
        now = records[max(place_in_order - 1, 0)].time
        before = now if expect == "always" else now - int(arguments.window * 1e9)
        try:
            oldest = max(oldest, start_on(arguments, policy, disk.after_power_cut(rng), connections, sent, now, before))
        except (load.lost, RuntimeError, server.error_reply) as why:
            wrong.append(f"{policy}, at record {place_in_order} of {len(records)}: {why}")
    return wrong, oldest


def start_on(arguments, policy, files, connections, sent, now, before):
    directory = arguments.work / "cut"
    shutil.rmtree(directory, ignore_errors=True)
    for name, content in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(content)
    oldest, kept = 0.0, []
    with server.server(arguments, directory, fsync=policy) as s, s.connect() as c:
        for one in connections:
            there = load.check(c, one.number, one.sent, acknowledged(sent[one.port], before))
            kept.append((one, there))
            oldest = max(oldest, age_of_loss(sent[one.port], there, now))
        c.call("SET", "after the cut", "yes")
        s.kill()  # the kernel lives on, so nothing may be lost
    with server.server(arguments, directory, fsync=policy) as s, s.connect() as c:
        if c.call("GET", "after the cut") != "yes":
            raise load.lost("what was written after the cut is not there after another death")
        for one, there in kept:
            if load.recovered(c, one.number, one.sent) != there:
                raise load.lost(f"connection {one.number}: another death has taken what the cut had left")
    return oldest


def prove(arguments, rng):
    """Variants that lose something; each must be noticed."""
    variants = [("fsync no, judged as always", "no", "always", True),
                ("fsync no, judged as everysec", "no", "everysec", True),
                ("always, its syncs not believed", "always", "always", False)]
    arguments.no_rewrite = True  # it would sync what is not synced otherwise
    arguments.seconds, missed = max(arguments.seconds, 3 * arguments.window), 0
    for name, policy, expect, believe in variants:
        wrong, _ = cut_run(arguments, policy, expect, 10, rng, believe)
        missed += not wrong
        print(f"{'red, as it has to be' if wrong else 'NOT NOTICED'}: {name}: {len(wrong)} of 10 cuts"
              + (f", the first: {wrong[0]}" if wrong else ""), flush=True)
    return missed


def main():
    p = server.parser(__doc__)
    p.add_argument("--cuts", type=int, default=200, help="(default: %(default)s)")
    p.add_argument("--cuts-per-run", type=int, default=10, help="(default: %(default)s)")
    p.add_argument("--connections", type=int, default=6, help="(default: %(default)s)")
    p.add_argument("--rate", type=int, default=2000, help="writes a second of all connections (default: %(default)s)")
    p.add_argument("--seconds", type=float, default=1.5, help="of a run, and the window (default: %(default)s)")
    p.add_argument("--window", type=float, default=1.0, help="seconds that everysec may lose (default: %(default)s)")
    p.add_argument("--policy", choices=["always", "everysec"], help="only this one")
    p.add_argument("--no-rewrite", action="store_true", help="the log is not rewritten meanwhile")
    p.add_argument("--prove", action="store_true", help="only the variants that must be red")
    p.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the moments")
    arguments = server.parse(p)
    print(f"seed {arguments.seed}")
    rng = random.Random(arguments.seed)
    arguments.shim = shim.build(arguments.work)
    if arguments.prove:
        return prove(arguments, rng)
    made, runs, wrong, oldest = 0, 0, [], 0.0
    while made < arguments.cuts:
        policy = arguments.policy or ("always", "everysec")[runs % 2]
        runs += 1
        some = min(arguments.cuts_per_run, arguments.cuts - made)
        made += some
        bad, age = cut_run(arguments, policy, policy, some, rng)
        print(*bad, sep="\n", end="\n" if bad else "", flush=True)
        wrong += bad
        oldest = max(oldest, age)
    print(f"power cuts: {made} in {runs} runs, the oldest reply whose write was lost {oldest:.2f} s before the cut: "
          + (f"{len(wrong)} wrong" if wrong else "none lost that had to be there"))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
