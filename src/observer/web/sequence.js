// sequence.js - the run as a chart: time downwards, one column an actor. Only what can be seen is in the page.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html, useViewport } from "./html.js";
import { SIGNS, nameOf } from "./describe.js";
import { isEnd, origin } from "./cause.js";
import { brief, plain, sign } from "./reasons.js";
import { eventOfRow, rowCount, rowOfEvent, useFollow } from "./events.js";
import { upTo } from "./run.js";

const ROW = 28;
const HEAD = 34;
const MARGIN = 52; // for the numbers of the events

// These go from one actor to another.
const ARROWS = { send: "solid", drop: "lost", spawn: "dashed", exit_signal: "signal", down: "dotted", restart: "dashed" };
const LINES = { link: "double", monitor: "dotted" };

function labelOf(event) {
  const text = brief(plain(event.text), 26);
  switch (event.what) {
    case "send":
    case "drop":
      return event.value === undefined ? text : brief(`${text} ${event.value}`, 26);
    case "receive":
      return `takes ${text}`;
    case "spawn":
      return "starts";
    case "exit":
      return event.text === "normal" ? "ends" : `ends: ${text}`;
    case "monitor":
      return "watches";
    case "down":
      return `down: ${text}`;
    case "link":
    case "unlink":
    case "demonitor":
      return event.what;
    case "register_name":
      return `is ${text}`;
    case "restart":
      return `restarts ${text}`;
    case "timeout":
      return `timer: ${text}`;
    case "transition":
      return brief(plain(event.text.replace(/^.*?-->/s, "→")), 26);
    case "wait":
      return brief(/^(receive|sleep)/.test(event.text) ? text : `waits for ${text}`, 26);
    default:
      return event.what === "mark" ? brief(event.text, 40) : text;
  }
}

function Head({ x, y, direction, kind }) {
  if (kind === "double") return null;
  const d = `M${x} ${y}l${-8 * direction} -4.5v9z`;
  if (kind === "lost") return html`<path class="cross" d=${`M${x - 8 * direction} ${y - 5}l10 10m0 -10l-10 10`} />`;
  return html`<path class=${kind === "dotted" || kind === "dashed" ? "head open" : "head"} d=${d} />`;
}

// One event. `at` gives the middle of an actor's column, or null when it is not shown.
function Mark({ event, run, y, at, width, view, act }) {
  const kind = ARROWS[event.what] ?? LINES[event.what];
  const [from, to] = [at(event.actor), at(event.other)];
  const label = labelOf(event);
  if (kind && event.other !== event.actor && (from !== null || to !== null)) {
    // An end that is not shown, or that is no actor, is a short piece beside the other.
    const right = from !== null && to !== null ? to > from : from !== null;
    const x1 = from ?? to - width * 0.55;
    const x2 = to ?? from + width * 0.55;
    const direction = x2 > x1 ? 1 : -1;
    // Where the label begins, or ends: in view, as long as a piece of the arrow is.
    const [first, last] = [Math.max(Math.min(x1, x2), view.left + MARGIN - 12), Math.min(Math.max(x1, x2), view.right)];
    const hidden = from === null ? event.actor : to === null ? event.other : "";
    return html`<g class=${`mark ${kind} ${event.what}`} onClick=${act}>
      <rect class="hit" x=${Math.min(x1, x2)} y=${y - 14} width=${Math.abs(x2 - x1)} height="22" />
      <path class="shaft" d=${`M${x1} ${y}H${x2 - 6 * direction}`} />
      <${Head} x=${x2} y=${y} direction=${direction} kind=${kind} />
      <text x=${right ? first + 9 : last - 9} y=${y - 4} text-anchor=${right ? "start" : "end"}>${label}${
        hidden && html`<tspan class="hidden-end"> ${from === null ? "from" : "to"} ${brief(nameOf(run, hidden), 12)}</tspan>`}</text>
    </g>`;
  }
  const x = from ?? to;
  if (x === null) {
    return event.what === "mark" ? html`<text class="note" x=${MARGIN + 8} y=${y + 4}>⚑ ${brief(event.text, 60)}</text>` : null;
  }
  const glyph = event.what === "exit" ? sign(event.text) : event.what === "receive" ? "" : (SIGNS[event.what] ?? "·");
  return html`<g class=${`mark own ${event.what}`} onClick=${act}>
    <rect class="hit" x=${x - 9} y=${y - 12} width=${width * 0.9} height="22" />
    ${glyph ? html`<circle class="plate" cx=${x} cy=${y} r="8" /><text class="glyph" x=${x} y=${y + 4} text-anchor="middle">${glyph}</text>`
      : html`<circle class="dot" cx=${x} cy=${y} r="4.5" />`}
    <text x=${x + 12} y=${y + 4}>${label}</text>
  </g>`;
}

export function Sequence({ run, n, rows, actors, found, go, restrict }) {
  const pane = useRef(null);
  const viewport = useViewport(pane);
  const count = rowCount(run, rows);
  const room = Math.max(0, viewport.width - MARGIN - 20);
  const width = Math.round(Math.max(112, Math.min(190, room / Math.max(1, actors.length))));
  const column = useMemo(() => new Map(actors.map((actor, i) => [actor.pid, i])), [actors]);
  const middle = (i) => MARGIN + i * width + width / 2;
  const at = (pid) => (pid && column.has(pid) ? middle(column.get(pid)) : null);
  const wide = Math.max(MARGIN + actors.length * width + 20, viewport.width);
  const tall = count * ROW + 12;
  const now = rowOfEvent(rows, n);
  useFollow(pane, now, ROW, HEAD);

  const event = run.event(n);
  useLayoutEffect(() => {
    const x = at(event?.actor) ?? at(event?.other);
    if (x === null) return;
    const { scrollLeft, clientWidth } = pane.current;
    if (x - width / 2 - MARGIN < scrollLeft || x + width / 2 > scrollLeft + clientWidth) {
      pane.current.scrollLeft = x - clientWidth / 2;
    }
  }, [n, width]);

  const firstRow = Math.max(0, Math.floor(viewport.top / ROW) - 3);
  const lastRow = Math.min(count, Math.ceil((viewport.top + viewport.height) / ROW) + 3);
  const firstColumn = Math.max(0, Math.floor((viewport.left - MARGIN) / width) - 1);
  const lastColumn = Math.min(actors.length, Math.ceil((viewport.left + viewport.width - MARGIN) / width) + 1);
  const [top, height] = [firstRow * ROW, (lastRow - firstRow) * ROW + 12];
  const [left, right] = [viewport.left, viewport.left + viewport.width];
  // The row of an event, for the ends of lifelines: infinite stays infinite.
  const rowAt = (number) => (Number.isFinite(number) ? (rows ? upTo(rows, number - 1) : number - 1) : count);

  const marks = [];
  const numbers = [];
  const places = [];
  for (let row = firstRow; row < lastRow; ++row) {
    const number = eventOfRow(rows, row);
    const each = run.event(number);
    const y = row * ROW + ROW / 2 + 4;
    const [a, b] = [at(each.actor), at(each.other)];
    const inView = [a, b].some((x) => x !== null && x > left - width && x < right + width)
      || (a !== null && b !== null && Math.min(a, b) < left && Math.max(a, b) > right) || each.what === "mark";
    const from = each.what === "receive" || each.what === "flush" || isEnd(each) ? () => go(origin(run, number) || number)
      : () => go(number);
    places.push(html`<rect key=${number} class="hit place" x=${left} y=${row * ROW} width=${viewport.width} height=${ROW}
      onClick=${() => go(number)} />`);
    const state = `${number > n ? "future" : number === n ? "now" : ""} ${found.has(number) ? "found" : ""}`;
    numbers.push(html`<g key=${number} class=${`place ${state}`} onClick=${() => go(number)}>
      <rect class="gutter" x=${left} y=${row * ROW} width=${MARGIN - 8} height=${ROW} />
      <text class="number" x=${left + MARGIN - 14} y=${y + 4} text-anchor="end">${number}</text></g>`);
    if (inView) {
      marks.push(html`<g key=${number} class=${number > n ? "future" : number === n ? "now" : ""}>
        <${Mark} event=${each} run=${run} y=${y} at=${at} width=${width} view=${{ left, right }} act=${(click) => { click.stopPropagation(); from(); }} /></g>`);
    }
  }
  const lives = actors.slice(firstColumn, lastColumn).map((actor, i) => {
    const x = middle(firstColumn + i);
    const [from, to] = [rowAt(actor.born), rowAt(actor.ended)].map((row) => row * ROW + ROW / 2 + 4);
    const y1 = Math.max(top, actor.born <= 1 || !actor.parent ? 0 : from);
    const y2 = Math.min(top + height, to);
    const yNow = Math.min(Math.max(now * ROW + ROW, y1), y2);
    return y1 < y2 && html`<g key=${actor.pid}><path class="life" d=${`M${x} ${y1}V${yNow}`} />
      <path class="life future" d=${`M${x} ${yNow}V${y2}`} /></g>`;
  });

  return html`<div class="sequence" ref=${pane} tabindex="0" role="group" aria-label="sequence chart">
    <div class="heads" style=${`width:${wide}px;height:${HEAD}px`}>
      ${actors.slice(firstColumn, lastColumn).map((actor, i) => html`<div key=${actor.pid} title=${actor.pid}
        class=${`head ${actor.ended <= n ? "ended" : ""} ${actor.pid === event?.actor ? "acts" : ""} ${run.isBorn(actor, n) ? "" : "unborn"}`}
        style=${`left:${middle(firstColumn + i) - width / 2}px;width:${width}px`}>
        <button type="button" class="name" onClick=${() => restrict.circle(actor.pid)} title="show only who talks with it">${nameOf(run, actor.pid)}</button>
        <button type="button" class="hide" onClick=${() => restrict.hide(actor.pid)} aria-label=${`hide ${nameOf(run, actor.pid)}`} title="hide">×</button>
      </div>`)}
    </div>
    <div class="canvas" style=${`width:${wide}px;height:${tall}px`}>
      ${now >= 0 && html`<div class="now-row" style=${`top:${now * ROW}px;height:${ROW}px;width:${viewport.width}px;left:${left}px`}></div>`}
      <svg style=${`top:${top}px;left:${left}px`} width=${viewport.width} height=${height}
        viewBox=${`${left} ${top} ${viewport.width} ${height}`} role="img" aria-label="the events in view, as arrows between actors">
        ${places}${lives}${marks}${numbers}
      </svg>
    </div>
  </div>`;
}
