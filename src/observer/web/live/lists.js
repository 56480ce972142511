// lists.js - the registered names, keys and groups; the last reports.
import { html } from "../html.js";
import { useView } from "./api.js";
import { Pid, Waiting, clock, number } from "./parts.js";

export function Names({ open }) {
  const { data, state } = useView("names");
  if (!data) return html`<${Waiting} state=${state} />`;
  return html`<div class="scroll"><table>
      <thead><tr><th scope="col">name</th><th scope="col">actor</th></tr></thead>
      <tbody>${data.names.map(({ name, pid }) => html`<tr key=${name}><td><b>${name}</b></td><td><${Pid} pid=${pid} open=${open} /></td></tr>`)}</tbody>
    </table>
    ${data.names.length === 0 && html`<p class="hint">No actor has a name.</p>`}
    ${(data.tables ?? []).map((table) => html`<h2>${table.name}</h2>
      ${table.keys.length === 0 ? html`<p class="hint">It is empty.</p>` : html`<table>
        <thead><tr><th scope="col">key or group</th><th scope="col">actor</th></tr></thead>
        <tbody>${table.keys.map(({ key, pid }) => html`<tr key=${`${key} ${pid}`}><td><b>${key}</b></td><td><${Pid} pid=${pid} open=${open} /></td></tr>`)}</tbody>
      </table>`}
      ${table.cut > 0 && html`<p class="hint">${number(table.cut)} more are not shown.</p>`}`)}
    ${data.left_out && html`<p class="hint">Left out: ${data.left_out}.</p>`}</div>`;
}

const REPORT = { crash: "✕", supervisor: "▣", warning: "▲", abandoned: "✕", debug: "·" };

export function Reports({ open }) {
  const { data, state } = useView("reports", { limit: 200 });
  if (!data) return html`<${Waiting} state=${state} />`;
  return html`<div class="scroll">
    ${data.reports.length === 0 && html`<p class="hint">✓ There is no report.</p>`}
    ${[...data.reports].reverse().map((report) => html`<article class="report" key=${report.id}>
      <h2><span aria-hidden="true">${REPORT[report.what] ?? "·"}</span> ${report.what} ${report.pid && html`of <${Pid} pid=${report.pid}
        shown=${report.name || report.pid} open=${open} />`} <span class="soft">${clock(report.at)}</span></h2>
      <pre>${report.text}</pre></article>`)}
  </div>`;
}
