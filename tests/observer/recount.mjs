// recount.mjs - the state after n events, counted by doing each of them: nothing of the player's own code is in it.

export function recount(events, n) {
  const actors = new Map();
  const born = (pid, parent) => {
    if (!pid) return null;
    if (!actors.has(pid)) {
      actors.set(pid, { alive: true, reason: "", parent: "", mailbox: [], links: new Set(), watches: [], names: [], waits: "", isBorn: false });
    }
    const actor = actors.get(pid);
    if (parent !== undefined) actor.parent = parent;
    return actor;
  };
  const box = (actor, position) => position && actor?.alive && actor.mailbox.push(position);
  const lose = (list, test) => {
    const i = list.findIndex(test);
    if (i >= 0) list.splice(i, 1);
  };
  for (const event of events.slice(0, n)) {
    const { what, actor, other, text, position, id } = event;
    const me = born(actor);
    const you = born(other);
    if (me) me.waits = what === "wait" ? text : "";
    if (me) me.isBorn = true;
    if (what === "spawn") born(other, actor).isBorn = true;
    if (what === "send" || what === "timeout") box(you, position);
    if (what === "receive" || what === "flush") lose(me.mailbox, (each) => each === position);
    if (what === "link") me.links.add(other), you.links.add(actor);
    if (what === "unlink" || (what === "exit_signal" && event.value === "link")) me.links.delete(other), you.links.delete(actor);
    if (what === "monitor") me.watches.push({ other, id });
    if (what === "demonitor") lose(me.watches, (each) => each.id === id && each.other === other);
    if (what === "down") lose(you.watches, (each) => each.id === id && each.other === actor);
    if (what === "exit_signal" || what === "down") box(you, position);
    if (what === "register_name") you.names.push(text);
    if (what === "unregister_name") lose(you.names, (each) => each === text);
    if (what === "exit") {
      Object.assign(me, { alive: false, reason: text, mailbox: [], watches: [], names: [] });
      for (const each of me.links) actors.get(each).links.delete(actor);
      me.links.clear();
      for (const each of actors.values()) each.watches = each.watches.filter((monitor) => monitor.other !== actor);
    }
  }
  // Of whom nothing but a monitor is known, but who is still to start, is not there yet.
  const toStart = new Set(events.slice(n).flatMap((event) => (event.what === "spawn" ? [event.other] : [])));
  const state = {};
  for (const [pid, actor] of actors) {
    if (!actor.isBorn && toStart.has(pid)) continue;
    state[pid] = {
      alive: actor.alive, reason: actor.reason, parent: actor.parent, mailbox: actor.mailbox, links: [...actor.links].sort(),
      watches: actor.watches.map((monitor) => monitor.other).sort(), names: actor.names.sort(), waits: actor.waits,
    };
  }
  return { event: n, actors: state };
}
