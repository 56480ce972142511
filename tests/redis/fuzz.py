#!/usr/bin/env python3
"""Sends damaged requests to the server: it must not crash or hang, and its memory stays bounded.

    tests/redis/fuzz.py                        10 minutes
    tests/redis/fuzz.py --from 7 --cases 1     the case 7 again

Each case has a number, from which it follows: a stream of valid commands, damaged or not, sent in pieces at random, and
an end: the client waits, closes its half, resets, or stays silent for a while. Beside them one connection asks PING and
one writes and reads, which have to be answered all the time.
"""
import collections
import random
import socket
import struct
import sys
import time

import server

KEYS = ["k", "l", "n", "other", "", "key with blanks", "\r\n", "\x00\xff"]
VALUES = ["1", "-1", "0", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1.5", "x" * 1000, "",
          "\r\n", "*3", "$-1", "nan", "EX", "100"]
# With these no valid command ends the server or stops it for all.
NEVER = {"SHUTDOWN", "DEBUG", "CHAOS", "MONITOR", "SYNC", "PSYNC", "REPLICAOF", "SLAVEOF", "FAILOVER", "CLUSTER",
         "CONFIG", "CLIENT", "MIGRATE", "MODULE", "ACL", "REPLCONF", "SWAPDB", "AUTH", "HELLO", "SCRIPT", "EVAL",
         "EVALSHA", "FUNCTION", "FCALL", "EVAL_RO", "EVALSHA_RO", "FCALL_RO", "WAIT", "SAVE", "BGSAVE",
         "RESTORE-ASKING"}
PIECES = [b"*1\r\n", b"*-1\r\n", b"*0\r\n", b"*1048577\r\n", b"*99999999999999999999\r\n", b"$-1\r\n", b"$0\r\n\r\n",
          b"$536870913\r\n", b"$18446744073709551615\r\n", b"*2\r\n*2\r\n", b"\r\n", b"\n", b"\x00", b"+OK\r\n",
          b":1\r\n", b'SET "k\r\n', b"GET 'k\r\n", b"PING " * 20000, b"*" + b"1" * 70000,
          b"*1000000\r\n" + b"$1\r\nx\r\n" * 100]


def valid(rng, commands):
    """A command with arguments that may or may not suit it; sometimes inline."""
    words = [rng.choice(commands)]
    words += [rng.choice(rng.choice([KEYS, VALUES])) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4, 8]))]
    if rng.random() < 0.1:
        return " ".join(words).encode("latin-1") + b"\r\n"
    return server.encoded(*words)


def damaged(rng, data):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at = rng.randint(0, len(data))
        kind = rng.randrange(7)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at:at] = rng.choice(PIECES)
        elif kind == 2:
            del data[at:at + rng.randint(1, 20)]
        elif kind == 3:
            data[at:at] = data[:rng.randint(0, 200)]
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 30)))
        elif digits := [i for i, byte in enumerate(data) if 48 <= byte <= 57]:
            data[rng.choice(digits)] = rng.randrange(48, 58)
    return bytes(data)


class case:
    """One connection."""

    def __init__(self, number, port, commands, now):
        rng = random.Random(number)
        stream = b"".join(valid(rng, commands) for _ in range(rng.choice([1, 2, 5, 20, 100])))
        stream = stream if rng.random() < 0.1 else damaged(rng, stream)
        cuts = sorted(rng.randrange(len(stream) + 1) for _ in range(rng.choice([0, 0, 1, 3, 10])))
        self.pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)])]
        self.end = rng.choice(["close", "half", "reset", "silent"])
        self.over_at = now + (rng.uniform(0.2, 2) if self.end == "silent" else rng.uniform(0, 0.05))
        self.received, self.socket = 0, socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setblocking(False)

    def step(self, now):
        """Sends and reads what goes without waiting. Returns whether the case is over."""
        try:
            while some := self.socket.recv(1 << 20):
                self.received += len(some)
            return True  # the server has closed
        except BlockingIOError:
            pass
        except OSError:
            return True
        if self.pieces:
            try:
                sent = self.socket.send(self.pieces[0])
                self.pieces[0] = self.pieces[0][sent:]
                if not self.pieces[0]:
                    del self.pieces[0]
                if not self.pieces and self.end == "half":
                    self.socket.shutdown(socket.SHUT_WR)
            except BlockingIOError:
                pass
            except OSError:
                return True
        return now > self.over_at and (not self.pieces or now > self.over_at + 2)

    def close(self):
        if self.end == "reset":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class witness:
    """Connections that behave: they have to be answered, whatever the others send."""

    def __init__(self, s, patience):
        self.server, self.patience, self.slowest, self.counts = s, patience, 0.0, collections.Counter()

    def look(self):
        begin = time.monotonic()
        with self.server.connect(self.patience) as c:
            if c.call("PING") != "PONG":
                raise RuntimeError("PING is not answered with PONG")
            number = self.counts["looks"] = self.counts["looks"] + 1
            try:
                c.call("SET", "witness", number)
                if c.call("GET", "witness") not in (str(number), None):  # FLUSHALL may come between
                    raise RuntimeError("GET is not what was SET")
            except server.error_reply as why:  # as the limit of memory
                self.counts[f"witness: {str(why)[:30]}"] += 1
        self.slowest = max(self.slowest, time.monotonic() - begin)


def main():
    p = server.parser(__doc__)
    p.add_argument("--minutes", type=float, default=10, help="(default: %(default)s)")
    p.add_argument("--cases", type=int, help="so many, instead of minutes")
    p.add_argument("--from", type=int, dest="first", default=random.randrange(10**9), help="number of the first case")
    p.add_argument("--connections", type=int, default=30, help="at a time (default: %(default)s)")
    p.add_argument("--patience", type=float, default=5, help="seconds for a witness (default: %(default)s)")
    p.add_argument("--megabytes", type=int, default=200, help="of memory at most (default: %(default)s)")
    arguments = server.parse(p)
    print(f"from case {arguments.first}", flush=True)
    with server.server(arguments, arguments.work / "fuzz", fsync="everysec", maxmemory=50 * 2**20) as s:
        with s.connect() as c:
            commands = sorted({name.upper() for name in c.call("COMMAND", "LIST")} - NEVER)
        number, running, looks, most, received = arguments.first, [], witness(s, arguments.patience), 0, 0
        begin = time.monotonic()
        end, last = begin + 60 * arguments.minutes, arguments.first + (arguments.cases or 10**12)
        next_look, wrong = 0.0, None
        while running or (number < last and time.monotonic() < end):
            time.sleep(0.001)  # for the server, when there are few processors
            now = time.monotonic()
            try:
                while len(running) < arguments.connections and number < last and now < end:
                    running.append(case(number, s.port, commands, now))
                    number += 1
                for one in list(running):
                    if one.step(now):
                        one.close()
                        received += one.received
                        running.remove(one)
                if now >= next_look:
                    next_look = now + 0.2
                    looks.look()
                    most = max(most, s.resident())
                    if most > arguments.megabytes * 1024:
                        raise RuntimeError(f"{most} KB of memory")
            except (OSError, RuntimeError, ValueError) as why:
                wrong = f"{type(why).__name__}: {why}"
            if wrong or not s.alive():
                break
        looks.look() if not wrong and s.alive() else None
        if not s.alive():
            wrong = f"the server has ended with status {s.process.returncode}: {s.said()}"
        print(f"damaged requests: cases {arguments.first} to {number - 1} of {len(commands)} commands in "
              f"{time.monotonic() - begin:.0f} s, {received} bytes of replies, at most {most} KB, slowest witness "
              f"{looks.slowest * 1000:.0f} ms: " + (f"WRONG, with the last {len(running)} cases: {wrong}" if wrong else
                                                    "no crash, no hang, bounded memory"))
        if looks.counts:
            print(*(f"  {count} {name}" for name, count in looks.counts.items()), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
