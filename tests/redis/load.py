"""Numbered writes by several connections, and the check that what a server has of them is a beginning without gaps.

Connection c sends its writes 0, 1, 2 ... in this order, of four kinds in turn, each with keys of its own:

    SET s:C:I I     INCR n:C     RPUSH l:C I     MULTI, SET a:C I, RPUSH m:C I, INCR k:C, EXEC

So whatever has become of the server, what it has of a connection must be the writes 0 ... N-1 for one N: neither half a
write nor a hole, and N at least the number that was acknowledged.
"""
import threading
import time

from server import encoded, error_reply

KINDS = 4
REPLIES = [1, 1, 1, 5]


class lost(Exception):
    """The server has not what it should have."""


def write(c, i):
    kind = i % KINDS
    if kind == 0:
        return encoded("SET", f"s:{c}:{i}", i)
    if kind == 1:
        return encoded("INCR", f"n:{c}")
    if kind == 2:
        return encoded("RPUSH", f"l:{c}", i)
    return b"".join([encoded("MULTI"), encoded("SET", f"a:{c}", i), encoded("RPUSH", f"m:{c}", i),
                     encoded("INCR", f"k:{c}"), encoded("EXEC")])


def writes_in(replies):
    """How many writes so many replies have acknowledged."""
    writes = replies // sum(REPLIES) * KINDS
    replies %= sum(REPLIES)
    while replies >= REPLIES[writes % KINDS]:
        replies -= REPLIES[writes % KINDS]
        writes += 1
    return writes


class connection(threading.Thread):
    """Writes until the connection or stop() ends it, or an error is the answer."""

    def __init__(self, server, number, rate=None, depth=1):
        super().__init__(daemon=True)
        self.client, self.number, self.pause, self.depth = server.connect(), number, 1 / rate if rate else 0, depth
        self.port = self.client.local_port
        self.sent = self.acknowledged = 0
        self.times = []  # of the acknowledgements
        self.refused = None  # the error that was an answer
        self.over = False

    def run(self):
        try:
            next_at = time.monotonic()
            while not self.over:
                some = range(self.sent, self.sent + self.depth)
                self.sent += self.depth
                self.client.socket.sendall(b"".join(write(self.number, i) for i in some))
                for i in some:
                    for reply in [self.client.reply() for _ in range(REPLIES[i % KINDS])]:
                        for one in reply if isinstance(reply, list) else [reply]:  # EXEC may answer with errors
                            if isinstance(one, error_reply):
                                self.refused = str(one)
                                return
                    self.acknowledged += 1
                    self.times.append(time.monotonic())
                next_at += self.pause * self.depth
                if (rest := next_at - time.monotonic()) > 0:
                    time.sleep(rest)
        except OSError:
            pass

    def stop(self):
        self.over = True
        self.join()


def begin(server, first, count, rate=None):
    """So many connections, numbered from first; the rate is that of all. Every third has several writes on the way."""
    all_of_them = [connection(server, first + i, rate / count if rate else None, depth=4 if i % 3 == 2 else 1)
                   for i in range(count)]
    for one in all_of_them:
        one.start()
    return all_of_them


def recovered(client, c, sent):
    """How many of connection c's writes the server has, of those sent. Errors: lost, if they are no beginning."""
    def get(*words):
        reply = client.call(*words)
        return reply

    def numbers(key):
        return [int(value) for value in get("LRANGE", key, 0, -1)]

    sets = client.pipeline([("GET", f"s:{c}:{i}") for i in range(0, sent, KINDS)])
    for index, value in enumerate(sets):
        if value is not None and value != str(index * KINDS):
            raise lost(f"s:{c}:{index * KINDS} is {value}")
    has = [value is not None for value in sets]
    n = [has.index(False) if False in has else len(has), int(get("GET", f"n:{c}") or 0), 0, 0]
    if any(has[n[0]:]):
        raise lost(f"connection {c}: SET {n[0] * KINDS} is missing, and a later one is there")
    for kind, key in ((2, f"l:{c}"), (3, f"m:{c}")):
        there = numbers(key)
        n[kind] = len(there)
        if there != list(range(kind, kind + KINDS * len(there), KINDS)):
            raise lost(f"{key} has a hole or a repetition: ... {there[-5:]}")
    last = get("GET", f"a:{c}")
    if int(get("GET", f"k:{c}") or 0) != n[3] or last != (str(3 + KINDS * (n[3] - 1)) if n[3] else None):
        raise lost(f"connection {c}: half a transaction: list {n[3]}, counter {get('GET', f'k:{c}')}, last {last}")
    total = sum(n)
    if n != [(total - kind + KINDS - 1) // KINDS for kind in range(KINDS)]:
        raise lost(f"connection {c}: not a beginning: {n} of SET, INCR, RPUSH and transactions")
    return total


def check(client, c, sent, acknowledged):
    """Returns how many there are. Errors: lost."""
    there = recovered(client, c, sent)
    if there < acknowledged:
        raise lost(f"connection {c}: {acknowledged} writes were acknowledged, {there} are there")
    return there
