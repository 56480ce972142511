// app.js - the page: which runs, which event, and everything that moves between them.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { failedRun, failure, origin } from "./cause.js";
import { firstDifference } from "./compare.js";
import { words } from "./describe.js";
import { matches, nextMatch } from "./search.js";
import * as keys from "./keys.js";
import * as place from "./place.js";
import { Controls } from "./controls.js";
import { Help } from "./help.js";
import { Button } from "./parts.js";
import { Now, Side } from "./side.js";

const clamp = (n, most) => Math.max(1, Math.min(most, Math.round(n)));

function titleOf(run, count) {
  return `${count > 1 ? `${run.order}. ` : ""}${run.program || run.file}`;
}

// runs: of all traces. at: where to open. beside: the second one of two is shown, too.
export function App({ runs, at, beside }) {
  const opened = useMemo(() => {
    const wanted = place.read();
    const isRun = (number) => number !== undefined && number >= 1 && number <= runs.length;
    const opens = at === "failure" ? failedRun(runs) : at === "end" ? runs.length - 1 : 0;
    const left = isRun(wanted.left) ? wanted.left - 1 : beside === undefined ? opens : 0;
    const right = isRun(wanted.right) ? wanted.right - 1 : beside;
    const there = wanted.event ?? (at === "failure" ? failure(runs[left]) : at === "end" ? runs[left].length : at) ?? 1;
    return { left, right, event: there };
  }, []);
  const [shown, setShown] = useState(opened);
  const [text, setText] = useState("");
  const [help, setHelp] = useState(false);
  const searchBox = useRef(null);

  const left = runs[shown.left];
  const right = shown.right === undefined ? null : runs[shown.right];
  const most = Math.max(left.length, right?.length ?? 0);
  const n = clamp(shown.event, most);
  const difference = useMemo(() => (right ? firstDifference(left, right) : 0), [left, right]);
  const found = useMemo(() => matches(left, text), [left, text]);
  const foundSet = useMemo(() => new Set(found), [found]);

  const move = (change, isJump) => {
    const next = { ...shown, event: n, ...change };
    place.write({ event: next.event, left: next.left ? next.left + 1 : undefined, right: next.right === undefined ? undefined : next.right + 1 }, isJump);
    setShown(next);
  };
  const goTo = (event) => move({ event: clamp(event, most) });
  const go = (event) => event > 0 && move({ event: clamp(event, most) }, event !== n);
  const step = (by) => goTo(n + by);
  const match = (direction) => {
    const next = nextMatch(found, n, direction);
    if (next) go(next);
  };
  const acts = {
    step, match, go,
    first: () => goTo(1), last: () => goTo(most), origin: () => go(origin(left, Math.min(n, left.length))),
    search: () => searchBox.current.focus(), difference: () => go(difference), help: () => setHelp(!help),
  };
  const latest = useRef(acts);
  latest.current = acts;
  const steadyGo = useMemo(() => (event) => latest.current.go(event), []);
  useLayoutEffect(() => keys.listen(new Proxy({}, { get: (_, name) => (...args) => latest.current[name](...args) })), []);
  useLayoutEffect(() => place.onChange(() => {
    const wanted = place.read();
    setShown((old) => ({ ...old, event: wanted.event ?? old.event }));
  }), []);
  // window.otppPlayer.state(n): every actor after event n, as plain data (of the right run with a second argument of 1).
  window.otppPlayer = {
    runs, go: goTo, place: n, difference,
    state: (event = n, side = 0) => (side ? right : left).state(event),
  };

  const order = found.length ? found.filter((each) => each <= n).length : 0;
  const choose = (which) => (change) => {
    const value = change.target.value === "" ? undefined : Number(change.target.value);
    move({ [which]: value, event: which === "left" ? 1 : n });
  };
  const options = runs.map((run, i) => html`<option value=${i}>${titleOf(run, runs.length)}, ${run.schedule || "no schedule"}, ${run.length.toLocaleString("en")} events</option>`);
  return html`
    <header class="top">
      <h1>${titleOf(left, 1)}</h1>
      ${left.schedule && html`<span class="schedule" title="the schedule of this run">${left.schedule}</span>`}
      ${runs.length > 1 && html`<select aria-label="run" value=${shown.left} onChange=${choose("left")}>${options}</select>
        <select aria-label="beside it" value=${shown.right ?? ""} onChange=${choose("right")}><option value="">beside it: no other</option>${options}</select>`}
      <div class="search" role="search">
        <input ref=${searchBox} type="search" placeholder="search events" aria-label="search events" value=${text}
          onInput=${(input) => setText(input.target.value)}
          onKeyDown=${(key) => {
            if (key.key === "Enter") match(key.shiftKey ? -1 : 1);
            if (key.key === "Escape") searchBox.current.blur();
          }} />
        ${text && html`<output class="count">${found.length ? `${order} of ${found.length.toLocaleString("en")}` : "none"}</output>
          <${Button} icon="up" label="previous match" disabled=${!found.length} act=${() => match(-1)} />
          <${Button} icon="down" label="next match" disabled=${!found.length} act=${() => match(1)} />`}
      </div>
      <${Button} label="help" act=${() => setHelp(true)}>?<//>
    </header>
    <div class="bar">
      ${right
        ? html`<section class="now apart"><p class="sentence">${difference
            ? html`The runs are equal up to event ${difference - 1}. ${n < difference ? "They part later." : n === difference ? "Here they part." : "They have parted."}`
            : "The two runs are equal."}</p>
            <p class="facts">${difference > 0 && n !== difference && html`<button type="button" class="goes" onClick=${() => go(difference)}>Go to event ${difference}, where they part</button>`}</p></section>`
        : html`<${Now} run=${left} n=${n} go=${go} />`}
      <${Controls} run=${left} n=${n} most=${most} difference=${difference} step=${step} goTo=${goTo} go=${go} />
    </div>
    <p class="spoken" aria-live="polite">Event ${n} of ${most}: ${n <= left.length ? words(left, n) : "over"}${right && n <= right.length
      && n >= difference && difference > 0 ? `. In the other run: ${words(right, n)}` : ""}</p>
    <main class=${right ? "two" : "one"}>
      <${Side} key=${`a${shown.left}`} run=${left} n=${Math.min(n, left.length)} found=${foundSet} go=${steadyGo} isAlone=${!right} label=${right && "A"} />
      ${right && html`<${Side} key=${`b${shown.right}`} run=${right} n=${Math.min(n, right.length)} found=${new Set()} go=${steadyGo} isAlone=${false} label="B" />`}
    </main>
    <${Help} isOpen=${help} close=${() => setHelp(false)} />`;
}
