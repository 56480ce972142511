"""Where a broken library is built and tested: a copy of the source, programs that may hang, crash or eat all memory."""
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile

LIMIT = 60  # seconds for a test program; nearly all of those that run here need a tenth of it
MEMORY = 6 << 30  # bytes of address space; ThreadSanitizer needs more than there is and gets no limit
STACK = 1 << 20  # bytes of a thread's stack, so that thousands of threads fit
OUTPUT = 64 << 20  # bytes a program may write into a file


def run(*command, **how):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", **how)


def copy_source(source, copy):
    """Brings the copy up to date; what has not changed is not touched."""
    tracked = set(filter(None, run("git", "-C", source, "ls-files", "-co", "--exclude-standard").stdout.split("\n")))
    for name in tracked:
        here, there = source / name, copy / name
        if here.exists() and not (there.exists() and there.read_bytes() == here.read_bytes()):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here, there)
            shutil.copymode(here, there)
    for there in copy.rglob("*_test.cpp"):  # the build takes every one that is there
        if str(there.relative_to(copy)) not in tracked:
            there.unlink()


def target_of(program):
    """The target that makes a program of tests/."""
    stem = program.split("/")[-1]
    return "conformance_" + stem if program.startswith("conformance/") else stem


def noticed(program, arguments=(), schedule=None, limit=LIMIT, memory=None):
    """What the test program says against the mutant; None if nothing. It and its children are gone afterwards."""

    def limits():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a shell has started in the background

    environment = {name: value for name, value in os.environ.items() if name != "OTP_SCHEDULE"}
    if schedule:
        environment["OTP_SCHEDULE"] = schedule
    with tempfile.TemporaryFile() as output:
        started = subprocess.Popen([str(program), *arguments], stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=subprocess.STDOUT, env=environment, start_new_session=True, preexec_fn=limits)
        try:
            status = started.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            try:
                os.killpg(started.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            started.wait()
        output.seek(0)
        said = output.read(OUTPUT).decode(errors="replace")
    if status == 0:
        return None
    began = re.findall(r"^\[ RUN      \] (\S+)", said, re.M)
    last = began[-1] if began else program.name
    by = f" by {schedule}" if schedule else ""
    if status is None:
        return f"hangs in {last}{by}"
    failed = list(dict.fromkeys(re.findall(r"^\[  FAILED  \] (\w+\.\w+)(?:,| \()", said, re.M)))
    if failed:
        return f"{failed[0]} fails{by}" + (f", and {len(failed) - 1} more" if len(failed) > 1 else "")
    word = re.search(r"WARNING: ThreadSanitizer: [^(\n]*|BROKEN: .*", said)
    return f"{last}: {word.group().strip() if word else f'exit status {status}'}{by}"
