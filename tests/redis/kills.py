#!/usr/bin/env python3
"""Kills the server with SIGKILL at random moments under load, starts it again, and looks for what is lost.

    tests/redis/kills.py                    200 rounds, a third each with fsync always, each second, never

The kernel outlives the server, so what was written is there, synced or not: with always and no loss is an error, with
each second one of more than the window is. What losing power does, cuts.py shows.
"""
import random
import shutil
import sys
import time

import load
import server


def main():
    p = server.parser(__doc__)
    p.add_argument("--rounds", type=int, default=200, help="(default: %(default)s)")
    p.add_argument("--connections", type=int, default=6, help="(default: %(default)s)")
    p.add_argument("--rate", type=int, default=3000, help="writes a second of all connections (default: %(default)s)")
    p.add_argument("--window", type=float, default=1.0,
                   help="seconds that everysec and no may lose (default: %(default)s)")
    p.add_argument("--rounds-per-log", type=int, default=5, help="on the same files (default: %(default)s)")
    p.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the moments")
    arguments = server.parse(p)
    print(f"seed {arguments.seed}")
    rng, wrong, writes, spared = random.Random(arguments.seed), 0, 0, 0
    for round in range(arguments.rounds):
        directory = arguments.work / "kills"
        if round % arguments.rounds_per_log == 0:
            shutil.rmtree(directory, ignore_errors=True)
            policy, earlier = ("always", "everysec", "no")[round // arguments.rounds_per_log % 3], []
        with server.server(arguments, directory, fsync=policy) as s:
            connections = load.begin(s, round * 100, arguments.connections, arguments.rate)
            if rng.random() < 0.3:
                with s.connect() as c:  # the moment may fall into a rewriting
                    c.call("BGREWRITEAOF")
            time.sleep(rng.uniform(0.02, 0.5))
            s.kill()
            killed = time.monotonic()
            for one in connections:
                one.join()
        writes += sum(one.acknowledged for one in connections)
        try:
            with server.server(arguments, directory, fsync=policy) as s, s.connect() as c:
                for number, sent, there in earlier:
                    if load.recovered(c, number, sent) != there:
                        raise load.lost(f"connection {number}: what was there after an earlier death is not")
                for one in connections:
                    before = killed if policy == "always" else killed - arguments.window
                    certain = sum(at <= before for at in one.times)
                    earlier.append((one.number, one.sent, load.check(c, one.number, one.sent, certain)))
                    spared += max(0, earlier[-1][2] - one.acknowledged)
        except (load.lost, RuntimeError) as why:
            wrong += 1
            kept = arguments.work / f"kills-{round}"
            shutil.copytree(directory, kept, dirs_exist_ok=True)
            print(f"round {round}, {policy}: {why}", flush=True)
    print(f"kill -9: {arguments.rounds} rounds, {writes} writes acknowledged, {spared} more were there unacknowledged: "
          f"{wrong} rounds wrong" if wrong else f"kill -9: {arguments.rounds} rounds, {writes} writes acknowledged, "
          f"{spared} more were there unacknowledged: none lost")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
