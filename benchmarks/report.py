#!/usr/bin/python3
"""Makes tables and plots from results.jsonl. With --publish also benchmarks/README.md, from README.in.md.

What stands in {{...}} there is Python, evaluated with the functions below, so that no figure of this run is typed by
hand.
"""
import json
import pathlib
import re
import statistics
import sys

import questions as q

out = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).resolve().parent
records = [json.loads(line) for line in open(out / "results.jsonl")]
head, runs = records[0], [r for r in records[1:] if "figures" in r]
machine = head["machine"]
(lives,) = q.ARGUMENTS["lives"][0 if machine["quick"] else 1]


# ---- figures ------------------------------------------------------------------------------------------------------

def series(question, arg, design, counter="items_per_second", pinned=False):
    """What a design reached, by round."""
    return {r["round"]: r["figures"][counter] for r in runs
            if (r["question"], r["arg"], r["design"], r["pinned"]) == (question, arg, design, pinned)
            and counter in r["figures"]}


def median(question, design, arg=None, counter="items_per_second", pinned=False):
    values = series(question, arg, design, counter, pinned).values()
    return statistics.median(values) if values else None


class ratio:
    """a / b, each time within one round: minimum, median, maximum. False where one of them is missing."""

    def __init__(self, a, b):
        self.all = sorted(a[n] / b[n] for n in a if n in b and b[n])

    def __bool__(self):
        return bool(self.all)

    @property
    def median(self):
        return statistics.median(self.all)

    def __str__(self):
        if not self:
            return "–"
        return f"{short(self.median)} ({short(self.all[0])} … {short(self.all[-1])})"


def short(x):
    """Three digits, with k, M, G."""
    if x is None:
        return "–"
    for factor, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(x) >= factor:
            return f"{x / factor:.3g}{letter}"
    return f"{x:.3g}" if abs(x) < 100 else f"{x:.0f}"


def size(x):
    if x is None:
        return "–"
    for factor, letter in ((2**20, "MiB"), (2**10, "KiB")):
        if abs(x) >= factor:
            return f"{x / factor:.3g} {letter}"
    return f"{x:.0f} B"


def nanoseconds(x):
    if x is None:
        return "–"
    for factor, letter in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if abs(x) >= factor:
            return f"{x / factor:.3g} {letter}"
    return f"{x:.0f} ns"


# ---- tables -------------------------------------------------------------------------------------------------------

def table(rows, header):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def rates():
    """Every question about rates: each design's median with its range, and its ratio to otp++ in the same round."""
    parts = []
    for question, args, unit, _ in q.RATES:
        for arg in args:
            for pinned in (False, True):
                ours = series(question, arg, "otpp", pinned=pinned)
                rows = []
                for design in q.TITLES:
                    values = sorted(series(question, arg, design, pinned=pinned).values())
                    if not values:
                        continue
                    rows.append([q.TITLES[design], short(statistics.median(values)),
                                 f"{short(values[0])} … {short(values[-1])}",
                                 str(ratio(series(question, arg, design, pinned=pinned), ours))])
                if rows:
                    name = q.title(question, arg) + (", all on one processor" if pinned else "")
                    parts.append(f"**{name[0].upper()}{name[1:]}** ({unit})\n\n"
                                 + table(rows, ["design", "median", "range", "to otp++: median (min … max)"]))
    absent = {}
    for design in q.TITLES:
        for question in [r[0] for r in q.RATES] + list(q.COUNTERS):
            why = q.answers(design, question)
            if why and not why.startswith(("not asked", "asked of")):
                absent.setdefault((design, why), []).append(question)
    listed = [f"- {q.TITLES[d]}: {', '.join(names)}: {why}" for (d, why), names in absent.items()]
    listed += [f"- {q.TITLES[d]}: everything: not installed on this machine" for d in head["missing"]]
    listed += [f"- {q.TITLES[r['design']]}: {q.label(r['question'], r['arg'])}: failed: {r['failure']}"
               for r in records[1:] if "failure" in r]
    return "\n\n".join(parts) + "\n\nWithout an answer:\n\n" + "\n".join(listed)


def counters():
    """Memory and latency."""
    rows = []
    for design in q.TITLES:
        def m(question, counter, show, pinned=False, arg=None):
            return show(median(question, design, arg, counter, pinned))
        row = [q.TITLES[design], m("idle", "bytes", size, arg=10000), m("idle", "processors", short, arg=1000),
               m("all_to_all", "bytes", size), m("lives", "bytes", size, arg=lives)]
        row += [m("latency_under_load", c, nanoseconds, p) for p in (False, True) for c in ("p50", "p99")]
        row += [m("crash_to_restart", c, nanoseconds) for c in ("p50", "p99")]
        if any(cell != "–" for cell in row[1:]):
            rows.append(row)
    return table(rows, ["design", "an idle actor", "processors used by 1,000 idle", "kept after all-to-all",
                        f"grown by {lives:,} lives", "latency beside a busy actor, p50", "p99",
                        "… on one processor, p50", "p99", "crash to restart, p50", "p99"])


# ---- the targets --------------------------------------------------------------------------------------------------

def targets():
    """P1 to P14. Each line: what is compared, what it has to be, what it was."""
    rows = []

    def verdict(measured, holds, value):
        return "not measured" if not measured else "holds" if holds else f"**not reached: {value}**"

    def at_least(name, work, what, least, got):
        rows.append([name, work, f"{what} ≥ {least}", str(got),
                     verdict(got, got and got.median >= least, got and short(got.median))])

    def at_most(name, work, what, most, value, show, got=None):
        there = value is not None
        rows.append([name, work, f"{what} ≤ {show(most)}", show(value) if got is None else str(got),
                     verdict(there, there and value <= most, there and show(value))])

    def versus(question, arg, other, pinned=False):
        return ratio(series(question, arg, "otpp", pinned=pinned), series(question, arg, other, pinned=pinned))

    at_least("P1", "ping-pong", "to raw threads with the same waiting policy", 0.7, versus("ping_pong", None, "raw"))
    at_least("P1", "ping-pong", "to CAF detached", 2, versus("ping_pong", None, "caf_detached"))
    at_least("P2", "ping-pong, one processor", "to raw threads that park at once", 0.85,
             versus("ping_pong", None, "raw_parks", True))
    for size_of in (100, 1000):
        at_least("P3", f"ring of {size_of:,}", "to raw threads that park at once", 0.85,
                 versus("ring", size_of, "raw_parks"))
    for senders in (1, 2, 4):
        work = f"fan-in, {senders} sender{'s' if senders > 1 else ''}"
        at_least("P4", work, "to a raw ConcurrentQueue with 64-byte messages", 0.5, versus("fan_in", senders, "raw"))
        at_least("P4", work, "to CAF detached", 2, versus("fan_in", senders, "caf_detached"))
        at_least("P4", work, "to the BEAM", 1.2, versus("fan_in", senders, "beam"))
    at_least("P5", "call", "to its own ping-pong", 0.5,
             ratio(series("call", None, "otpp"), series("ping_pong", None, "otpp")))
    at_least("P5", "call", "to the BEAM", 1, versus("call", None, "beam"))
    at_least("P6", "spawn, exit, DOWN", "to boost::thread create and join", 0.9, versus("spawn_exit", None, "raw"))
    at_most("P7", "memory of an idle actor, 10,000 alive", "resident", 10 * 1024,
            median("idle", "otpp", 10000, "bytes"), size)
    answered = median("alive", "otpp", counter="answered")
    rows.append(["P7", "30,000 alive at once", "all answer", short(answered),
                 "not measured" if answered is None else "holds" if answered >= 30_000 else "**not reached**"])
    at_most("P8", "1,000 × 1,000 all-to-all", "kept after the drain", 32 * 2**20,
            median("all_to_all", "otpp", counter="bytes"), size)
    at_most("P8", "a receive after 5,000 senders", "to one after a single sender", 2,
            median("all_to_all", "otpp", counter="receive_ratio"), short)
    at_most("P9", f"{lives:,} lives that each send", "growth", 2 * 2**20, median("lives", "otpp", lives, "bytes"), size)
    slower = ratio(series("call_under_backlog", 0, "otpp", pinned=True),
                   series("call_under_backlog", 100000, "otpp", pinned=True))
    at_most("P10", "call with 100,000 unread, one processor", "time, to the call without", 1.2,
            slower.median if slower else None, short, slower)
    restart = ratio(series("crash_to_restart", None, "otpp", "p50"), series("crash_to_restart", None, "raw", "p50"))
    at_most("P11", "crash to the new one's init, p50", "to creating a thread until it runs", 2,
            restart.median if restart else None, short, restart)
    at_most("P12", "1,000 idle actors", "processors", 0.001, median("idle", "otpp", 1000, "processors"), short)
    # On one processor: on two, a ping-pong spins or sleeps as it happens, and a factor of ten hides two in a hundred.
    for question, arg in (("ping_pong", None), ("fan_in", 1)):
        at_least("P13", q.title(question, arg) + ", one processor", "to a build without the seam of schedules", 0.98,
                 versus(question, arg, "otpp_without_seam", True))
    for connections in (1, 50):
        at_least("P14", q.title("echo", connections), "to a raw thread that polls the socket and an eventfd", 0.9,
                 versus("echo", connections, "raw"))
    return table(rows, ["", "work", "target", "measured: median (min … max)", ""])


def ns(question, design, arg=None, pinned=False, half=False):
    """The time of one item."""
    rate = median(question, design, arg, pinned=pinned)
    return nanoseconds(1e9 / rate / (2 if half else 1)) if rate else "–"


def figure(name):
    return f"![{name}](plots/{name}.svg)"


def lines(pattern):
    return sum(len(path.read_text().splitlines()) for path in here.glob(pattern))


def notes():
    """What is known about targets that are not reached: written by hand, shown while there are such."""
    return (here / "notes.md").read_text().strip() if "not reached" in targets() else ""


def about():
    kind = "a quick run" if machine["quick"] else "a full run"
    return (f"{machine['date']}, {kind}: {machine['rounds']} rounds, {machine['seconds']} s a question; "
            f"{machine['processors']} processors ({machine['cpu']}), {machine['memory_gib']} GiB, "
            f"Linux {machine['kernel']}, {machine['compiler']}; load before it began: {machine['load']:.2f}")


# ---- plots --------------------------------------------------------------------------------------------------------

def plots(folder):
    import matplotlib
    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    # One colour a family; text and axes take the page's own colour, in light and dark (see `save`).
    text = "#010203"
    matplotlib.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "otp++", "font.family": "sans-serif", "font.size": 10,
        "text.color": text, "axes.labelcolor": text, "axes.edgecolor": text, "xtick.color": text, "ytick.color": text,
        "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "none", "axes.facecolor": "none",
        "legend.frameon": False, "axes.axisbelow": True})
    colours = {"otpp": "#d1495b", "raw": "#e09f3e", "raw_parks": "#b07d2b", "caf_detached": "#9a6fb0",
               "coroutines": "#1b7fbd", "coroutines_workers": "#4fb3d9", "fiber": "#2a9d8f", "asio": "#5fb49c",
               "caf_scheduled": "#8d99ae", "go": "#7a9e3b", "beam": "#a8326e"}
    shown = [d for d in q.TITLES if d != "otpp_without_seam"]

    def save(figure, name):
        path = folder / f"{name}.svg"
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None, "Creator": "benchmarks/report.py"})
        plt.close(figure)
        svg = path.read_text()
        style = "<style>:root{color:#24292f}@media (prefers-color-scheme:dark){:root{color:#d0d7de}}</style>"
        svg = svg.replace(text, "currentColor")
        path.write_text(re.sub(r"(<svg [^>]*>)", lambda m: m.group(1) + style, svg, count=1))

    def dots(name, groups, xlabel, left_is_better=False):
        """One row a design in each group, the best on top; a dot at the median, a line from minimum to maximum."""
        groups = [(title, {d: sorted(v) for d, v in of.items() if v}) for title, of in groups]
        groups = [(title, of) for title, of in groups if of]
        if not groups:
            return
        height = sum(len(of) + 1.6 for _, of in groups) * 0.21
        figure, axis = plt.subplots(figsize=(8, height + 0.6))
        ticks, labels, y = [], [], 0.0
        for title, of in groups:
            axis.text(0.0, y, title, transform=axis.get_yaxis_transform(), fontweight="bold", va="center")
            y += 1
            for d in sorted(of, key=lambda d: statistics.median(of[d]), reverse=not left_is_better):
                values = of[d]
                axis.plot([values[0], values[-1]], [y, y], color=colours[d], linewidth=2, alpha=0.6)
                axis.plot([statistics.median(values)], [y], "o" if d not in q.THREADS else "D", color=colours[d],
                          markersize=9 if d == "otpp" else 6)
                ticks.append(y)
                labels.append(q.TITLES[d])
                y += 1
            y += 0.6
        axis.set_yticks(ticks, labels)
        for tick, name_of in zip(axis.get_yticklabels(), labels):
            if name_of == q.TITLES["otpp"]:
                tick.set_fontweight("bold")
        axis.set_ylim(y - 0.2, -0.7)
        axis.set_xscale("log")
        axis.grid(axis="x", color=text, alpha=0.15)
        axis.set_xlabel(xlabel)
        save(figure, name)

    def by_design(question, arg=None, counter="items_per_second", pinned=False):
        return {d: list(series(question, arg, d, counter, pinned).values()) for d in shown}

    per_second = "per second, logarithmic: right is better   (◆ a thread an actor, ● many actors a thread)"
    dots("messages", [("ping-pong: round trips", by_design("ping_pong")),
                      ("ping-pong, all on one processor", by_design("ping_pong", pinned=True)),
                      ("request and reply", by_design("call")),
                      ("ring of 100: hops", by_design("ring", 100))], per_second)
    dots("lives", [("spawn, exit, DOWN", by_design("spawn_exit")),
                   ("fork-join: 1,000 actors at a time", by_design("fork_join_create"))], per_second)
    dots("coordination", [(title, by_design(name)) for name, title in (
        ("fork_join_throughput", "fork-join: messages that compute a little"), ("chameneos", "chameneos: meetings"),
        ("dining_philosophers", "dining philosophers: meals"), ("bank", "bank: transfers"),
        ("dictionary", "concurrent dictionary: requests"))], per_second)
    dots("memory", [("an idle actor, of 10,000", by_design("idle", 10000, "bytes"))],
         "bytes resident, logarithmic: left is better   (◆ a thread an actor, ● many actors a thread)",
         left_is_better=True)
    late = "nanoseconds from when the ping was due to its answer, logarithmic: left is better"
    dots("latency", [("as the system likes: p50", by_design("latency_under_load", counter="p50")),
                     ("p99", by_design("latency_under_load", counter="p99")),
                     ("all on one processor: p50", by_design("latency_under_load", counter="p50", pinned=True)),
                     ("p99", by_design("latency_under_load", counter="p99", pinned=True))], late, left_is_better=True)

    figure, axis = plt.subplots(figsize=(8, 4.2))
    senders = [1, 2, 4, 100, 1000]
    for d in shown:
        line = [(n, median("fan_in", d, n)) for n in senders]
        line = [(n, v) for n, v in line if v]
        if line:
            axis.plot(*zip(*line), marker="D" if d in q.THREADS else "o", color=colours[d], label=q.TITLES[d],
                      linewidth=3 if d == "otpp" else 1.5)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xticks(senders, [f"{n:,}" for n in senders])
    axis.minorticks_off()
    axis.grid(color=text, alpha=0.15)
    axis.set_xlabel("actors that send to one")
    axis.set_ylabel("messages per second, logarithmic")
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    save(figure, "fan_in")


# ---- out ----------------------------------------------------------------------------------------------------------

results = (f"# Benchmarks\n\n{about()}\n\n## Targets\n\n{targets()}\n\n"
           f"## Memory and latency\n\n{counters()}\n\n## Rates\n\n{rates()}\n")
(out / "results.md").write_text(results)
plots(out)
print(f"{targets()}\n\nall tables: {out / 'results.md'}; plots: {out}/*.svg")
if "--publish" in sys.argv:
    (here / "plots").mkdir(exist_ok=True)
    plots(here / "plots")
    names = dict(globals())
    page = re.sub(r"\{\{(.*?)\}\}", lambda m: str(eval(m.group(1).strip(), names)), (here / "README.in.md").read_text())
    (here / "README.md").write_text(page)
    print("published: benchmarks/README.md, benchmarks/plots")
