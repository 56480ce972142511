// processes.js - the table of the actors; the program sorts, filters and cuts it.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { useView } from "./api.js";
import { Pid, SIGNS, Waiting, number } from "./parts.js";

const LIMIT = 100;
const COLUMNS = [
  ["name", "actor", (p, open) => html`<${Pid} pid=${p.pid} shown=${p.shown} open=${open} /> <span class="pid">${p.pid}</span>${
    p.supervisor && html` <span title="supervisor">▣</span>`}${p.warnings.length > 0 && html` <span title=${p.warnings.join(", ")}>▲</span>`}`],
  ["state", "does", (p) => html`<span aria-hidden="true">${SIGNS[p.state] ?? "·"}</span> ${p.waits ? `waits for ${p.waits.text}` : p.state}`],
  ["queue", "mailbox", (p) => html`${number(p.queue)}${p.queue_change ? html` <span class="soft">${p.queue_change > 0 ? "+" : "−"}${number(Math.abs(p.queue_change))}</span>` : ""}`],
  ["change", "messages/s", (p) => number(p.change, 1)],
  ["received", "received", (p) => number(p.received)],
  ["links", "links", (p) => number(p.links)],
  ["restarts", "restarts", (p) => number(p.restarts)],
];
const NUMBERS = new Set(["queue", "change", "received", "links", "restarts"]);
const SORTED = new Set(["name", "state", "queue", "change", "received", "links"]);

export function Processes({ open }) {
  const [asked, setAsked] = useState({ sort: "queue", order: "desc", filter: "", offset: 0, limit: LIMIT });
  const { data, state } = useView("processes", asked);
  const sort = (name) => setAsked({ ...asked, offset: 0, sort: name,
    order: asked.sort === name ? (asked.order === "asc" ? "desc" : "asc") : NUMBERS.has(name) ? "desc" : "asc" });
  const last = data ? Math.min(data.offset + LIMIT, data.matching) : 0;
  return html`<div class="tools">
      <input type="search" placeholder="filter actors" aria-label="filter actors" value=${asked.filter}
        onInput=${(input) => setAsked({ ...asked, filter: input.target.value, offset: 0 })} />
      ${data && html`<span class="count">${number(data.matching)} of ${number(data.total)}</span>`}
      ${data && data.matching > LIMIT && html`<button type="button" class="plain" disabled=${data.offset === 0}
          onClick=${() => setAsked({ ...asked, offset: Math.max(0, asked.offset - LIMIT) })}>before</button>
        <span class="count">${data.offset + 1} to ${last}</span>
        <button type="button" class="plain" disabled=${last >= data.matching} onClick=${() => setAsked({ ...asked, offset: asked.offset + LIMIT })}>next</button>`}
    </div>
    ${!data ? html`<${Waiting} state=${state} />` : html`<div class="scroll"><table>
      <thead><tr>${COLUMNS.map(([name, label]) => html`<th class=${`${name} ${NUMBERS.has(name) ? "figures" : ""}`} scope="col"
        aria-sort=${asked.sort === name ? (asked.order === "asc" ? "ascending" : "descending") : undefined}>${SORTED.has(name)
          ? html`<button type="button" onClick=${() => sort(name)}>${label} ${asked.sort === name ? (asked.order === "asc" ? "▴" : "▾") : ""}</button>`
          : label}</th>`)}</tr></thead>
      <tbody>${data.processes.map((each) => html`<tr key=${each.pid}>${COLUMNS.map(([name, , cell]) =>
        html`<td class=${`${name} ${NUMBERS.has(name) ? "figures" : ""}`}>${cell(each, open)}</td>`)}</tr>`)}</tbody>
    </table></div>`}`;
}
