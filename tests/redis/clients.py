#!/usr/bin/env python3
"""Uses the distribution's clients once each: python3-redis, redis-cli, redis-benchmark, redis-check-aof.

    tests/redis/clients.py         in Debian's own Python, /usr/bin/python3, which has python3-redis
"""
import subprocess
import sys
import threading

import redis

import server


def expect(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r}, not {wanted!r}")


def library(s):
    """python3-redis: what people write with it."""
    r = redis.Redis(port=s.port, decode_responses=True, socket_timeout=10)
    expect("PING", r.ping(), True)
    expect("SET", r.set("k", "v", ex=100), True)
    expect("GET", r.get("k"), "v")
    expect("TTL", 90 < r.ttl("k") <= 100, True)
    expect("SET NX", r.set("k", "w", nx=True), None)
    expect("INCR", [r.incr("n"), r.incrby("n", 5), r.incrby("n", -1)], [1, 6, 5])
    expect("EXPIRE", (r.set("a", "1"), r.expire("a", 100), r.ttl("a") > 90), (True, True, True))
    expect("lists", (r.rpush("l", "x", "y", "z"), r.lrange("l", 0, -1), r.lpop("l"), r.llen("l")),
           (3, ["x", "y", "z"], "x", 2))
    expect("DEL, EXISTS", (r.delete("a", "none"), r.exists("k", "n")), (1, 2))
    expect("LMOVE", (r.lmove("l", "m", "RIGHT", "LEFT"), r.lrange("m", 0, -1)), ("z", ["z"]))

    with r.pipeline(transaction=True) as p:  # MULTI ... EXEC
        p.set("t", 1)
        p.incr("t")
        expect("EXEC", p.execute(), [True, 2])
    with r.pipeline() as p:  # WATCH: another one is faster
        p.watch("t")
        r.set("t", 10)
        p.multi()
        p.set("t", 11)
        try:
            p.execute()
            raise AssertionError("EXEC: although the watched key has changed")
        except redis.WatchError:
            pass
    try:
        r.incr("l")
        raise AssertionError("INCR of a list is no error")
    except redis.ResponseError as why:
        expect("error", str(why).startswith("WRONGTYPE"), True)

    popped = []
    other = redis.Redis(port=s.port, decode_responses=True)
    waits = threading.Thread(target=lambda: popped.append(other.blpop("q", 10)))
    waits.start()
    while not r.info("clients")["blocked_clients"]:
        pass
    r.rpush("q", "job")
    waits.join()
    expect("BLPOP", popped, [("q", "job")])

    subscriber = r.pubsub(ignore_subscribe_messages=True)
    subscriber.subscribe("news")
    subscriber.get_message(timeout=10)  # the subscription's own, so that it is there
    expect("PUBLISH", r.publish("news", "hello"), 1)
    expect("message", subscriber.get_message(timeout=10)["data"], "hello")
    subscriber.close()
    expect("CLIENT LIST", len(r.client_list()) >= 1, True)
    expect("INFO", "used_memory" in r.info(), True)
    return "python3-redis " + redis.__version__


def run(*command, text=None):
    done = subprocess.run([str(word) for word in command], input=text, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}: status {done.returncode}: {done.stdout} {done.stderr}")
    return done.stdout


def redis_cli(s):
    cli = ["redis-cli", "-p", s.port]
    expect("redis-cli", run(*cli, "SET", "cli", "with blanks"), "OK\n")
    expect("redis-cli", run(*cli, "GET", "cli"), "with blanks\n")
    expect("its input", run(*cli, text="RPUSH cl 1 2\nLRANGE cl 0 -1\nNOSUCH\n").split("\n")[:3], ["2", "1", "2"])
    mass = "".join(f"SET mass:{i} {i}\r\n" for i in range(1000))
    expect("its pipe", "replies: 1000" in run(*cli, "--pipe", text=mass), True)
    return run("redis-cli", "--version").strip()


def redis_benchmark(s):
    output = run("redis-benchmark", "-p", s.port, "-n", 2000, "-c", 10, "-P", 4, "-q", "-t",
                 "ping,set,get,incr,lpush,rpush,lpop,rpop,lrange")
    if "Error" in output or "ERR" in output:
        raise AssertionError(output)
    return "redis-benchmark: " + ", ".join(sorted({line.split(":")[0].strip().split(" (")[0]
                                                   for line in output.replace("\r", "\n").splitlines()
                                                   if "requests per second" in line}))


def redis_check_aof(s):
    with s.connect() as c:  # what is logged otherwise than it was asked for
        for words in [("SET", "e", "1", "EX", 100), ("MULTI",), ("SET", "m", "1"), ("LPUSH", "ml", "1"), ("EXEC",),
                      ("SET", "binary", bytes(range(256))), ("DEL", "m")]:
            c.call(*words)
    expect("SIGTERM", s.stop(), 0)
    return "redis-check-aof: " + run("redis-check-aof", s.log()).strip().splitlines()[-1]


def main():
    arguments, wrong = server.parse(server.parser(__doc__)), 0
    with server.server(arguments, arguments.work / "clients", fsync="everysec") as s:
        for use in (library, redis_cli, redis_benchmark, redis_check_aof):  # the last one ends the server
            try:
                print("works:", use(s), flush=True)
            except Exception as why:  # the clients throw what they like
                wrong += 1
                print(f"FAILS: {use.__name__}: {type(why).__name__}: {why}", flush=True)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
