// parse.js - from the text of a trace to its runs: one object an event, in the order in which things happened.

export const VERSION = 1;

// Of each run: its number, what its header says, and its events. Lines that are no JSON are counted, not fatal: a program
// that was killed leaves an incomplete last line.
export function parse(text) {
  const runs = [];
  let run = null;
  let broken = 0;
  for (const line of lines(text)) {
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      broken += 1;
      continue;
    }
    if (entry === null || typeof entry !== "object") {
      broken += 1;
    } else if ("otpp_trace" in entry) {
      if (entry.otpp_trace !== VERSION) {
        throw new Error(`this is a trace of version ${entry.otpp_trace}; this page reads version ${VERSION}`);
      }
      run = begin(runs, entry);
    } else if ("what" in entry) {
      run ??= begin(runs, {});
      run.events.push(complete(entry));
    }
  }
  const filled = runs.filter((each) => each.events.length > 0);
  filled.forEach((each, index) => (each.number = index + 1));
  return { runs: filled, broken };
}

function* lines(text) {
  for (let from = 0; from < text.length; ) {
    let to = text.indexOf("\n", from);
    if (to < 0) to = text.length;
    if (to > from) yield text.slice(from, to);
    from = to + 1;
  }
}

function begin(runs, header) {
  const run = { number: 0, schedule: header.schedule ?? "", program: header.program ?? "", events: [] };
  runs.push(run);
  return run;
}

// What is always there has a value of its type, so no reader below has to ask.
export function complete(event) {
  event.at ??= 0;
  event.what = String(event.what);
  event.actor ??= "";
  event.other ??= "";
  event.text ??= "";
  event.position ??= 0;
  return event;
}
