"""Which commands each test of Redis' suite sends: stands between the suite and the server, and reads along."""
import collections
import socket
import threading

STARTS = "### Starting test "  # DEBUG LOG, by which the suite tells the server which test begins


class recorder:
    """Listens at `port`, forwards to the one given to forward(); `commands` is {test: set of commands}."""

    def __init__(self):
        self.commands, self.test = collections.defaultdict(set), None
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port, self.to = self.listener.getsockname()[1], None
        threading.Thread(target=self._accept, daemon=True).start()

    def forward(self, port):
        self.to, self.test = port, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                inward, _ = self.listener.accept()
                outward = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            for pair in ((inward, outward, reader(self._saw).add), (outward, inward, lambda _: None)):
                threading.Thread(target=self._pump, args=pair, daemon=True).start()

    @staticmethod
    def _pump(source, target, look):
        try:
            while some := source.recv(65536):
                look(some)
                target.sendall(some)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def _saw(self, words):
        name = words[0].upper()
        if name == "DEBUG" and len(words) > 2 and words[2].startswith(STARTS):
            self.test = words[2][len(STARTS):].rpartition(" in tests/")[0]
        elif self.test:
            if name == "CONFIG" and len(words) > 2 and words[1].upper() == "SET":
                name = f"CONFIG SET {words[2].lower()}"
            elif name == "HELLO" and len(words) > 1:
                name = f"HELLO {words[1]}"
            self.commands[self.test].add(name)


class reader:
    """Requests out of bytes; what is none is passed over, for some tests send such."""

    def __init__(self, saw):
        self.saw, self.buffer, self.missing, self.words = saw, b"", 0, []

    def add(self, some):
        self.buffer += some
        while (end := self.buffer.find(b"\n")) >= 0:
            line = self.buffer[:end].rstrip(b"\r")
            if self.missing and line[:1] == b"$" and line[1:].isdigit():
                begin, length = end + 1, int(line[1:])
                if len(self.buffer) < begin + length + 2:
                    return
                self.words.append(self.buffer[begin:begin + length].decode("latin-1"))
                self.buffer, self.missing = self.buffer[begin + length + 2:], self.missing - 1
                if not self.missing:
                    self.saw(self.words)
                continue
            self.buffer = self.buffer[end + 1:]
            self.missing, self.words = 0, []
            if line[:1] == b"*" and line[1:].isdigit():
                self.missing = int(line[1:])
            elif words := line.decode("latin-1").split():
                if words[0].isalpha():
                    self.saw(words)
