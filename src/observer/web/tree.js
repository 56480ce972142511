// tree.js - who started whom, as a list with branches; beside it, arcs for links and monitors.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html, useViewport } from "./html.js";
import { nameOf } from "./describe.js";
import { sign } from "./reasons.js";
import { upTo } from "./run.js";

const ROW = 26;
const INDENT = 16;
const GUTTER = 64;
const MOST_ARCS = 150;

// [{actor, depth, isLast: of each level}], parents before their children.
export function rowsAt(run, n, withEnded) {
  const rows = [];
  const event = run.event(n);
  const isShown = (actor) => run.isBorn(actor, n) && (withEnded || actor.ended >= n || actor.pid === event?.actor);
  const hasShown = new Map();
  const needed = (actor) => {
    if (!hasShown.has(actor.pid)) {
      hasShown.set(actor.pid, false); // in case of a circle, which a broken trace may have
      hasShown.set(actor.pid, isShown(actor) || childrenOf(actor).some(needed));
    }
    return hasShown.get(actor.pid);
  };
  const childrenOf = (actor) => actor.children.map((pid) => run.actor(pid)).filter((child) => run.isBorn(child, n));
  const visit = (actor, depth, isLast, lines) => {
    rows.push({ actor, depth, isLast, lines });
    const children = childrenOf(actor).filter(needed);
    children.forEach((child, i) =>
      visit(child, depth + 1, i === children.length - 1, depth ? [...lines, !isLast] : []));
  };
  for (const actor of run.actors.values()) {
    if (!run.actor(actor.parent) && run.isBorn(actor, n) && needed(actor)) visit(actor, 0, true, []);
  }
  return rows;
}

// All links of the run that no branch shows, and all monitors.
function relations(run) {
  const found = [];
  for (const actor of run.actors.values()) {
    for (const fact of actor.links) {
      const isBranch = run.actor(fact.other).parent === actor.pid || actor.parent === fact.other;
      if (actor.pid < fact.other && !isBranch) found.push({ kind: "link", a: actor.pid, b: fact.other, fact });
    }
    for (const fact of actor.watches) found.push({ kind: "monitor", a: actor.pid, b: fact.other, fact });
  }
  return found;
}

// Those of the moment that pass the rows in view: {from, to} are rows.
function arcsAt(all, n, place, first, last) {
  const arcs = [];
  for (const { kind, a, b, fact } of all) {
    if (fact.from > n || n >= fact.to) continue;
    const [from, to] = [place.get(a), place.get(b)];
    if (from === undefined || to === undefined || Math.max(from, to) < first || Math.min(from, to) > last) continue;
    arcs.push({ kind, from, to, isNew: fact.from === n });
    if (arcs.length >= MOST_ARCS) break;
  }
  return arcs;
}

function Branch({ row, y, linked }) {
  const x = (row.depth - 1) * INDENT + 12;
  const middle = y + ROW / 2;
  return html`
    ${row.lines.map((goesOn, level) => goesOn && html`<path class="branch" d=${`M${level * INDENT + 12} ${y}v${ROW}`} />`)}
    ${row.depth > 0 && html`<path class=${linked ? "branch linked" : "branch loose"} d=${`M${x} ${middle}h${INDENT - 4}`} />
      <path class="branch" d=${`M${x} ${y}V${row.isLast ? middle : y + ROW}`} />`}`;
}

function Arc({ arc, x }) {
  const [y1, y2] = [arc.from, arc.to].map((row) => row * ROW + ROW / 2);
  const bulge = Math.min(GUTTER - 14, 12 + Math.abs(y2 - y1) * 0.22);
  const head = arc.kind === "monitor" ? html`<path class="head" d=${`M${x - 1} ${y2}l7 -4v8z`} />` : null;
  return html`<g class=${`arc ${arc.kind} ${arc.isNew ? "new" : ""}`}>
    <path d=${`M${x} ${y1}C${x + bulge * 1.3} ${y1} ${x + bulge * 1.3} ${y2} ${x + (head ? 5 : 0)} ${y2}`} />${head}</g>`;
}

export function Tree({ run, n, withEnded, restrict }) {
  const pane = useRef(null);
  const viewport = useViewport(pane);
  const all = useMemo(() => relations(run), [run]);
  // Between births (and ends, when those who have ended are not to be seen) the rows are the same.
  const age = withEnded ? upTo(run.births, n) : n;
  const rows = useMemo(() => rowsAt(run, n, withEnded), [run, age, withEnded]);
  const place = useMemo(() => new Map(rows.map((row, i) => [row.actor.pid, i])), [rows]);
  const event = run.event(n);
  const first = Math.max(0, Math.floor(viewport.top / ROW) - 4);
  const last = Math.min(rows.length - 1, Math.ceil((viewport.top + viewport.height) / ROW) + 4);
  const visible = rows.slice(first, last + 1);
  const width = Math.max(120, viewport.width);
  const arcs = arcsAt(all, n, place, first, last);

  useLayoutEffect(() => {
    const at = place.get(event?.actor) ?? place.get(event?.other);
    const { scrollTop, clientHeight } = pane.current;
    if (at === undefined || (at * ROW >= scrollTop && (at + 1) * ROW <= scrollTop + clientHeight)) return;
    pane.current.scrollTop = at * ROW - clientHeight / 2;
  }, [n]);

  return html`<div class="tree" ref=${pane} tabindex="0" role="group" aria-label="who started whom">
    <div class="canvas" style=${`height:${rows.length * ROW}px`}>
      <svg style=${`top:${first * ROW}px`} width=${width} height=${visible.length * ROW}
        viewBox=${`0 ${first * ROW} ${width} ${visible.length * ROW}`} aria-hidden="true">
        ${visible.map((row, i) => html`<${Branch} key=${row.actor.pid} row=${row} y=${(first + i) * ROW}
          linked=${row.depth > 0 && run.links(row.actor, n).some((link) => link.other === row.actor.parent)} />`)}
        ${arcs.map((arc) => html`<${Arc} arc=${arc} x=${width - GUTTER} />`)}
      </svg>
      ${visible.map(({ actor, depth }, i) => html`<button type="button" key=${actor.pid}
        class=${`row ${actor.ended <= n ? "ended" : ""} ${actor.pid === event?.actor ? "acts" : actor.pid === event?.other ? "concerned" : ""}`}
        style=${`top:${(first + i) * ROW}px;left:${depth * INDENT}px;max-width:calc(100% - ${GUTTER - 6 + depth * INDENT}px)`}
        title=${`${actor.pid}: show only who talks with it`} onClick=${() => restrict.circle(actor.pid)}>
        <span class="sign" aria-hidden="true">${actor.ended <= n ? sign(actor.reason) : actor.isSupervisor ? "▣" : "●"}</span>
        ${nameOf(run, actor.pid)}</button>`)}
    </div>
  </div>
  <p class="legend" aria-hidden="true"><svg width="26" height="10"><path class="branch linked" d="M1 5h24" /></svg>linked
    <svg width="26" height="10"><path class="arc-sample" d="M1 5h18" /><path class="head" d="M25 5l-7 -4v8z" /></svg>watches
    <span>▣ supervisor</span></p>`;
}
