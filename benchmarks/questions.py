"""What is asked, of whom, and how it is drawn. The names and parameters are those of workloads.hpp."""

# name, arguments, what it is (rate: items per second; counters: figures of one run), unit, title
RATES = [
    ("ping_pong", [None], "round trips/s", "ping-pong"),
    ("fan_in", [1, 2, 4, 100, 1000], "messages/s", "fan-in, {} senders"),
    ("ring", [100, 1000], "hops/s", "ring of {}"),
    ("call", [None], "calls/s", "request and reply"),
    ("spawn_exit", [None], "lives/s", "spawn, exit, DOWN"),
    ("fork_join_create", [None], "actors/s", "fork-join, create"),
    ("fork_join_throughput", [None], "messages/s", "fork-join, throughput"),
    ("chameneos", [None], "meetings/s", "chameneos"),
    ("dining_philosophers", [None], "meals/s", "dining philosophers"),
    ("bank", [None], "transfers/s", "bank transactions"),
    ("dictionary", [None], "requests/s", "concurrent dictionary"),
    ("call_under_backlog", [0, 100000], "calls/s", "call, {} unread"),
    ("selective_receive", [0, 10000], "receives/s", "selective receive past {}"),
    ("echo", [1, 50], "round trips/s", "echo over loopback, {} connections"),
]
COUNTERS = {
    "idle": "{} idle actors",
    "alive": "30,000 actors alive",
    "all_to_all": "1,000 actors write to each other",
    "lives": "{} lives",
    "crash_to_restart": "crash to restart",
    "latency_under_load": "latency beside a busy actor",
}
# Once more with all threads on one processor.
PINNED = {"ping_pong", "fan_in/1", "fan_in/4", "ring/100", "ring/1000", "call", "call_under_backlog/0",
          "call_under_backlog/100000", "chameneos", "latency_under_load", "echo/1", "echo/50"}
# What a counter's question is asked with, in a quick run and in a full one.
ARGUMENTS = {"idle": ([1000, 10000], [1000, 10000]), "lives": ([100000], [1000000])}
# Takes minutes: asked in a full run only.
SLOW = {("all_to_all", "raw"), ("idle", "caf_detached")}

# design, folder, title, what it answers only (None: all it has files for)
MESSAGING = {"ping_pong", "fan_in", "ring"}
DESIGNS = [
    ("otpp", "otpp", "otp++ (a thread an actor)", None),
    ("otpp_without_seam", "otpp", "otp++ without its seam", {"ping_pong", "fan_in"}),
    ("raw", "raw", "raw threads, spin when it pays", None),
    ("raw_parks", "raw", "raw threads, park at once", MESSAGING),
    ("caf_detached", "caf", "CAF, detached (a thread an actor)", None),
    ("coroutines", "coroutines", "coroutines, one thread", None),
    ("coroutines_workers", "coroutines", "coroutines, workers", None),
    ("fiber", "fiber", "Boost.Fiber, one thread", None),
    ("asio", "asio", "Boost.Asio awaitables, one thread", None),
    ("caf_scheduled", "caf", "CAF, scheduled", None),
    ("go", "go", "Go", None),
    ("beam", "beam", "Erlang/OTP", None),
]
TITLES = {name: title for name, _, title, _ in DESIGNS}
THREADS = {"otpp", "raw", "raw_parks", "caf_detached"}

# Why a design has no answer; what is not listed here has one.
CHANNELS = "its channels give what comes next: no selective receive"
NO_SUPERVISOR = "it has no supervisors"
ABSENT = {
    **{(d, q): CHANNELS for d in ("raw", "raw_parks", "fiber", "asio", "go")
       for q in ("call_under_backlog", "selective_receive")},
    **{(d, "crash_to_restart"): NO_SUPERVISOR for d in
       ("coroutines", "coroutines_workers", "fiber", "asio", "go", "caf_scheduled", "caf_detached")},
}
CAF_LEAVES_OUT = {"chameneos", "dining_philosophers", "bank", "dictionary", "call_under_backlog", "selective_receive",
                  "all_to_all", "lives", "latency_under_load"}


def label(question, argument):
    return question if argument is None else f"{question}/{argument}"


def title(question, argument):
    for name, _, _, text in RATES:
        if name == question:
            return text.format(f"{argument:,}" if argument is not None else "")
    return COUNTERS[question].format(f"{argument:,}" if argument is not None else "")


def unit(question):
    return next((u for name, _, u, _ in RATES if name == question), "")


def answers(design, question):
    """Whether a design has a program for the question; else why not."""
    only = next(o for name, _, _, o in DESIGNS if name == design)
    if question == "echo" and design not in ("otpp", "raw"):
        return "asked of otp++ and of bare threads only"
    if (design, question) in ABSENT:
        return ABSENT[design, question]
    if only is not None and question not in only:
        return "not asked: it is a variant of another design"
    if question == "alive" and design != "otpp":
        return "asked of otp++ only"
    if design.startswith("caf") and question in CAF_LEAVES_OUT:
        return "not written for CAF"
    return None
