"""Reads what shim.c has recorded, and says what a disk holds if the power goes at one of its records."""
import collections
import pathlib
import struct
import subprocess

HEADER = struct.Struct("<IIQQQII")
record = collections.namedtuple("record", "kind thread file at time path data")


def build(work):
    library = pathlib.Path(work) / "shim.so"
    source = pathlib.Path(__file__).with_name("shim.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", source, "-o", library, "-ldl"], check=True)
    return library


def environment(library, log, directory):
    return {"LD_PRELOAD": str(library), "SHIM_LOG": str(log), "SHIM_DIR": str(directory)}


def read(log):
    data, at, records = pathlib.Path(log).read_bytes(), 0, []
    while at + HEADER.size <= len(data):
        kind, thread, file, offset, when, path, size = HEADER.unpack_from(data, at)
        at += HEADER.size
        name = data[at:at + path].decode()
        records.append(record(chr(kind), thread, file, offset, when, name, data[at + path:at + path + size]))
        at += path + size
    return records


class journal:
    """What is durable of a file or of a directory's names, and what may or may not be."""

    def __init__(self):
        self.pending, self.applied, self.syncing = [], 0, {}  # applied: how many were pending once

    def begin_sync(self, thread):
        self.syncing[thread] = self.applied + len(self.pending)

    def end_sync(self, thread):
        """What was there at the sync's beginning, which is durable now."""
        count = max(0, self.syncing.pop(thread, 0) - self.applied)
        done, self.pending = self.pending[:count], self.pending[count:]
        self.applied += count
        return done


def change(content, at, data):
    """data: bytes that are written there; None: cut to that length."""
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    if data is None:
        del content[at:]
    else:
        content[at:at + len(data)] = data


def rename(names, change):
    kind, a, b = change
    if kind == "link":
        names[a] = b
    elif kind == "rename" and a in names:
        names[b] = names.pop(a)
    elif kind == "remove":
        names.pop(a, None)


class disk:
    """The directory's files, record by record.

    Strict, as POSIX is: a new name, a rename or a removal is durable when the directory has been synced after it; a
    sync of the file alone does not do.
    """

    def __init__(self, believe_syncs=True):
        self.believe_syncs = believe_syncs
        self.contents = collections.defaultdict(bytearray)  # by inode
        self.files = collections.defaultdict(journal)
        self.names, self.directory = {}, journal()
        self.now = {}  # the names as the living see them

    def _name(self, *change):
        self.directory.pending.append(change)
        rename(self.now, change)

    def add(self, r):
        if r.kind == "o":
            if self.now.get(r.path) != r.file:
                self._name("link", r.path, r.file)
                if r.at == 0:  # the inode may have been another file's
                    self.contents.pop(r.file, None)
                    self.files.pop(r.file, None)
            elif r.at == 0:
                self.files[r.file].pending.append((0, None))
        elif r.kind == "w":
            self.files[r.file].pending.append((r.at, r.data))
        elif r.kind == "t":
            self.files[r.file].pending.append((r.at, None))
        elif r.kind == "r":
            self._name("rename", r.path, r.data.decode())
        elif r.kind == "u":
            self._name("remove", r.path, None)
        elif r.kind in "sS" and self.believe_syncs:
            what = self.files[r.file] if r.file else self.directory
            if r.kind == "s":
                what.begin_sync(r.thread)
            elif r.file:
                for at, data in what.end_sync(r.thread):
                    change(self.contents[r.file], at, data)
            else:
                for one in what.end_sync(r.thread):
                    rename(self.names, one)

    def after_power_cut(self, rng):
        """{name: bytes}: what is durable, and by chance a beginning of what is not, cut within a write."""
        names = dict(self.names)
        for one in self.directory.pending[:rng.choice([0, rng.randint(0, len(self.directory.pending)), 10**9])]:
            rename(names, one)
        found = {}
        for name, file in names.items():
            content, pending = bytearray(self.contents.get(file, b"")), self.files[file].pending
            more = rng.choice([0, rng.randint(0, len(pending)), len(pending)])
            for at, data in pending[:more]:
                change(content, at, data)
            if more < len(pending) and pending[more][1]:
                at, data = pending[more]
                change(content, at, data[:rng.randint(0, len(data))])
            found[name] = bytes(content)
        return found
