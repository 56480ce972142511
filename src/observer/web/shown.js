// shown.js - which actors, and which events, are to be seen: a filter on names, hidden ones, the circle of one actor.
import { nameOf } from "./describe.js";

export const ALL = { text: "", hidden: new Set(), circle: "", ended: true };

export function isRestricted(filter) {
  return Boolean(filter.text.trim() || filter.hidden.size || filter.circle);
}

// In the order of their birth.
export function shownActors(run, filter) {
  const wanted = filter.text.trim().toLowerCase();
  const circle = filter.circle && run.actor(filter.circle);
  return [...run.actors.values()].filter((actor) => {
    if (filter.hidden.has(actor.pid)) return false;
    if (circle && actor !== circle && !circle.talks.has(actor.pid)) return false;
    return !wanted || nameOf(run, actor.pid).toLowerCase().includes(wanted) || actor.pid.includes(wanted);
  });
}

// The events that concern one of them; null stands for all.
export function shownEvents(run, filter, actors) {
  if (!isRestricted(filter)) return null;
  const pids = new Set(actors.map((actor) => actor.pid));
  const rows = [];
  for (let n = 1; n <= run.length; ++n) {
    const { actor, other, what } = run.event(n);
    const isTalk = !filter.circle || !other || !actor || actor === filter.circle || other === filter.circle;
    if ((isTalk && (pids.has(actor) || pids.has(other))) || what === "mark") rows.push(n);
  }
  return rows;
}

export const MOST_CARDS = 36;

// The cards of a moment: those of the event, then those that act last. In a stable order, so that cards stay in place.
export function cardsAt(run, filter, actors, n) {
  const event = run.event(n);
  const here = actors.filter((actor) =>
    run.isBorn(actor, n) && (filter.ended || actor.ended >= n || actor.pid === event?.actor || actor.pid === event?.other));
  if (here.length <= MOST_CARDS) return { cards: here, left: 0 };
  const rank = (actor) =>
    actor.pid === event?.actor || actor.pid === event?.other ? Infinity
      : (run.isAlive(actor, n) ? run.length : 0) + run.lastOwn(actor, n);
  const ranked = here.map((actor) => [rank(actor), actor]).sort((a, b) => b[0] - a[0]).slice(0, MOST_CARDS);
  const chosen = new Set(ranked.map(([, actor]) => actor));
  return { cards: here.filter((actor) => chosen.has(actor)), left: here.length - MOST_CARDS };
}
