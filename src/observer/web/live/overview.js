// overview.js - the counts at a glance, what looks wrong, recording and chaos.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { token, useView } from "./api.js";
import { Act, Pid, Told, Waiting, number, span } from "./parts.js";

const KEPT = 120;

function Line({ values }) {
  if (values.length < 2) return null;
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => `${(i / (KEPT - 1)) * 300},${38 - (value / most) * 34}`).join(" ");
  return html`<svg class="spark" viewBox="0 0 300 40" preserveAspectRatio="none" role="img" aria-label=${`messages a second, at most ${number(most)}`}>
    <polyline points=${points} /></svg>`;
}

function Figure({ label, value, children }) {
  return html`<div class="figure"><dt>${label}</dt><dd>${value}</dd>${children}</div>`;
}

export function Overview({ open }) {
  const { data, state } = useView("overview");
  const [rates, setRates] = useState([]);
  const [told, setTold] = useState(null);
  const every = useRef(null);
  useEffect(() => {
    if (data && data.messages_per_second !== null) setRates((old) => [...old, data.messages_per_second].slice(-KEPT));
  }, [data]);
  if (!data) return html`<${Waiting} state=${state} />`;
  const { longest_queue: longest, allows, recording, chaos } = data;
  const may = token() !== "";
  return html`<div class="scroll">
    <dl class="figures">
      <${Figure} label="actors" value=${number(data.actors)}><span>${number(data.waiting)} wait, ${number(data.supervisors)} supervise${
        data.ending > 0 && `, ${number(data.ending)} are ending`}</span><//>
      <${Figure} label="messages a second" value=${number(data.messages_per_second)}><${Line} values=${rates} /><//>
      <${Figure} label="in mailboxes" value=${number(data.queued)}>${longest && longest.queue > 0 && html`<span>most: ${number(longest.queue)} of
        <${Pid} pid=${longest.pid} shown=${longest.shown} open=${open} /></span>`}<//>
      <${Figure} label="restarts" value=${number(data.restarts)}><span>${number(data.crashes)} crashes, ${number(data.reports)} reports</span><//>
      <${Figure} label="started until now" value=${number(data.spawned)}><span>for ${span(data.uptime_ms)}</span><//>
    </dl>
    <h2>Warnings</h2>
    ${data.warnings.length === 0 ? html`<p class="hint">✓ Nothing looks wrong.</p>` : html`<ul class="warnings">
      ${data.warnings.map((warning) => html`<li><span aria-hidden="true">▲</span> <${Pid} pid=${warning.pid} shown=${warning.shown} open=${open} />
        ${" "}${warning.text}</li>`)}</ul>`}
    ${may && (allows.record || allows.actions) && html`<h2>Do</h2>
      <div class="acts">
        ${allows.record && html`<${Act} label=${recording ? "stop recording" : "record for the player"} path="/api/record"
          body=${() => ({ do: recording ? "stop" : "start" })} told=${setTold} />${recording && html`<span>● records to <code>${recording.path}</code></span>`}`}
        ${allows.actions && html`<label>every <input ref=${every} type="number" min="0.1" max="3600" step="0.1" value=${chaos.every || 5} /> s</label>
          <${Act} label=${chaos.on ? "end chaos" : "chaos: crash a child at random"} asks=${!chaos.on} told=${setTold}
            body=${() => ({ do: "chaos", on: !chaos.on, every: Number(every.current.value) })} />
          ${chaos.on && html`<span>${number(chaos.crashed)} crashed${chaos.last && `, last ${chaos.last.shown ?? chaos.last}`}</span>`}`}
      </div>`}
    <${Told} what=${told} />
  </div>`;
}
