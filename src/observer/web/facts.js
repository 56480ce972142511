// facts.js - one pass over the events of a run: who lived when, which message stood where from when to when.

const NEVER = Infinity;

function newActor(pid, born) {
  return {
    pid,
    born, // until more is known, when it is first heard of
    isBorn: false,
    ended: NEVER,
    reason: "",
    parent: "",
    label: "",
    children: [],
    isSupervisor: false,
    own: [], // its own events
    touched: [], // all events that change something about it
    messages: [], // all that ever stood in its mailbox, in the order of arrival: {position, from, gone, text, ...}
    byPosition: new Map(),
    arrivals: [],
    departures: [],
    oldestAt: [], // at these events the oldest unread message became the one at this place of `messages`
    oldest: [],
    links: [],
    watches: [],
    watchers: [],
    names: [],
    signals: [], // exit signals to it
    timers: [],
    talks: new Map(), // with whom: pid -> how often
  };
}

export function index(events) {
  const actors = new Map();
  const openMonitors = new Map();
  const openTimers = new Map();

  const actorOf = (pid, n) => {
    if (!pid) return null;
    let actor = actors.get(pid);
    if (!actor) actors.set(pid, (actor = newActor(pid, n)));
    return actor;
  };

  // It lives from its spawn, or from what it does itself when that comes first. (A monitor may be told of before.)
  const born = (actor, n) => {
    if (actor.isBorn) return;
    actor.isBorn = true;
    actor.born = n;
  };

  const arrive = (receiver, event, n) => {
    if (!receiver || !event.position) return;
    const message = { position: event.position, from: n, gone: NEVER, takenAt: 0, event, holder: receiver.pid };
    receiver.byPosition.set(event.position, message);
    if (receiver.ended <= n) return; // it came too late to stand anywhere
    receiver.messages.push(message);
    receiver.arrivals.push(n);
  };

  const leave = (receiver, message, n) => {
    message.gone = n;
    receiver.departures.push(n);
    let oldest = receiver.oldest.at(-1) ?? 0;
    while (oldest < receiver.messages.length && receiver.messages[oldest].gone <= n) ++oldest;
    if (oldest !== (receiver.oldest.at(-1) ?? 0)) {
      receiver.oldestAt.push(n);
      receiver.oldest.push(oldest);
    }
  };

  const linked = (a, b) => a.links.find((link) => link.other === b.pid && link.to === NEVER);

  const link = (a, b, n) => {
    if (!a || !b || linked(a, b)) return;
    a.links.push({ other: b.pid, from: n, to: NEVER });
    b.links.push({ other: a.pid, from: n, to: NEVER });
  };

  const unlink = (a, b, n) => {
    for (const [mine, other] of [[a, b], [b, a]]) {
      const found = mine && other && linked(mine, other);
      if (found) found.to = n;
    }
  };

  const monitorKey = (event, watcher, watched) => event.id ?? `${watcher.pid} ${watched.pid}`;

  const watch = (watcher, watched, event, n) => {
    if (!watcher || !watched) return;
    const key = monitorKey(event, watcher, watched);
    const monitor = { watcher: watcher.pid, other: watched.pid, from: n, to: NEVER };
    watcher.watches.push(monitor);
    watched.watchers.push(monitor);
    if (!openMonitors.has(key)) openMonitors.set(key, []);
    openMonitors.get(key).push(monitor);
  };

  const unwatch = (watcher, watched, event, n) => {
    if (!watcher || !watched) return;
    const monitor = openMonitors.get(monitorKey(event, watcher, watched))?.shift();
    if (monitor) monitor.to = Math.min(monitor.to, n);
  };

  const touch = (actor, n) => {
    if (actor && actor.touched.at(-1) !== n) actor.touched.push(n);
  };

  const end = (actor, reason, n) => {
    actor.ended = n;
    actor.reason = reason;
    for (const message of actor.messages) {
      if (message.gone === NEVER) {
        message.gone = n;
        actor.departures.push(n);
      }
    }
    for (const each of actor.links) {
      if (each.to !== NEVER) continue;
      touch(actors.get(each.other), n);
      unlink(actor, actors.get(each.other), n);
    }
    for (const each of [...actor.watches, ...actor.watchers]) {
      if (each.to !== NEVER) continue;
      touch(actors.get(each.watcher), n);
      touch(actors.get(each.other), n);
    }
    for (const each of [...actor.watches, ...actor.watchers, ...actor.names, ...actor.timers]) {
      each.to = Math.min(each.to, n);
    }
  };

  events.forEach((event, i) => {
    const n = i + 1;
    const actor = actorOf(event.actor, n);
    const other = actorOf(event.other, n);
    touch(actor, n);
    touch(other, n);
    if (actor) {
      born(actor, n);
      actor.own.push(n);
    }
    switch (event.what) {
      case "spawn":
        if (!other) break;
        born(other, n);
        other.parent = event.actor;
        other.label ||= event.text;
        actor?.children.push(other.pid);
        break;
      case "send":
      case "timeout":
        arrive(other, event, n);
        break;
      case "receive":
      case "flush": {
        const message = actor?.byPosition.get(event.position);
        if (message && message.gone === NEVER) {
          message.takenAt = n;
          leave(actor, message, n);
        }
        break;
      }
      case "link":
        link(actor, other, n);
        break;
      case "unlink":
        unlink(actor, other, n);
        break;
      case "monitor":
        watch(actor, other, event, n);
        break;
      case "demonitor":
        unwatch(actor, other, event, n);
        break;
      case "exit_signal":
        if (event.value === "link") unlink(actor, other, n);
        other?.signals.push(n);
        arrive(other, event, n);
        break;
      case "down":
        unwatch(other, actor, event, n);
        arrive(other, event, n);
        break;
      case "register_name":
        other?.names.push({ text: event.text, from: n, to: NEVER });
        break;
      case "unregister_name":
        for (const name of other?.names ?? []) {
          if (name.text === event.text && name.to === NEVER) name.to = n;
        }
        break;
      case "set_timer": {
        const timer = { text: event.text, from: n, to: NEVER };
        other?.timers.push(timer);
        if (event.id !== undefined) openTimers.set(event.id, timer);
        break;
      }
      case "restart":
        if (actor) actor.isSupervisor = true;
        if (other) other.childId = event.text;
        break;
      case "exit":
        if (actor) end(actor, event.text, n);
        break;
    }
    if (event.what === "cancel_timer" || event.what === "timeout") {
      const timer = openTimers.get(event.id);
      const ringsAgain = event.what === "timeout" && timer?.text.includes(" every ");
      if (timer && !ringsAgain) timer.to = Math.min(timer.to, n);
    }
    if (actor && other && actor !== other) {
      actor.talks.set(other.pid, (actor.talks.get(other.pid) ?? 0) + 1);
      other.talks.set(actor.pid, (other.talks.get(actor.pid) ?? 0) + 1);
    }
  });
  return { actors, called: called(actors, events) };
}

// What each actor is called: by the name that it registers, else its label, else the id its supervisor gave it, else its
// pid. The first actor was started by no other: it is main. The second of a name says so.
function called(actors, events) {
  const names = new Map();
  const counted = new Map();
  const first = events.find((event) => event.actor)?.actor;
  for (const actor of actors.values()) {
    const main = actor.pid === first && !actor.parent ? "main" : "";
    const name = actor.names[0]?.text || actor.label || main || actor.childId || actor.pid;
    const count = (counted.get(name) ?? 0) + 1;
    counted.set(name, count);
    names.set(actor.pid, count > 1 ? `${name} (${count})` : name);
  }
  return names;
}
