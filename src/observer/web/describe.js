// describe.js - one plain sentence for each event.
//
// A sentence is a list of parts: texts, {actor: pid}, and {code: text}. The page draws it; `words` reads it out.
import { brief, plain } from "./reasons.js";

export function sentence(run, n) {
  const event = run.event(n);
  if (!event) return ["Nothing has happened yet."];
  const say = SENTENCES[event.what] ?? unknown;
  return say(event, run, n).filter((part) => part !== "");
}

export function words(run, n) {
  return sentence(run, n)
    .map((part) => (typeof part === "string" ? part : part.actor !== undefined ? nameOf(run, part.actor) : part.code))
    .join("");
}

export function nameOf(run, pid) {
  return run.called.get(pid) ?? pid;
}

const who = (pid) => (pid ? { actor: pid } : "the clock");
const code = (text, most = 160) => ({ code: brief(plain(text), most) });
const said = (event) => (event.value === undefined || event.value === "" ? "" : ` (${brief(String(event.value), 80)})`);

// An article would do no good before `call get`.
const message = (event) => (event.text ? code(event.text) : "a message");

const SENTENCES = {
  spawn: (e, run) => [who(e.actor), " started ", who(e.other), e.actor ? "" : " from outside"],

  send: (e) =>
    e.actor
      ? [who(e.actor), " sent ", message(e), said(e), " to ", e.actor === e.other ? "itself" : who(e.other)]
      : [message(e), said(e), " came to ", who(e.other), " from outside"],

  receive: (e, run, n) => {
    const came = run.messageOf(n);
    const older = came ? olderThan(run, e.actor, came, n) : 0;
    const from = came?.event.what === "send" && came.event.actor && came.event.actor !== e.actor ? came.event.actor : "";
    return [
      who(e.actor), " took ", message(e), said(came?.event ?? e), " out of its mailbox",
      from && ", from ", from && who(from),
      older ? `, past ${older} older ${older === 1 ? "message" : "messages"}` : "",
    ];
  },

  flush: (e) => [who(e.actor), " threw ", message(e), " away unread"],

  drop: (e) =>
    e.actor
      ? [who(e.actor), " sent ", message(e), said(e), " to ", who(e.other), ", but nothing took it in: it is lost"]
      : [message(e), said(e), " came for ", who(e.other), " from outside, but nothing took it in: it is lost"],

  link: (e) => [who(e.actor), " and ", who(e.other), " are linked now"],

  unlink: (e) => [who(e.actor), " and ", who(e.other), " are linked no longer"],

  monitor: (e) => [who(e.actor), " watches ", who(e.other), " now"],

  demonitor: (e) => [who(e.actor), " watches ", who(e.other), " no longer"],

  exit_signal: (e) => {
    const trapped = e.position ? ", which gets it as a message" : "";
    if (e.value === "link")
      return [who(e.actor), " has ended, and its link carries ", code(e.text), " to ", who(e.other), trapped];
    return e.actor === "" && e.value !== "timer"
      ? ["the exit signal ", code(e.text), " came to ", who(e.other), " from outside", trapped]
      : [who(e.actor), " sent the exit signal ", code(e.text), " to ", who(e.other), trapped];
  },

  down: (e) => [who(e.other), ", which watched ", who(e.actor), ", is told that it has ended: ", code(e.text)],

  register_name: (e) => [who(e.other), " has the name ", code(e.text), " now"],

  unregister_name: (e) => [who(e.other), " has the name ", code(e.text), " no longer"],

  set_timer: (e) => [who(e.actor), " set a timer", e.other && e.other !== e.actor ? " for " : "",
    e.other && e.other !== e.actor ? who(e.other) : "", ": ", code(e.text)],

  cancel_timer: (e) => [who(e.actor), " cancelled a timer", e.text && ": ", e.text && code(e.text)],

  timeout: (e) => ["a timer rang: ", message(e), " is in the mailbox of ", who(e.other)],

  restart: (e) => [who(e.actor), " restarted its child ", code(e.text), e.other && ", which is ", e.other && who(e.other),
    e.other && " now"],

  transition: (e) => {
    const parts = /^(.*) --(.*)--> (.*)$/s.exec(e.text);
    if (!parts) return [who(e.actor), " took a step: ", code(e.text)];
    const [, from, by, to] = parts;
    if (from === "[*]") return [who(e.actor), " begins in the state ", code(to)];
    return from === to
      ? [who(e.actor), " stays ", code(to), " after ", code(by)]
      : [who(e.actor), " went from ", code(from), " to ", code(to), ", because of ", code(by)];
  },

  wait: (e) => {
    const text = e.text || "something to do";
    const verb = /^(receives?|sleeps?)\b/.test(text);
    const parts = verb ? [" has nothing to do: it ", plain(text)] : [" waits for ", plain(text)];
    return [who(e.actor), ...parts, e.other && (verb ? " from " : " from "), e.other && who(e.other)];
  },

  mark: (e) => [e.actor && who(e.actor), e.actor && ": ", brief(e.text, 300)],

  exit: (e) => {
    if (e.text === "normal") return [who(e.actor), " has ended: it was done"];
    if (e.text === "killed") return [who(e.actor), " was killed"];
    if (e.text.startsWith("shutdown") || e.text.startsWith("{shutdown")) {
      return [who(e.actor), " has ended: it was shut down", e.text === "shutdown" ? "" : ", ",
        e.text === "shutdown" ? "" : code(e.text)];
    }
    return [who(e.actor), " crashed: ", code(e.text)];
  },
};

function unknown(e) {
  return [e.actor && who(e.actor), e.actor && " ", e.what.replaceAll("_", " "), e.text && " ", e.text && code(e.text),
    e.other && " ", e.other && who(e.other)];
}

// How many messages that came earlier stay in the mailbox.
function olderThan(run, pid, taken, n) {
  const { shown } = run.mailbox(run.actor(pid), n, 100);
  return shown.filter((each) => each.from < taken.from).length;
}

// A sign for each kind of event, so that a glance along a list finds the ends and the starts.
export const SIGNS = {
  spawn: "✚", send: "→", receive: "●", flush: "◌", drop: "⇥", link: "⚭", unlink: "⚮", monitor: "◉", demonitor: "◎",
  exit_signal: "⚡", down: "▽", register_name: "@", unregister_name: "@", set_timer: "◔", cancel_timer: "◔", timeout: "◕",
  restart: "↻", transition: "⇢", wait: "…", mark: "⚑", exit: "■",
};

// 1_250_000 ns -> `1.25 ms`
export function duration(nanoseconds) {
  for (const [unit, size] of [["s", 1e9], ["ms", 1e6], ["µs", 1e3]]) {
    if (Math.abs(nanoseconds) >= size) return `${Number((nanoseconds / size).toPrecision(4))} ${unit}`;
  }
  return nanoseconds ? `${nanoseconds} ns` : "0 s";
}
