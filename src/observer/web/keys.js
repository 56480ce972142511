// keys.js - what each key does. The table is the help, too.

export const KEYS = [
  ["→ or ↓", "one event forward"],
  ["← or ↑", "one event back"],
  ["Page Down, Page Up", "ten events"],
  ["Home, End", "the first event, the last"],
  ["c", "to where this comes from: the send of a message, the cause of an end"],
  ["/", "search; Enter and Shift+Enter go on"],
  ["n, N", "the next match, the one before"],
  ["d", "of two runs: the first event that differs"],
  ["?", "this help"],
];

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

// acts: {step(by), first, last, origin, search, match(direction), difference, help}
export function listen(acts) {
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.closest?.("dialog")) return;
    const act = {
      Home: acts.first, End: acts.last, c: acts.origin, "/": acts.search, d: acts.difference, "?": acts.help,
      n: () => acts.match(1), N: () => acts.match(-1),
    }[event.key];
    if (event.key in STEPS) acts.step(STEPS[event.key]);
    else if (act) act();
    else return;
    event.preventDefault();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
