// tree.js - who has started whom, now. Only the rows in view are in the page.
import { useMemo, useRef } from "preact/hooks";
import { html, useViewport } from "../html.js";
import { useView } from "./api.js";
import { SIGNS, Waiting, number } from "./parts.js";

const ROW = 30;

// The nodes with their depth, parents before their children.
export function rowsOf(nodes) {
  const children = new Map();
  const known = new Set(nodes.map((node) => node.pid));
  for (const node of nodes) {
    const parent = known.has(node.parent) ? node.parent : null;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(node);
  }
  const rows = [];
  const visit = (node, depth) => {
    rows.push({ node, depth });
    for (const child of children.get(node.pid) ?? []) visit(child, depth + 1);
  };
  for (const root of children.get(null) ?? []) visit(root, 0);
  return rows;
}

function Rows({ nodes, open }) {
  const pane = useRef(null);
  const viewport = useViewport(pane);
  const rows = useMemo(() => rowsOf(nodes), [nodes]);
  const first = Math.max(0, Math.floor(viewport.top / ROW) - 3);
  const last = Math.min(rows.length, Math.ceil((viewport.top + viewport.height) / ROW) + 3);
  return html`<div class="scroll" ref=${pane} tabindex="0" role="group" aria-label="who started whom">
    <div class="canvas" style=${`height:${rows.length * ROW}px`}>
      ${rows.slice(first, last).map(({ node, depth }, i) => html`<button type="button" key=${node.pid} class="node"
        style=${`top:${(first + i) * ROW}px;padding-left:${depth * 20 + 8}px`} onClick=${() => open(node.pid)}>
        <span class="sign" aria-hidden="true">${node.supervisor ? "▣" : (SIGNS[node.state] ?? "·")}</span> <b>${node.shown}</b>
        <span class="pid">${node.pid}</span>
        ${node.child_id && node.child_id !== node.shown && html`<span class="soft">child ${node.child_id}</span>`}
        ${node.restarts > 0 && html`<span class="soft">↻ ${number(node.restarts)}</span>`}
        ${node.queue > 0 && html`<span class="soft">mailbox ${number(node.queue)}</span>`}
      </button>`)}
    </div>
  </div>`;
}

const EVERY = 500; // milliseconds: who is restarted is to be seen within a second

export function Tree({ open }) {
  const { data, state } = useView("tree", {}, EVERY);
  if (!data) return html`<${Waiting} state=${state} />`;
  return html`${data.cut > 0 && html`<p class="hint">${number(data.cut)} more are not shown.</p>`}<${Rows} nodes=${data.nodes} open=${open} />`;
}
