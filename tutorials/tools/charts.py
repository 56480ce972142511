"""Charts from a run's trace (OTP_TRACE=FILE): Mermaid diagrams, and a file for ui.perfetto.dev.

    charts.py perfetto TRACE > trace.json
    charts.py sequence TRACE | charts.py tree TRACE
"""
import json
import re
import sys

MOST_LINES = 60


def events(text):
    """What actors did, in all systems of the program; not the clock, and not what each waited for."""
    lines = [json.loads(line) for line in text.splitlines()]
    return [e for e in lines if e.get("actor") and e["what"] != "wait"]


def plain(type_name):
    """`call chapter::ask` -> `call ask`"""
    return re.sub(r"\b(\w+|\(anonymous namespace\))::", "", type_name).replace(";", ",").replace("#", "no. ")


def names(trace):
    """What each actor is called: its registered name, else its label, else its pid."""
    called = {trace[0]["actor"]: "main"} if trace else {}
    for e in trace:
        if e["what"] == "spawn":
            called.setdefault(e["other"], e["text"] or e["other"].strip("<>"))
        elif e["what"] == "register_name":
            called[e["other"]] = e["text"]
    counted = {}
    for actor, name in list(called.items()):  # a restarted child has its predecessor's name
        counted[name] = counted.get(name, 0) + 1
        if counted[name] > 1:
            called[actor] = f"{name} ({counted[name]})"
    return called


def quoted(text):
    return text.replace("<", "#lt;").replace(">", "#gt;")


def sequence(trace, monitors, hidden):
    called = names(trace)
    order, lines, sent = [], [], set()

    def who(actor):
        if actor not in order:
            order.append(actor)
        return "a" + actor.strip("<>").replace(".", "_")

    def shown(actor):
        return actor and called.get(actor, actor).split(" (")[0] not in hidden

    for e, last in zip(trace, [{}, *trace]):
        what, actor, other = e["what"], e["actor"], e["other"]
        before = (last.get("what"), last.get("actor"), last.get("other"))
        text = quoted(plain(e["text"]))
        if text in ("init_ack",) or not shown(actor) or (other and not shown(other)):
            continue
        if what == "send":
            sent.add((other, e["position"]))
            lines.append(f"{who(actor)}->>{who(other)}: {text}")
        elif what == "receive" and (actor, e["position"]) not in sent and text not in ("down", "exit_message"):
            lines.append(f"Note over {who(actor)}: gets {text}")
        elif what == "spawn":
            lines.append(f"{who(actor)}-->>{who(other)}: spawn")
        elif what == "exit_signal":
            lines.append(f"{who(actor)}-x{who(other)}: exit signal, {text}")
        elif what == "down" and monitors:
            lines.append(f"{who(actor)}-){who(other)}: down, {text}")
        elif what == "link" and before != ("spawn", actor, other):  # spawn_link
            lines.append(f"Note over {who(actor)},{who(other)}: link")
        elif what == "monitor" and monitors:
            lines.append(f"Note over {who(actor)},{who(other)}: {called.get(actor, actor)} monitors")
        elif what == "restart":
            lines.append(f"Note over {who(actor)}: has restarted {text}")
        elif what == "exit":
            lines.append(f"Note over {who(actor)}: ends, {text}")
    if len(lines) > MOST_LINES:
        raise ValueError(f"a chart of {len(lines)} lines; more than {MOST_LINES} cannot be read")
    actors = [f"participant {who(a)} as {quoted(called.get(a, a))}" for a in list(order)]
    return "\n".join("    " + line if i else line for i, line in enumerate(["sequenceDiagram", *actors, *lines]))


def trees(trace):
    """Who was started by whom: before the first abnormal end, and before main ends."""
    called = names(trace)
    normal = ("normal", "shutdown", "{shutdown")
    crash = next((i for i, e in enumerate(trace) if e["what"] == "exit" and not e["text"].startswith(normal)),
                 len(trace))
    last = max((i for i, e in enumerate(trace) if e["what"] in ("restart", "spawn")), default=0) + 1
    return tree(trace[:crash], called), tree(trace[:last], called)


def tree(trace, called):
    gone = {e["actor"] for e in trace if e["what"] == "exit"}
    lines = ["graph TD"]
    for e in trace:
        if e["what"] != "spawn" or e["other"] in gone:
            continue
        for actor in (e["actor"], e["other"]):
            line = f'    a{actor.strip("<>").replace(".", "_")}["{quoted(called.get(actor, actor))}"]'
            if line not in lines:
                lines.append(line)
        lines.append("    a{} --> a{}".format(*(x.strip("<>").replace(".", "_") for x in (e["actor"], e["other"]))))
    return "\n".join(lines)


def perfetto(trace):
    """Each actor a track; what it does are slices; messages are arrows between them."""
    called = names(trace)
    out, seen = [], {}

    def track(actor):
        if actor not in seen:
            seen[actor] = len(seen) + 1
            out.append({"ph": "M", "pid": 1, "tid": seen[actor], "name": "thread_name",
                        "args": {"name": f"{actor} {called.get(actor, '')}"}})
        return seen[actor]

    start = trace[0]["at"] if trace else 0
    for e in trace:
        at = (e["at"] - start) / 1000  # microseconds
        me = track(e["actor"])
        label = f'{e["what"]} {plain(e["text"])}' + (f' {called.get(e["other"], e["other"])}' if e["other"] else "")
        out.append({"ph": "X", "pid": 1, "tid": me, "ts": at, "dur": 0.5, "name": label})
        if e["what"] in ("send", "receive"):
            to = e["other"] if e["what"] == "send" else e["actor"]
            out.append({"ph": "s" if e["what"] == "send" else "f", "bp": "e", "pid": 1, "tid": me, "ts": at + 0.1,
                        "id": f'{to}:{e["position"]}', "cat": "message", "name": "message"})
    return json.dumps({"traceEvents": out}, indent=0)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("perfetto", "sequence", "tree"):
        sys.exit(__doc__)
    run = events(open(sys.argv[2]).read())
    print({"perfetto": perfetto, "sequence": lambda t: sequence(t, True, []),
           "tree": lambda t: "\n\n".join(trees(t))}[sys.argv[1]](run))
