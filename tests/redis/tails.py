#!/usr/bin/env python3
"""Cuts the log at every byte of its last record, and at every byte of a last transaction, and starts the server on it.

    tests/redis/tails.py

It has to start, to have all before the record and nothing of it, to say what it has dropped, and to have repaired the
log: what is written next is there after another start. The log is also damaged in its middle: that is no short tail,
and the server must not start as if nothing had been.
"""
import re
import shutil
import sys

import load
import server

SAYS = re.compile(r"truncat|dropp|cut|incomplete", re.I)


def directory_with_log(arguments, name, *steps):
    """Writes with fsync always, step by step; returns the directory, the log's file and its length after each."""
    directory = arguments.work / name
    shutil.rmtree(directory, ignore_errors=True)
    lengths = []
    with server.server(arguments, directory, fsync="always") as s, s.connect() as c:
        for step in steps:
            for words in step:
                c.call(*words)
            lengths.append(s.log().stat().st_size)
        log = s.log().relative_to(directory)
        s.stop()
    return directory, log, lengths


def cut(arguments, origin, log, length):
    """What a server on a copy with so long a log has: (list l, key after a second start, what it said)."""
    copy = arguments.work / "tail"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(origin, copy)
    with (copy / log).open("r+b") as file:
        file.truncate(length)
    with server.server(arguments, copy, fsync="always") as s, s.connect() as c:
        there, key = c.call("LRANGE", "l", 0, -1), c.call("GET", "k")
        c.call("RPUSH", "after", "a")
        said = s.output.read_text(errors="replace")
        s.kill()
    with server.server(arguments, copy, fsync="always") as s, s.connect() as c:
        if c.call("LRANGE", "after", 0, -1) != ["a"] or c.call("LRANGE", "l", 0, -1) != there:
            raise load.lost("what was written after the repair is not there")
    return there, key, said


def every_byte(arguments, name, last, expected):
    """expected: what l and k are before and after the last step."""
    before = [("RPUSH", "l", "one"), ("SET", "k", "old"), ("RPUSH", "l", "two")]
    origin, log, (begin, end) = directory_with_log(arguments, name, before, last)
    wrong = 0
    for length in range(begin, end + 1):
        try:
            there, key, said = cut(arguments, origin, log, length)
            if (there, key) != expected[length == end]:
                raise load.lost(f"l is {there}, k is {key}")
            if begin < length < end and not SAYS.search(said):
                raise load.lost(f"it says nothing of what it has dropped: {said[-300:]}")
        except (load.lost, RuntimeError, server.error_reply) as why:
            wrong += 1
            print(f"{name}, {length - begin} of {end - begin} bytes: {why}", flush=True)
    print(f"{name}: cut at {end - begin + 1} places: {wrong} wrong", flush=True)
    return wrong


def damaged(arguments):
    """A byte of the middle is another: the server must refuse, or say so."""
    writes = [("RPUSH", "l", f"element {i}") for i in range(50)]
    origin, log, (end,) = directory_with_log(arguments, "damaged", writes)
    content = bytearray((origin / log).read_bytes())
    at = content.index(b"\r\n$5\r\nRPUSH", end // 2)
    content[at + 2:at + 4] = b"X9"
    (origin / log).write_bytes(content)
    try:
        with server.server(arguments, origin, fsync="always") as s, s.connect() as c:
            there, said = c.call("LLEN", "l"), s.said(30)
    except RuntimeError as why:
        print(f"a damaged middle: it refuses to start: {str(why).splitlines()[-1][:100]}")
        return 0
    print(f"a damaged middle: IT STARTS with {there} of 50 elements:\n{said}")
    return 1


def main():
    arguments = server.parse(server.parser(__doc__))
    wrong = every_byte(arguments, "a record", [("RPUSH", "l", "three")],
                       [(["one", "two"], "old"), (["one", "two", "three"], "old")])
    wrong += every_byte(arguments, "a transaction",
                        [("MULTI",), ("RPUSH", "l", "three"), ("SET", "k", "new"), ("EXEC",)],
                        [(["one", "two"], "old"), (["one", "two", "three"], "new")])
    return bool(wrong + damaged(arguments))


if __name__ == "__main__":
    sys.exit(main())
