#!/usr/bin/env python3
"""Fills the disk under the server's log: a small tmpfs in a mount namespace of its own, which needs root.

    tests/redis/disk_full.py

Writes have to be refused with an error, reads to go on, and what was acknowledged to be there, now and after a start
elsewhere on the files that are left. When there is room again, writes are to be accepted again.
"""
import os
import shutil
import subprocess
import sys
import time

import load
import server


def until_refused(s, number, seconds):
    """Writes large values until one is refused. Returns the connection, the error (None: none came) and how many."""
    c, accepted, end = s.connect(), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            c.call("SET", f"large:{number}:{accepted}", "x" * 1000)
        except server.error_reply as why:
            return c, str(why), accepted
        except ConnectionError:
            return None, "the connection was closed", accepted
        accepted += 1
    return c, None, accepted


def has(c, number, accepted):
    values = c.pipeline([("GET", f"large:{number}:{i}") for i in range(accepted)])
    if missing := [i for i, value in enumerate(values) if value != "x" * 1000]:
        raise load.lost(f"{len(missing)} of {accepted} acknowledged writes are not there, the first: {missing[0]}")


def fill(arguments, policy, disk, elsewhere):
    with server.server(arguments, disk / "data", fsync=policy) as s:
        small = load.begin(s, 0, 4, 400)
        time.sleep(0.3)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(arguments.kilobytes * 1024 // 2))
        c, refused, accepted = until_refused(s, 0, 30)
        if refused is None:
            raise load.lost("with a full disk no write is refused")
        print(f"{policy}: after {accepted} writes of 1000 bytes: {refused[:100]}")
        for one in small:
            one.join(5)
        print(f"{policy}: the others:", *sorted({one.refused or "not refused" for one in small}), sep="\n    ")
        if c is None or not s.alive():
            raise load.lost(f"the server has ended: {s.said()}")
        has(c, 0, accepted)  # a read
        ballast.unlink()
        end = time.monotonic() + 10
        again = False
        while not again and time.monotonic() < end:
            try:
                again = c.call("SET", "again", "yes") == "OK"
            except server.error_reply:
                time.sleep(0.1)
        print(f"{policy}: with room again, writes are " + ("accepted" if again else "STILL REFUSED after 10 s"))
        if policy != "always":
            time.sleep(arguments.window)
        s.kill()
        shutil.copytree(disk / "data", elsewhere)
    with server.server(arguments, elsewhere, fsync=policy) as s, s.connect() as c:
        has(c, 0, accepted)
        if again and c.call("GET", "again") != "yes":
            raise load.lost("a write that was accepted after there was room again is not there")
        for one in small:
            load.check(c, one.number, one.sent, one.acknowledged)
    return not again


def main():
    p = server.parser(__doc__)
    p.add_argument("--kilobytes", type=int, default=1024, help="of the disk (default: %(default)s)")
    p.add_argument("--window", type=float, default=1.0, help="seconds that everysec may lose (default: %(default)s)")
    p.add_argument("--policy", action="append", choices=["always", "everysec"], help="only this one")
    arguments = server.parse(p)
    if os.environ.get("MOUNTS_ARE_PRIVATE") != "1":
        return subprocess.run(["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv],
                              env=os.environ | {"MOUNTS_ARE_PRIVATE": "1"}).returncode
    wrong = 0
    for policy in arguments.policy or ["always", "everysec"]:
        disk = arguments.work / f"disk-{policy}"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={arguments.kilobytes}k", "tmpfs", disk], check=True)
        try:
            wrong += fill(arguments, policy, disk, arguments.work / f"elsewhere-{policy}")
        except (load.lost, RuntimeError, OSError, server.error_reply) as why:
            wrong += 1
            print(f"{policy}: {why}")
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)
    print("disk full: " + (f"{wrong} wrong" if wrong else "refused with an error, nothing acknowledged lost"))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
