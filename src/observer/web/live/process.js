// process.js - one actor, and what may be done to it.
import { useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { token, useView } from "./api.js";
import { Act, Pid, SIGNS, Told, Waiting, number } from "./parts.js";

function Row({ label, children }) {
  return html`<dt>${label}</dt><dd>${children}</dd>`;
}

const pids = (list, open) => (list?.length ? [...new Set(list)].map((pid) => html`<${Pid} pid=${pid} open=${open} /> `) : "none");

function Actions({ actor, told, open }) {
  const reason = useRef(null);
  const child = useRef(null);
  const { pid } = actor;
  const to = (name, more = () => ({})) => () => ({ do: name, pid, ...more() });
  return html`<h2>Do</h2>
    <div class="acts">
      <${Act} label="state" body=${to("state")} told=${told} />
      <${Act} label="suspend" body=${to("suspend")} told=${told} />
      <${Act} label="resume" body=${to("resume")} told=${told} />
      <${Act} label="kill" asks=${true} body=${to("kill")} told=${told} />
      <label>reason <input ref=${reason} value="shutdown" /></label>
      <${Act} label="exit" asks=${true} body=${to("exit", () => ({ reason: reason.current.value }))} told=${told} />
    </div>
    ${actor.supervisor && html`<div class="acts">
      <label>child <input ref=${child} placeholder="its id, or a pid" /></label>
      <${Act} label="start child" body=${to("start_child", () => (child.current.value ? { id: child.current.value } : {}))} told=${told} />
      <${Act} label="terminate child" asks=${true} told=${told}
        body=${to("terminate_child", () => ({ [child.current.value.startsWith("<") ? "child" : "id"]: child.current.value }))} />
    </div>`}`;
}

export function Process({ pid, open, allows }) {
  const { data, state } = useView("process", { pid });
  const [told, setTold] = useState(null);
  if (!data || data.pid !== pid) {
    return state === "gone" || state === "lost" ? html`<p class="hint">${pid} is no more, or was never there.</p>` : html`<${Waiting} state=${state} />`;
  }
  return html`<div class="scroll">
    <h1>${data.shown} <span class="pid">${data.pid}</span></h1>
    ${state === "gone" && html`<p class="hint">✕ It has ended. This is how it was.</p>`}
    <dl class="facts-list">
      <${Row} label="does"><span aria-hidden="true">${SIGNS[data.state] ?? "·"}</span> ${data.waits ? `waits for ${data.waits.text}` : data.state}
        ${data.waits?.for && html` <${Pid} pid=${data.waits.for} open=${open} />`}<//>
      <${Row} label="mailbox">${number(data.queue)}${data.messages?.length > 0 && html`: ${data.messages.map((type) => html`<code>${type}</code> `)}${
        data.queue > data.messages.length && `+${number(data.queue - data.messages.length)} more`}`}<//>
      <${Row} label="received">${number(data.received)}, ${number(data.change, 1)} a second<//>
      <${Row} label="name">${data.name || "none"}${data.label && `, its thread is called ${data.label}`}<//>
      <${Row} label="ancestors">${data.ancestors?.length ? data.ancestors.map((each) => html`<${Pid} pid=${each.split(" ")[0]} shown=${each} open=${open} /> `) : "none"}<//>
      <${Row} label="children">${pids(data.children, open)}<//>
      <${Row} label="linked with">${pids(data.links, open)}<//>
      <${Row} label="watches">${pids(data.monitors, open)}<//>
      <${Row} label="watched by">${pids(data.monitored_by, open)}<//>
      <${Row} label="traps exits">${data.trap_exit ? "yes" : "no"}<//>
      <${Row} label="restarts">${number(data.restarts)}${data.supervisor && `, and it has restarted ${number(data.restarts_made)}`}<//>
      ${data.warnings?.length > 0 && html`<${Row} label="warnings">▲ ${data.warnings.join(", ").replaceAll("_", " ")}<//>`}
    </dl>
    ${allows?.actions && token() && html`<${Actions} actor=${data} told=${setTold} open=${open} />`}
    <${Told} what=${told} />
  </div>`;
}
