// search.js - the events whose sentence, kind or pids have a text in them.
import { words } from "./describe.js";

const made = new WeakMap(); // run -> the text of each event, made once

function textOf(run, n) {
  let texts = made.get(run);
  if (!texts) made.set(run, (texts = new Array(run.length + 1)));
  if (texts[n] === undefined) {
    const event = run.event(n);
    texts[n] = `${words(run, n)} ${event.what} ${event.text} ${event.actor} ${event.other}`.toLowerCase();
  }
  return texts[n];
}

export function matches(run, text) {
  const wanted = text.trim().toLowerCase();
  const found = [];
  if (!wanted) return found;
  for (let n = 1; n <= run.length; ++n) if (textOf(run, n).includes(wanted)) found.push(n);
  return found;
}

// The match after n, or before it; from the end it goes on at the beginning.
export function nextMatch(found, n, direction) {
  if (!found.length) return 0;
  if (direction > 0) return found.find((each) => each > n) ?? found[0];
  return found.findLast((each) => each < n) ?? found.at(-1);
}
