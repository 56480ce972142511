"""What the tools of this folder share: a server that starts and stops, and a client that speaks its protocol.

The server is the project's key_value_server, or Debian's redis-server, which every tool takes as its reference.
"""
import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent.parent
BUILT = root / "build/learn/tutorials/key_value_server"  # where scripts/test builds it; --server names another
START_SECONDS = 30


class error_reply(Exception):
    """What the server answers with a minus sign."""


class client:
    """One connection. It sends lists of words and reads replies: str, int, list, None, or an error_reply."""

    def __init__(self, port, timeout=10.0):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    @property
    def local_port(self):
        return self.socket.getsockname()[1]

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, *words):
        self.socket.sendall(encoded(*words))

    def call(self, *words):
        """Sends a command and reads its reply. Errors: error_reply; ConnectionError and TimeoutError of the socket."""
        self.send(*words)
        reply = self.reply()
        if isinstance(reply, error_reply):
            raise reply
        return reply

    def pipeline(self, commands):
        """The replies to all of them, errors among them; a few hundred are on their way at a time."""
        replies = []
        for begin in range(0, len(commands), 256):
            batch = commands[begin:begin + 256]
            self.socket.sendall(b"".join(encoded(*words) for words in batch))
            replies += [self.reply() for _ in batch]
        return replies

    def reply(self):
        line = self._until(b"\r\n")
        kind, rest = line[:1], line[1:].decode("latin-1")
        if kind == b"+":
            return rest
        if kind == b"-":
            return error_reply(rest)
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == "-1" else self._exactly(int(rest) + 2)[:-2].decode("latin-1")
        if kind == b"*":
            return None if rest == "-1" else [self.reply() for _ in range(int(rest))]
        raise ValueError(f"no reply: {line!r}")

    def _more(self):
        some = self.socket.recv(65536)
        if not some:
            raise ConnectionError("the server has closed the connection")
        self.buffer += some

    def _until(self, end):
        while (at := self.buffer.find(end)) < 0:
            self._more()
        line, self.buffer = self.buffer[:at], self.buffer[at + len(end):]
        return line

    def _exactly(self, count):
        while len(self.buffer) < count:
            self._more()
        some, self.buffer = self.buffer[:count], self.buffer[count:]
        return some


def encoded(*words):
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        word = word if isinstance(word, bytes) else str(word).encode("latin-1")
        parts.append(b"$%d\r\n%s\r\n" % (len(word), word))
    return b"".join(parts)


def complete_replies(data):
    """How many whole replies these bytes hold."""
    count, at = 0, 0

    def skip(at):
        end = data.index(b"\r\n", at)
        kind, rest, at = data[at:at + 1], data[at + 1:end], end + 2
        if kind == b"$" and rest != b"-1":
            at += int(rest) + 2
            if at > len(data):
                raise ValueError
        elif kind == b"*" and rest != b"-1":
            for _ in range(int(rest)):
                at = skip(at)
        return at

    while at < len(data):
        try:
            at = skip(at)
        except ValueError:  # index() found no end
            break
        count += 1
    return count


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class server:
    """A process of the server with a directory of its own; as a context it is killed at the end."""

    def __init__(self, arguments, directory, *, fsync=None, environment=None, chaos=False, maxclients=None,
                 maxmemory=None, port=None):
        """fsync: always, everysec, no, or None for a server without a log."""
        self.reference, self.directory = arguments.reference, pathlib.Path(directory)
        self.port = port or free_port()
        self.directory.mkdir(parents=True, exist_ok=True)
        options = {"port": self.port, "dir": self.directory, "appendonly": "yes" if fsync else "no",
                   "appendfsync": fsync or "everysec", "maxclients": maxclients, "maxmemory": maxmemory}
        self.command = [shutil.which("redis-server") if self.reference else str(arguments.server)]
        for name, value in options.items():
            if value is not None:
                self.command += [f"--{name}", str(value)]
        if self.reference:
            self.command += ["--save", "", "--bind", "127.0.0.1", "--daemonize", "no", "--enable-debug-command", "yes"]
        elif chaos:
            self.command += ["--allow-chaos", "yes"]
        self.environment = os.environ | (environment or {})
        self.output = self.directory.parent / f"{self.directory.name}.output"
        self.process = None

    def start(self):
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=output, env=self.environment)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended at its start, status {self.process.returncode}:\n{self.said()}")
            try:
                with client(self.port, 2) as c:
                    if c.call("PING") == "PONG":
                        return self
            except (OSError, error_reply):  # not yet, or it is loading its log
                pass
            time.sleep(0.01)
        raise RuntimeError(f"the server did not answer within {START_SECONDS} s:\n{self.said()}")

    def said(self, lines=3):
        return "\n".join(self.output.read_text(errors="replace").splitlines()[-lines:])

    def connect(self, timeout=10.0):
        return client(self.port, timeout)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self):
        """Asks it to end in order; returns its status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError("the server does not end on SIGTERM") from None

    def alive(self):
        return self.process.poll() is None

    def log(self):
        """The file to which it appends."""
        if not self.reference:
            return self.directory / "appendonly.aof"
        return max((self.directory / "appendonlydir").glob("*.incr.aof"), key=lambda path: path.stat().st_mtime)

    def resident(self):
        """Kilobytes of memory."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()


def parser(description):
    """The options that all tools have."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--reference", action="store_true", help="against Debian's redis-server")
    p.add_argument("--server", type=pathlib.Path, default=BUILT, help="the program (default: %(default)s)")
    p.add_argument("--work", type=pathlib.Path, help="where files go; kept (default: a folder that is removed)")
    return p


def parse(p):
    arguments = p.parse_args()
    if not arguments.reference and not arguments.server.exists():
        sys.exit(f"there is no {arguments.server}: scripts/test --redis builds it; or give --server or --reference")
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    else:
        arguments.temporary = tempfile.TemporaryDirectory(prefix="redis-")
        arguments.work = pathlib.Path(arguments.temporary.name)
    return arguments
