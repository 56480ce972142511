// compare.js - the first event at which two runs differ.
//
// Times differ always, and so may pids: those are counted anew, in the order in which they appear.

function canonical(run) {
  const numbers = new Map();
  return (pid) => {
    if (pid && !numbers.has(pid)) numbers.set(pid, numbers.size + 1);
    return pid ? numbers.get(pid) : 0;
  };
}

// The number of the first event that differs; 0 when the runs are equal. The shorter of two that are otherwise equal
// differs from the other behind its end.
export function firstDifference(left, right) {
  const [ofLeft, ofRight] = [canonical(left), canonical(right)];
  const both = Math.min(left.length, right.length);
  for (let n = 1; n <= both; ++n) {
    const [a, b] = [left.event(n), right.event(n)];
    const same =
      a.what === b.what &&
      a.text === b.text &&
      a.position === b.position &&
      ofLeft(a.actor) === ofRight(b.actor) &&
      ofLeft(a.other) === ofRight(b.other);
    if (!same) return n;
  }
  return left.length === right.length ? 0 : both + 1;
}
