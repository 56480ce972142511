// run.js - the state of a run after any of its events.
//
// Nothing is replayed. Each fact (this message is in that mailbox, these two are linked) is kept once, with the event that
// began it and the event that ended it: it holds at `n` when from <= n < to. So a jump across a hundred thousand events
// costs what a step costs. Events are numbered from 1; 0 is before the first.
import { index } from "./facts.js";

const MOST_SHOWN = 6;

export class Run {
  constructor(parsed) {
    Object.assign(this, parsed);
    this.length = this.events.length;
    Object.assign(this, index(this.events));
    this.births = [...this.actors.values()].map((actor) => actor.born).sort((a, b) => a - b);
    this.start = this.events[0].at;
    this.seeded = /^(seed|pct)/.test(this.schedule) || this.events.some((event) => "step" in event);
  }

  event(n) {
    return this.events[n - 1];
  }

  // Nanoseconds since the first event.
  time(n) {
    return n < 1 ? 0 : this.event(n).at - this.start;
  }

  actor(pid) {
    return this.actors.get(pid);
  }

  isBorn(actor, n) {
    return actor.born <= n;
  }

  isAlive(actor, n) {
    return actor.born <= n && n < actor.ended;
  }

  // The last event of the actor's own at or before n; 0 when there is none.
  lastOwn(actor, n) {
    return actor.own[upTo(actor.own, n) - 1] ?? 0;
  }

  // The last event at or before n that has changed something about it.
  lastTouched(actor, n) {
    return actor.touched[upTo(actor.touched, n) - 1] ?? 0;
  }

  // What it waits for, or null when it is not known to wait.
  waits(actor, n) {
    const last = this.lastOwn(actor, n);
    return last && this.event(last).what === "wait" && this.isAlive(actor, n) ? this.event(last) : null;
  }

  // How many messages are unread, and the oldest of them (all, when no most is given).
  mailbox(actor, n, most = MOST_SHOWN) {
    const arrived = upTo(actor.arrivals, n);
    const count = arrived - upTo(actor.departures, n);
    const shown = [];
    const first = upTo(actor.oldestAt, n);
    for (let i = first ? actor.oldest[first - 1] : 0; i < arrived && shown.length < Math.min(most, count); ++i) {
      if (actor.messages[i].gone > n) shown.push(actor.messages[i]);
    }
    return { count, shown };
  }

  // The message that event n put into a mailbox or took out of one, or null.
  messageOf(n) {
    const event = this.event(n);
    if (!event?.position) return null;
    const holder = event.what === "receive" || event.what === "flush" ? event.actor : event.other;
    return this.actor(holder)?.byPosition.get(event.position) ?? null;
  }

  links(actor, n) {
    return actor.links.filter((link) => holds(link, n));
  }

  watches(actor, n) {
    return actor.watches.filter((monitor) => holds(monitor, n));
  }

  watchedBy(actor, n) {
    return actor.watchers.filter((monitor) => holds(monitor, n));
  }

  names(actor, n) {
    return actor.names.filter((name) => holds(name, n)).map((name) => name.text);
  }

  timers(actor, n) {
    return actor.timers.filter((timer) => holds(timer, n));
  }

  // Everything at once, as plain data: for tests, and for those who ask from the console.
  state(n) {
    const actors = {};
    for (const actor of this.actors.values()) {
      if (!this.isBorn(actor, n)) continue;
      actors[actor.pid] = {
        alive: this.isAlive(actor, n),
        reason: actor.ended <= n ? actor.reason : "",
        parent: actor.parent,
        mailbox: this.mailbox(actor, n, Infinity).shown.map((message) => message.position),
        links: this.links(actor, n).map((link) => link.other).sort(),
        watches: this.watches(actor, n).map((monitor) => monitor.other).sort(),
        names: this.names(actor, n).sort(),
        waits: this.waits(actor, n)?.text ?? "",
      };
    }
    return { event: n, actors };
  }
}

function holds(fact, n) {
  return fact.from <= n && n < fact.to;
}

// How many of the ascending numbers are at most n.
export function upTo(numbers, n) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}
