// cause.js - where something came from: a message from its send, an end from its cause.
import { isCrash } from "./reasons.js";

// The event that event n comes from, or 0: of a receive its send, of an end or what tells of one, the cause.
export function origin(run, n) {
  const event = run.event(n);
  if (!event) return 0;
  switch (event.what) {
    case "receive":
    case "flush": {
      const message = run.messageOf(n);
      if (!message || message.from >= n) return 0;
      // What tells of an end leads on to why.
      return message.event.what === "down" || message.event.what === "exit_signal"
        ? causeOf(run, message.from) || message.from
        : message.from;
    }
    default:
      return isEnd(event) ? causeOf(run, n) : 0;
  }
}

export function isEnd(event) {
  return event.what === "exit" || event.what === "exit_signal" || event.what === "down";
}

function causeOf(run, n) {
  const last = chain(run, n).at(-1);
  return last === n ? 0 : last;
}

// From an end, back along the links to the event that began it: the numbers of the events on the way, n first. The last is
// the exit of the actor that ended of itself, or the exit signal of a living one.
export function chain(run, n) {
  const path = [n];
  const seen = new Set(path);
  const add = (next) => {
    if (!next || seen.has(next)) return false;
    seen.add(next);
    path.push(next);
    return true;
  };
  for (;;) {
    const at = path.at(-1);
    const event = run.event(at);
    let next = 0;
    if (event.what === "exit") {
      next = signalThatEnded(run, event.actor, at);
    } else if (event.what === "down" || (event.what === "exit_signal" && goesOverLink(run, event, at))) {
      const ended = run.actor(event.actor)?.ended ?? Infinity;
      next = Number.isFinite(ended) ? ended : 0;
    }
    if (!add(next)) return path;
  }
}

// Without a word of it in the trace: over a link if its sender has nothing more to do than to end for this reason.
function goesOverLink(run, event, at) {
  if (event.value === "link") return true;
  if (event.value === "exit") return false;
  const own = run.actor(event.actor)?.own ?? [];
  for (let i = own.indexOf(at); i >= 0 && i < own.length; ++i) {
    const { what, text } = run.event(own[i]);
    if (what === "exit") return text === event.text;
    if (what !== "exit_signal" && what !== "down") return false;
  }
  return false;
}

// The exit signal of which the actor ended, or 0 if it ended of itself.
function signalThatEnded(run, pid, end) {
  const reason = run.event(end).text;
  const actor = run.actor(pid);
  if (reason === "normal") return 0;
  for (let i = actor.signals.length - 1; i >= 0; --i) {
    const at = actor.signals[i];
    const signal = run.event(at);
    if (at < end && !signal.position && (signal.text === reason || (reason === "killed" && signal.text === "kill"))) {
      return at;
    }
  }
  return 0;
}

// Where to open a run that failed: before the first failed expectation, else at the first crash, else at its end.
export function failure(run) {
  const { events } = run;
  const failed = events.findIndex((event) => event.what === "mark" && event.text.startsWith("failed"));
  if (failed >= 0) return Math.max(1, failed);
  const crashed = events.findIndex((event) => event.what === "exit" && isCrash(event.text));
  return crashed >= 0 ? crashed + 1 : events.length;
}

// Of several runs, where to open: the first with a failed expectation, else the first with a crash, else the last.
export function failedRun(runs) {
  const has = (matches) => runs.findIndex((run) => run.events.some(matches));
  const failed = has((event) => event.what === "mark" && event.text.startsWith("failed"));
  if (failed >= 0) return failed;
  const crashed = has((event) => event.what === "exit" && isCrash(event.text));
  return crashed >= 0 ? crashed : runs.length - 1;
}
