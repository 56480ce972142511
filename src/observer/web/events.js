// events.js - all events as sentences; only those in view are in the page.
import { useLayoutEffect, useRef } from "preact/hooks";
import { html, useViewport } from "./html.js";
import { SIGNS, duration } from "./describe.js";
import { origin } from "./cause.js";
import { isCrash } from "./reasons.js";
import { Sentence } from "./parts.js";
import { upTo } from "./run.js";

const ROW = 28;

// rows: the events that are to be seen, or null for all.
export const rowCount = (run, rows) => (rows ? rows.length : run.length);
export const eventOfRow = (rows, row) => (rows ? rows[row] : row + 1);
export const rowOfEvent = (rows, n) => (rows ? upTo(rows, n) - 1 : n - 1); // the last one at or before n

// Keeps the row of the moment in view: a step moves the list only when it has to.
export function useFollow(pane, row, height, above = 0) {
  useLayoutEffect(() => {
    const { scrollTop, clientHeight } = pane.current;
    const top = row * height;
    const room = clientHeight - above;
    if (top >= scrollTop + height && top + 2 * height <= scrollTop + room) return;
    const isNear = top >= scrollTop - 3 * height && top <= scrollTop + room + 3 * height;
    pane.current.scrollTop = isNear ? (top < scrollTop + height ? top - height : top + 2 * height - room) : top - room / 2;
  }, [row, height]);
}

export function Events({ run, n, rows, found, go }) {
  const pane = useRef(null);
  const viewport = useViewport(pane);
  const count = rowCount(run, rows);
  const first = Math.max(0, Math.floor(viewport.top / ROW) - 5);
  const last = Math.min(count, Math.ceil((viewport.top + viewport.height) / ROW) + 5);
  useFollow(pane, rowOfEvent(rows, n), ROW);
  const lines = [];
  for (let row = first; row < last; ++row) {
    const at = eventOfRow(rows, row);
    const event = run.event(at);
    const crash = event.what === "exit" && isCrash(event.text);
    const from = at === n ? origin(run, at) : 0;
    lines.push(html`<div key=${at} style=${`top:${row * ROW}px`} aria-current=${at === n ? "step" : undefined}
      class=${`line ${at === n ? "now" : at > n ? "future" : ""} ${found.has(at) ? "found" : ""} ${event.what}`}
      onClick=${() => go(at)}>
      <span class="number">${at}</span><span class="sign" aria-hidden="true">${crash ? "✕" : (SIGNS[event.what] ?? "·")}</span>
      <span class="text"><${Sentence} run=${run} n=${at} /></span>
      ${from > 0 && html`<button type="button" class="small" onClick=${(click) => { click.stopPropagation(); go(from); }}>from ${from}</button>`}
      <span class="time">${duration(run.time(at))}</span>
    </div>`);
  }
  return html`<div class="events" ref=${pane} tabindex="0" role="group" aria-label="events">
    <div class="canvas" style=${`height:${count * ROW}px`}>${lines}</div>
  </div>`;
}
