#!/usr/bin/env python3
"""redis-benchmark against the server and Debian's redis-server, in turn, several rounds in the same run.

    tests/redis/bench.py --csv figures.csv >table.md
    tests/redis/bench.py --rounds 1 --clients 50 --tests set,get     tries it

For each number of connections, pipeline and log: the rates of both in each round, and the ratio of each round's pair.
The table has medians, and the least and the greatest ratio. Who is first in a pair changes from round to round.
"""
import csv
import io
import re
import statistics
import subprocess
import sys

import server


def rates(port, arguments, connections, pipeline):
    """{test: (requests a second, median latency in ms)}"""
    requests = arguments.requests * (4 if pipeline > 1 else 1)
    if connections == 1 and pipeline == 1:
        requests //= 4
    command = ["redis-benchmark", "-p", str(port), "-c", str(connections), "-P", str(pipeline), "-n", str(requests),
               "-t", arguments.tests, "-r", "10000", "-d", str(arguments.bytes), "--csv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=arguments.timeout)
    found = {}
    for row in csv.DictReader(io.StringIO(done.stdout[done.stdout.index('"test"'):])):
        found[re.match(r"\w+", row["test"])[0]] = float(row["rps"]), float(row["p50_latency_ms"])
    if done.returncode or not found:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-200:]} {done.stderr[-200:]}")
    return found


def measure(arguments, log, connections, pipeline, rows):
    pairs = {}
    for round in range(arguments.rounds):
        both = {}
        for which in ("ours", "redis")[::1 if round % 2 else -1]:
            one = server.argparse.Namespace(**vars(arguments) | {"reference": which == "redis" or arguments.reference})
            place = arguments.work / f"{which}-{log}-{connections}-{pipeline}-{round}"
            with server.server(one, place, fsync=None if log == "none" else log, maxclients=10000) as s:
                both[which] = rates(s.port, arguments, connections, pipeline)
        for test in both["ours"].keys() & both["redis"].keys():
            (ours, our_p50), (theirs, their_p50) = both["ours"][test], both["redis"][test]
            pairs.setdefault(test, []).append((ours, theirs))
            rows.append([log, connections, pipeline, test, round, ours, theirs, ours / theirs, our_p50, their_p50])
    for test in sorted(pairs):
        ours, theirs = zip(*pairs[test])
        ratios = [a / b for a, b in pairs[test]]
        print(f"| {log} | {connections} | {pipeline} | {test} | {statistics.median(ours):,.0f} "
              f"| {statistics.median(theirs):,.0f} | {statistics.median(ratios):.2f} "
              f"| {min(ratios):.2f} to {max(ratios):.2f} |", flush=True)


def numbers(text):
    return [int(word) for word in text.split(",")]


def main():
    p = server.parser(__doc__)
    p.add_argument("--rounds", type=int, default=5, help="(default: %(default)s)")
    p.add_argument("--clients", type=numbers, default=[1, 50, 500], help="(default: 1,50,500)")
    p.add_argument("--pipelines", type=numbers, default=[1, 16], help="(default: 1,16)")
    p.add_argument("--logs", default="none,everysec", help="of none, everysec, always, no (default: %(default)s)")
    p.add_argument("--tests", default="get,set,incr,lpush", help="(default: %(default)s)")
    p.add_argument("--requests", type=int, default=50000, help="of a test; pipelined four times (default: %(default)s)")
    p.add_argument("--bytes", type=int, default=3, help="of a value (default: %(default)s)")
    p.add_argument("--timeout", type=int, default=600, help="seconds for one redis-benchmark (default: %(default)s)")
    p.add_argument("--csv", type=str, help="file for the figures of each round")
    arguments = server.parse(p)
    rows = []
    print("| log | connections | pipeline | command | requests/s | redis-server | ratio, median | least, greatest |")
    print("|---|---:|---:|---|---:|---:|---:|---|", flush=True)
    try:
        for log in arguments.logs.split(","):
            for connections in arguments.clients:
                for pipeline in arguments.pipelines:
                    measure(arguments, log, connections, pipeline, rows)
    finally:  # what there is, is written
        if arguments.csv:
            with open(arguments.csv, "w", newline="") as file:
                out = csv.writer(file)
                out.writerow(["log", "connections", "pipeline", "command", "round", "requests_per_second",
                              "redis_requests_per_second", "ratio", "p50_ms", "redis_p50_ms"])
                out.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
